"""Drafts in, what the sources say to each of their sentences out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from api import schemas
from api.bodies import CitedDraft, Draft, DraftToCite
from api.check_stream import CheckStream
from api.negotiation import EVENTS, wants_events
from api.routes import Responses, problems
from api.services import Checking, CollectionsHere, ServicesHere, json_only, ready
from rag.check_serialization import check_json
from rag.citing.importing import format_of, read_works
from rag.coverage import coverage_of
from rag.draft_checking import DraftChecker
from rag.drafts.reading import draft_of
from rag.drafts.ways.insertions import Sources
from rag.drafts.works import works_of
from rag.drafts.writing import way_for, with_citations, without_citations

router = APIRouter(tags=["checks"])

_EVENTS_EXAMPLE = (
    'event: status\ndata: {"checked": 1, "sentences": 40}\n\n'
    'event: sentence\ndata: {"text": "…", "verdict": "supported", …}\n\n'
    'event: quotation\ndata: {"text": "…", "verdict": "exact", …}\n\n'
    'event: done\ndata: {"sentences": […], "quotations": […], "index": {…}}\n\n'
)
CHECKED: Responses = {
    200: {
        "description": "The check. With `Accept: text/event-stream` it comes as events while it "
        "is made: `sentence`, `quotation`, and at last `done` (the whole check) or `error`.",
        "content": {EVENTS: {"schema": {"type": "string"}, "example": _EVENTS_EXAMPLE}},
    }
}


@router.post(
    "/v1/checks",
    dependencies=[Depends(json_only), Depends(ready)],
    response_model=schemas.DraftCheck,
    responses=CHECKED | problems(400, 404, 413, 415, 422, 503),
)
def check(
    draft: Draft,
    collections: CollectionsHere,
    services: ServicesHere,
    as_events: Annotated[bool, Depends(wants_events)],
    given_up: Checking,
) -> Response:
    """Check a draft: each sentence against the documents, each quotation letter by letter."""
    checker = _checker(draft, collections, services)
    given = draft_of(draft.text, draft.form)
    if as_events:
        return CheckStream(checker, given, services.desks.checks, with_coverage=draft.coverage)
    found = checker.check(given, given_up)
    covered = coverage_of(found, given, checker.index.document) if draft.coverage else None
    return JSONResponse(check_json(found, covered), headers={"Vary": "Accept"})


@router.post(
    "/v1/checks/citations",
    dependencies=[Depends(json_only), Depends(ready)],
    response_model=schemas.CitedDraft,
    responses=problems(400, 404, 413, 415, 422, 503),
)
def cite(
    draft: DraftToCite,
    request: Request,
    collections: CollectionsHere,
    services: ServicesHere,
    given_up: Checking,
) -> dict[str, str]:
    """Check a draft and return it with a citation at each supported sentence."""
    given = draft_of(draft.text, draft.form)
    way = way_for(given, draft.cite_as)
    checker = _checker(draft, collections, services)
    sentences = checker.check(given, given_up).sentences
    sources = Sources(works_of(checker.index), str(request.base_url).rstrip("/"))
    written = with_citations(given, sentences, way, sources, remarks=draft.remarks)
    return {"text": written.text, "cite_as": way, "bibliography": written.bibliography}


@router.post(
    "/v1/checks/citations/removal",
    dependencies=[Depends(json_only)],
    response_model=schemas.FreedDraft,
    responses=problems(400, 413, 415, 422),
)
def free(draft: CitedDraft) -> dict[str, str]:
    """Return a draft as it was before it was given citations; others in it stay."""
    return {"text": without_citations(draft.text)}


def _checker(draft: Draft, collections: CollectionsHere, services: ServicesHere) -> DraftChecker:
    told = draft.bibliography or ""
    return DraftChecker(
        collections.assistant(draft.collection).index,
        told=services.metrics.checked,
        bibliography=read_works(told, format_of("", told)) if told else (),
    )
