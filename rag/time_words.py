"""How times are told, as patterns over folded text in English, German, French and Spanish."""

MONTH = (
    r"january|february|march|april|june|july|august|september|october|november|december|"
    r"jan\.|feb\.|aug\.|sept?\.|oct\.|nov\.|dec\.|\bmay \d|"
    r"(?:in|by|since|until|of|\d|early|late|mid|last|this|next)[ -]may\b|"
    r"\b(?:januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    r"janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
)
YEAR = (
    r"(?<![\d.,])(?:1[0-9]|20)\d\d(?:s|er)?\b(?![.,]\d)|'\d0s|"
    r"\b\d{1,3}(?:,?\d{3})? ?(?:bce?|ad|ce|bp)\b"
)
AGE_OF_THE_WORLD = (
    r"\bcentur|jahrhundert|\bsiglos?\b|\bsiècles?\b|"
    r"\b(?:mio|plio|eo|oligo|pleisto|holo)cene\b"
)
DAY = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|christmas|easter|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b"
)
LENGTH_OF_TIME = (
    r"\b(?:second|minute|hour|day|night|week|fortnight|month|season|year|decade|millenni)|"
    r"\b\d+(?:-\d+)? ?(?:s|h|d|min|hrs?|wks?|yrs?)\b|"
    r"\b(?:sekunden?|stunden?|tage?[ns]?|nächte?|nacht|wochen?|monate?[ns]?|jahre?[ns]?)\b|"
    r"\b(?:segundo|minuto|hora|día|noche|semana|mes|mese|año)s?\b|"
    r"\b(?:seconde|heure|jour|nuit|semaine|année)s?\b|\bmois\b|\bans\b"
)
CLOCK = (
    r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|o'clock|\bhalf past\b|\b\d{1,2} ?h(?:\d\d)?\b|"
    r"\b\d{1,2} uhr\b|\b(?:noon|midday|midnight|dawn|dusk|sunrise|sunset)\b|"
    r"\bin the (?:morning|evening|afternoon)\b|\b(?:mittags?|mitternacht|mediodía|midi|minuit)\b"
)
