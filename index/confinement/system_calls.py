"""System calls that the kernel denies to a process that reads files: Linux's seccomp filter.

What is denied answers "not permitted", as for a user without the right, so that an honest library
goes on without it. All is denied that reaches other processes, the network, or changes files; the
rest (memory, pipes, reading the program's own files) stays, for a list of what is allowed would
break with each new version of the C library.
"""

import ctypes
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

_X86_64 = {
    # network
    "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "recvfrom": 45, "sendmsg": 46,
    "recvmsg": 47, "bind": 49, "listen": 50, "socketpair": 53, "accept4": 288, "recvmmsg": 299,
    "sendmmsg": 307,
    # other processes and programs
    "shmget": 29, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "semget": 64,
    "msgget": 68, "ptrace": 101, "rt_sigqueueinfo": 129, "tkill": 200, "mq_open": 240,
    "rt_tgsigqueueinfo": 297,
    "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "execveat": 322,
    # changes to files
    "truncate": 76, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87,
    "symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "utime": 132,
    "mknod": 133, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197,
    "lremovexattr": 198, "fremovexattr": 199, "utimes": 235, "mkdirat": 258, "mknodat": 259,
    "fchownat": 260, "futimesat": 261, "unlinkat": 263, "renameat": 264, "linkat": 265,
    "symlinkat": 266, "fchmodat": 268, "utimensat": 280, "renameat2": 316,
    # the machine and the kernel's rarer doors
    "personality": 135, "pivot_root": 155, "prctl": 157, "acct": 163, "chroot": 161, "mount": 165,
    "umount2": 166, "swapon": 167, "reboot": 169, "init_module": 175, "quotactl": 179,
    "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
    "perf_event_open": 298, "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308,
    "finit_module": 313, "bpf": 321, "userfaultfd": 323,
}  # fmt: skip
_AARCH64 = {
    "socket": 198, "connect": 203, "accept": 202, "sendto": 206, "recvfrom": 207, "sendmsg": 211,
    "recvmsg": 212, "bind": 200, "listen": 201, "socketpair": 199, "accept4": 242, "recvmmsg": 243,
    "sendmmsg": 269,
    "shmget": 194, "clone": 220, "execve": 221, "kill": 129, "semget": 190, "msgget": 186,
    "ptrace": 117, "rt_sigqueueinfo": 138, "tkill": 130, "mq_open": 180, "rt_tgsigqueueinfo": 240,
    "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "execveat": 281,
    "truncate": 45, "fchmod": 52, "fchown": 55, "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7,
    "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16, "mkdirat": 34, "mknodat": 33,
    "fchownat": 54, "unlinkat": 35, "renameat": 38, "linkat": 37, "symlinkat": 36, "fchmodat": 53,
    "utimensat": 88, "renameat2": 276,
    "personality": 92, "pivot_root": 41, "prctl": 167, "acct": 89, "chroot": 51, "mount": 40,
    "umount2": 39, "swapon": 224, "reboot": 142, "init_module": 105, "quotactl": 60,
    "kexec_load": 104, "add_key": 217, "request_key": 218, "keyctl": 219, "unshare": 97,
    "perf_event_open": 241, "name_to_handle_at": 264, "open_by_handle_at": 265, "setns": 268,
    "finit_module": 273, "bpf": 280, "userfaultfd": 282,
}  # fmt: skip
_UNKNOWN = 424
"""From this number on all machines count alike. The C library asks for none of these calls where
it is told that the kernel has none, and takes the older call, whose arguments can be looked at."""
_ARCHITECTURES: Mapping[str, tuple[int, Mapping[str, int], int, int | None]] = {
    # The kernel's name of the machine, its calls, and its calls that open a file: at a folder, and
    # (as old machines have it) by the path alone.
    "x86_64": (0xC000003E, _X86_64, 257, 2),
    "aarch64": (0xC00000B7, _AARCH64, 56, None),
}
_TGKILL = {"x86_64": 234, "aarch64": 131}
_PRLIMIT = {"x86_64": 302, "aarch64": 261}

_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NOT_PERMITTED, _NO_SUCH_CALL = 1, 38
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_FILTER = 2
_SIGKILL = 9
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

Instruction = tuple[int, int, int, int]
"""Code, how many instructions to skip if true and if false, and a value."""


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def deny_system_calls(*, besides: str = "") -> bool:
    """Deny them to this process for good, and end it when its parent ends; False if it cannot be.

    The call that ``besides`` names is allowed.

    The parent's *thread* that started this process is meant: it has to live on.
    """
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _ARCHITECTURES or sys.maxsize < 2**32:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    library.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    steps = [_Step(*each) for each in program(machine, os.getpid(), besides)]
    compiled = _Program(len(steps), (_Step * len(steps))(*steps))
    address = ctypes.addressof(compiled)
    refused: int = library.prctl(_PR_SET_SECCOMP, _FILTER, address, 0, 0)
    return not refused


def program(machine: str, own_process: int, besides: str = "") -> Sequence[Instruction]:
    """Return the filter for a machine, as instructions of the kernel's filter language."""
    audited, calls, openat, open_call = _ARCHITECTURES[machine]
    return [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, audited),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        # Among these are x86's calls in 32 bits, too.
        (_AT_LEAST, 0, 1, _UNKNOWN),
        (_RETURN, 0, 0, _ERRNO | _NO_SUCH_CALL),
        *_denied(number for name, number in calls.items() if name != besides),
        *_unless_argument(_TGKILL[machine], 0, own_process),
        *_unless_argument(_PRLIMIT[machine], 0, 0),
        *_if_flagged(openat, 2),
        *(_if_flagged(open_call, 1) if open_call is not None else ()),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _denied(calls: Iterable[int]) -> Iterator[Instruction]:
    for call in calls:
        yield (_EQUAL, 0, 1, call)
        yield (_RETURN, 0, 0, _ERRNO | _NOT_PERMITTED)


def _unless_argument(call: int, place: int, value: int) -> Iterator[Instruction]:
    """Deny ``call`` unless the lower half of its argument has that value."""
    yield (_EQUAL, 0, 4, call)
    yield (_LOAD, 0, 0, _ARGUMENTS + 8 * place)
    yield (_EQUAL, 1, 0, value)
    yield (_RETURN, 0, 0, _ERRNO | _NOT_PERMITTED)
    yield (_RETURN, 0, 0, _ALLOW)


def _if_flagged(call: int, place: int) -> Iterator[Instruction]:
    """Deny ``call`` if it opens a file for writing."""
    yield (_EQUAL, 0, 4, call)
    yield (_LOAD, 0, 0, _ARGUMENTS + 8 * place)
    yield (_ANY_OF, 0, 1, _WRITING)
    yield (_RETURN, 0, 0, _ERRNO | _NOT_PERMITTED)
    yield (_RETURN, 0, 0, _ALLOW)
