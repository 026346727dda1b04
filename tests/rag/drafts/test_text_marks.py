"""Citations in the words of a draft, and the list of references that they lead to."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Span
from rag.citing.references import Author, Reference
from rag.drafts.catalogue import Catalogue, Work
from rag.drafts.cited import cited_draft
from rag.drafts.draft import FILLER
from rag.drafts.pages import pages_of
from rag.drafts.reading import draft_of
from rag.drafts.reference_list import Entry, reference_list
from rag.drafts.text_marks import text_marks

LIST = (
    Entry("1", "Byrne, A. (2019a). The harbour lamp.", Span(0, 0)),
    Entry("2", "Müller, J.; van Dorp, L.: Die Mühle. Olm 1998.", Span(0, 0)),
)


def found(plain: str, entries: tuple[Entry, ...] = ()) -> list[tuple[str, bool]]:
    return [(each.mark.span.of(plain), each.sure) for each in text_marks(plain, entries)]


@pytest.mark.parametrize(
    ("plain", "marks"),
    [
        ("Lit (Byrne, 2019).", [("(Byrne, 2019)", True)]),
        ("Lit (Byrne 2019).", [("(Byrne 2019)", False)]),
        ("Lit (see Byrne & Olsen 2019, p. 3; cf. O’Neill et al., 2020a).",
         [("see Byrne & Olsen 2019, p. 3", True), ("cf. O’Neill et al., 2020a", True)]),
        ("As Ada Byrne (2019) says.", [("Ada Byrne (2019)", False)]),
        ("Byrne’s (2019, p. 4) book.", [("Byrne’s (2019, p. 4)", False)]),
        ("Byrne et al. (2019) say.", [("Byrne et al. (2019)", True)]),
        ("Nach Müller und van Dorp (1998) hell.", [("Müller und van Dorp (1998)", False)]),
        ("It rained (London, 1874).", [("(London, 1874)", False)]),
        ("It rained (May 2019) and (2019) and (in 2019) and (12, 1919).", []),
        ("It burned [1] and [3–5] and [see 2].", []),
    ],
)  # fmt: skip
def test_authors_with_years_may_be_citations(plain: str, marks: list[tuple[str, bool]]) -> None:
    assert found(plain) == marks


def test_a_list_of_references_makes_them_sure_and_tells_what_they_are() -> None:
    plain = "Lit [1, 2] by Byrne (2019a), Müller and van Dorp (1998), Olsen (1998) [7]."
    marks = text_marks(plain, LIST)
    assert [(each.mark.span.of(plain), each.mark.keys, each.mark.note) for each in marks] == [
        ("[1, 2]", (), LIST[0].text),
        ("[1, 2]", (), LIST[1].text),
        ("Byrne (2019a)", (), LIST[0].text),
        ("Müller and van Dorp (1998)", (), LIST[1].text),
        ("Olsen (1998)", (), "Olsen, 1998"),
        ("[7]", ("[7]",), ""),
    ]
    assert [each.sure for each in marks] == [True, True, True, True, False, True]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Lit.\n\n## References\n\n- Byrne, A. (2019). Lamps.\n- Doe. <https://doe.example>\n\n"
         "# Thanks\n\nTo Ada, in 2019.\n",
         [("", "Byrne, A. (2019). Lamps."), ("", "Doe. <https://doe.example>")]),
        ("Lit.\n\nReferences\n\n[1] Byrne, A. Lamps,\n2019.\n[12] Doe, B. Oil. 2020.\n",
         [("1", "Byrne, A. Lamps, 2019."), ("12", "Doe, B. Oil. 2020.")]),
        ("Lit [1].\n\n[1]: https://lamps.example/a\n[2]: https://lamps.example/b\n",
         [("1", "https://lamps.example/a"), ("2", "https://lamps.example/b")]),
        ("## Sources\n\nThe river has two sources. Nobody knew them.\n", []),
        ("Lit in 2019.\n\nIt burned.\n", []),
    ],
)  # fmt: skip
def test_the_list_of_references_is_found(text: str, entries: list[tuple[str, str]]) -> None:
    draft = draft_of(text)
    assert [(each.label, each.text) for each in reference_list(draft)] == entries


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("[@byrne, p. 3]", (3, 3)),
        ("@byrne [pp. 33-35]", (33, 35)),
        ("Byrne, Lamps, Seiten 133–5, 2019.", (133, 135)),
        ("\\cite[p.~12]{byrne}", (12, 12)),
        ("\\cite[12]{byrne}", (12, 12)),
        ("[@byrne, 7]", (7, 7)),
        ("(Byrne, 2019: 12)", (12, 12)),
        ("(Byrne 2019)", None),
        ("Byrne, Lamps 3 (2019), pp. 300–315, here p. 305", (305, 305)),
        ("p. 9–1", (9, 9)),
    ],
)
def test_pages_are_read(words: str, pages: tuple[int, int] | None) -> None:
    assert pages_of(words) == pages


def many(count: int) -> Catalogue:
    return Catalogue(
        Work(f"d{n}", f"{n}.txt", Reference(f"k{n}", f"The lamp of harbour {n}",
             (Author("Byrne", "Ada"),), date=str(1500 + n % 500)))
        for n in range(count)
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "It burned. " + "[@a1]" * 15_000,
        "It burned" + "(Byrne, 2019)" * 5_000 + ".",
        "It burned " + "[1]" * 10_000 + "\n\n[1] Byrne 2019.\n",
        "Lit.\n\n# References\n\n" + "Byrne, A. 2019. Lamps.\n\n" * 3_000 + "Byrne (2019). " * 999,
        "Byrne (" * 10_000,
        "Byrne, " * 10_000 + "(2019)",
        "Lit.[^1]\n\n[^1]: " + "The lamp of harbour 7; " * 3_000,
        "Lit " + "[^1]" * 10_000 + "\n\n[^1]: The lamp of harbour 7.\n",
    ],
)
def test_a_hostile_draft_is_understood_in_linear_time(text: str) -> None:
    catalogue = many(2_000)
    started = time.process_time()
    cited = cited_draft(draft_of(text), lambda: catalogue)
    cited.by_sentence([span for span, _ in cited.draft.sentences()])
    assert len(cited.draft.plain) == len(text)
    assert time.process_time() - started < 5


pieces = st.sampled_from(
    ["(", ")", "Byrne", ", ", "2019", " ", "[", "]", "1", ";", "p. 3", "& ", "It burned. ", "\n",
     "\n\n", "# References\n\n", "et al. ", "[1] ", "ß"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=30).map("".join).filter(str.strip))
def test_marks_in_words_mask_their_own_characters_alone(text: str) -> None:
    cited = cited_draft(draft_of(text), lambda: many(3))
    assert all(shown in (own, FILLER) for own, shown in zip(text, cited.draft.plain, strict=True))
    starts = [each.mark.span for each in cited.sources]
    assert starts == sorted(starts)
    assert all(0 <= span.start < span.end <= len(text) for span in starts)


@pytest.mark.parametrize(
    ("note", "ids"),
    [
        ("Byrne, The lamp of harbour 1, p. 3.", ["d1"]),
        ("Byrne, The lamp of harbour 12, p. 3.", ["d12"]),
        ("Byrne, *Lamp of Harbour 3*", ["d3"]),
        ("2.txt, p. 4", ["d2"]),
        ("Byrne 1504", ["d4"]),
        ("Byrne 2504, Olsen 1504.", ["d4"]),
        ("Olsen 1504", []),
        ("Byrne, 1502, The lamp of harbour 5", ["d5"]),
        ("On the lamp of harbour keepers", []),
    ],
)
def test_a_note_names_a_document_by_title_file_or_author_and_year(
    note: str, ids: list[str]
) -> None:
    assert [work.id for work in many(20).named_in(note)] == ids
