"""What a process holds in memory. It imports nothing of Pincite, for peers are measured by it."""

from pathlib import Path


def resident(process: int | str = "self") -> float:
    """Return the MiB that a process holds now; 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text("utf-8").splitlines() if status.exists() else []
    return next((int(each.split()[1]) / 1024 for each in lines if each.startswith("VmRSS:")), 0.0)
