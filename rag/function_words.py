"""English words that tell how a question is asked, not what it is about."""

from index import lexical
from index.terms import terms

FUNCTION_WORDS = lexical.FUNCTION_WORDS | frozenset(
    terms(
        "again all can down few further it just many may might more most much must now once only "
        "other out over under up us will according say tell explain describe"
    )
)
"""Those that search leaves out, and further ones that only shape a question."""
