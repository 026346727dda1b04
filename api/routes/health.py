"""Alive, ready, and counted."""

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse

from api import schemas
from api.metrics import CONTENT_TYPE
from api.routes import problems
from api.services import ServicesHere, ready

router = APIRouter(tags=["health"])


@router.get("/healthz", response_model=schemas.Health)
async def alive() -> dict[str, str]:
    """Tell that the server runs."""
    return {"status": "alive"}


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(services: ServicesHere) -> Response:
    """Tell how often, how long and how much, in Prometheus's text format; never of what."""
    return Response(services.metrics.text(), headers={"Content-Type": CONTENT_TYPE})


@router.get(
    "/readyz",
    dependencies=[Depends(ready)],
    response_model=schemas.Health,
    responses=problems(503),
)
async def is_ready() -> dict[str, str]:
    """Tell that questions can be answered; before that, 503 with what is still to come."""
    return {"status": "ready"}
