"""What a single date says, before the publication date completes it."""

from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class Point:
    """A date as written; None where it is silent."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hijri: bool = False
    season: int | None = None  # 21-24
    weekday: int | None = None  # Monday 0
    offset: int | None = None  # days after publication: أمس -1
    tense: str = ""  # "past" الماضي, "current" الجاري, "future" المقبل
    years: int | None = None  # years after that of publication: تموز من العام الماضي -1
    unit: str = ""  # "day" "week" "month" "year" by `step` units after that of publication: الشهر الماضي
    step: int = 0


Read = tuple[Point, int]  # and the token behind it
