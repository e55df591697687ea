"""Dates as written to moments: the publication date completes what they leave out."""

from dataclasses import dataclass
from datetime import date, timedelta

from furat.extract.time.dates import valid
from furat.extract.time.edtf import Moment, interval, of_day, of_month, of_season, of_unknown_year, of_year
from furat.extract.time.hijri import from_hijri, hijri_year
from furat.extract.time.partial_date import Point

_SEASON_ENDS = {21: 5, 22: 8, 23: 11, 24: 14}  # last month; a winter ends in February of the next year


@dataclass(frozen=True, slots=True)
class Resolved:
    """A moment, whether the publication date went into it, and why."""

    moment: Moment
    relative: bool
    why: str


def resolve(point: Point, published: date | None, planned: bool = False) -> Resolved | None:
    """The moment of a date; None when it needs a publication date that is not known.

    A month or weekday without a year is the latest one not after publication, unless it or the sentence speaks of
    what is to come (`planned`).
    """
    if point.hijri:
        return _hijri(point, published)
    if point.year is not None:
        return Resolved(_of(point.year, point), False, "date with its year")
    tense = point.tense or ("future" if planned else "")
    if point.years is not None:
        return None if published is None else _told(_of(published.year + point.years, point), "year by publication")
    if point.unit:
        return None if published is None else _unit(point, published)
    if point.month is not None:
        if published is None:
            return Resolved(of_unknown_year(point.month, point.day), False, "no year and no publication date")
        return _month_or_day(point.month, point.day, published, tense, bool(point.tense))
    if published is None:
        return None
    if point.offset is not None:
        day = published + timedelta(days=point.offset)
        if point.weekday is None or day.weekday() == point.weekday:
            return _told(of_day(day), f"publication {point.offset:+d} days")
        day = told_on(point.offset, point.weekday, published) + timedelta(days=point.offset)
        return _told(of_day(day), "weekday, which corrects the date of publication")
    if point.weekday is not None:
        return _told(of_day(weekday(point.weekday, published, tense)), f"weekday, {tense or 'not after publication'}")
    if point.season is not None:
        return _told(of_season(_season_year(point.season, published, tense), point.season), f"season, {tense}")
    return None


def weekday(day: int, published: date, tense: str = "") -> date:
    """The latest such weekday not after publication; strictly before it for "past", strictly after for "future"."""
    if tense == "future":
        return published + timedelta(days=(day - published.weekday() - 1) % 7 + 1)
    if tense == "past":
        return published - timedelta(days=(published.weekday() - day - 1) % 7 + 1)
    return published - timedelta(days=(published.weekday() - day) % 7)


def told_on(offset: int, named: int, published: date) -> date:
    """The latest day not after publication on which «أمس الثلاثاء» (offset -1, weekday 1) is true.

    A date of publication is often that of a crawl; the weekday is what the writer knew.
    """
    return weekday((named - offset) % 7, published)


def _unit(point: Point, published: date) -> Resolved | None:
    """The week, month or year beside that of publication; a week runs from Monday, as ISO 8601 has it."""
    why = f"{point.unit} {('of', 'after', 'before')[point.step]} publication"
    if point.unit == "day":
        return _told(of_day(published), why)
    if point.unit == "week":
        monday = published - timedelta(days=published.weekday() - 7 * point.step)
        return _told(interval(of_day(monday), of_day(monday + timedelta(days=6))), why)
    if point.unit == "year":
        return _told(of_year(published.year + point.step), why)
    months = published.year * 12 + published.month - 1 + point.step
    return _told(_of(months // 12, Point(month=months % 12 + 1, day=point.day)), why)


def _told(moment: Moment, why: str) -> Resolved:
    return Resolved(moment, True, why)


def _of(year: int, point: Point) -> Moment:
    """Year, season, month or day, as fine as the point is."""
    if point.season is not None:
        return of_season(year, point.season)
    if point.month is None:
        return of_year(year)
    if point.day is None or not valid(year, point.month, point.day):
        return of_month(year, point.month)
    return of_day(date(year, point.month, point.day))


def _month_or_day(month: int, day: int | None, published: date, tense: str, strict: bool) -> Resolved | None:
    """The nearest such month, or day of it, on the side of publication that the tense says."""
    if tense == "current":
        return _told(_of(published.year, Point(month=month, day=day)), "in the year of publication")
    step = 1 if tense == "future" else -1
    now = (published.year, published.month, published.day if day is not None else 0)
    for year in range(published.year, published.year + 9 * step, step):
        if day is not None and not valid(year, month, day):
            continue
        then = (year, month, day or 0)
        if (then == now and not strict) or (then > now if step > 0 else then < now):
            why = "first such time after publication" if step > 0 else "latest such time not after publication"
            return _told(_of(year, Point(month=month, day=day)), why)
    return None


def _season_year(season: int, published: date, tense: str) -> int:
    """The year of a season that الماضي, الجاري or المقبل follows."""
    end = _SEASON_ENDS[season]
    if tense == "current":
        return published.year
    if tense == "future":
        return published.year if end - 2 > published.month else published.year + 1
    year = published.year
    while (year + (end - 1) // 12, (end - 1) % 12 + 1) >= (published.year, published.month):
        year -= 1
    return year


def _hijri(point: Point, published: date | None) -> Resolved | None:
    """A Hijri date in Gregorian days; without a year, the latest that has begun at publication."""
    month = point.month or 1
    if point.year is not None:
        moment = from_hijri(point.year, month, point.day)
        if moment is None:
            return None
        why = "Hijri date by the Umm al-Qura calendar"
        if point.weekday is not None and point.day is not None and moment.earliest is not None:
            off = (point.weekday - moment.earliest.weekday() + 3) % 7 - 3
            if abs(off) == 1:  # the country sighted the moon a day apart
                return Resolved(of_day(moment.earliest + timedelta(days=off)), False, f"{why}, {off:+d} by its weekday")
        return Resolved(moment, False, why)
    current = hijri_year(published) if published is not None else None
    if published is None or current is None:
        return None
    this = current + (point.years or 0)
    for year in (this, this + 1) if point.tense == "future" else (this, this - 1):
        moment = from_hijri(year, month, point.day)
        if moment is None or moment.earliest is None or moment.latest is None:
            continue
        if point.tense == "future":
            fits = moment.earliest > published
        else:
            fits = moment.latest < published if point.tense == "past" else moment.earliest <= published
        if fits:
            return _told(moment, "Hijri month by the Umm al-Qura calendar, year by publication")
    return None
