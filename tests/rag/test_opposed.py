import pytest

from rag.opposed import opposed

OPPOSED = [
    ("The old mill closed in 1931.", "In 1932 the old mill closed."),
    ("The trial enrolled 120 patients.", "The trial enrolled 210 patients."),
    ("The old mill was sold.", "The old mill was not sold."),
    ("Anna Reed was born on 3 May 1874.", "Anna Reed was born on 13 May 1874."),
    ("The pier is 40 m long.", "The pier is 55 m long."),
    ("Employees get 25 days of leave.", "Employees get 30 days of leave."),
    ("The report is due on 3 May.", "The report is due on 10 May."),
    ("The bridge at Bree was built by Anna Reed.", "The bridge at Bree was built by Tom Hill."),
    ("The capital of Rohan is Edoras.", "The capital of Rohan is Aldburg."),
    ("Anna is the mayor of Bree.", "Bert is the mayor of Bree."),
    ("Die Brücke wurde 1901 erbaut.", "Die Brücke wurde 1911 erbaut."),
    ("The mill closed in 1931, after the flood.", "The mill closed in 1932."),
    ("The heating must not be switched off.", "The heating must be switched off."),
]
TOGETHER = [
    ("The old mill closed in 1931.", "The old mill closed in 1931 for good."),
    ("The old mill closed in 1931.", "The school burnt down in 1932."),
    ("Closed in 1931.", "Closed in 1932."),
    # another year
    ("In 2019 the town had 4,000 inhabitants.", "In 2020 the town had 4,200 inhabitants."),
    ("The town has 4,200 inhabitants.", "In 2010 the town had 4,000 inhabitants."),
    ("The mayor of Bree was Anna.", "The mayor of Bree was Bert."),
    # another subject
    ("The Elm mill closed in 1931.", "The Oak mill closed in 1932."),
    ("It closed in 1931 for repairs.", "It closed in 1932 for repairs."),
    ("We enrolled 120 adult patients.", "We enrolled 210 adult patients."),
    ("Researchers enrolled 120 patients.", "Researchers enrolled 210 patients."),
    ("A mill closed in 1931.", "A mill closed in 1932."),
    ("The firm employs 120 people.", "The firm employs 30 people in Norway."),
    ("The mayor of Bree is Anna.", "The mayor of Rohan is Anna."),
    ("The capital of Bree is Archet.", "The capital of Rohan is Edoras."),
    ("In the first trial, the drug helped 12 men.", "In the second trial, the drug helped 15 men."),
    ("The second world war ended in 1945.", "The first world war ended in 1918."),
    ("Version 3 has a dark view.", "Version 4 has a dark view."),
    # a plan, a doubt or a condition beside a result
    ("The tower shall be 40 m high.", "The tower is 45 m high."),
    ("The mill may have closed in 1931.", "The mill closed in 1932."),
    ("The valve opens at 5 bar.", "The valve opens at 8 bar if it is cold."),
    ("The mill closed before 1932.", "The mill closed in 1931."),
    # what may happen twice, or hold of several
    ("The team won the cup in 1931.", "The team won the cup in 1935."),
    ("The firm bought Elm Ltd.", "The firm bought Oak Ltd."),
    # the same in other figures
    ("The town has 1.2 million inhabitants.", "The town has 1,234,567 inhabitants."),
    ("The pier is about 40 m long.", "The pier is about 42 m long."),
    ("The road is 12 miles long.", "The road is 19.3 km long."),
    ("The mill closed on 3 May 1931.", "The mill closed in May 1931."),
    ("The bridge at Bree was built by Anna Reed.", "The bridge at Bree was built by Reed."),
    ("The mill has 3 floors and 12 doors.", "The mill has 4 floors and 14 doors."),
    ("", "The mill has 4 floors."),
]


@pytest.mark.parametrize(("one", "other"), OPPOSED)
def test_sentences_that_differ_in_what_can_be_true_once_are_opposed(one: str, other: str) -> None:
    assert opposed(one, other)
    assert opposed(other, one)


@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_sentences_that_may_both_be_true_are_not_opposed(one: str, other: str) -> None:
    assert not opposed(one, other)
    assert not opposed(other, one)


def test_a_sentence_without_end_is_not_compared() -> None:
    assert not opposed("The old mill closed in 1931. " * 60, "The old mill closed in 1932. " * 60)
