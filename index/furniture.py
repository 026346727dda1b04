"""Page furniture: what a web page has around its article and no reader would quote.

It is told by signs that pages have in general. A false find loses a fact, a missed one costs
little, so a sign must be the whole of its block, and prose that merely talks about comments,
newsletters or logging in is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from index.terms import fold
from index.types import Block, BlockKind

_LONGEST_SIGN = 400  # characters: longer blocks are prose
_WIDEST_GAP = 3  # blocks between two signs at the end of a page, such as an author's blurb
_LONGEST_GAP = 600  # characters in those blocks
_LONGEST_TAIL = 2500  # characters from the first sign of the tail to the end

_THIS = (
    r"(?:this|the) (?:article|post|page|story|blog post|entry|recipe|video|answer|content|guide)"
)
_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|telegram|email|e-mail|instagram"
    r"|youtube|tiktok|mastodon|bluesky|threads|hacker news|wechat|weibo|copy link|print|rss|tweet)"
)
_COUNTED = (
    r"(?:comments?|replies|reply|likes?|shares?|claps?|views?|reactions?|upvotes?|responses?)"
)
_LINK = (
    r"(?:home|about(?: us)?|contact(?: us)?|log ?in|log ?out|sign ?in|sign ?up|register|search|menu"
    r"|privacy(?: policy| notice)?|terms(?: of (?:service|use)| (?:and|&) conditions)?|subscribe"
    r"|blog|news|careers|jobs|faqs?|help|support|site ?map|imprint|impressum|datenschutz|cookies?"
    r"|cookie (?:policy|settings|preferences)|advertise|press|shop|cart|my account|accessibility"
    r"|categories|archive|tags|topics|products?|pricing|docs|documentation|community|legal|more)"
)
_BETWEEN = r"\s*[|·•/,>»\-]?\s*"

# Signs that stand below an article; what is among them is none of it.
_CLOSING = (
    rf"(?:no|\d[\d,.]*k?) {_COUNTED}(?: yet)?",
    r"(?:comments?|replies|responses) \(?\d+\)?",
    r"(?:add|leave|post|write) (?:a|your) (?:comment|reply|response)(?: below)?(?: cancel reply)?",
    r"be the first to (?:comment|reply|like this|share this|share your thoughts"
    r"|leave a comment).{0,40}",
    r"join the (?:conversation|discussion)",
    r"comments (?:are|have been) (?:closed|disabled|turned off)(?: for this \w+)?",
    r"your email address will not be published\b.{0,80}",
    rf"(?:please )?rate {_THIS}\b.{{0,30}}",
    r"rate this",
    rf"(?:was|is|did you (?:find|like|enjoy)) (?:this|{_THIS})(?: \w+)?"
    r"(?: (?:helpful|useful|interesting|informative|worth (?:your|the) (?:time|read)))?\?"
    r"(?: yes,?(?: /| or)? no)?",
    r"(?:please |you must |you need to )*(?:be logged in|log ?in|sign ?in|sign ?up|register"
    r"|subscribe)(?:,? (?:or|/) (?:log ?in|sign ?in|sign ?up|register|create an account))?"
    r" to (?:(?:post|leave|add|write|view|see|read) (?:an? |all |the |your )?(?:comments?|reply"
    r"|replies|responses?)|comment|reply|vote|rate|like|follow|upvote|bookmark|save this \w+"
    r"|join the (?:conversation|discussion)|continue reading"
    r"|(?:read|see|view|unlock) the (?:full|rest|whole|entire|original)\b.{0,40})",
    r"(?:related|recommended|similar|popular|trending|latest|recent|more)"
    r" (?:articles?|posts?|stories|reading|reads|news|from \w+(?: \w+)?)",
    r"(?:you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|recommended for you"
    r"|what to read next|read next|up next|more like this|most (?:read|popular)"
    r"|editors?'?s? picks?)",
    r"(?:previous|next|older|newer) (?:article|post|posts|story|page|entry)(?:: .{1,100})?",
)
# Signs that stand anywhere on a page.
_ANYWHERE = (
    r"(?:already|not yet) (?:a|have an?) (?:member|subscriber|account)\?"
    r"(?: (?:log|sign) ?(?:in|up).{0,20})?",
    r"(?:sign ?up|subscribe|register)(?: now| today| here)? (?:for|to) (?:our|my|the|this)"
    r"(?: \w+){0,4} (?:newsletter|mailing list|email updates|channel|podcast)\b.{0,80}",
    r"get (?:the|our|all the) (?:latest|best|newest|top)\b.{0,80}\b(?:in|to) your inbox\b.{0,40}",
    r"(?:enter )?your e-?mail(?: address)?",
    rf"share(?: {_THIS}| this| via| on)?:?(?:{_BETWEEN}{_NETWORK})*",
    rf"(?:(?:share|post|follow|find) (?:on|us on|via|me on) )?{_NETWORK}(?:{_BETWEEN}{_NETWORK})+",
    rf"(?:share|post|pin|tweet|save) (?:this |it )?(?:on|to|via) {_NETWORK}",
    r"click to share\b.{0,60}",
    rf"follow (?:us|me)(?: on {_NETWORK}(?:{_BETWEEN}(?:and )?{_NETWORK})*)?",
    r"(?:click here to )?(?:read|learn|show|load|see|view) more(?: comments| posts| stories)?",
    r"read more: .{1,150}",
    r"continue reading(?:: .{1,100})?",
    r"(?:back|return|scroll) to (?:the )?(?:top|home ?page)",
    r"(?:skip|jump) to (?:main )?content",
    r"toggle (?:navigation|menu|search)",
    r"(?:advertisement|advertisements|sponsored content|ad|continue reading below|"
    r"(?:article|story) continues below(?: advertisement)?)",
    r"(?:accept|reject|allow|manage) (?:all )?cookies(?: settings| preferences)?",
    r"(?:we|this (?:web ?)?site|our (?:web ?)?site) uses? cookies\b.{0,200}\b(?:by (?:continuing"
    r"|using)|click(?:ing)?|accept|you (?:agree|consent))\b.{0,150}",
    r"(?:copyright )?(?:©|\(c\)) ?(?:copyright )?(?:\d{4}(?: ?- ?\d{2,4})?\b.{0,100}"
    r"|.{1,60}\b\d{4}.{0,60})",
    r"copyright \d{4}(?: ?- ?\d{2,4})?\b.{0,60}all rights reserved",
    r"all rights reserved",
    r"powered by (?:wordpress|ghost|hugo|jekyll|disqus|medium|drupal|blogger)\b.{0,40}",
    r"posted (?:by|on|in) .{1,80}\b\d+ min(?:ute)?s?(?: read)?",
    r"(?:.{1,60}[·|•] ?)?\d+ min(?:ute)?s? read(?: ?[·|•].{1,60})?",
    rf"{_LINK}(?:{_BETWEEN}{_LINK}){{2,}}",
    r"(?:download|get) (?:our|the) (?:free )?(?:mobile )?app(?: (?:now|today))?",
    r"(?:please )?(?:enable|turn on) javascript\b.{0,80}",
)
# Signs only near the end of a page that has closing ones.
_WEAK = (
    r"(?:only )?(?:signed|logged)-? ?in (?:readers|members|subscribers|visitors|users)"
    r" (?:can|may) (?:open|read|view|see|access) (?:the|its) (?:original|full|whole|rest)\b.*",
    r"(?:this|the) (?:article|post|story|content|text|page)"
    r" (?:(?:has been|was|is) )?(?:\w+ly )?(?:distilled|summari[sz]ed|republished|reposted"
    r"|syndicated|reproduced|originally (?:published|posted|appeared)|first (?:published"
    r"|appeared))\b.*",
    r".*\bif you (?:believe|think|feel)\b.*\b(?:infringe[sd]?|violate[sd]?|copyright)\b.*",
    r"(?:found|spotted|noticed) an? (?:error|mistake|typo)\b.{0,120}",
    r"(?:filed under|tagged(?: with)?|tags?|categor(?:y|ies)|topics)\b:? .{1,120}",
    r"about the authors?",
    r"(?:want|looking for|interested in) (?:more|to read more)\b.{0,100}",
    r"(?:thanks|thank you) for reading\b.{0,80}",
)
_ENDING = r"[\s.!:\"→›>…]*"
_CLOSING_SIGN = regex.compile(rf"\W{{0,3}}(?:{'|'.join(_CLOSING)}){_ENDING}")
_SIGN_ANYWHERE = regex.compile(rf"\W{{0,3}}(?:{'|'.join(_ANYWHERE)}){_ENDING}")
_WEAK_SIGN = regex.compile(rf"\W{{0,3}}(?:{'|'.join(_WEAK)}){_ENDING}")
_COUNTER = regex.compile(rf"(?P<number>\d+) {_COUNTED}")
_MENU_ENTRY = regex.compile(_LINK)
_SECTION = regex.compile(r"0?(\d{1,6})[.)]? \p{L}")
_LINKED = regex.compile(r"\[([^\[\]]{0,200})\]\([^()]{0,300}\)")
_MARKS = regex.compile(r"^(?:[#>*+-]+ )+|[*_`#]+")
_SHORT_KINDS = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


def mark_furniture(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return ``blocks`` with those that are page furniture turned into it.

    A block is furniture if a sign makes it up, if it belongs to a menu, or if it stands at the end
    of the page among signs: after the last one, or between two of them.
    """
    shown = [_shown(text, block) for block in blocks]
    closing = {
        place
        for place, line in enumerate(shown)
        if line and _CLOSING_SIGN.fullmatch(line) and not _is_section(text, blocks, place)
    }
    others = {place for place, line in enumerate(shown) if line and _SIGN_ANYWHERE.fullmatch(line)}
    marked = closing | others | _menus(shown) | _tail(blocks, shown, closing)
    return tuple(
        _as_furniture(block) if place in marked else block for place, block in enumerate(blocks)
    )


def _as_furniture(block: Block) -> Block:
    return replace(block, kind=BlockKind.FURNITURE, sentences=(), level=None)


def _shown(text: str, block: Block) -> str:
    """Return a short block as compared: folded, on one line, without marks; else nothing."""
    if len(block.span) > _LONGEST_SIGN or block.kind not in _SHORT_KINDS:
        return ""
    folded = " ".join(fold(block.span.of(text)).split())
    bare = _LINKED.sub(r"\1", folded) if "](" in folded else folded
    return _MARKS.sub("", bare).strip()


def _is_section(text: str, blocks: Sequence[Block], place: int) -> bool:
    # "3 Comments" after "2 Report" is a section of its own, not a counter.
    counter = _COUNTER.match(_shown(text, blocks[place]))
    if counter is None:
        return False
    number = int(counter["number"])
    neighbours = [*blocks[max(0, place - 40) : place], *blocks[place + 1 : place + 41]]
    return any(
        _opens_with(text, block, number - 1) or _opens_with(text, block, number + 1)
        for block in neighbours
    )


def _opens_with(text: str, block: Block, number: int) -> bool:
    if len(block.span) > 100 or number < 1:
        return False
    found = _SECTION.match(block.span.of(text))
    return found is not None and int(found[1]) == number


def _menus(shown: Sequence[str]) -> set[int]:
    """Return the runs of at least four link-like lines, most of them the usual ones of a site."""
    marked: set[int] = set()
    run: list[int] = []
    for place, line in enumerate([*shown, ""]):
        if line and len(line.split()) <= 4 and len(line) <= 32 and line[-1] not in ".!?:;,":
            run.append(place)
            continue
        usual = sum(_MENU_ENTRY.fullmatch(shown[entry]) is not None for entry in run)
        if len(run) >= 4 and usual >= 3 and usual * 2 >= len(run):
            marked.update(run)
        run = []
    return marked


def _tail(blocks: Sequence[Block], shown: Sequence[str], closing: set[int]) -> set[int]:
    """Return the blocks at the end of the page that stand among signs.

    From the last closing sign upwards, signs are joined as long as little stands between them.
    A single sign takes nothing with it, and a tail is never the greater part of the page.
    """
    sizes = {place: len(block.span) for place, block in enumerate(blocks)}
    last = max(closing, default=None)
    if last is None or not _is_little(range(last + 1, len(blocks)), sizes, blocks):
        return set()
    first = last
    signs = 1
    for place in range(last - 1, -1, -1):
        if not _is_little(range(place + 1, first), sizes, blocks):
            break
        if place in closing or (shown[place] and _WEAK_SIGN.fullmatch(shown[place])):
            first = place
            signs += 1
    tail = range(first, len(blocks))
    size = sum(sizes[place] for place in tail)
    if signs < 2 or size > min(_LONGEST_TAIL, sum(sizes.values()) // 2):
        return set()
    return set(tail)


def _is_little(between: range, sizes: Mapping[int, int], blocks: Sequence[Block]) -> bool:
    return (
        len(between) <= _WIDEST_GAP
        and sum(sizes[place] for place in between) <= _LONGEST_GAP
        and all(blocks[place].kind in _SHORT_KINDS for place in between)
    )
