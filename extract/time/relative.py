"""Times told from another: «قبل يومين», «الشهر الماضي», «خلال الـ24 ساعة الماضية», «بعد أربعة أيام على», «غداة»."""

from dataclasses import dataclass
from datetime import date, timedelta

from furat.extract.time.days import read_day_number
from furat.extract.time.edtf import Moment, interval, of_day, of_month, of_year
from furat.extract.time.ranges import TimeMatch
from furat.extract.time.token_view import TokenView

# Classes of the words that begin a time told from another; digits may too.
RELATIVE = frozenset({"ago", "since", "after", "morrow", "next-day", "unit-definite"})


@dataclass(frozen=True, slots=True)
class _Length:
    """A length of time: «يومين», «أربعة أشهر»; how much is None for «أيام»."""

    unit: str  # hour day week month year
    amount: int | None
    last: int


def read_relative(line: TokenView, i: int, published: date | None, anchor: date | None) -> TimeMatch | None:
    """A time that token `i` begins to tell from the publication date, or from `anchor`, the day told before it."""
    if anchor is not None and (found := _from_anchor(line, i, anchor)) is not None:
        return found
    if published is None:
        return None
    if line.hit(i, "ago") is not None:
        return _ago(line, i + 1, published)
    if (since := line.hit(i, "since")) is not None:
        return _since_length(line, since.last, published)
    return _in_a_row(line, i, published) or _past_length(line, i, published)


def _length(line: TokenView, i: int) -> _Length | None:
    """A length of time at `i`: a number with its unit, a unit alone (one), its dual (two) or plural (None)."""
    at = line.amount(i)
    unit = line.hit(at[1] if at else i, "unit")
    if unit is None or (at is not None and unit.prefix):
        return None
    name, _, count = unit.word.value.partition(" ")
    amount = at[0] if at is not None else {"1": 1, "2": 2}.get(count)
    return _Length(name, amount, unit.last)


def before(day: date, unit: str, amount: int) -> Moment:
    """The day, month or year that lies so long before a day; as coarse as the unit."""
    if unit == "year":
        return of_year(day.year - amount)
    if unit == "month":
        months = day.year * 12 + day.month - 1 - amount
        return of_month(months // 12, months % 12 + 1)
    return of_day(day - timedelta(days=_days(unit, amount)))


def _days(unit: str, amount: int) -> int:
    return {"hour": -(-amount // 24), "day": amount, "week": 7 * amount}[unit]


def _until_publication(length: _Length, published: date, last: int, why: str) -> TimeMatch | None:
    """The time from so long before publication until it."""
    if length.amount is None or not 0 < length.amount < 400:
        return None
    begin = before(published, length.unit, length.amount)
    return TimeMatch(last, interval(begin, of_day(published)), True, why)


def _from_publication(length: _Length, published: date) -> TimeMatch | None:
    """The time from publication until so long after it: اليومين القادمين, الأسابيع الثلاثة المقبلة."""
    if length.amount is None or not 0 < length.amount < 400:
        return None
    end = before(published, length.unit, -length.amount)
    return TimeMatch(length.last, interval(of_day(published), end), True, "so long from publication")


def _in_a_row(line: TokenView, i: int, published: date) -> TimeMatch | None:
    """لليوم الثالث على التوالي, للأسبوع الثاني على التوالي: since as many units before publication, less this one."""
    unit = line.hit(i, "unit-definite")
    if unit is None or not unit.word.value.endswith(" 1"):
        return None
    read = read_day_number(line, unit.last)
    row = line.hit(read[1], "in-a-row") if read is not None else None
    if read is None or row is None or not 1 < read[0] < 100:
        return None
    name = unit.word.value.partition(" ")[0]
    begin = before(published, name, read[0] - 1)
    return TimeMatch(row.last, interval(begin, of_day(published)), True, f"{name} number {read[0]} in a row")


def _ago(line: TokenView, i: int, published: date) -> TimeMatch | None:
    """قبل يومين, قبل نحو أسبوع; not قبل أيام (no number), قبل يومين من الانتخابات (told from something else)."""
    if (less := line.hit(i, "less")) is not None:
        length = _length(line, less.last)
        return _until_publication(length, published, length.last, "less than so long ago") if length else None
    about = line.hit(i, "about")
    length = _length(line, about.last if about is not None else i)
    if length is None or length.amount is None or length.unit == "hour" or not 0 < length.amount < 400:
        return None
    if line.hit(length.last, "after-what", "weekday", "deictic") or line.form(length.last).isdecimal():
        return None
    moment = before(published, length.unit, length.amount)
    return TimeMatch(length.last, moment, True, f"{length.amount} {length.unit} before publication")


def _since_length(line: TokenView, i: int, published: date) -> TimeMatch | None:
    """منذ أسبوعين, منذ أقل من أسبوع, منذ نحو شهر: until publication."""
    lead = line.hit(i, "less", "about")
    length = _length(line, lead.last if lead is not None else i)
    if length is None or line.hit(length.last, "weekday", "deictic") or line.form(length.last).isdecimal():
        return None
    return _until_publication(length, published, length.last, "so long until publication")


def _past_length(line: TokenView, i: int, published: date) -> TimeMatch | None:
    """الـ24 ساعة الماضية, الأيام الثلاثة الماضية, الساعات الـ48 الأخيرة, اليومين الماضيين, آخر 24 ساعة."""
    unit = line.hit(i, "unit-definite")
    amount: int | None = None
    if unit is not None:
        last = unit.last
        amount = {"1": None, "2": 2}.get(unit.word.value.partition(" ")[2])
        if (read := line.amount(last)) is not None:
            amount, last = read
    elif (read := line.amount(i)) is not None and (unit := line.hit(read[1], "unit")) is not None:
        amount, last = read[0], unit.last
        if line.hit(i - 1, "latest"):
            length = _Length(unit.word.value.partition(" ")[0], amount, last)
            return _until_publication(length, published, last, "the last so long until publication")
        if not line.proclitic(i):
            return None
    else:
        return None
    tense = line.hit(last, "tense", "before")
    name = unit.word.value.partition(" ")[0]
    if tense is None or tense.word.value == "current":
        return None
    if amount is None:
        return None
    if tense.word.value == "future":
        return _from_publication(_Length(name, amount, tense.last), published)
    length = _Length(name, amount, tense.last)
    return _until_publication(length, published, tense.last, "the past so long until publication")


def _from_anchor(line: TokenView, i: int, anchor: date) -> TimeMatch | None:
    """بعد أربعة أيام على X: X lies so long before the day told; غداة X: the day before; اليوم التالي: the day after."""
    if (day := line.hit(i, "next-day")) is not None:
        moment = of_day(anchor + timedelta(days=int(day.word.value)))
        return TimeMatch(day.last, moment, True, "from the day told before")
    if (morrow := line.hit(i, "morrow")) is not None and line.form(morrow.last):
        if line.hit(morrow.last, "weekday", "deictic"):
            return None
        moment = of_day(anchor + timedelta(days=int(morrow.word.value)))
        return TimeMatch(morrow.last, moment, True, "beside the day told before")
    if line.hit(i, "after") is None:
        return None
    about = line.hit(i + 1, "about")
    length = _length(line, about.last if about is not None else i + 1)
    if length is None or length.amount is None or length.unit == "hour" or length.amount > 400:
        return None
    what = line.hit(length.last, "after-what")
    if what is None:
        return None
    moment = before(anchor, length.unit, length.amount)
    return TimeMatch(what.last, moment, True, f"{length.amount} {length.unit} before the day told before")
