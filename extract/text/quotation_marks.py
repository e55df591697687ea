"""Marks that set a quotation or a quoted name apart: one set, with both halves of every pair."""

PAIRS = {
    "«": "»",
    "“": "”",
    "„": "“",
    "‹": "›",
    "「": "」",
    "‘": "’",
    "‚": "‘",
}  # the opening mark and the one it asks for
STRAIGHT = frozenset("\"'")  # open and close
OPENING = frozenset(PAIRS) | STRAIGHT
CLOSING = frozenset(PAIRS.values()) | STRAIGHT
MARKS = OPENING | CLOSING  # by shape alone: printed the wrong way round, »…« and ”…“ set apart too
