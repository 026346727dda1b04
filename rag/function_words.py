"""English words that tell how a question is asked, not what it is about."""

from index.terms import terms

FUNCTION_WORDS = frozenset(
    terms(
        "a about above after again all also am an and any are as at be because been before being "
        "below between both but by can could did do does doing down during each few for from "
        "further had has have having he her here hers him his how i if in into is it its itself "
        "just many may me might more most much must my no nor not now of off on once only or "
        "other our out over own please say said same she should so some such than that the their "
        "them then there these they this those through to too under until up upon us very was we "
        "were what when where which while who whom whose why will with would you your according "
        "tell explain describe"
    )
)
