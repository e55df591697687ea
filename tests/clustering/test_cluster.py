"""Clusters across documents: what comes together, what stays apart, and that order does not matter."""

import itertools
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from furat.graph.clustering.cluster import cluster
from furat.graph.clustering.facts import ReportFact

ABOVE = {
    "aleppo": ("aleppo_governorate", "syria"),
    "old_aleppo": ("aleppo", "aleppo_governorate", "syria"),
    "aleppo_governorate": ("syria",),
    "syria": (),
}
SIDES = {"turkish_air_force": "turkey", "turkish_army": "turkey"}


def fact(document: str, n: int = 1, **more: Any) -> ReportFact:
    """A report of an air strike on Aleppo on 21 July 2015, changed as the test says."""
    day = more.pop("day", date(2015, 7, 21))
    places = more.pop("places", ("aleppo",))
    given: dict[str, Any] = {
        "iri": f"http://example.org/document/{document}#report={n},{n + 1}",
        "document": f"http://example.org/document/{document}",
        "publisher": document,
        "order": n,
        "type": "airstrike",
        "status": "asserted",
        "participants": {},
        "places": places,
        "ancestors": {p: ABOVE.get(p, ("syria",)) for p in {*places, *ABOVE}},
        "earliest": day,
        "latest": day,
        "edtf": None if day is None else day.isoformat(),
        "killed": None,
        "injured": None,
        "same_as": None,
        "issued": date(2015, 7, 22),
        "sides": SIDES,
    }
    return ReportFact(**{**given, **more})


def groups(facts: Sequence[ReportFact]) -> set[frozenset[str]]:
    """The clusters as sets of documents."""
    return {frozenset(m.report.split("/")[4].split("#")[0] for m in c.members) for c in cluster(facts)}


def test_two_outlets_that_tell_of_one_strike_come_together_with_a_reason() -> None:
    """Same type, place, day and toll; each membership says why and how sure."""
    (found,) = cluster([fact("a", killed=(18, 18)), fact("b", killed=(18, 18))])
    assert [m.report[-3:] for m in found.members] == ["1,2", "1,2"]
    assert all(m.why == "same type; same place; same day; same toll" and 0 < m.score <= 1 for m in found.members)


@pytest.mark.parametrize(
    "change",
    [
        {"day": date(2015, 7, 25), "issued": date(2015, 7, 25)},
        {"places": ("homs",)},
        {"type": "meeting"},
        {"type": "shelling"},
        {"status": "planned"},
        {"places": ("syria",)},
    ],
)
def test_what_differs_in_time_place_or_kind_stays_apart(change: dict[str, Any]) -> None:
    """Another day, town, type, weapon, a plan, or nothing but the country in common."""
    assert groups([fact("a"), fact("b", **change)]) == {frozenset("a"), frozenset("b")}


def test_another_toll_on_the_same_day_and_place_stays_visible_in_one_event() -> None:
    """18 dead and 20 dead: one event whose reports contradict each other, not two events and no average."""
    facts = [fact("a", killed=(18, 18), participants={"agent": ("saa",)}),
             fact("b", killed=(20, 20), participants={"agent": ("saa",)})]  # fmt: skip
    assert groups(facts) == {frozenset("ab")}


def test_another_toll_without_a_stated_day_is_another_event() -> None:
    """Two undated strikes on one city with other tolls need more than that to be one."""
    facts = [fact("a", killed=(18, 18), day=None), fact("b", killed=(12, 12), day=None)]
    assert groups(facts) == {frozenset("a"), frozenset("b")}


def test_organs_of_one_state_are_one_side() -> None:
    """The air force in one outlet and the army in another, against the same group on the same day."""
    one = fact("a", places=("syria",), participants={"agent": ("turkish_air_force",), "patient": ("islamic_state",)})
    other = fact("b", places=("syria",), participants={"agent": ("turkish_army",), "patient": ("islamic_state",)})
    assert groups([one, other]) == {frozenset("ab")}


def test_undated_news_is_of_the_days_before_its_publication() -> None:
    """A report without a time joins one dated the day before it appeared, not one of last month."""
    told = {"killed": (18, 18), "participants": {"agent": ("saa",)}}
    undated = fact("a", day=None, **told)
    assert groups([undated, fact("b", **told)]) == {frozenset("ab")}
    last_month = fact("b", day=date(2015, 6, 21), issued=date(2015, 6, 22), **told)
    assert groups([undated, last_month]) == {frozenset("a"), frozenset("b")}


def test_a_period_is_not_an_occurrence_in_it() -> None:
    """Fighting «since 2012» and a clash in 2012 are two things."""
    period = fact("a", type="clash", earliest=date(2012, 1, 1), latest=date(2012, 12, 31))
    assert groups([period, fact("b", type="clash", day=date(2012, 7, 21))]) == {frozenset("a"), frozenset("b")}


def test_reports_of_one_document_stay_in_the_chain_that_the_extractor_linked() -> None:
    """`same_as` ties them, and a chain joins another document's as a whole."""
    first = fact("a", 1, killed=(18, 18))
    again = fact("a", 2, same_as=first.iri, day=None)
    (found,) = cluster([first, again, fact("b", killed=(18, 18))])
    assert len(found.members) == 3


def test_a_contradiction_is_not_bridged_by_a_third_report() -> None:
    """A vague report fits the strikes of two days; the two stay apart."""
    told = {"killed": (18, 18)}
    facts = [
        fact("a", day=date(2015, 7, 20), **told),
        fact("b", day=date(2015, 7, 23), **told),
        fact("c", earliest=date(2015, 7, 20), latest=date(2015, 7, 23), **told),
    ]
    assert not any({"a", "b"} <= group for group in groups(facts))


def test_the_order_of_arrival_changes_nothing() -> None:
    """The same facts in any order give the same clusters, keys, scores and reasons."""
    facts = [
        fact(d, n, places=(p,), killed=(k, k))
        for n, (d, p, k) in enumerate(itertools.product("abc", ("aleppo", "old_aleppo", "homs"), (5, 9)))
    ]
    expected = cluster(facts)
    for seed in range(5):
        shuffled = list(facts)
        random.Random(seed).shuffle(shuffled)
        assert cluster(shuffled) == expected


def test_every_report_is_in_exactly_one_cluster() -> None:
    """Nothing is lost, nothing is counted twice; a report on its own is a cluster of one."""
    facts = [fact(d, n, same_as=None) for d in "abcd" for n in range(5)]
    members = [m.report for c in cluster(facts) for m in c.members]
    assert sorted(members) == sorted(f.iri for f in facts)
