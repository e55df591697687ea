"""Which of the formats on offer suits an Accept header best (RFC 9110), and what the formats are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from furat.graph.serve.formats import Format
from furat.graph.serve.problem import Problem, bad

_MOST_RANGES = 100  # of one header; what stands behind them is not looked at


@dataclass(frozen=True, slots=True)
class _Range:
    kind: str
    quality: float
    exact: int  # 3: type/subtype;parameter, 2: type/subtype, 1: type/*, 0: */*

    def fits(self, media: str) -> bool:
        if self.exact == 0:
            return True
        return media == self.kind or (self.exact == 1 and media.partition("/")[0] == self.kind.partition("/")[0])


@lru_cache(maxsize=1024)
def _ranges(accept: str) -> tuple[_Range, ...]:
    found = []
    for part in accept.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not kind:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        kind = "*/*" if kind == "*" else kind
        found.append(_Range(kind, quality, 0 if kind == "*/*" else 1 if kind.endswith("/*") else 2))
    return tuple(found)


def _quality(ranges: Sequence[_Range], media: str) -> float:
    fitting = [r for r in ranges if r.fits(media)]
    return max(fitting, key=lambda r: r.exact).quality if fitting else 0.0


@lru_cache(maxsize=1024)
def best(accept: str | None, offered: tuple[Format, ...]) -> Format | None:
    """The format the client likes best; among equals the one that is offered first; None when none is acceptable."""
    if not accept or not (ranges := _ranges(accept)):
        return offered[0]
    rated = [
        (max(_quality(ranges, format.media), *(0.999 * _quality(ranges, m) for m in format.also), 0.0), -place, format)
        for place, format in enumerate(offered)
    ]
    quality, _, chosen = max(rated, key=lambda r: r[:2])
    return chosen if quality > 0 else None


def choose(accept: str | None, offered: tuple[Format, ...], wanted: str | None = None) -> Format:
    """The format to answer in: `wanted` (a name, suffix or media type given as a parameter), else by Accept; or 406."""
    if wanted:
        named = [f for f in offered if wanted.lower() in (f.name, f.suffix, f.media, *f.also)]
        if not named:
            raise bad(f"format {wanted!r} is not known here; known: {', '.join(f.name for f in offered)}")
        return named[0]
    chosen = best(accept, offered)
    if chosen is None:
        raise Problem(406, "not-acceptable", f"none of the formats asked for is possible; possible: {_names(offered)}")
    return chosen


def _names(offered: tuple[Format, ...]) -> str:
    return ", ".join(f.media for f in offered)


def encoding(accept: str | None) -> str | None:
    """`br`, `gzip` or None for a result as it is, by Accept-Encoding."""
    if not accept:
        return None
    rated = {r.kind: r.quality for r in _ranges(accept)}
    everything = rated.get("*/*", 0.0)
    quality, _, name = max((rated.get(name, everything), -place, name) for place, name in enumerate(("br", "gzip")))
    return name if quality > 0 else None
