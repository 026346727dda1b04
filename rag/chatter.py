"""What is said to the program rather than asked of the sources: greetings, thanks, commands."""

import re

from index.terms import fold

ABOUT_DOCUMENTS = "Ask about what your documents say; they are the only thing answered from here."
_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings|hallo|"
    r"guten (?:tag|morgen|abend)|"
    r"hola|buenos dias|buenas tardes|bonjour|salut|ciao|привет|здравствуйте|你好|您好|مرحبا|नमस्ते)"
    r"(?: (?:there|pincite|everyone|all|again))?(?:,? how are you(?: doing)?(?: today)?)?"
)
_THANKS = re.compile(
    r"(?:ok(?:ay)?,? )?(?:thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|cheers|danke|gracias|"
    r"merci|спасибо|谢谢|شكرا|धन्यवाद|(?:good ?)?bye|goodbye|see you|tschüss|adios)"
)
_ABOUT_THE_PROGRAM = re.compile(
    r"(?:who|what) are you|how are you(?: doing)?(?: today)?|what(?: is|'s) your name|"
    r"what can you do|how do you work|are you (?:an? )?(?:ai|bot|robot|human|chatgpt)|"
    r"can you help(?: me)?|help(?: me)?|test(?:ing)?"
)
_COMMAND = re.compile(
    r"(?:^|[.!?;:,] |\b(?:please|now|then|and) )"
    r"(?:(?:ignore|disregard|forget|override) (?:(?:all|any|the|your|my|of|previous|prior|above|"
    r"earlier|preceding) )+(?:instructions?|prompts?|rules?|directions?|context|sources?)\b|"
    r"(?:reveal|print|show|repeat|output|tell) (?:me )?(?:your|the) (?:system |hidden |initial )"
    r"(?:prompt|instructions?|message)\b)|"
    r"^(?:please )?(?:you are now|pretend (?:to be|that)|act as|roleplay|from now on)\b|"
    r"^(?:please |can you |could you )*(?:write|compose|draft|sing|draw|paint|tell|make up|invent)"
    r"(?: me| us)? (?:an?|the|some|another) (?:\w+ ){0,2}"
    r"(?:poems?|story|stories|songs?|jokes?|essays?|picture|image|haiku|limerick|rap|code|script)\b|"
    r"^(?:please )?translate (?:this|the following|into|to)\b"
)


def reply(text: str) -> str | None:
    """Return the polite answer to a text that is no question to the sources, or None.

    >>> reply("Hello!")
    'Hello. Ask about what your documents say; they are the only thing answered from here.'
    >>> reply("Who said hello to the king?") is None
    True
    """
    folded = " ".join(fold(text).split()).strip(" .,!?;:-'\"")
    if _GREETING.fullmatch(folded):
        return f"Hello. {ABOUT_DOCUMENTS}"
    if _THANKS.fullmatch(folded):
        return f"You are welcome. {ABOUT_DOCUMENTS}"
    if _ABOUT_THE_PROGRAM.fullmatch(folded):
        return f"This is Pincite: it shows what your sources say, word for word. {ABOUT_DOCUMENTS}"
    if _COMMAND.search(folded):
        return f"This is a command, not a question to your sources. {ABOUT_DOCUMENTS}"
    return None
