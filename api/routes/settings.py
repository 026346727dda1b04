"""What this server does with questions and documents: facts for whoever wants to know."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request

from api import schemas
from api.services import ServicesHere
from rag.settings import Settings

router = APIRouter(tags=["settings"])

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@router.get("/v1/settings", response_model=schemas.ServerSettings)
def facts(request: Request, services: ServicesHere) -> dict[str, Any]:
    """Tell which language model is asked and where, and what is kept; nothing can be set here."""
    settings = services.settings
    return {
        "version": request.app.version,
        "embedder": settings.embedder,
        "language_model": _language_model(settings),
        "keeps_history": settings.keep_history,
        "fetches_pages": settings.fetch_urls,
    }


def _language_model(settings: Settings) -> dict[str, Any] | None:
    from rag.language_model.transport import endpoint

    if not settings.llm_model:
        return None
    address = endpoint()
    return {
        "name": settings.llm_model,
        "endpoint": address,
        "is_local": urlsplit(address).hostname in _LOCAL,
        "passages_sent": settings.k,
    }
