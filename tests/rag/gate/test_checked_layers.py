"""Layers that only a check of drafts applies: each tells a twin and lets a rewording be."""

from collections.abc import Sequence

import pytest

from rag.gate import (
    Layer,
    appositions,
    attachments,
    attitudes,
    crossing,
    denials,
    frames,
    grounds,
    licences,
    order,
    parties,
    polarity,
    sides,
    substitution,
)

BIDDERS = ["Two firms asked: 780 pounds was the price of Brayford, and 645 pounds that of Selby."]
MOTORS = ["The drivers praised the quiet motors but criticised the weak heating."]
ADVISERS = ["It was advised by the bank Thwaite; Dairy Brook was advised by Orme Partners."]
TAKEOVER = ["Fernhill Foods announced that it will buy the cheese maker Dairy Brook for cash."]


@pytest.mark.parametrize(
    ("layer", "false", "true", "quotes"),
    [
        (
            crossing.objection,
            "The drivers criticised the quiet motors but praised the weak heating.",
            "The drivers criticised the weak heating but praised the quiet motors.",
            MOTORS,
        ),
        (
            crossing.objection,
            "Brayford asked 645 pounds.",
            "Brayford asked 780 pounds.",
            BIDDERS,
        ),
        (
            crossing.objection,
            "Ada Berg was the winner of 2019.",
            "Bo Larsen was the winner of 2019.",
            ["Year 2018 Winner Ada Berg.", "Year 2019 Winner Bo Larsen."],
        ),
        (
            crossing.suspicion,
            "The paste lets electrons through.",
            "The paste lets particles through.",
            ["The paste lets other particles pass but stops electrons."],
        ),
        (
            sides.objection,
            "The office moves from Leeds to Skipton.",
            "From Skipton the office moves to Leeds.",
            ["The office will move from Skipton to Leeds."],
        ),
        (
            frames.objection,
            "The captain followed the usual course.",
            "By his own account the captain says that he followed the usual course.",
            ["The captain told reporters that he had followed the usual course."],
        ),
        (
            frames.objection,
            "The kiln also fired tiles.",
            "Historians suspect that the kiln fired tiles too.",
            ["Some historians suspect that the kiln also fired tiles."],
        ),
        (
            frames.objection,
            "The interest burden fell this year.",
            "The interest burden falls next year.",
            ["The officer said the interest burden would fall from next year."],
        ),
        (
            frames.objection,
            "The fish ladder has helped.",
            "She believes that the fish ladder helps.",
            ["She believes that the new fish ladder has helped."],
        ),
        (
            substitution.objection,
            "The parasite attacks the stomach.",
            "The parasite assails the swim bladder.",
            ["The parasite attacks the swim bladder."],
        ),
        (
            frames.objection,
            "La mairie ouvrira les halles le dimanche.",
            "La mairie pourrait ouvrir les halles le dimanche.",
            ["La mairie pourrait ouvrir les halles le dimanche à partir de 2025."],
        ),
        (
            frames.objection,
            "The board may withdraw its consent.",
            "The board may withdraw its consent when a dog disturbs others.",
            ["The board may withdraw its consent if a dog disturbs other members."],
        ),
        (
            frames.objection,
            "All dogs are forbidden inside, guide dogs too.",
            "All dogs but guide dogs are forbidden inside.",
            ["Dogs are forbidden inside, except guide dogs."],
        ),
        (
            order.objection,
            "The ship struck the bank before it left the port.",
            "The ship struck the bank after it had left the port.",
            ["The ship had left the port at noon and struck the bank half an hour later."],
        ),
        (
            order.objection,
            "The egg is added before the mash has cooled.",
            "The mash cools before the egg is added.",
            ["Let the mash cool before you add the egg."],
        ),
        (
            licences.objection,
            "Eels breathe only through the skin.",
            "Eels breathe through the skin too.",
            ["Eels can cross meadows because they also breathe through the skin."],
        ),
        (
            licences.objection,
            "Ripe apricots work better than plums.",
            "Ripe apricots work as well as plums do.",
            ["Ripe apricots work as well as plums."],
        ),
        (
            licences.objection,
            "The mill closed because of the flood.",
            "The mill closed in the year of the flood.",
            ["The mill closed in the year of the flood, and the owner moved away."],
        ),
        (
            appositions.titled,
            "The engineer Per Nyman found the number too small.",
            "The statistician Per Nyman found the number too small.",
            ["The engineer Ida Alm hopes so; the statistician Per Nyman found the number small."],
        ),
        (
            substitution.objection,
            "The parasite attacks the stomach.",
            "The parasite attacks the bladder.",
            ["The parasite attacks the swim bladder."],
        ),
        (
            parties.objection,
            "The ferry towed the tug back.",
            "The tug towed the ferry back.",
            ["The tug pulled the ferry free at high tide and towed it back."],
        ),
        (
            parties.objection,
            "Dairy Brook announced that it will buy Fernhill Foods.",
            "Fernhill Foods announced that it will buy Dairy Brook.",
            TAKEOVER,
        ),
        (
            parties.objection,
            "Probing copes better than chaining when the table is full.",
            "Chaining copes better than probing when the table is full.",
            ["Chaining copes better when the table is full; probing is kinder to the cache."],
        ),
        (
            attachments.objection,
            "Joan, the executive of Dairy Brook, spoke.",
            "Joan, the executive of Fernhill, spoke.",
            ["Of Dairy Brook spoke Joan, the executive of Fernhill."],
        ),
        (
            attachments.objection,
            "There the Sun rises in the east.",
            "There the Sun rises in the west.",
            ["The Sun rises in the west there and sets in the east."],
        ),
        (
            attitudes.objection,
            "The committee split the large plots.",
            "Ruth suggested to split the large plots.",
            ["Ruth suggested splitting the large plots."],
        ),
        (
            grounds.objection,
            "They chose Holm because it was cheaper.",
            "They chose Holm because it could begin in June.",
            ["They chose Holm because it can begin in June."],
        ),
        (
            grounds.objection,
            "Rust came earlier on zinc than on paint.",
            "Rust came on paint after 260 hours.",
            ["Rust came on paint after 260 hours, and on zinc after 540 hours."],
        ),
        (
            grounds.objection,
            "According to the mayor, fog kills birds.",
            "According to the keeper, fog kills birds.",
            ["Fog kills birds, the keeper wrote."],
        ),
        (
            denials.objection,
            "Tap water may be used to dilute a medicine.",
            "Sterile salt water may be used to dilute a medicine.",
            ["Do not use tap water to dilute a medicine.", "Use sterile salt water to dilute it."],
        ),
        (
            polarity.objection,
            "Der Schlamm wird auf Felder gebracht.",
            "Der Schlamm wird nicht auf Felder gebracht.",
            ["Der Schlamm wird nicht mehr auf Felder gebracht."],
        ),
        (
            polarity.objection,
            "Wires are not forbidden in the old town.",
            "No wires are allowed in the old town.",
            ["Wires are forbidden in the old town."],
        ),
    ],
)
def test_a_layer_objects_to_the_twin_alone(
    layer: Layer, false: str, true: str, quotes: Sequence[str]
) -> None:
    assert layer(false, quotes) is not None
    assert layer(true, quotes) is None


def test_names_joined_by_and_belong_together() -> None:
    quotes = ["Dairy Brook was founded by Alan and Victor Marsh in a depot at Skipton."]
    said = "Two brothers, Alan and Victor Marsh, started Dairy Brook at Skipton."
    assert crossing.objection(said, quotes) is None


def test_in_german_any_noun_may_come_first() -> None:
    quotes = ["Den Umbau der Halle plante die Firma Holm."]
    assert parties.objection("Die Firma Holm plante den Umbau der Halle.", quotes) is None


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The agency is investigating.", "The agency said it's investigating the matter."),
        ("The boys are in a coma.", "The boys are in a coma, the family's lawyer told the court."),
        ("The virus has killed two.", "The virus has killed two, according to the ministry."),
        ("It began in the United States.", "The sport began in the United States of America."),
    ],
)
def test_what_somebody_only_reports_is_the_sources_word(sentence: str, quote: str) -> None:
    assert frames.objection(sentence, [quote]) is None


def test_a_verb_or_an_adverb_in_anothers_place_is_no_other_thing() -> None:
    told = ["It is usually measured in tons.", "He relocated to Memphis with his family."]
    assert substitution.objection("It is typically measured in tons.", told) is None
    assert substitution.objection("He moved to Memphis with his family.", told) is None
