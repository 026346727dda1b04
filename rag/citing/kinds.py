"""Kinds of works, by the names of CSL, and what reference managers call them."""

from collections.abc import Mapping

WEBPAGE = "webpage"
DOCUMENT = "document"
ARTICLES = ("article-journal", "article-magazine", "article-newspaper")
KINDS = (*ARTICLES, "book", "chapter", "report", "thesis", WEBPAGE, DOCUMENT)

BIBTEX: Mapping[str, str] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "report": "report", "thesis": "thesis",
    "webpage": "online", "document": "misc",
}  # fmt: skip
RIS: Mapping[str, str] = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "book": "BOOK", "chapter": "CHAP", "report": "RPRT", "thesis": "THES",
    "webpage": "ELEC", "document": "GEN",
}  # fmt: skip
_CALLED = {
    "article": "article-journal", "journal": "article-journal", "jour": "article-journal",
    "ejour": "article-journal", "suppperiodical": "article-journal", "review": "article-journal",
    "magazine": "article-magazine", "mgzn": "article-magazine",
    "newspaper": "article-newspaper", "news": "article-newspaper",
    "mvbook": "book", "collection": "book", "proceedings": "book", "manual": "book",
    "ebook": "book", "edbook": "book",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "chapter", "chap": "chapter",
    "conference": "chapter", "paper-conference": "chapter", "cpaper": "chapter", "conf": "chapter",
    "echap": "chapter", "inreference": "chapter", "entry-encyclopedia": "chapter",
    "entry-dictionary": "chapter", "entry": "chapter",
    "techreport": "report", "rprt": "report", "standard": "report",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thes": "thesis",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "elec": "webpage",
    "post": "webpage", "post-weblog": "webpage", "blog": "webpage", "web page": "webpage",
    "misc": "document", "gen": "document", "manuscript": "document", "unpublished": "document",
    "pamphlet": "document", "booklet": "document", "unpb": "document",
}  # fmt: skip


def kind_of(called: str, url: str = "") -> str:
    """Return the kind that is meant by a name; "" for none, and for what goes without saying.

    Without a kind, what has an address is a web page and anything else a document.

    >>> kind_of("TechReport"), kind_of("online", "https://example.org"), kind_of("painting")
    ('report', '', '')
    """
    name = called.strip().casefold()
    kind = name if name in KINDS else _CALLED.get(name, "")
    return "" if kind == default_kind(url) else kind


def default_kind(url: str) -> str:
    """Return what a work is taken for that states no kind."""
    return WEBPAGE if url else DOCUMENT
