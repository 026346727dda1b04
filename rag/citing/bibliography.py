"""The works of a collection as one list, under the keys that drafts cite them by."""

from collections.abc import Sequence

from index.errors import NotFoundError
from index.passage_index import PassageIndex
from rag.citing.formats import format_works
from rag.drafts.works import works_of


def bibliography(index: PassageIndex, format: str, ids: Sequence[str] = ()) -> str:  # noqa: A002 - the contract's own word
    """Return the works of a collection, or of the documents of the given ids, in one format.

    A key is the one that the work has among all works of the collection, whatever is listed.

    Raises:
        UnknownFormatError: there is no such format for lists.
        NotFoundError: there is no document of an id.
    """
    works = works_of(index)
    if unknown := [each for each in ids if each not in works]:
        raise NotFoundError(
            f"{len(unknown)} of the ids are of no document. `pincite documents` lists them all."
        )
    wanted = dict.fromkeys(ids or works)
    return format_works([works[each] for each in wanted], format)
