"""Coreference within a document: which reports tell of one event, and which cannot."""

from datetime import date

import pytest

from furat.extract.coreference.resolve import Facts, Geography, resolve
from furat.extract.coreference.resolve import conflict as conflict_of_facts
from furat.extract.records import Count, Participation, Report, Role, Span, Time

GEOGRAPHY = Geography(
    within={"hajin": "deir_ez_zor", "deir_ez_zor": "syria", "homs": "syria"},
    side={"turkish_army": "turkey", "turkish_air_force": "turkey"},
)
HERE = Span(0, 0)


def when(day: int) -> Time:
    return Time(f"2018-11-{day:02}", date(2018, 11, day), date(2018, 11, day), HERE, "test")


def told(
    text: str,
    word: str,
    type: str,
    *,
    nth: int = 0,
    time: Time | None = None,
    killed: int | None = None,
    sentence: int = 0,
    status: str = "asserted",
    **roles: str,
) -> Report:
    """A report whose trigger is `word` in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(word, start + 1)
    parts: list[Participation] = []
    for name, value in roles.items():
        role: Role = name  # type: ignore[assignment]
        parts.append(Participation(role, value, None, HERE, "test"))
    count = None if killed is None else Count(killed, killed, HERE, "test")
    return Report(
        Span(start, start + len(word)), type, Span(sentence, sentence + 1), status, "", tuple(parts), (), time,  # type: ignore[arg-type]
        count, None, None, 1.0, "",
    )  # fmt: skip


def conflict(one: Report, other: Report, geography: Geography) -> str | None:
    return conflict_of_facts(Facts.of(one, TEXT, geography), Facts.of(other, TEXT, geography))


TEXT = "غارات على هجين\nشن التحالف غارات على هجين في دير الزور.\nوأوقعت الغارات قتلى. ووقعت اشتباكات، ثم تجددت الغارات"


def test_a_definite_noun_takes_up_the_event_told_before() -> None:
    """«الغارات» after «غارات على هجين» is the same event, also from the headline on; all point to the first."""
    reports = [
        told(TEXT, "غارات", "airstrike", location="hajin"),
        told(TEXT, "غارات", "airstrike", nth=1, sentence=20, agent="coalition", location="hajin"),
        told(TEXT, "الغارات", "airstrike", sentence=60, location="hajin"),
    ]
    assert [r.same_as for r in resolve(reports, TEXT, GEOGRAPHY)] == [None, 0, 0]


def test_a_larger_place_holds_the_smaller_one() -> None:
    """Strikes on Deir ez-Zor and on Hajin in it can be one event; on Homs they cannot."""
    hajin = told(TEXT, "غارات", "airstrike", location="hajin")
    assert conflict(hajin, told(TEXT, "الغارات", "airstrike", location="deir_ez_zor"), GEOGRAPHY) is None
    assert conflict(hajin, told(TEXT, "الغارات", "airstrike", location="homs"), GEOGRAPHY) == "places"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"type": "meeting"}, "types"),
        ({"type": "shelling"}, "weapons"),
        ({"type": "airstrike", "time": when(9)}, "times"),
        ({"type": "airstrike", "agent": "russia"}, "agents"),
        ({"type": "airstrike", "killed": 12}, "numbers"),
        ({"type": "airstrike", "status": "planned"}, "one is planned"),
        ({"type": "airstrike", "agent": "turkish_army"}, None),
    ],
)
def test_what_two_reports_of_one_event_must_not_contradict(other: dict[str, object], reason: str | None) -> None:
    """Type, weapon, day, side, numbers and planned against done; organs of one state are one side."""
    one = told(TEXT, "غارات", "airstrike", time=when(3), killed=30, agent="turkish_air_force")
    kind = str(other.pop("type"))
    assert conflict(one, told(TEXT, "الغارات", kind, **other), GEOGRAPHY) == reason  # type: ignore[arg-type]


def test_a_chain_never_joins_what_contradicts() -> None:
    """A vague report fits two days; it joins one of them, and the two days stay apart."""
    reports = [
        told(TEXT, "غارات", "airstrike", time=when(3), location="hajin"),
        told(TEXT, "غارات", "airstrike", nth=1, sentence=20, time=when(9), location="hajin"),
        told(TEXT, "الغارات", "airstrike", sentence=60, location="hajin"),
    ]
    first, second, third = resolve(reports, TEXT, GEOGRAPHY)
    assert (first.same_as, second.same_as) == (None, None)
    assert third.same_as in (0, 1)
