"""What LaTeX's commands and environments do with the words in their arguments."""

from collections.abc import Mapping


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


HIDDEN: Mapping[str, int] = {
    name: count
    for count, names in (
        (
            1,
            "label ref eqref pageref autoref cref Cref vref nameref includegraphics input include "
            "includeonly bibliography bibliographystyle usepackage RequirePackage documentclass "
            "vspace hspace index glossary pagestyle thispagestyle addbibresource hypersetup color "
            "pagecolor textcolor colorbox todo marginpar phantom hphantom vphantom tag date author "
            "captionsetup graphicspath selectlanguage foreignlanguage theoremstyle nocite url href "
            "usetikzlibrary lstset hyperlink hypertarget parbox raisebox rotatebox scalebox path "
            "input subfile bibitem cline cmidrule foreignquote hyphenation pgfplotsset tikz "
            "DeclareMathOperator pdfbookmark markboth markright nolinkurl thispagestyle rule "
            "captionof addtocounter stepcounter refstepcounter usefont printbibliography sisetup",
        ),
        (
            2,
            "newcommand renewcommand providecommand setlength addtolength setcounter fontsize "
            "resizebox multicolumn multirow newtheorem addcontentsline definecolor newcounter "
            "DeclareRobustCommand fcolorbox def",
        ),
        (3, "newenvironment renewenvironment"),
    )
    for name in names.split()
}
"""How many arguments of a command are no words of the text; those behind them are shown."""
LEVELS: Mapping[str, int] = {
    "part": 1, "chapter": 1, "title": 1, "section": 2, "frametitle": 2, "subsection": 3,
    "framesubtitle": 3, "subsubsection": 4, "paragraph": 5, "subparagraph": 6,
}  # fmt: skip
"""Headings with their levels."""
NOTES = _words("footnote footnotetext endnote sidenote")
QUOTING = _words("enquote textquote blockquote foreignquote textcquote blockcquote")
"""Commands whose last argument is quoted."""
KEYED_QUOTING = _words("textcquote blockcquote")
"""Those that name a work by its key first."""
QUOTES = _words("quote quotation displayquote displayquotation verse")
"""Environments of quotations that are set apart."""
WITHOUT_ARGUMENTS = QUOTES | _words(
    "itemize enumerate description center abstract figure table document flushleft flushright "
    "titlepage"
)
"""Environments whose text may begin with a brace; another's is its argument."""
FORMULAS = _words(
    "equation align gather multline eqnarray displaymath math flalign alignat dmath subequations "
    "split cases matrix"
)
"""Environments that stand within a sentence."""
TABLES = _words("tabular tabularx tabulary longtable tabu array tabbing supertabular")
BREAKS = _words("par newline linebreak pagebreak newpage clearpage cleardoublepage maketitle")
ROW_ENDS = frozenset({"\\", "tabularnewline"})
QUANTITIES = _words("SI qty")
"""A number and its unit, whose commands are words."""

SHOWN: Mapping[str, str] = {
    "LaTeX": "LaTeX", "TeX": "TeX", "LaTeXe": "LaTeX", "BibTeX": "BibTeX", "dots": "…",
    "ldots": "…", "textellipsis": "…", "copyright": "©", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "degree": "°", "euro": "€", "texteuro": "€",
    "pounds": "£", "S": "§", "P": "¶", "dag": "†", "slash": "/", "quad": " ", "qquad": " ",
    "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«",
    "frqq": "»", "guillemotleft": "«", "guillemotright": "»", "og": "«", "fg": "»",
    "quotedblbase": "„", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textbar": "|", "textless": "<", "textgreater": ">", "textendash": "–", "textemdash": "—",
    "textunderscore": "_", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø",
    "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "th": "þ", "TH": "Þ",
    "dh": "ð", "DH": "Ð", "%": "%", "&": "&", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}",
    " ": " ", ",": "\u202f", ";": " ", ":": " ", "\n": " ", "\t": " ", "\\": " ",
}  # fmt: skip
"""Commands that stand for characters."""
ACCENTS: Mapping[str, str] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
"""Commands that put an accent over or under the letter behind them, as Unicode's marks."""
MARKS: Mapping[str, str] = {
    "``": "“", "''": "”", "`": "‘", "'": "’", '"`': "„", "\"'": "“",
}  # fmt: skip
"""Quotation marks as they are typed."""
