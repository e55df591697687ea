"""Hand-annotated documents as they are read for evaluation; one JSON file each, see the annotation guide."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from furat.extract.errors import InputError
from furat.extract.records import Document

_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "«": None, "»": None, '"': None}
    | {"“": None, "”": None, "-": " "}
)


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated document."""

    id: str
    text: str
    names: Mapping[str, frozenset[str]]  # entity -> its folded names
    kinds: Mapping[str, str]
    mentions: Sequence[tuple[int, int, str]]  # start, end, entity
    events: Sequence[Mapping[str, Any]]
    spans: Sequence[tuple[int, int]]  # of the events


def annotated(folder: Path) -> Iterator[Annotated]:
    """The annotated documents of a folder, by file name; InputError names the file that is none."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: no annotated documents (*.json); give the folder that holds them")
    for path in paths:
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            text = raw["text"]
            entities = raw["entities"]
            yield Annotated(
                id=raw["id"],
                text=text,
                names={k: frozenset(fold_name(n) for n in e["names"]) for k, e in entities.items()},
                kinds={k: e["kind"] for k, e in entities.items()},
                mentions=[(*_span(m, text), m["entity"]) for m in raw["mentions"]],
                events=raw["events"],
                spans=[_span(v, text) for v in raw["events"]],
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}: no annotated document: {error!r}; see the annotation guide") from error


def documents(folder: Path) -> Iterator[Document]:
    """The annotated documents as input: id, text, date, publisher."""
    for path in sorted(folder.glob("*.json")):
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            published = date.fromisoformat(raw["published"]) if raw.get("published") else None
            yield Document(raw["id"], raw["text"], published=published, publisher=raw.get("source"), origin=str(path))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}: no annotated document: {error!r}; see the annotation guide") from error


def clusters(path: Path) -> dict[tuple[str, str], str]:
    """Document and event to the cluster that the event is annotated to belong to."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {(d, v): c["id"] for c in raw["clusters"] for d, v in c["members"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: no clusters of annotated events: {error!r}") from error


def fold_name(name: str) -> str:
    """A name as the scorer compares it: no diacritics, one alef, no article, lower case."""
    name = re.sub(r"[\u064b-\u0652\u0670\u200c-\u200f]", "", name).translate(_FOLD).lower().strip()
    return " ".join(re.sub(r"^(ال|al |el )", "", w) for w in re.sub(r"\bal\s+", "", name).split())


def _span(item: Mapping[str, Any], text: str) -> tuple[int, int]:
    """The span of a mention or event: given, or the n-th occurrence of its words."""
    if "span" in item:
        return item["span"][0], item["span"][1]
    quote = item.get("quote", item.get("trigger"))
    at = -1
    for _ in range(item["n"]):
        at = text.find(quote, at + 1)
        if at < 0:
            raise ValueError(f"{quote!r} occurs fewer than {item['n']} times")
    return at, at + len(quote)
