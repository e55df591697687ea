"""Values of the Extended Date/Time Format (Library of Congress, 2019) that news needs, with the days they span."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

# Meteorological seasons of the northern hemisphere; a winter is read widely, since «winter 2014» may mean either.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 14)}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_UNKNOWN = re.compile(r"XXXX-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as EDTF with the first and last day that it can mean; None where no day follows."""

    edtf: str
    earliest: date | None
    latest: date | None


def last_day(year: int, month: int) -> date:
    """The last day of a month; months past December run on into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def of_day(day: date) -> Moment:
    """A day."""
    return Moment(day.isoformat(), day, day)


def of_month(year: int, month: int) -> Moment:
    """A month of a year."""
    return Moment(f"{year:04}-{month:02}", date(year, month, 1), last_day(year, month))


def of_year(year: int) -> Moment:
    """A year."""
    return Moment(f"{year:04}", date(year, 1, 1), date(year, 12, 31))


def of_season(year: int, season: int) -> Moment:
    """A season of a year: 21 spring, 22 summer, 23 autumn, 24 winter."""
    first, last = _SEASONS[season]
    return Moment(f"{year:04}-{season}", date(year, first, 1), last_day(year, last))


def of_unknown_year(month: int, day: int | None = None) -> Moment:
    """A month, or a day of it, of a year that is not known."""
    return Moment(f"XXXX-{month:02}" + (f"-{day:02}" if day else ""), None, None)


def interval(begin: Moment | None, end: Moment | None) -> Moment:
    """From `begin` to `end`; None leaves that side open. The days run from the first to the last of both.

    A side that is itself an interval, such as a Hijri month, gives its own begin or end: EDTF knows no nested ones.
    """
    if begin is None and end is None:
        raise ValueError("an interval needs a begin or an end")
    if begin == end and begin is not None:
        return begin
    first = begin.edtf.partition("/")[0] if begin else ".."
    last = end.edtf.rpartition("/")[2] if end else ".."
    if first == last == "..":
        raise ValueError("an interval needs a begin or an end")
    text = f"{first}/{last}"
    return Moment(text, begin.earliest if begin else None, end.latest if end else None)


def parse(edtf: str) -> Moment:
    """The moment that an EDTF string of this module's kinds means; ValueError for others.

    >>> parse("2012-22").latest
    datetime.date(2012, 8, 31)
    """
    if "/" in edtf:
        begin, _, end = edtf.partition("/")
        return interval(None if begin == ".." else parse(begin), None if end == ".." else parse(end))
    if match := _DAY.fullmatch(edtf):
        return of_day(date(int(match[1]), int(match[2]), int(match[3])))
    if match := _MONTH.fullmatch(edtf):
        year, month = int(match[1]), int(match[2])
        if month in _SEASONS:
            return of_season(year, month)
        if 1 <= month <= 12:
            return of_month(year, month)
    if _YEAR.fullmatch(edtf):
        return of_year(int(edtf))
    if (match := _UNKNOWN.fullmatch(edtf)) and 1 <= int(match[1]) <= 12:
        return of_unknown_year(int(match[1]), int(match[2]) if match[2] else None)
    raise ValueError(f"{edtf!r} is none of the EDTF kinds in use: day, month, season, year, unknown year, interval")
