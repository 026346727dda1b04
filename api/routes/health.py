"""Alive, and ready."""

from fastapi import APIRouter, Depends

from api import schemas
from api.routes import problems
from api.services import ready

router = APIRouter(tags=["health"])


@router.get("/healthz", response_model=schemas.Health)
async def alive() -> dict[str, str]:
    """Tell that the server runs."""
    return {"status": "alive"}


@router.get(
    "/readyz",
    dependencies=[Depends(ready)],
    response_model=schemas.Health,
    responses=problems(503),
)
async def is_ready() -> dict[str, str]:
    """Tell that questions can be answered; before that, 503 with what is still to come."""
    return {"status": "ready"}
