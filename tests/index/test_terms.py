import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import fold, stem, term_spans, terms
from index.types import Span


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_each_term_stands_where_it_says(text: str) -> None:
    for term, span in term_spans(text):
        assert term
        assert 0 <= span.start < span.end <= len(text)


@given(st.text(alphabet="abU.S'1,90 -_\n\"", max_size=30))
def test_ascii_text_is_parted_as_it_is_beside_other_letters(text: str) -> None:
    assert list(term_spans(f"{text} 灯")) == [
        *term_spans(text),
        ("灯", Span(len(text) + 1, len(text) + 2)),
    ]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("fast‑paced", "fast-paced"),
        ("company’s", "company's"),
        ("“open”", '"open"'),
        ("Ｆｕｌｌ", "full"),
        ("8 am", "8 am"),
        ("a\tb\nc", "a b c"),
        ("straße", "straße"),
    ],
)
def test_look_alikes_become_equal(written: str, plain: str) -> None:
    assert fold(written) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("research directions", ["research", "direct"]),
        ("OpenAI’s monorepo", ["openai", "monorepo"]),
        ("630 k public PRs", ["630", "k", "public", "prs"]),
        ("1,200,000 rows, 3.5 of them", ["1200000", "row", "3", "5", "of", "them"]),
        ("in the U.S.A.", ["in", "the", "usa"]),
        ("l'eau d'Orsay at five o'clock", ["l", "eau", "d", "orsay", "at", "five", "oclock"]),
        ("Beyoncé naïve", ["beyonc", "naiv"]),
        ("Die Städte", ["die", "stadt"]),
        ("исследования исследование", ["исследован", "исследован"]),
        ("北京大学", ["北京", "京大", "大学"]),
        ("हिन्दी में", ["हिन्द", "म"]),
        ("co\u00adoperation", ["cooper"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_accents_do_not_keep_words_apart() -> None:
    assert stem("beyonce") == stem("beyoncé")
