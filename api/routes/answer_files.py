"""Answers as files to write on with."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from api.bodies import AnswerFile, SavedAnswer, SavedCitation, SavedStatement
from api.routes import Responses, problems
from api.services import AssistantHere, CollectionsHere, json_only
from index.errors import InputError
from index.kept_answers import KeptAnswer, KeptStatement, Place, digest_of
from index.passage_index import PassageIndex
from index.types import Span
from rag.exporting.answers import FORMS, bibliography, form_of
from rag.recalling import Recalled, recall, unkept

router = APIRouter(tags=["answers"])

_FILE: Responses = {
    200: {
        "description": "The file.",
        "content": {
            form.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for form in FORMS.values()
        },
    }
}
Form = Literal["markdown", "html", "docx", "json"]
Style = Annotated[
    Literal["apa", "mla", "chicago", "ieee", "harvard"] | None,
    Query(description="The house style of a bibliography at its end; without it there is none."),
]


@router.post(
    "/v1/answers/export",
    dependencies=[Depends(json_only)],
    response_class=Response,
    responses=_FILE | problems(404, 413, 415, 422),
)
def export(request: Request, collections: CollectionsHere, body: AnswerFile) -> Response:
    """Return an answer as a file, once every sentence of it passed the gate again.

    Titles and places are those that the documents have now. A sentence that does not stand is a
    problem that names it: nothing is left out unseen.
    """
    assistant = collections.assistant(body.collection)
    recalled = recall(_kept(body.answer), assistant.index, assistant.layers)
    if recalled.withheld:
        told = (f"sentence {each.position + 1}: {each.reason}" for each in recalled.withheld)
        raise InputError(
            f"The answer no longer stands as it is ({' '.join(told)}) Ask the question again, and "
            "take that answer."
        )
    numbered = unkept(recalled.answer)
    return _file(numbered, assistant.index, request, body.format, body.style)


@router.get(
    "/v1/answers/{answer_id}/export",
    response_class=Response,
    responses=_FILE | problems(404, 422),
)
def export_kept(
    answer_id: str,
    request: Request,
    assistant: AssistantHere,
    format: Form = "markdown",  # noqa: A002 - the word of the other addresses
    style: Style = None,
) -> Response:
    """Return an answer that was kept as a file, with the statements that stand now."""
    recalled = recall(assistant.index.history.one(answer_id), assistant.index, assistant.layers)
    return _file(recalled, assistant.index, request, format, style)


def _file(
    recalled: Recalled, index: PassageIndex, request: Request, name: str, style: str | None
) -> Response:
    form = form_of(name)
    works = bibliography(recalled, index, style)
    content = form.write(recalled, works, str(request.base_url).rstrip("/"))
    disposition = f'attachment; filename="answer{form.suffix}"'
    headers = {"Content-Disposition": disposition}
    return Response(content, media_type=form.media_type, headers=headers)


def _kept(answer: SavedAnswer) -> KeptAnswer:
    """Return a posted answer as one that was kept: by its places, to be verified as that is."""
    unknown = {"retrieve": 0.0, "write": 0.0, "verify": 0.0, "total": 0.0}
    return KeptAnswer(
        id=answer.id,
        conversation="",
        question=answer.question,
        statements=tuple(map(_kept_statement, answer.statements)),
        related=(),
        facts={
            "missing": answer.missing,
            "writer": answer.writer,
            "degraded": None,
            "note": None,
            "index": {"generation": 0, "embedder": ""},
            "timing": unknown,
            "usage": {},
            "left_out": 0,
        },
    )


def _kept_statement(statement: SavedStatement) -> KeptStatement:
    is_quote = statement.text == statement.citations[0].quote.exact
    places = tuple(map(_place, statement.citations))
    return KeptStatement(places, is_quote, None if is_quote else statement.text)


def _place(citation: SavedCitation) -> Place:
    start, end = citation.position.start, citation.position.end
    if not start < end:
        raise InputError("The place of a citation is no range of characters: start < end.")
    return Place(0, citation.document_id, Span(start, end), digest_of(citation.quote.exact))
