"""Units of measure by their dimension, so that 90 minutes are 1.5 hours."""

from collections.abc import Mapping
from decimal import Decimal

UNITS: Mapping[str, tuple[str, Decimal]] = {
    form: (dimension, Decimal(size))
    for dimension, size, forms in (
        ("percent", "1", "percent|per cent|%|percentage"),
        ("am", "1", "am|a.m"),
        ("pm", "1", "pm|p.m"),
        ("time", "1", "second|seconds|sec"),
        ("time", "60", "minute|minutes|min"),
        ("time", "3600", "hour|hours|hr|hrs"),
        ("time", "86400", "day|days"),
        ("time", "604800", "week|weeks"),
        ("months", "1", "month|months"),
        ("months", "12", "year|years"),
        ("months", "120", "decade|decades"),
        ("months", "1200", "century|centuries"),
        ("length", "0.001", "mm|millimetre|millimetres|millimeter|millimeters"),
        ("length", "0.01", "cm|centimetre|centimetres|centimeter|centimeters"),
        ("length", "1", "metre|metres|meter|meters"),
        ("length", "1000", "km|kilometre|kilometres|kilometer|kilometers"),
        ("length", "1609.344", "mile|miles"),
        ("length", "0.3048", "foot|feet|ft"),
        ("length", "0.0254", "inch|inches"),
        ("length", "0.9144", "yard|yards"),
        ("mass", "0.001", "mg|milligram|milligrams"),
        ("mass", "1", "gram|grams|g"),
        ("mass", "1000", "kg|kilogram|kilograms|kilo|kilos"),
        ("mass", "1000000", "tonne|tonnes"),
        ("mass", "1016046.9", "ton|tons"),
        ("mass", "28.35", "ounce|ounces"),
        ("volume", "0.001", "ml|millilitre|millilitres|milliliter|milliliters"),
        ("volume", "0.01", "cl|centilitre|centilitres"),
        ("volume", "1", "litre|litres|liter|liters"),
        ("volume", "4.546", "gallon|gallons"),
        ("dollar", "1", "dollar|dollars|$"),
        ("dollar", "0.01", "cent|cents"),
        ("euro", "1", "euro|euros|€"),
        ("pound", "1", "pound|pounds|£"),
        ("yen", "1", "yen|¥"),
        ("degree", "1", "degree|degrees"),
        ("energy", "1", "kwh|kilowatt hour|kilowatt hours"),
        ("energy", "1000", "mwh|megawatt hour|megawatt hours"),
        ("megabyte", "1", "mb|megabyte|megabytes"),
        ("megabyte", "1000", "gb|gigabyte|gigabytes"),
    )
    for form in forms.split("|")
}
"""For each form of a unit its dimension, and its size in the smallest unit of that."""
