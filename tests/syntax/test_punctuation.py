"""One set of quotation marks and of each other kind of mark, with both halves of every pair."""

import ast
from pathlib import Path

import furat
from furat.extract.text import punctuation, quotation_marks

EXTRACT = Path(furat.__path__[0]) / "extract"
# Modules that may write marks of quotation down: the table, the pairing of speech, which asks for the kind of each
# mark, the splitting into sentences, a regular expression, and the depth of
# quotation, for which “ must open only. This list may only shrink.
OWN = {"text/quotation_marks.py", "attribution/quotations.py", "text/sentences.py", "time/writing_day.py"}


def test_every_mark_that_opens_has_one_that_closes() -> None:
    """Both halves of a pair are marks, and what closes a pair is among those that close."""
    for opening, closing in quotation_marks.PAIRS.items():
        assert opening in quotation_marks.OPENING
        assert closing in quotation_marks.CLOSING
    assert punctuation.CLAUSE_MARKS >= punctuation.COMMAS | punctuation.ENDS


def test_no_other_module_holds_a_set_of_quotation_marks() -> None:
    """A string made of marks alone, two or more, with a quotation mark among them, stands in the table only."""
    found = set()
    for path in sorted(EXTRACT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if len(text) > 1 and not any(c.isalnum() or c.isspace() for c in text) and set(text) & set("«»“”„‹›"):
                found.add(str(path.relative_to(EXTRACT)))
    assert found <= OWN
