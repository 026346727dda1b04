"""What every layout of a text owes, and layouts as short lists to compare with."""

from index.types import Block, BlockKind, Document


def assert_sound(text: str, blocks: tuple[Block, ...]) -> None:
    """Assert the invariants that ``Block`` promises."""
    position = 0
    for block in blocks:
        assert position <= block.span.start < block.span.end <= len(text)
        assert not text[position : block.span.start].strip()
        assert block.span.of(text) == block.span.of(text).strip()
        position = block.span.end
        _assert_sentences(text, block)
    assert not text[position:].strip()


def _assert_sentences(text: str, block: Block) -> None:
    last = block.span.start
    for sentence in block.sentences:
        assert last <= sentence.start < sentence.end <= block.span.end
        assert sentence.of(text) == sentence.of(text).strip()
        assert len(sentence) <= 1000
        last = sentence.end
    if block.kind in (BlockKind.FURNITURE, BlockKind.HEADING):
        assert block.sentences == ()
    assert (block.level is not None) == (block.kind is BlockKind.HEADING)


def layout(document: Document) -> list[tuple[str, str]]:
    """Return each block as its kind (a heading with its level) and its text."""
    return [
        (block.kind.value + str(block.level or ""), block.span.of(document.text))
        for block in document.blocks
    ]


def sentences(document: Document) -> list[str]:
    """Return all citable sentences of a document in order."""
    return [sentence.of(document.text) for block in document.blocks for sentence in block.sentences]


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    """Return the texts of the blocks of one kind."""
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]
