"""The event lexicon: trigger forms, word classes, phrases and role frames, read once and indexed by folded form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from furat.extract.attribution.lexicon import VERB_COLUMNS
from furat.extract.errors import LexiconError
from furat.extract.events.trigger_conditions import Condition, parse
from furat.extract.syntax.word_classes import WordClass
from furat.extract.tables import Row, read_tables
from furat.extract.text.morphology import Form, noun_forms, verb_forms
from furat.extract.text.tokens import fold

TriggerKind = Literal["verb", "noun", "toll", "hal"]

TYPES = frozenset(
    (
        "bombardment", "airstrike", "shelling", "attack", "explosion", "chemical-attack", "clash", "killing",
        "abduction", "arrest", "siege", "destruction", "capture", "withdrawal", "deployment", "transfer",
        "displacement", "support", "aid", "agreement", "meeting", "demand", "accusation", "threat", "protest",
        "sanction", "judicial", "injury",
    )
)  # fmt: skip
UNREPORTED = frozenset(("injury",))  # counted with the event that caused it; never the type of a report
# What a slot of a frame may give: a role, nothing, or a role that depends on what else is named.
_SLOT_ROLES = frozenset(
    (
        "agent",
        "patient",
        "recipient",
        "location",
        "origin",
        "destination",
        "of",
        "of_blast",
        "of_target",
        "of_support",
        "-",
    )
)
_TRIGGER_COLUMNS = ("forms", "kind", "type", "frame", "needs", "example", "comment")
_WORD_COLUMNS = ("forms", "kind", "class", "comment")
_FRAME_COLUMNS = ("frame", "slot", "actor", "place", "other", "example", "comment")


@dataclass(frozen=True, slots=True)
class TriggerEntry:
    """A line of events_triggers.tsv."""

    lemma: str
    kind: TriggerKind
    type: str  # an event type, or injury
    frame: str
    needs: tuple[Condition, ...]  # all must hold
    weak: bool  # gives way to others of its family nearby
    where: str  # path:line


@dataclass(frozen=True, slots=True)
class TriggerForm:
    """A word that may be a trigger: the entry and the form of it."""

    entry: TriggerEntry
    form: Form


@dataclass(frozen=True, slots=True)
class Slot:
    """What a phrase in one grammatical slot is when it names an actor, a place, or nobody known."""

    actor: str
    place: str
    other: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of it; keys are folded."""

    triggers: Mapping[str, tuple[TriggerForm, ...]]
    words: Mapping[str, tuple[WordClass, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (words, class), longest first
    frames: Mapping[tuple[str, str], Slot]


def load(extra: Sequence[Path] = ()) -> Lexicon:
    """The packaged tables and those of the same names in the analyst's folders; LexiconError names file and line."""
    frames = _frames(extra)
    words, phrases = _words(extra)
    return Lexicon(_triggers(extra, {frame for frame, _ in frames}), words, phrases, frames)


def _triggers(extra: Sequence[Path], frames: set[str]) -> dict[str, tuple[TriggerForm, ...]]:
    found: dict[str, dict[TriggerForm, None]] = {}
    for row in read_tables("events_triggers.tsv", _TRIGGER_COLUMNS, extra):
        needs = parse(row["needs"], row.where)
        entry = TriggerEntry(
            lemma=row["forms"],
            kind=row.one_of("kind", ("verb", "noun", "toll", "hal")),  # type: ignore[arg-type]
            type=row.one_of("type", TYPES),
            frame=row.one_of("frame", frozenset(frames)),
            needs=tuple(condition for condition in needs if condition.test != "weak"),
            weak=any(condition.test == "weak" for condition in needs),
            where=row.where,
        )
        for form in _forms(row, entry.kind):
            found.setdefault(form.text, {})[TriggerForm(entry, form)] = None
    return {text: tuple(hits) for text, hits in found.items()}


def _forms(row: Row, kind: str) -> list[Form]:
    if not row["forms"].strip("/; "):
        raise LexiconError(f"{row.where}: no forms; write perfect/imperfect of a verb, singular/plural of a noun")
    if kind == "verb":
        return list(verb_forms(row["forms"]))
    if kind in ("hal", "word"):
        return [Form(fold(form)) for form in row.many("forms")]
    return list(noun_forms(row["forms"]))


def _words(
    extra: Sequence[Path],
) -> tuple[dict[str, tuple[WordClass, ...]], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    words: dict[str, dict[WordClass, None]] = {}
    phrases: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
    for row in read_tables("events_words.tsv", _WORD_COLUMNS, extra):
        kind = row.one_of("kind", ("word", "noun", "verb"))
        if not row["class"]:
            raise LexiconError(f"{row.where}: no class; copy one of the other lines")
        for form in _forms(row, kind):
            parts = tuple(form.text.split())
            if len(parts) > 1:
                phrases.setdefault(parts[0], {})[parts, row["class"]] = None
            else:
                word = WordClass(row["class"], form.plural, form.dual, bool(form.pronoun), kind == "verb")
                words.setdefault(form.text, {})[word] = None
    _add_sayings(words, extra)
    return (
        {text: tuple(classes) for text, classes in words.items()},
        {first: tuple(sorted(found, key=lambda p: -len(p[0]))) for first, found in phrases.items()},
    )


def _add_sayings(words: dict[str, dict[WordClass, None]], extra: Sequence[Path]) -> None:
    """Every verb that may tell a clause (that, أن) is a verb of saying here as well, as the attribution knows it.

    A form that events_words.tsv gives another class keeps that alone: «رد» and «زاد» are more than words of saying.
    """
    for row in read_tables("voice_verbs.tsv", VERB_COLUMNS, extra):
        if "that" not in row.many("complements"):
            continue
        for form in verb_forms(f"{row['perfect']}/{row['imperfect'][1:]}"):
            known = words.setdefault(form.text, {})
            if not known:
                known[WordClass("report", form.plural, form.dual, bool(form.pronoun), verbal=True)] = None


def _frames(extra: Sequence[Path]) -> dict[tuple[str, str], Slot]:
    frames: dict[tuple[str, str], Slot] = {}
    for row in read_tables("events_frames.tsv", _FRAME_COLUMNS, extra):
        roles = [row.one_of(column, _SLOT_ROLES) for column in ("actor", "place", "other")]
        frames[row["frame"], fold(row["slot"])] = Slot(*roles)
    return frames
