"""An extractor for tests of the build: finds two names and a verb, and does on command what no extractor should."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from furat.extract.documents import Refused
from furat.extract.documents import read_inputs as real_read_inputs
from furat.extract.errors import InputError
from furat.extract.names.gazetteer import Actor, Gazetteer, Place
from furat.extract.records import Claim, Document, Label, Mention, Participation, Reading, Report, Span, Time

ACTOR, PLACE, VERB = "تحالف الوادي", "النهرين", "قصف"


def _names(arabic: str, english: str) -> tuple[Label, ...]:
    return Label(arabic, "ar", "preferred"), Label(english, "en", "preferred")


@dataclass(frozen=True)
class Knowledge:
    """One actor, one place; the version is the content of the lexicon folders."""

    version: str
    gazetteer: Gazetteer


def load(lexicons: Sequence[Path] = ()) -> Knowledge:
    """The knowledge; files of the lexicon folders only change its version."""
    version = "fake" + "".join(f.read_text(encoding="utf-8") for d in lexicons for f in sorted(d.iterdir()))
    actor = Actor("valley", "Coalition", _names(ACTOR, "Valley"), None, None, None, (), "own")
    place = Place("rivers", "town", _names(PLACE, "Two Rivers"), None, "SY", None, None, None, None, None, "own")
    return Knowledge(version, Gazetteer({"valley": actor}, {"rivers": place}))


def read(document: Document, knowledge: Knowledge) -> Reading:
    """Every verb is an air strike by the first actor on the first place."""
    _obey(document.text)
    actors, places, verbs = (_spans(document.text, word) for word in (ACTOR, PLACE, VERB))
    end = Span(0, len(document.text))
    parts = [Participation("agent", "valley", None, span, "first actor") for span in actors[:1]]
    parts += [Participation("location", "rivers", None, span, "first place") for span in places[:1]]
    own = Claim(None, None, "says", None, None, "own voice")
    when = document.published
    time_ = Time(when.isoformat(), when, when, verbs[0], "as published") if when and verbs else None
    reports = tuple(
        Report(span, "airstrike", end, "asserted", "told", tuple(parts), (own,), time_, None, None, None, 0.5, "verb")
        for span in verbs
    )
    if "INVALID" in document.text:
        reports = tuple(Report(r.trigger, "no-such-type", *_rest(r)) for r in reports)
    mentions = [Mention(s, "actor", "valley", 0.9, "name") for s in actors]
    mentions += [Mention(s, "place", "rivers", 0.9, "name") for s in places]
    return Reading(document, None, None, (), tuple(mentions), reports)


def read_again(document: Document, knowledge: Knowledge) -> Reading:
    """Another extractor, which finds the same."""
    return read(document, knowledge)


def read_inputs(paths: Sequence[str]) -> Iterator[Document | Refused]:
    """As the real one, but a file's name is a command."""
    for path in paths:
        for item in real_read_inputs([path]):
            _obey(path if isinstance(item, Refused) or "\n" not in item.text else item.text)
            yield item


def _rest(r: Report) -> tuple:  # type: ignore[type-arg]
    return (
        r.sentence, r.status, r.status_why, r.participations, r.claims, r.time, r.killed, r.injured, r.captured,
        r.confidence, r.why,
    )  # fmt: skip


def _obey(text: str) -> None:
    if "HANG" in text:
        time.sleep(600)
    if "SPIN" in text:
        while True:
            pass
    if "CRASH" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "LEAVE" in text:
        os._exit(3)
    if "MEMORY" in text:
        bytearray(1 << 40)
    if "ERROR" in text:
        raise ValueError("a fault of the extractor")
    if "UNFIT" in text:
        raise InputError("this text is not for reading; leave it out")
    if "UNLESS=" in text and not Path(text.partition("UNLESS=")[2]).exists():
        raise InputError("not yet; mend it")
    if "SLOW" in text:
        time.sleep(0.05)


def _spans(text: str, word: str) -> list[Span]:
    found, start = [], text.find(word)
    while start >= 0:
        found.append(Span(start, start + len(word)))
        start = text.find(word, start + 1)
    return found
