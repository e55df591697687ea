"""Days as they are written: named (أمس, الجمعة), in digits (30/11/2018), and days of a month (السادس عشر)."""

import re
from dataclasses import replace
from datetime import date

from furat.extract.time.partial_date import FIRST_YEAR, LAST_YEAR, Point, Read
from furat.extract.time.token_view import TokenView

_NUMERIC = (
    (re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})"), (1, 2, 3)),
)
_DASHES = frozenset("-–—‑")
_APART = frozenset("/\\.-–—‑")  # 15 / 2 / 2019
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})")
_DUAL = ("ين", "ان")


def read_named_day(line: TokenView, i: int) -> Read | None:
    """أمس, اليوم, الجمعة, الجمعة الماضي, أمس الاثنين."""
    deictic = line.hit(i, "deictic")
    weekday = line.hit(i, "weekday")
    first = deictic or weekday
    if first is None or line.quoted(i, first.last) or line.behind(i, "habit", "market"):
        return None
    today = deictic is not None and deictic.word.value == "0"
    if today and (line.hit(first.last, "ordinal", "not-today") or line.behind(i, "to", "title")):
        return None  # اليوم الثاني, حتى اليوم, روسيا اليوم
    if weekday is not None and deictic is None and _both(line, i):
        return None
    last = first.last
    point = Point(offset=int(deictic.word.value)) if deictic else Point(weekday=first.value)
    other = line.hit(last, "weekday" if deictic else "deictic")
    if other is not None and not other.prefix:  # أمس الاثنين: both are kept, and the weekday decides
        named, told = (other, deictic) if deictic else (first, other)
        point, last = replace(point, offset=int(told.word.value), weekday=named.value), other.last
    tense = line.hit(last, "tense")
    if tense is not None and not tense.prefix:
        point, last = replace(point, tense=tense.word.value), tense.last
    return point, last


def _both(line: TokenView, i: int) -> bool:
    """The weekday Monday as «the two», behind a definite dual: الجنديين الاثنين."""
    hit = line.hit(i, "weekday")
    before = line.form(i - 1)
    return hit is not None and hit.value == 0 and before.startswith("ال") and before.endswith(_DUAL)


def read_numeric(line: TokenView, i: int) -> Read | None:
    """30/11/2018, 2018/11/30, 30-11-2018, 2018-11-30, also with spaces round the separators; 30/11 behind في."""
    if line.form(i) == "" or line.tokens[i].kind != "number":
        return None
    form, last = line.form(i), i + 1
    if line.form(i + 1) in _APART and line.form(i + 3) == line.form(i + 1) and i + 4 < len(line):
        form, last = "/".join(line.form(n) for n in (i, i + 2, i + 4)), i + 5
    for pattern, (y, m, d) in _NUMERIC:
        if match := pattern.fullmatch(form):
            year, month, day = int(match[y]), int(match[m]), int(match[d])
            if month > 12 and day <= 12:
                month, day = day, month
            era = line.hit(last, "era")
            end = era.last if era is not None and not era.prefix else last
            if 1343 <= year <= 1500 and month <= 12 and day <= 30 and end > last:
                return Point(year, month, day, hijri=True), end
            if FIRST_YEAR <= year <= LAST_YEAR and _exists(year, month, day):
                return Point(year, month, day), end
    return _day_and_month(line, i)


def _day_and_month(line: TokenView, i: int) -> Read | None:
    """15/2 without a year, where only a date can stand: behind في, بتاريخ, يوم, a weekday; not a half or a third."""
    match = _SHORT.fullmatch(line.form(i))
    if match is None or not line.behind(i, "date-cue", "weekday"):
        return None
    if line.bare(i + 1, "from") or line.form(i + 1) == "%":
        return None
    day, month = int(match[1]), int(match[2])
    if month > 12 >= day:
        day, month = month, day
    fraction = day < month <= 5 and not line.behind(i, "weekday") and line.form(i - 1) == "في"
    if fraction or not (1 <= month <= 12 and _exists(2000, month, day)):
        return None
    return Point(month=month, day=day), i + 1


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def read_day_number(line: TokenView, i: int) -> tuple[int, int] | None:
    """A day of the month in digits or as an ordinal: (day, next token)."""
    at = i + 1 if line.glued_digits(i) and line.proclitic(i) else i
    if (day := line.whole(at, 1, 31)) is not None:
        return day, at + 1
    unit = line.hit(i, "ordinal")
    if unit is None:
        return None
    if unit.value < 10 and (teen := line.hit(unit.last, "teen")) is not None and not teen.prefix:
        return unit.value + 10, teen.last
    tens = line.hit(unit.last, "ordinal")
    if unit.value < 10 and tens is not None and tens.prefix == "و" and tens.value in (20, 30):
        return (unit.value + tens.value, tens.last) if unit.value + tens.value <= 31 else None
    return unit.value, unit.last
