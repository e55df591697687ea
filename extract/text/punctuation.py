"""Marks that part sentences, clauses and phrases: one set a kind. Quotation marks stand in `quotation_marks`."""

COMMAS = frozenset("،,")
SEMICOLONS = frozenset("؛;")
ENDS = frozenset(".!?؟")  # of a sentence
COLON = ":"
ELLIPSIS = "…"
BRACKETS = frozenset("()[]")
DASHES = frozenset("-–—")

PAUSES = COMMAS | SEMICOLONS  # inside a sentence: what a source or an aside stands between
FULL_STOPS = ENDS | SEMICOLONS | {COLON}  # no phrase reaches over them
CLAUSE_MARKS = PAUSES | FULL_STOPS  # no clause reaches over them
