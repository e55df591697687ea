"""Hijri months and days as Gregorian ones, by the Umm al-Qura calendar of Saudi Arabia (library `hijridate`).

The table is exact for what Saudi Arabia prints from 1937 to 2077; a country that sights the moon itself
may be a day off.
"""

from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from furat.extract.time.edtf import Moment, interval, of_day

FIRST_YEAR, LAST_YEAR = 1343, 1500


def from_hijri(year: int, month: int, day: int | None) -> Moment | None:
    """The day, or the days from first to last of the month; None outside the calendar or for a day it lacks."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    first = Hijri(year, month, 1)
    begin = date(*first.to_gregorian().datetuple())
    length = first.month_length()
    if day is not None:
        return of_day(begin + timedelta(days=day - 1)) if day <= length else None
    return interval(of_day(begin), of_day(begin + timedelta(days=length - 1)))


def hijri_year(day: date) -> int | None:
    """The Hijri year that a day lies in; None outside the calendar (1925 to 2076)."""
    if not 1925 <= day.year <= 2076:
        return None
    return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
