"""Which of the formats on offer suits an Accept header best (RFC 9110), and what the formats are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from furat.graph.serve.formats import Format
from furat.graph.serve.problem import Problem

_MOST_RANGES = 100  # of one header; what stands behind them is not looked at


@dataclass(frozen=True, slots=True)
class _Range:
    kind: str
    quality: float
    exact: int  # 2: type/subtype, 1: type/* or type/*+suffix, 0: */*

    def fits(self, media: str) -> bool:
        if self.exact == 0:
            return True
        start, _, end = self.kind.partition("*")
        return media == self.kind or (self.exact == 1 and media.startswith(start) and media.endswith(end))


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
        found.append(_Range(kind, quality, 0 if kind == "*/*" else 1 if "/*" in kind else 2))
    return tuple(found)


def _quality(ranges: Sequence[_Range], media: str) -> float:
    fitting = [r for r in ranges if r.fits(media)]
    return max(fitting, key=lambda r: r.exact).quality if fitting else 0.0


@lru_cache(maxsize=1024)
def acceptable(accept: str | None, offered: tuple[Format, ...]) -> tuple[Format, ...]:
    """The formats that an Accept header allows, what the client likes best first; among equals as they are offered."""
    if not accept or not (ranges := _ranges(accept)):
        return offered
    rated = [
        (max(_quality(ranges, format.media), *(0.999 * _quality(ranges, m) for m in format.also), 0.0), -place, format)
        for place, format in enumerate(offered)
    ]
    return tuple(f for quality, _, f in sorted(rated, key=lambda r: r[:2], reverse=True) if quality > 0)


def best(accept: str | None, offered: tuple[Format, ...]) -> Format | None:
    """The first of these; None when none is acceptable."""
    return next(iter(acceptable(accept, offered)), None)


def choices(accept: str | None, offered: tuple[Format, ...], wanted: Sequence[str] = ()) -> tuple[Format, ...]:
    """The formats to answer in, best first: those named in parameters (`wanted`), else by Accept; or 406.

    Tools write names, suffixes and media types into the parameter, or lists of them, and some for another kind of
    result: what is not known here is passed over.
    """
    names = [name.partition(";")[0].strip().lower() for value in wanted for name in value.split(",")[:_MOST_RANGES]]
    named = [
        f for name in names for f in offered if name in (f.name, f.suffix, f.media, *f.also, *f.called)
    ]  # fmt: skip
    found = tuple(dict.fromkeys(named)) or acceptable(accept, offered)
    if not found:
        raise Problem(406, "not-acceptable", f"none of the formats asked for is possible; possible: {_names(offered)}")
    return found


def choose(accept: str | None, offered: tuple[Format, ...], wanted: Sequence[str] = ()) -> Format:
    """The best of these."""
    return choices(accept, offered, wanted)[0]


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
