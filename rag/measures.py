"""How amounts are told: a number with a unit of its kind, in the plain forms of four languages.

The patterns are wide on purpose: they tell that a sentence holds no amount of a kind at all, so
what they miss would be refused. ``rag/gate/units.py`` compares amounts, these only find them.
"""

import re
from collections.abc import Mapping

from rag.asking import AnswerType
from rag.patterns import any_of
from rag.time_words import AGE_OF_THE_WORLD, LENGTH_OF_TIME, YEAR

_NUMBER_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundreds?|"
    r"thousands?|millions?|billions?|dozens?|half|several|few|a|an|per|many|"
    r"ein|eine|einen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|\w+zig|\w*hundert|\w*tausend|"
    r"millionen|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|mil|millones|"
    r"une|deux|trois|quatre|cinq|sept|huit|neuf|dix|vingt|trente|cent|mille"
)
_BEFORE = rf"(?:[\d½¼¾⅓⅔]|\b(?:{_NUMBER_WORD})\b)[\s-]*"
_LENGTHS = (
    r"mm|cm|dm|m|km|nm|µm|mi|ft|(?:kilo|centi|milli|deci|micro|nano)?(?:met(?:re|er)|meter|metro|"
    r"mètre)s?|miles?|foot|feet|inch(?:es)?|in|yards?|yd|leagues?|fathoms?|store?ys?|storeys?|"
    r"stories|floors?|light[ -]years?|\"|'|″|′|fuß|fuss|zoll|meilen?|millas?|pies?|pulgadas?|"
    r"pieds?|pouces?"
)
_UNITS: Mapping[AnswerType, str] = {
    AnswerType.LENGTH: _LENGTHS,
    AnswerType.AREA: (
        r"(?:square|sq\.?|quadrat) ?-?\w+|(?:m|km|cm|mi|ft)\s?[²2]|quadrat\w+|\w+ cuadrad\w+|"
        r"\w+ carrés?|hectares?|ha|hektar|acres?"
    ),
    AnswerType.VOLUME: (
        r"[mcd]?l|(?:milli|centi|hecto)?lit(?:re|er|ro)s?|gallons?|pints?|quarts?|barrels?|cups?|"
        r"(?:cubic|kubik)\s?-?\w+|(?:m|cm|km)\s?[³3]|cc|(?:table|tea)?spoons?|drops?|bottles?|"
        r"glasses|buckets?"
    ),
    AnswerType.MASS: (
        r"[mk]?g|t|µg|(?:kilo|milli|micro)?(?:gram|gramm|gramo|gramme)s?|kilos?|tonn?es?|tons?|"
        r"tonnen|toneladas?|lbs?|pounds?|ounces?|oz|stones?|pfund|zentner|libras?|livres?|carats?"
    ),
    AnswerType.SPEED: (
        r"km/h|kmh|kph|mph|m/s|knots?|kn|mach|(?:\w+ ){0,2}(?:per|an?|each|pro|por|par|/) "
        r"?(?:second|minute|hour|stunde|hora|heure)|times|percent|per cent|%"
    ),
    AnswerType.TEMPERATURE: (
        r"°\s?[cfk]?|degrees?|c|f|k|celsius|fahrenheit|kelvin|grad|grados?|degrés?"
    ),
    AnswerType.POWER: (
        r"(?:k|m|g|t)?w|(?:kilo|mega|giga|tera|milli)?watts?|hp|bhp|horsepower|ps|kva|"
        r"\w*vatios?"
    ),
    AnswerType.ENERGY: (
        r"[kmgt]?wh|(?:kilo|mega|giga|tera)?watt[ -]?hours?|[km]?j|(?:kilo|mega)?joules?|"
        r"k?cal|(?:kilo)?calories?|btu|wattstunden|\w+wattstunden"
    ),
    AnswerType.DATA: r"(?:[kmgtp]i?)?b|(?:kilo|mega|giga|tera|peta)?(?:byte|bit|octet)s?|[kmgt]o",
}
"""The units of each kind of amount, without their numbers."""
_WORDS: Mapping[AnswerType, str] = {
    AnswerType.TEMPERATURE: (
        r"\b(?:room temperature|freezing|boiling|lukewarm|body heat|red[ -]hot|white[ -]hot)\b"
    ),
    AnswerType.SPEED: LENGTH_OF_TIME + r"|\b(?:twice|half|double|triple)\b",
}
"""What tells an amount of a kind without a number of its own."""
_MONEY_NAMES = (
    r"dollars?|euros?|pounds?|cents?|francs?|yen|yuan|rupees?|pesos?|usd|eur|gbp|chf|sek|nok|dkk|"
    r"jpy|cny|inr|aud|cad|crowns?|kron(?:or|er?|en)|marks?|escudos?|lire|pence|pennies|shillings?|"
    r"guineas?|ducats?|florins?|guilders?|gulden|talers?|rubles?|roubles?|rubel|zlotys?|złoty|rand|"
    r"reais|real|lira|won|baht|ringgit|dinars?|dirhams?|shekels?|reichsmark|mark|franken|libras?|"
    r"livres?|dólar(?:es)?|pesetas?|céntimos?|centimes?|kč|zł|kr\.?|bucks?|quid|bitcoins?"
)
_PRICES = (
    r"price|cost|fee|fare|rent|salary|wages?|budget|ticket|charge|rate|revenue|income|expenses?|"
    r"turnover|profit|deposit|toll|fine|amount|total|value|preis|kosten|gebühr|miete|precio|coste?|"
    r"prix|coût|tarif|tarifa"
)
LABELS_OF_MONEY = re.compile(rf"\b\w{{0,15}}(?:{_PRICES})s?\b[^:;.|]{{0,30}}: ?\W{{0,3}}\d")
"""A field or column named after money with a number in it: "Ticket price: 12.50"."""
_TO_COME = (
    r"a|an|per|to|for|in|and|each|every|by|plus|on|at|from|was|were|is|or|when|while|but|if|over|"
    r"pro|por|par|je"
)
NUMBER_ALONE = re.compile(
    r"(?<![\w.,:;/|-])(?<!: )(?<!\| )(?!(?:1[0-9]|20)\d\d(?![\d,]))\d+(?:[.,]\d+)*(?![.,]?\d)"
    r"(?:\s?(?:thousand|million|billion|mn?|bn|k|mio\.?|mrd\.?|millionen|millones))?"
    rf"(?!\w)(?=[ ]?(?:$|[;,.)?!\]])|[ ](?:{_TO_COME})\b)"
)
"""A number that is no year and counts no thing that is named behind it: "sold for 12,000 in"."""

AMOUNTS: Mapping[AnswerType, re.Pattern[str]] = {
    **{
        kind: any_of(
            rf"{_BEFORE}(?:{units})(?!\w)",
            rf"(?<!\w)(?:{units})(?!\w)[^:;.|\n]{{0,20}}: ?\W{{0,2}}\d",  # "Length (m): 61"
            *([_WORDS[kind]] if kind in _WORDS else []),
        )
        for kind, units in _UNITS.items()
    },
    AnswerType.MONEY: any_of(
        r"[$£€¥₹₽₩₺]",
        rf"(?<![^\W\d_])(?:{_MONEY_NAMES})(?!\w)",
        r"\b(?:free(?: of charge)?|for nothing|no charge|kostenlos|gratis|gratuit\w*|umsonst)\b",
    ),
    AnswerType.AGE: any_of(
        LENGTH_OF_TIME,
        YEAR,
        AGE_OF_THE_WORLD,
        r"\b(?:aged?|ages|born|birthday|teens?|twenties|thirties|forties|fifties|sixties|seventies|"
        r"eighties|nineties|adults?|infants?|childhood)\b",
        r"(?<=, )(?:\d{1,2}|1[01]\d)(?=[,.)])|(?<=\()\d{1,2}(?=\))",  # "Anna Roth, 34, …"
        r"\b(?:is|was|turned|of|at|be|than|over|under|to|and) (?:\d{1,2}|1[01]\d)(?![\w.,:]*\d)",
        r"\b(?:age|alter|edad|âge)\b[^:;.|]{0,20}: ?\d",
    ),
}
"""What a sentence holds that tells an amount of each kind."""
