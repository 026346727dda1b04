"""Jobs: how far the uploads are that are added in the background."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api import schemas
from api.routes import problems
from api.services import Collection, ServicesHere
from index.errors import NotFoundError
from index.names import key_of

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

JobId = Annotated[str, Path(max_length=200)]


@router.get("", response_model=schemas.JobList, responses=problems(404, 422))
def listing(
    services: ServicesHere,
    limit: Annotated[int, Query(ge=1, le=1_000, description="The most jobs to list.")] = 1_000,
    after: Annotated[str | None, Query(description="The `last_id` of the list before.")] = None,
    collection: Collection = None,
) -> dict[str, Any]:
    """List the jobs, the newest first; finished ones for a day, at most a hundred.

    Where a collection is named, only its jobs, the default one's too; else those of all.
    """
    jobs = services.jobs.all()
    if collection is not None:
        jobs = [job for job in jobs if key_of(job.collection) == key_of(collection)]
    start = 0
    if after is not None:
        ids = [job.id for job in jobs]
        if after not in ids:
            raise NotFoundError("There is no job of that id in this list. Begin it anew.")
        start = ids.index(after) + 1
    data = [job.summary() for job in jobs[start : start + limit]]
    return {
        "object": "list",
        "data": data,
        "has_more": len(jobs) > start + limit,
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
