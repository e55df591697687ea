"""Single dates as they are written: «فجر الجمعة», «16 من تشرين الثاني 2018», «تموز/يوليو الماضي», «صيف 2012»."""

from dataclasses import replace
from datetime import date

from furat.extract.time.days import read_day_number, read_named_day, read_numeric
from furat.extract.time.partial_date import FIRST_YEAR, LAST_YEAR, Point, Read
from furat.extract.time.token_view import TokenView

_SEPARATORS = frozenset("/-–—‑|\\")
_LEADS = 4  # words in front of a date, «في وقت متأخر من مساء يوم»
_COMMAS = frozenset(",،")
_THOUSAND = frozenset("ا")  # the first letter of every year in words: ألف, ألفين, ألفا


def read_point(line: TokenView, i: int) -> Read | None:
    """The date that begins at token `i`, with parts of the day and words like مطلع in front of it."""
    at = i
    for _ in range(_LEADS):
        lead = line.hit(at, "part", "edge")
        if lead is None or lead.last >= len(line) or (lead.word.cls == "part" and line.hit(at, "deictic")):
            break
        at = lead.last
    if at > i and line.bare(at, "from") and line.hit(at + 1, "weekday", "deictic"):  # في وقت متأخر من الجمعة
        at += 1
    named = read_named_day(line, at)
    if named is not None:
        return _date_behind(line, named[1], named[0].weekday) or named
    found = read_numeric(line, at) or _day_month(line, at) or _month(line, at)
    return found or _season(line, at) or _year(line, at, at > i) or _unit(line, at, at > i)


def _date_behind(line: TokenView, i: int, weekday: int | None) -> Read | None:
    """A date with its month behind a weekday: الجمعة ٣٠ نوفمبر, الجمعة (30 نوفمبر), الجمعة الموافق 30 نوفمبر."""
    opened = line.form(i) == "("
    at = i + 1 if opened or line.form(i) in _COMMAS | _SEPARATORS else i
    if (equals := line.hit(at, "equals")) is not None:
        at = equals.last
    found = read_numeric(line, at) or _day_month(line, at)
    if found is None or line.prefixed(at):
        return None
    point, last = found
    point = replace(point, weekday=weekday) if point.hijri else point
    return point, last + 1 if opened and line.form(last) == ")" else last


def _day_month(line: TokenView, i: int) -> Read | None:
    """16 من تشرين الثاني 2018, السادس عشر من شهر آب, 12 من الشهر الجاري, 25 الجاري."""
    read = read_day_number(line, i)
    if read is None:
        return None
    day, at = read
    tense = line.hit(at, "tense")
    if tense is not None and tense.word.value == "current" and line.tokens[i].kind == "number":
        return Point(day=day, unit="month"), tense.last
    apart = line.form(at) in _SEPARATORS and line.hit(at + 1, "gregorian", "hijri")  # 15-شباط-2019, 15/شباط/2019
    if line.bare(at, "from") or apart:
        at += 1
    unit = _unit(line, at, False)
    if unit is not None and unit[0].unit == "month" and at > read[1]:
        return replace(unit[0], day=day), unit[1]
    month = _month(line, at, with_day=True)
    if month is None:
        return None
    point, last = month
    if not point.hijri and not valid(point.year or 2000, point.month or 1, day):
        return None
    if not (point.year or point.tense or point.years is not None) and line.behind(i, "name"):
        return None  # ثورة 25 يناير
    return _other_calendar(line, replace(point, day=day), last)


def valid(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month(line: TokenView, i: int, with_day: bool = False) -> Read | None:
    """A month with its double and its year: تموز/يوليو 2014, يناير (كانون الثاني) الماضي, أيلول من العام الماضي."""
    at, cued = i, with_day
    word = line.hit(i, "month-word")
    if word is not None and line.hit(word.last, "gregorian", "hijri") is not None:
        at, cued = word.last, True
    month = line.hit(at, "gregorian", "hijri")
    if month is None or (line.quoted(at, month.last) and not cued):
        return None
    hijri = month.word.cls == "hijri"
    last, doubled = _double(line, month.last, month.value, hijri)
    point, end = _year_of(line, last, Point(month=month.value, hijri=hijri))
    completed = end > last
    strong = cued or doubled or completed or line.behind(at, "edge") is not None  # بداية رمضان
    if not strong and month.word.cue == "strict":
        return None
    if not strong and month.word.cue == "any" and not (line.behind(at, "cue") or month.prefix[-1:] in ("ب", "ل")):
        return None
    if not completed and not with_day and (line.behind(at, "name") or line.behind(at - 1, "name")):
        return None  # حرب أكتوبر, ثورة 25 يناير
    return (point, end) if with_day else _other_calendar(line, point, end)


def _double(line: TokenView, i: int, month: int, hijri: bool) -> tuple[int, bool]:
    """Behind the same month in its other name: / يوليو, (يوليو), - يوليو; and whether there is one."""
    if hijri:
        return i, False
    opened = line.form(i) == "("
    at = i + 1 if opened or line.form(i) in _SEPARATORS else i
    other = line.hit(at, "gregorian")
    if other is None or other.value != month or other.prefix:
        return i, False
    if opened:
        return (other.last + 1, True) if line.form(other.last) == ")" else (i, False)
    return other.last, True


def _year_of(line: TokenView, i: int, point: Point) -> Read:
    """The point with the year, or الماضي and its like, that follow a month or season; `i` when nothing follows."""
    at = i + 1 if line.form(i) in _COMMAS or line.bare(i, "from") else i
    word = line.hit(at, "year-word")
    low, high = (1300, 1500) if point.hijri else (FIRST_YEAR, LAST_YEAR)
    year_at = word.last if word is not None else at
    if word is None and at == i and line.form(i) in _SEPARATORS:  # شباط/ 2019, شباط-2019
        year_at = i + 1
    if (read := _year_number(line, year_at, low, high)) is not None:
        year, last = read
        era = line.hit(last, "era")
        return replace(point, year=year), era.last if era is not None and not era.prefix else last
    unit = _unit(line, at, False)
    if unit is not None and unit[0].unit == "year":
        return replace(point, years=unit[0].step), unit[1]
    tense = line.hit(i, "tense")
    if tense is not None and not tense.prefix:
        return replace(point, tense=tense.word.value), tense.last
    return point, i


def _year_number(line: TokenView, i: int, low: int = FIRST_YEAR, high: int = LAST_YEAR) -> tuple[int, int] | None:
    """A year in digits or in words, «ألفين وثمانية عشر», with the token behind it."""
    if (year := line.whole(i, low, high)) is not None:
        return year, i + 1
    if line.form(i)[:1] not in _THOUSAND or line.tokens[i].kind != "word":
        return None
    read = line.amount(i)
    return read if read is not None and low <= read[0] <= high else None


def _other_calendar(line: TokenView, point: Point, i: int) -> Read:
    """One date in two calendars, «10 شوال 1436هـ (26 يوليو 2015)»: the Gregorian one, behind both."""
    at = i + 1 if line.form(i) == "(" or line.form(i) in _COMMAS | _SEPARATORS | {"="} else i
    if (equals := line.hit(at, "equals")) is not None:
        at = equals.last
    if at == i or (point.year is None and not point.hijri):
        return point, i
    read = read_day_number(line, at)
    month_at = read[1] if read is not None else at
    month = line.hit(month_at, "hijri" if not point.hijri else "gregorian")
    if month is None:
        return point, i
    other, last = _year_of(line, month.last, Point(month=month.value, hijri=not point.hijri))
    if other.year is None:
        return point, i
    if line.form(i) == "(" and line.form(last) == ")":
        last += 1
    return (replace(other, day=read[0] if read else None), last) if point.hijri else (point, last)


def _season(line: TokenView, i: int) -> Read | None:
    """صيف 2012, الصيف الماضي, خريف العام الماضي; a season alone names no time."""
    season = line.hit(i, "season", "season-definite")
    if season is None:
        return None
    point, last = _year_of(line, season.last, Point(season=season.value))
    return (point, last) if last > season.last else None


def _year(line: TokenView, i: int, led: bool) -> Read | None:
    """عام 2014, العام 2014; or 2014 behind في, منذ, أواخر and the like."""
    word = line.hit(i, "year-word")
    if word is not None:
        read = _year_number(line, word.last)
        if read is None:
            return None
        era = line.hit(read[1], "era")
        return Point(year=read[0]), era.last if era else read[1]
    year = line.whole(i, 1945, 2035)
    if year is None:
        return None
    bracketed = line.form(i - 1) == "(" and line.form(i + 1) == ")"
    if not (led or bracketed or line.behind(i, "year-cue", "edge", "season")):
        return None
    if year % 100 == 0 or line.form(i + 1) in ("/", ":") or "\u064b" in line.surface(i + 1):
        return None  # a round number, or one with its noun in the accusative, is rather an amount
    return Point(year=year), i + 1


def _unit(line: TokenView, i: int, led: bool) -> Read | None:
    """الشهر الماضي, العام الجاري, هذا الأسبوع, الأسبوع المقبل; behind مطلع and its like العام alone."""
    this = line.hit(i, "this")
    unit = line.hit(this.last if this is not None else i, "unit-definite")
    if unit is None or not unit.word.value.endswith(" 1"):
        return None
    name = unit.word.value.partition(" ")[0]
    tense = line.hit(unit.last, "tense")
    if tense is not None and tense.prefix:
        tense = None
    if name == "hour" or (name == "day" and this is None) or not (tense or this or led):
        return None
    adjective = name == "year" and not led and line.form(i - 1).startswith("ال") and not line.prefixed(i)
    if adjective and not line.hit(i - 1, "season-definite", "cue"):
        return None  # الأمين العام الحالي
    step = {"past": -1, "future": 1}.get(tense.word.value if tense is not None else "current", 0)
    return Point(unit=name, step=step), tense.last if tense is not None else unit.last
