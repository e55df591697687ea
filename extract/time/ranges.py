"""Times with two ends: «بين 8 و12 أيلول», «من 3 إلى 9 تموز», «ليل الجمعة - السبت», «منذ 2012»."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from furat.extract.time.dates import read_point
from furat.extract.time.days import read_day_number
from furat.extract.time.edtf import Moment, interval, of_day
from furat.extract.time.partial_date import FIRST_YEAR, LAST_YEAR, Point
from furat.extract.time.resolve import Resolved
from furat.extract.time.token_view import TokenView

_DASHES = frozenset("-–—/‑")
_COMMAS = frozenset(",،")
# Classes of the words that begin a time with two ends; digits may too.
RANGING = frozenset({"between", "from", "since", "days-word", "until", "night", "part"}) | frozenset(
    {"month-word", "gregorian", "year-words"}
)
Resolve = Callable[[Point], Resolved | None]


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time that was read: the token behind it, its moment, whether publication went into it, and why."""

    last: int
    moment: Moment
    relative: bool
    why: str


def read_range(line: TokenView, i: int, resolve: Resolve, published: date | None) -> TimeMatch | None:
    """A time with two ends that begins at token `i`."""
    between = line.hit(i, "between")
    if between is not None:
        return _two_ends(line, between.last, ("و",), resolve, "between two dates")
    if line.hit(i, "from") is not None:
        return _two_ends(line, i + 1, ("to", "-"), resolve, "from one date to another")
    if (since := line.hit(i, "since")) is not None:
        return _since(line, since.last, resolve, published)
    if (days := line.hit(i, "days-word")) is not None:
        return _two_ends(line, days.last, ("و", "-"), resolve, "two days")
    if (until := line.hit(i, "until")) is not None:
        return _until(line, until.last, resolve)
    return _night(line, i, resolve) or _bare(line, i, resolve)


def _connected(line: TokenView, i: int, connectors: tuple[str, ...]) -> int | None:
    """The token of the second end, behind a connector at `i`: glued و, إلى / حتى, a dash."""
    if "و" in connectors and line.form(i).startswith("و"):
        return i
    if "to" in connectors:
        comma = line.form(i) in _COMMAS  # منذ 3 شباط، وحتى 10 آذار
        if (to := line.hit(i + comma, "to")) is not None and not (comma and line.hit(to.last, "now")):
            return to.last
    if "و" in connectors and line.form(i) in _COMMAS and line.form(i + 1).startswith("و"):  # بين 3 شباط، و10 آذار
        return i + 1
    return i + 1 if "-" in connectors and line.form(i) in _DASHES else None


def _end_point(line: TokenView, i: int) -> tuple[Point, int] | None:
    """The second end; the و of «و12 أيلول» may stand as a token before digits."""
    at = i + 1 if line.form(i) == "و" else i
    if (year := line.whole(at, FIRST_YEAR, LAST_YEAR)) is not None:
        return Point(year=year), at + 1
    if line.form(i) == "و" and (month := read_point(line, at)) is not None:
        return month
    return read_point(line, i)


def _two_ends(line: TokenView, i: int, connectors: tuple[str, ...], resolve: Resolve, why: str) -> TimeMatch | None:
    """Two dates behind an opening word; the first takes month and year from the second where it has none."""
    candidates: list[tuple[Point, int]] = []
    if (whole := read_point(line, i)) is not None:
        candidates.append(whole)
    if (day := read_day_number(line, i)) is not None:
        candidates.append((Point(day=day[0]), day[1]))
    word = line.hit(i, "year-word")
    year_at = word.last if word is not None else i
    if (year := line.whole(year_at, FIRST_YEAR, LAST_YEAR)) is not None:
        candidates.append((Point(year=year), year_at + 1))
    for left, at in candidates:
        second = _connected(line, at, connectors)
        right = _end_point(line, second) if second is not None else None
        if right is not None and (made := _join(left, right[0], resolve, why)) is not None:
            return replace(made, last=right[1])
    return None


def _join(left: Point, right: Point, resolve: Resolve, why: str) -> TimeMatch | None:
    """The interval of two points, the left one completed; None when they don't fit together."""
    if left.day is not None and left.month is None:
        if right.month is None or right.day is None:
            return None
        left = replace(left, month=right.month, hijri=right.hijri)
    end = resolve(right)
    if end is None:
        return None
    silent = left.year is None and not left.tense and left.years is None
    if silent and left.month is not None and right.month is not None:
        year = right.year or (end.moment.earliest.year if end.moment.earliest and not right.hijri else None)
        if year is not None:
            later = (left.month, left.day or 0) > (right.month, right.day or 0)
            left = replace(left, year=year - later)
    begin = resolve(left)
    if begin is None:
        return None
    a, b = begin.moment, end.moment
    if left.weekday is not None and a.earliest and b.earliest and a.earliest > b.earliest:
        a = of_day(a.earliest - timedelta(days=7))
    if a.earliest is not None and b.latest is not None and a.earliest > b.latest:
        return None
    if (a.earliest is None) != (b.earliest is None):
        return None
    return TimeMatch(0, interval(a, b), begin.relative or end.relative, why)


def _since(line: TokenView, i: int, resolve: Resolve, published: date | None) -> TimeMatch | None:
    """منذ X: until حتى Y when it is said, else until publication; yesterday and the like stay that day."""
    two = _two_ends(line, i, ("to",), resolve, "since one date until another")
    if two is not None:
        return two
    read = read_point(line, i)
    begin = resolve(read[0]) if read is not None else None
    if read is None or begin is None:
        return None
    last = read[1]
    to = line.hit(last, "to")
    now = line.hit(to.last, "now") if to is not None else None
    last = now.last if now is not None else last
    start = begin.moment
    if published is None or start.earliest is None:
        if start.earliest is None:
            return TimeMatch(last, start, begin.relative, "since a date whose year is not known")
        return TimeMatch(last, interval(start, None), begin.relative, "since, with no publication date: open")
    if start.earliest > published:
        return None
    if start.latest is not None and (published - start.latest).days <= 1 and start.latest == start.earliest:
        return TimeMatch(last, start, True, "since the day of publication or the day before: that day")
    return TimeMatch(last, interval(start, of_day(published)), True, "since, until publication")


def _until(line: TokenView, i: int, resolve: Resolve) -> TimeMatch | None:
    """حتى X with nothing said of its begin."""
    read = read_point(line, i)
    end = resolve(read[0]) if read is not None else None
    if read is None or end is None or end.moment.latest is None:
        return None
    return TimeMatch(read[1], interval(None, end.moment), end.relative, "until, begin not said")


def _night(line: TokenView, i: int, resolve: Resolve) -> TimeMatch | None:
    """ليل الجمعة - السبت, ليلة الخميس الجمعة, فجر السبت إلى الأحد: two weekdays, one behind the other."""
    night = line.hit(i, "night", "part")
    first = line.hit(night.last, "weekday") if night is not None else None
    if first is None:
        return None
    at = _connected(line, first.last, ("to", "-"))
    second = line.hit(at if at is not None else first.last, "weekday")
    if second is None or second.prefix or (second.value - first.value) % 7 != 1:
        return None
    tense = line.hit(second.last, "tense")
    point = Point(weekday=second.value, tense=tense.word.value if tense else "")
    end = resolve(point)
    if end is None or end.moment.earliest is None:
        return None
    begin = of_day(end.moment.earliest - timedelta(days=1))
    return TimeMatch(
        tense.last if tense else second.last, interval(begin, end.moment), True, "the night between two days"
    )


def _bare(line: TokenView, i: int, resolve: Resolve) -> TimeMatch | None:
    """8-12 أيلول, 8 و9 أيلول, حزيران - تموز 2014, 2012-2014 behind عامي; without an opening word."""
    if line.tokens[i].kind == "number" and line.whole(i, 1, 31) is not None:
        connector = ("و", "-") if line.form(i + 1) == "و" else ("-",)
        found = _two_ends(line, i, connector, resolve, "two days of one month")
        if found is not None and (line.form(i + 1) != "و" or _neighbours(found.moment)):
            return found
        return None
    month = line.hit(i, "month-word", "gregorian")
    if month is not None:
        return _two_ends(line, i, ("-", "و") if month.word.cls == "month-word" else ("-",), resolve, "two months")
    if (years := line.hit(i, "year-words")) is not None:
        return _two_ends(line, years.last, ("و", "-"), resolve, "two years")
    return None


def _neighbours(moment: Moment) -> bool:
    """Whether the two days follow each other."""
    begin, _, end = moment.edtf.partition("/")
    if moment.earliest is None or moment.latest is None:
        return bool(end) and int(end[-2:]) - int(begin[-2:]) == 1
    return (moment.latest - moment.earliest).days == 1
