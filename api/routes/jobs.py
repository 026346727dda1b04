"""Jobs: how far the uploads are that are added in the background."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from api import schemas
from api.routes import problems
from api.services import ServicesHere

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

JobId = Annotated[str, Path(max_length=200)]


@router.get("", response_model=schemas.JobList)
def listing(services: ServicesHere) -> dict[str, Any]:
    """List the jobs, the newest first; finished ones for a day, at most a hundred."""
    data = [job.summary() for job in services.jobs.all()]
    return {
        "object": "list",
        "data": data,
        "has_more": False,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
    }


@router.get("/{job_id}", response_model=schemas.Job, responses=problems(404))
def one(job_id: JobId, services: ServicesHere) -> dict[str, Any]:
    """Tell how far a job is, and what became of each of its files."""
    return services.jobs.get(job_id).as_json()


@router.delete("/{job_id}", response_model=schemas.Job, responses=problems(404))
def cancel(job_id: JobId, services: ServicesHere) -> dict[str, Any]:
    """Cancel a job: what it added stays, nothing more is added. A finished one stays as it is."""
    return services.jobs.cancel(job_id).as_json()
