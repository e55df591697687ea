"""Which voices tell an event: the innermost first, each with its original source before those who relay it."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.layers import Attribution, Source


@dataclass(frozen=True, slots=True)
class Telling:
    """One source of an event, in the order of a chain; `relayed_by` is the position of the one that quotes it."""

    speaker: Source
    voice: Attribution
    relayed_by: int | None


def covering(voices: Sequence[Attribution], start: int, end: int) -> list[Attribution]:
    """The voices whose scope holds [start, end), the innermost first."""
    held = [v for v in voices if v.start <= start and end <= v.end]
    return sorted(held, key=lambda v: (-v.start, v.end, v.cue_start))


def chain(held: Sequence[Attribution], but: frozenset[str] = frozenset()) -> list[Telling]:
    """The sources of an event told by these voices, the original one first, each once.

    `but` are keys of actors that only perform the event by speaking: «طالب الوزير بـ» is no claim of the minister.
    """
    speakers: list[tuple[Source, Attribution]] = []
    seen: set[str | None] = set()
    for voice in held:
        for speaker in voice.speakers:
            identity = speaker.key or speaker.description
            if identity not in seen and speaker.key not in but:
                seen.add(identity)
                speakers.append((speaker, voice))
    last = len(speakers) - 1
    return [
        Telling(s, v, i + 1 if i < last and not _together(s, speakers[i + 1], v) else None)
        for i, (s, v) in enumerate(speakers)
    ]


def _together(speaker: Source, other: tuple[Source, Attribution], voice: Attribution) -> bool:
    """Whether two sources say it side by side: «قال العقيد والمصدر», which is no chain."""
    return other[1] is voice and speaker.start < other[0].start and not voice.why.startswith("relay")
