"""The conditions of the event lexicon's column `needs`, parsed once: `after:people|quantity !next:not_war weak`."""

from dataclasses import dataclass
from typing import Literal, get_args

from furat.extract.errors import LexiconError
from furat.extract.text.tokens import fold

Test = Literal[
    "next", "after", "before", "near", "form", "governed",  # with words or classes
    "weak", "armed", "plain", "advance", "enter", "moved", "deal", "not_state", "toll", "quoted",  # alone
]  # fmt: skip
_WITH_WORDS = ("governed", "next", "after", "before", "near", "form")


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on the words around a trigger."""

    test: Test
    words: frozenset[str]  # folded words, or names of classes
    wanted: bool  # False: the test must fail
    text: str  # as written in the table


def parse(cell: str, where: str) -> tuple[Condition, ...]:
    """The conditions of a cell; LexiconError for one that is not known."""
    found = []
    for atom in cell.split():
        negated = atom.startswith("!")
        test, _, words = atom.removeprefix("!").partition(":")
        if test not in get_args(Test) or (test in _WITH_WORDS) != bool(words):
            raise LexiconError(f"{where}: unknown condition {atom!r}; known: {', '.join(get_args(Test))}")
        listed = frozenset(fold(w) for w in words.split("|") if w)
        found.append(Condition(test, listed, not negated, atom))  # type: ignore[arg-type]
    return tuple(found)
