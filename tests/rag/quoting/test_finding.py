import pytest

from rag.quoting.finding import find_quotations


@pytest.mark.parametrize(
    ("draft", "quoted"),
    [
        ("He wrote “it burned” and left.", ["it burned"]),
        ('He wrote "it burned" and left.', ["it burned"]),
        ("Er schrieb „es brannte“ und ging.", ["es brannte"]),
        ("Il écrivit « elle brûla » et partit.", ["elle brûla"]),
        ("Er schrieb »es brannte« und ging.", ["es brannte"]),
        ("彼は「燃えた」と書いた。", ["燃えた"]),
        ("He wrote ‘it burned down’ and left.", ["it burned down"]),
        ("The keeper’s lamp and the sailors’ boat.", []),
        ("Don't say it wasn't 5\" wide.", []),
        ("“He said ‘it burned down’ twice.”", ["He said ‘it burned down’ twice."]),
        ("An “opening mark alone.\n\nAnother paragraph” here.", []),
        ("Nothing: “ … ”", []),
    ],
)
def test_quotation_marks_of_many_languages_are_understood(draft: str, quoted: list[str]) -> None:
    found = find_quotations(draft)
    assert [each.text for each in found] == quoted
    assert all(each.span.of(draft) == each.text for each in found)


def test_a_block_quote_is_one_quotation_without_its_marks() -> None:
    draft = "As the report says:\n\n> The lamp was lit\n> in 1874.\n\nSo it was."
    (found,) = find_quotations(draft)
    assert found.text == "The lamp was lit\nin 1874."
    assert found.span.of(draft) == "> The lamp was lit\n> in 1874."


def test_marks_inside_a_block_quote_are_not_counted_twice() -> None:
    (found,) = find_quotations("> He wrote “it burned”.\n")
    assert found.text == "He wrote “it burned”."


def test_many_opening_marks_take_no_longer_than_their_number() -> None:
    assert find_quotations("“ " * 20_000) == []
