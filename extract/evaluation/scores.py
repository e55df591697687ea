"""The figures of an evaluation: what was found of what, how much of it right, and each difference."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """How many were found of how many, and how many were right."""

    hit: int = 0
    gold: int = 0
    found: int = 0

    def add(self, hit: int, gold: int, found: int) -> None:
        """Count some more."""
        self.hit += hit
        self.gold += gold
        self.found += found

    @property
    def precision(self) -> float:
        """Right of found."""
        return self.hit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of annotated."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that annotation and reading tell differently."""

    document: str
    what: str  # "missed event", "spurious actor", "wrong time" ...
    start: int
    end: int
    text: str  # printed
    detail: str


@dataclass(slots=True)
class Table:
    """Figures by name, what went wrong, and annotated documents that no reading was given for."""

    figures: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    coreference: dict[str, tuple[float, float, float]] = field(default_factory=dict)  # precision, recall, F1
    misses: list[Miss] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    shown: int = 0  # misses of each kind that `str` shows

    def lines(self) -> Iterator[str]:
        """The table as text, a figure a line."""
        for name in sorted(self.figures):
            t = self.figures[name]
            yield (
                f"{name:24} P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}   gold {t.gold:5} found {t.found:5}"
            )
        for name, (p, r, f) in sorted(self.coreference.items()):
            yield f"{name:24} P {p:.3f}  R {r:.3f}  F1 {f:.3f}"
        if self.absent:
            yield f"not read: {', '.join(self.absent)}"
        for what in sorted({miss.what for miss in self.misses}) if self.shown else ():
            for miss in [m for m in self.misses if m.what == what][: self.shown]:
                yield f"{miss.what}: {miss.document} [{miss.start}, {miss.end}) «{miss.text}» {miss.detail}"

    def __str__(self) -> str:
        return "\n".join(self.lines())
