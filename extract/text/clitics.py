"""What may stand glued in front of an Arabic word: و ف, ب ك ل, the article after ل, س before a verb."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class CliticSplit:
    """One way to read a folded word: proclitics and the stem that is left.

    `length` letters of the folded form stand before the stem as it is printed. In للتحالف the stem is التحالف but
    printed is لتحالف: by the guide's rule the span starts right behind the preposition, so `length` is 1.
    """

    prefix: str  # "", "و", "ب", "ول", "وس" ...: the letters of the proclitics
    stem: str  # folded, with the article restored
    length: int  # letters of the folded form before the printed stem

    @property
    def conjunction(self) -> str:
        """و or ف, or nothing."""
        return self.prefix[:1] if self.prefix[:1] in ("و", "ف") else ""

    @property
    def preposition(self) -> str:
        """ب, ك or ل, or nothing."""
        return self.prefix[-1:] if self.prefix[-1:] in ("ب", "ك", "ل") else ""


@lru_cache(maxsize=200_000)
def readings(form: str) -> tuple[CliticSplit, ...]:
    """All splits of a folded word, the bare one first; stems of two letters or more; a lexicon decides."""
    found = [CliticSplit("", form, 0)]
    heads = [("", form)]
    if len(form) > 2 and form[0] in "وف":
        heads.append((form[0], form[1:]))
        found.append(CliticSplit(form[0], form[1:], 1))
    for head, rest in heads:
        if len(rest) < 3:
            continue
        if rest.startswith("لل"):
            found.append(CliticSplit(head + "ل", "ال" + rest[2:], len(head) + 1))
            if len(rest) > 4:  # لله, للبنان: the stem's own lam
                found.append(CliticSplit(head + "ل", rest[1:], len(head) + 1))
        elif rest[0] in "بكل":
            found.append(CliticSplit(head + rest[0], rest[1:], len(head) + 1))
        elif rest[0] == "س" and rest[1] in "يتنا":
            found.append(CliticSplit(head + "س", rest[1:], len(head) + 1))
    return tuple(found)
