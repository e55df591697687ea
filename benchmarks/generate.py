"""Synthetic Arabic news of any amount, as JSON lines: names, numbers, dates, order and length vary.

Each day has happenings that several documents of that day tell of, under other names and sometimes with other numbers,
beside what each document alone tells.

    python benchmarks/generate.py 1000 > news.jsonl

The names are those of the gazetteer, the sentences those of phrases.tsv; the same number and seed give the same bytes.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from furat.extract.names.gazetteer import Gazetteer, load_gazetteer
from furat.extract.tables import read_table

CHARACTERS = 2000  # of a document with its headline and lead, on average
QUIET = 0.45  # share of sentences that report nothing, so that events are as dense as in real news
SHARED = 0.3  # share of sentences about what other documents of the day may tell of, too
HAPPENINGS = 8  # a day
OTHER_NUMBER = 0.2  # share of tellings that contradict another one's numbers
FIRST_DAY = date(2013, 1, 1)
ACTING = {"ArmedForce", "ArmedGroup", "Coalition"}
TELLING = {"MediaOutlet", "CivilOrganization", "IntergovernmentalOrganization", "GovernmentBody"}
INHABITED = {"city", "town", "village", "neighbourhood"}

_Many = list[list[str]]  # names of each


class Newsroom:
    """Writes documents from the names of a gazetteer."""

    def __init__(self, known: Gazetteer, seed: int) -> None:
        self._seed = seed
        self._random = random.Random(seed)
        self._phrases: dict[str, list[str]] = {}
        for row in read_table(Path(__file__).with_name("phrases.tsv"), ("kind", "template", "comment")):
            self._phrases.setdefault(row["kind"], []).append(row["template"])
        self._sides = [_names(a.labels) for a in known.actors.values() if a.cls in ACTING]
        self._sources = [_names(a.labels) for a in known.actors.values() if a.cls in TELLING]
        towns = [p for p in known.places.values() if p.cls in INHABITED]
        self._places = [_names(p.labels) for p in towns if p.country == "SY"] or [_names(p.labels) for p in towns]

    def documents(self, count: int) -> Iterator[dict[str, str]]:
        """That many documents, with ids in their order."""
        for number in range(count):
            yield self._document(number)

    def _document(self, number: int) -> dict[str, str]:
        pick = self._random
        day = FIRST_DAY + timedelta(days=pick.randrange(3000))
        sides = pick.sample(self._sides, min(4, len(self._sides)))
        places = pick.sample(self._places, min(5, len(self._places)))
        sources = pick.sample(self._sources, min(3, len(self._sources)))

        def write(kind: str) -> str:
            if kind == "body" and pick.random() < SHARED:
                return self._retold(self._happening(day, pick.randrange(HAPPENINGS)))
            return self._told(self._cast(pick, kind, day, sides, places, sources))

        title = write("headline")
        length = pick.randint(CHARACTERS // 2, CHARACTERS * 3 // 2) - 300
        paragraphs, written = [write("dateline"), write("lead")], 0
        while written < length:
            kinds = pick.choices(("body", "background"), (1 - QUIET, QUIET), k=pick.randint(1, 3))
            paragraph = " ".join(map(write, kinds))
            paragraphs.append(paragraph)
            written += len(paragraph) + 1
        text = "\n".join([title, *filter(None, paragraphs)])
        return {
            "id": f"news-{number:07}",
            "text": text,
            "published": day.isoformat(),
            "publisher": pick.choice(pick.choice(self._sources)),
        }

    def _cast(
        self, pick: random.Random, kind: str, day: date, sides: _Many, places: _Many, sources: _Many
    ) -> dict[str, Any]:
        """What a sentence is about: a template, all names of who and where, numbers and a date."""
        when = day - timedelta(days=pick.randrange(400))
        months, times = self._phrases["month"], self._phrases["time"]
        who_and_where = [*pick.sample(sides, 2), *pick.sample(places, 2), pick.choice(sources)]
        return {
            "template": pick.choice(self._phrases[kind]),
            "names": dict(zip("ABPQS", who_and_where, strict=True)),
            "N": pick.randint(3, 90), "M": pick.randint(3, 90),
            "D": f"{when.day} {months[when.month - 1]} {when.year}", "T": pick.choice(times),
        }  # fmt: skip

    @lru_cache(maxsize=10_000)  # noqa: B019 - one newsroom a run
    def _happening(self, day: date, number: int) -> dict[str, Any]:
        """What happened that day, whoever tells of it."""
        pick = random.Random(f"{self._seed} {day} {number}")
        return self._cast(pick, "body", day, self._sides, self._places, self._sources)

    def _retold(self, cast: dict[str, Any]) -> str:
        other = {"N": self._random.randint(3, 90)} if self._random.random() < OTHER_NUMBER else {}
        return self._told({**cast, **other})

    def _told(self, cast: dict[str, Any]) -> str:
        names = {letter: self._random.choice(known) for letter, known in cast["names"].items()}
        return str(cast["template"].format(**names, **{letter: cast[letter] for letter in "NMDT"}))


def _names(labels: tuple) -> list[str]:  # type: ignore[type-arg]
    """The names that running text uses: Arabic, not loaded."""
    return [label.text for label in labels if label.language == "ar" and label.status != "loaded"]


def documents(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Synthetic documents as JSON objects."""
    return Newsroom(load_gazetteer(), seed).documents(count)


def main() -> None:
    """Prints documents as JSON lines."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    ask.add_argument("count", type=int, help="how many documents")
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    for document in documents(given.count, given.seed):
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
