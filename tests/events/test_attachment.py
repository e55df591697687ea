"""What else belongs to an event: time, numbers, and what it takes over from the events told before it."""

import pytest

from furat.extract.records import Count, Report
from tests.events.conftest import Read


def bounds(count: Count | None) -> tuple[int | None, int | None] | None:
    return None if count is None else (count.minimum, count.maximum)


def of_type(reports: tuple[Report, ...], *types: str) -> list[Report]:
    return [r for r in reports if r.type in types]


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("قصف الطيران مدينة الرقة أمس", ["2018-11-29"]),
        ("نفذ التحالف عشرين غارة في تموز الماضي", ["2018-07"]),
        ("أعلنت وزارة الدفاع الروسية الثلاثاء أن طائرات قصفت مدينة الرقة", ["2018-11-27"]),
        ("في 12 أيلول 2018 قصفت طائرات بلدة هجين", ["2018-09-12"]),
        ("قصفت طائرات بلدة هجين", [None]),
        ("قتل خمسة مدنيين الجمعة في غارة على هجين", ["2018-11-30", "2018-11-30"]),
    ],
)
def test_an_event_is_dated_by_its_own_words(read: Read, sentence: str, edtf: list[str | None]) -> None:
    """News has the day of its saying where none of its own is told; there is no fallback to the publication date."""
    assert [r.time.edtf if r.time else None for r in read(sentence + ".").reports] == edtf


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("قتل ثمانية مدنيين وأصيب عشرون في غارة على هجين", (8, 8), (20, 20)),
        ("أسفرت الغارة عن مقتل ما لا يقل عن 18 شخصا", (18, None), None),
        ("أوقع الانفجار 32 قتيلا ومئة جريح", (32, 32), (100, 100)),
        ("قصف أدى إلى مقتل طفلين", (2, 2), None),
        ("غارة تقتل قياديا في هجين", (1, 1), None),
        ("سقط عشرات القتلى في غارة على هجين", None, None),
        ("استشهد ثلاثة رجال وأربع نساء في قصف على دوما", (7, 7), None),
    ],
)
def test_deaths_and_their_cause_share_the_numbers(
    read: Read, sentence: str, killed: tuple[int, int | None] | None, injured: tuple[int, int | None] | None
) -> None:
    """A strike with casualties carries them too; vague numbers are none."""
    reports = read(sentence + ".").reports
    assert len(of_type(reports, "killing")) == 1
    assert {bounds(r.killed) for r in reports} == {killed}
    assert {bounds(r.injured) for r in reports} == {injured}


def test_wounded_told_of_alone_are_an_event_without_dead(read: Read) -> None:
    """By the guide a wounding is a killing whose number of dead is not given."""
    (report,) = read("أصيب أربعة مدنيين بجروح في مدينة درعا.").reports
    assert (report.type, report.killed, bounds(report.injured)) == ("killing", None, (4, 4))


def test_captives_are_counted_apart(read: Read) -> None:
    """An arrest counts captives, not dead."""
    (report,) = read("اعتقلت قسد خمسة أشخاص في الرقة.").reports
    assert (bounds(report.captured), report.killed) == ((5, 5), None)


def test_a_definite_noun_goes_on_with_the_event_before(read: Read) -> None:
    """«الغارات» in the next sentence has the agent, place and day of the raids told of."""
    reports = read("شنت طائرات التحالف الدولي أمس غارات على بلدة هجين. وأوقعت الغارات عشرة قتلى.").reports
    first, again, deaths = reports
    assert [p.entity for p in again.participations if p.role == "agent"] == [
        p.entity for p in first.participations if p.role == "agent"
    ]
    assert again.time is not None and again.time.edtf == "2018-11-29"
    assert deaths.time is not None and deaths.time.edtf == "2018-11-29"
    assert again.same_as == 0


def test_another_place_is_not_taken_over(read: Read) -> None:
    """An event with a place of its own does not go on with one elsewhere."""
    reports = read("قصفت طائرات روسية أمس مدينة إدلب. وفي درعا، هز انفجار حي السد.").reports
    assert reports[1].time is None
    assert reports[1].same_as is None


def test_a_group_pointed_back_to_takes_part(read: Read) -> None:
    """«التنظيم» is the last armed group named; it is no mention."""
    reading = read("هاجم داعش بلدة هجين. وقتل التنظيم ثلاثة مدنيين.")
    attack, killing = reading.reports
    agents = [[p.entity for p in r.participations if p.role == "agent"] for r in (attack, killing)]
    assert agents[0] == agents[1]
    printed = [reading.document.text[m.span.start : m.span.end] for m in reading.mentions]
    assert "التنظيم" not in printed


def test_an_area_with_an_adjective_is_another_area(read: Read) -> None:
    """«المنطقة» is the last place named, «المنطقة الحدودية» is not."""
    places = [
        {p.entity for r in read(f"هز انفجار درعا. وقصفت طائرات تركية مواقع في {where}.").reports[1:]
         for p in r.participations if p.role == "location"}
        for where in ("المنطقة", "المنطقة الحدودية")
    ]  # fmt: skip
    assert places == [{"daraa"}, set()]


def test_who_speaks_does_what_is_told_in_the_first_person(read: Read) -> None:
    """«نطالب» inside a quotation is a demand of the speaker, and no claim of it."""
    (report,) = of_type(read("قال الرئيس التركي رجب طيب أردوغان: «نطالب روسيا بوقف العمليات».").reports, "demand")
    assert "erdogan" in [p.entity for p in report.participations if p.role == "agent"]
    assert all(claim.claimer != "erdogan" for claim in report.claims)
