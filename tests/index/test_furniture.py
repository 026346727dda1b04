from pathlib import Path

import pytest

from index.reading import from_text, read
from index.types import BlockKind
from tests.index.layouts import of_kind

ARTICLE = Path(__file__).parents[2] / "seeds" / "000_021475361d00956f.txt"
STORY = (
    "The bridge was opened in 1904 by the mayor of the town, who crossed it on foot.\n\n"
    "It carried trams until 1961, when the last line over the river was closed for good.\n\n"
)


def furniture(text: str) -> list[str]:
    return of_kind(from_text(text), BlockKind.FURNITURE)


def test_the_article_ends_where_the_page_around_it_begins() -> None:
    document = read(ARTICLE.read_bytes(), ARTICLE.name)
    expected = document.text.index("Signed-in readers can open")
    assert [b.kind is BlockKind.FURNITURE for b in document.blocks] == [
        b.span.start >= expected for b in document.blocks
    ]
    assert of_kind(document, BlockKind.FURNITURE)[2] == "DataFunTalk"


@pytest.mark.parametrize(
    "sign",
    [
        "3 Comments",
        "No comments yet",
        "Comments (12)",
        "Leave a comment",
        "Be the first to comment!",
        "Log in to comment",
        "Please sign in or register to post a comment.",
        "Sign up for our weekly newsletter",
        "Subscribe to our newsletter and never miss a post!",
        "Get the latest stories delivered to your inbox",
        "Rate this article",
        "Was this article helpful?",
        "Was this page useful? Yes No",
        "Did you enjoy this post?",
        "Share this article",
        "Share on Facebook",
        "Facebook Twitter LinkedIn WhatsApp",
        "Share: Facebook | X | Email",
        "Follow us on Twitter",
        "Related articles",
        "You might also like",
        "Read more »",
        "Read more: How the old town got its second bridge",
        "Advertisement",
        "Accept all cookies",
        "We use cookies to improve your visit. By continuing you agree to our policy.",
        "© 2024 Example Media Ltd. All rights reserved.",
        "Copyright © 2019-2024 Example Media",
        "Posted by Ann Lee on May 3 · 5 min read",
        "Home | About | Contact | Privacy policy",
        "Skip to main content",
        "Back to top",
    ],
)
def test_a_sign_that_is_the_whole_of_its_block_is_furniture(sign: str) -> None:
    assert furniture(
        f"{STORY}{sign}\n\nThe bridge is now a listed monument of the first class."
    ) == [sign]


@pytest.mark.parametrize(
    "prose",
    [
        "Log in to the server with your key.",
        "Sign in to the console and view the full report.",
        "Sign in to view the dashboard.",
        "The newsletter was founded in 1920.",
        "Subscribe to the topic before you publish to it.",
        "Comments from residents were read out by the clerk.",
        "The article received 312 comments within a day.",
        "She asked whether this was worth her time.",
        "Copyright in the works passes to the buyer on payment.",
        "Copyright 2019 was the year in which the works were assigned to the buyer.",
        "The contractor shares all rights reserved to it under clause 4.",
        "We use cookies to keep you signed in between visits.",
        "Facebook and Twitter were blocked for three days.",
        "Share the folder with your team before the review.",
        "Rate this risk from one to five in the table below.",
        "Related articles of the treaty are 4, 7 and 12.",
        "Follow us into the valley, said the guide, and keep left.",
        "Read more than one source before you decide.",
        "Anna: log in to comment on it, please",
        "12:04 Ben: no comments from my side",
        "Signed-in users can open the report from the start page.",
        "This article was first published in Nature in 1962.",
        "The menu lists soup, bread and cheese.",
    ],
)
def test_prose_about_such_things_is_none(prose: str) -> None:
    assert furniture(f"{STORY}{prose}\n\nThe bridge is now a listed monument.") == []
    assert furniture(STORY + prose) == []


def test_minutes_with_a_section_on_comments_keep_it() -> None:
    text = (
        "Minutes of 4 May\n\n1 Opening\n\nThe chair opened the meeting at nine.\n\n"
        "2 Report\n\nThe report was accepted by all.\n\n"
        "3 Comments\n\nResidents asked for a second crossing of the road."
    )
    assert furniture(text) == []


def test_a_menu_of_short_links_is_furniture() -> None:
    menu = ["Home", "About us", "News", "Contact", "Log in"]
    assert furniture("\n".join(menu) + "\n\n" + STORY) == menu


def test_a_list_of_short_lines_is_no_menu() -> None:
    assert furniture("Soup\nBread\nCheese\nHelp yourself\n\n" + STORY) == []


def test_what_stands_between_signs_at_the_end_is_furniture() -> None:
    tail = [
        "This story was republished from the town's magazine.",
        "Ann Lee",
        "Writes about bridges, trams and rivers, and cycles to all of them.",
        "Was this article helpful?",
        "2 Comments",
        "Nice story, thanks!",
    ]
    assert furniture(STORY * 2 + "\n\n".join(tail)) == tail


def test_a_tail_that_would_be_most_of_the_page_is_left_alone() -> None:
    text = f"This story was republished.\n\n{STORY}Was this article helpful?"
    assert furniture(text) == ["Was this article helpful?"]


def test_one_sign_at_the_end_takes_nothing_with_it() -> None:
    last = "The bridge is now a listed monument of the first class."
    assert furniture(f"{STORY}{last}\n\nWas this page helpful?") == ["Was this page helpful?"]


def test_prose_between_signs_in_the_middle_of_a_page_stays() -> None:
    text = f"Share this article\n\n{STORY}Advertisement\n\n{STORY}"
    assert furniture(text) == ["Share this article", "Advertisement"]


def test_furniture_has_no_sentences_and_no_level() -> None:
    blocks = from_text(f"{STORY}Related articles\n\nThe bridge is listed since 1990.").blocks
    marked = [block for block in blocks if block.kind is BlockKind.FURNITURE]
    assert [(block.sentences, block.level) for block in marked] == [((), None)]
