"""What could not be read, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """An input that was set aside; the rest goes on."""

    origin: str  # path, path:line, or "standard input"
    reason: str
    remedy: str
    id: str | None = None  # of the document, when it could be read that far

    def __str__(self) -> str:
        """One line for people: place, reason, remedy."""
        return f"{self.origin}: {self.reason}; {self.remedy}"


class Refusal(Exception):
    """Raised inside this package by a reader that gives one document up; becomes a Refused."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason = reason
        self.remedy = remedy

    def at(self, origin: str, identifier: str | None = None) -> Refused:
        """The refusal of what stands at `origin`."""
        return Refused(origin, self.reason, self.remedy, identifier)
