"""Single dates as they are written: «فجر الجمعة», «16 من تشرين الثاني 2018», «تموز/يوليو الماضي», «صيف 2012»."""

import re
from dataclasses import dataclass, replace
from datetime import date

from furat.extract.time.line import Line

_NUMERIC = (
    (re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})"), (1, 2, 3)),
)
_DASHES = frozenset("-–—‑")
_SEPARATORS = frozenset("/-–—‑|\\")
FIRST_YEAR, LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class Point:
    """What a single date says, before the publication date completes it; None where it is silent."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hijri: bool = False
    season: int | None = None  # 21-24
    weekday: int | None = None  # Monday 0
    offset: int | None = None  # days after publication: أمس -1
    tense: str = ""  # "past" الماضي, "current" الجاري, "future" المقبل
    years: int | None = None  # years after that of publication: العام الماضي -1

    @property
    def dated(self) -> bool:
        """Whether it names a day, month, season or year by itself."""
        return bool(self.month or self.year or self.season)


Read = tuple[Point, int]  # and the token behind it


def read_point(line: Line, i: int) -> Read | None:
    """The date that begins at token `i`, with parts of the day and words like مطلع in front of it."""
    at = i
    while (lead := line.hit(at, "part", "edge")) is not None and lead.last < len(line):
        if line.hit(at, "deictic") is not None and lead.word.cls == "part":
            break
        at = lead.last
    if line.form(at) == "من" and at > i and line.hit(at + 1, "weekday", "deictic"):  # في وقت متأخر من الجمعة
        at += 1
    found = _named_day(line, at) or _numeric(line, at) or _day_month(line, at)
    return found or _month(line, at) or _season(line, at) or _year(line, at, at > i)


def read_day_number(line: Line, i: int) -> tuple[int, int] | None:
    """A day of the month in digits or as an ordinal: (day, next token)."""
    if (day := line.whole(i, 1, 31)) is not None:
        return day, i + 1
    if line.form(i) == "و" and (day := line.whole(i + 1, 1, 31)) is not None and line.tokens[i + 1].glued:
        return day, i + 2
    unit = line.hit(i, "ordinal")
    if unit is None:
        return None
    if unit.value < 10 and (teen := line.hit(unit.last, "teen")) is not None and not teen.prefix:
        return unit.value + 10, teen.last
    tens = line.hit(unit.last, "ordinal")
    if unit.value < 10 and tens is not None and tens.prefix == "و" and tens.value in (20, 30):
        return (unit.value + tens.value, tens.last) if unit.value + tens.value <= 31 else None
    return unit.value, unit.last


def _named_day(line: Line, i: int) -> Read | None:
    """أمس, اليوم, الجمعة, with a date right behind it when there is one."""
    deictic = line.hit(i, "deictic")
    weekday = line.hit(i, "weekday")
    first = deictic or weekday
    if first is None or line.quoted(i, first.last) or line.form(i - 1) in ("كل", "ايام"):
        return None
    if deictic is not None and line.form(i).endswith("اليوم"):
        follower = line.form(first.last)
        if line.hit(first.last, "ordinal") or follower in ("التالي", "نفسه", "ذاته", "الذي", "الوطني", "العالمي"):
            return None
        if line.behind(i, "name", "to") is not None:  # روسيا اليوم, حتى اليوم
            return None
    if weekday is not None and deictic is None and _two(line, i):
        return None
    last = first.last
    point = Point(offset=int(deictic.word.value)) if deictic else Point(weekday=first.value)
    other = line.hit(last, "weekday" if deictic else "deictic")
    if other is not None and not other.prefix:
        point, last = replace(point, offset=int((deictic or other).word.value)), other.last
    tense = line.hit(last, "tense")
    if tense is not None:
        point, last = replace(point, tense=tense.word.value), tense.last
    dated = _date_behind(line, last)
    return dated or (point, last)


def _two(line: Line, i: int) -> bool:
    """الاثنين as «the two» behind a definite dual: الجنديين الاثنين."""
    before = line.form(i - 1)
    return line.form(i) == "الاثنين" and before.startswith("ال") and before.endswith(("ين", "ان"))


def _date_behind(line: Line, i: int) -> Read | None:
    """A date with its month behind a weekday: الجمعة ٣٠ نوفمبر, الجمعة (30 نوفمبر), الجمعة الموافق 30 نوفمبر."""
    at = i + 1 if line.form(i) in ("،", ",", "(", "-", "–") else i
    if (equals := line.hit(at, "equals")) is not None:
        at = equals.last
    found = _numeric(line, at) or _day_month(line, at)
    if found is None or line.tokens[at].form.startswith("و"):
        return None
    point, last = found
    return point, last + 1 if line.form(i) == "(" and line.form(last) == ")" else last


def _numeric(line: Line, i: int) -> Read | None:
    """30/11/2018, 2018/11/30, 30-11-2018, 2018-11-30."""
    if line.form(i) == "" or line.tokens[i].kind != "number":
        return None
    form, last = line.form(i), i + 1
    dashed = line.form(i + 1) in _DASHES and line.form(i + 3) == line.form(i + 1)
    if dashed and i + 4 < len(line) and all(t.glued for t in line.tokens[i + 1 : i + 5]):
        form, last = "/".join(line.form(n) for n in (i, i + 2, i + 4)), i + 5
    for pattern, (y, m, d) in _NUMERIC:
        if match := pattern.fullmatch(form):
            year, month, day = int(match[y]), int(match[m]), int(match[d])
            if month > 12 and day <= 12:
                month, day = day, month
            if FIRST_YEAR <= year <= LAST_YEAR and valid(year, month, day):
                return Point(year, month, day), last
    return None


def valid(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _day_month(line: Line, i: int) -> Read | None:
    """16 من تشرين الثاني 2018, السادس عشر من شهر آب."""
    read = read_day_number(line, i)
    if read is None:
        return None
    day, at = read
    if line.form(at) == "من":
        at += 1
    month = _month(line, at, with_day=True)
    if month is None:
        return None
    point, last = month
    if not point.hijri and not valid(point.year or 2000, point.month or 1, day):
        return None
    if not (point.year or point.tense or point.years is not None) and line.behind(i, "name") is not None:
        return None  # ثورة 25 يناير
    return _other_calendar(line, replace(point, day=day), last)


def _month(line: Line, i: int, with_day: bool = False) -> Read | None:
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
    strong = cued or doubled or completed
    if not strong and month.word.cue == "strict":
        return None
    if not strong and month.word.cue == "any" and not (line.behind(at, "cue") or month.prefix[-1:] in ("ب", "ل")):
        return None
    if not completed and not with_day and (line.behind(at, "name") or line.behind(at - 1, "name")):
        return None  # حرب أكتوبر, ثورة 25 يناير
    return (point, end) if with_day else _other_calendar(line, point, end)


def _double(line: Line, i: int, month: int, hijri: bool) -> tuple[int, bool]:
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


def _year_of(line: Line, i: int, point: Point) -> Read:
    """The point with the year, or الماضي and its like, that follow a month or season; `i` when nothing follows."""
    at = i + 1 if line.form(i) in (",", "،", "من") else i
    word = line.hit(at, "year-word")
    low, high = (1300, 1500) if point.hijri else (FIRST_YEAR, LAST_YEAR)
    year_at = word.last if word is not None else at
    year = line.whole(year_at, low, high)
    if year is not None and (line.form(i) != "من" or word is not None or at == i + 1):
        last = year_at + 1
        era = line.hit(last, "era")
        return replace(point, year=year), era.last if era is not None and not era.prefix else last
    this = line.hit(at, "this")
    unit = line.hit(this.last if this else at, "unit-definite")
    if unit is not None and unit.word.value == "year 1":
        tense = line.hit(unit.last, "tense")
        if tense is not None or this is not None:
            years = {"past": -1, "future": 1}.get(tense.word.value if tense else "", 0)
            return replace(point, years=years), tense.last if tense else unit.last
    tense = line.hit(i, "tense")
    if tense is not None and not tense.prefix:
        return replace(point, tense=tense.word.value), tense.last
    return point, i


def _other_calendar(line: Line, point: Point, i: int) -> Read:
    """One date in two calendars, «10 شوال 1436هـ (26 يوليو 2015)»: the Gregorian one, behind both."""
    at = i + 1 if line.form(i) in ("(", "-", "–", "،", "/", "=") else i
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


def _season(line: Line, i: int) -> Read | None:
    """صيف 2012, الصيف الماضي, خريف العام الماضي; a season alone names no time."""
    season = line.hit(i, "season", "season-definite")
    if season is None:
        return None
    point, last = _year_of(line, season.last, Point(season=season.value))
    return (point, last) if last > season.last else None


def _year(line: Line, i: int, led: bool) -> Read | None:
    """عام 2014, العام 2014; or 2014 behind في, منذ, أواخر and the like."""
    word = line.hit(i, "year-word")
    if word is not None:
        year = line.whole(word.last, FIRST_YEAR, LAST_YEAR)
        if year is None:
            return None
        era = line.hit(word.last + 1, "era")
        return Point(year=year), era.last if era else word.last + 1
    year = line.whole(i, 1945, 2035)
    if year is None:
        return None
    bracketed = line.form(i - 1) == "(" and line.form(i + 1) == ")"
    if not (led or bracketed or line.behind(i, "year-cue", "edge", "season")):
        return None
    if year % 100 == 0 or line.form(i + 1) in ("/", ":") or "\u064b" in line.surface(i + 1):
        return None  # a round number, or one with its noun in the accusative, is rather an amount
    return Point(year=year), i + 1
