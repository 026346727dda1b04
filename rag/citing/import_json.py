"""What an import of metadata would do, or did, as plain JSON values."""

from collections.abc import Sequence
from typing import Any

from rag.citing.importing import Change, Plan, Proposal
from rag.citing.matching import Match


def plan_json(plan: Plan, *, applied: bool) -> dict[str, Any]:
    """Return what becomes of each record."""
    return {
        "applied": applied,
        "matched": [_proposal_json(each) for each in plan.proposals],
        "unsure": [_match_json(each) for each in plan.unsure],
        "unknown": [{"key": work.key, "title": work.title} for work in plan.unknown],
    }


def documents_of(plan: Plan) -> tuple[str, ...]:
    """Return the ids of the documents that are named in it."""
    matches = [*(each.match for each in plan.proposals), *plan.unsure]
    return tuple(document.id for match in matches for document in match.documents)


def _proposal_json(proposal: Proposal) -> dict[str, Any]:
    (document,) = proposal.match.documents
    return {
        "key": proposal.match.work.key,
        "document_id": document.id,
        "title": document.title,
        "by": proposal.match.by,
        "changes": _changes_json(proposal.changes),
        "kept": _changes_json(proposal.kept),
    }


def _changes_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [{"key": each.key, "before": each.before, "after": each.after} for each in changes]


def _match_json(match: Match) -> dict[str, Any]:
    return {
        "key": match.work.key,
        "title": match.work.title,
        "by": match.by,
        "documents": [{"id": each.id, "title": each.title} for each in match.documents],
    }
