"""EDTF values and the days they span."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from furat.extract.time import edtf

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
MOMENTS = st.one_of(
    DAYS.map(edtf.of_day),
    st.builds(edtf.of_month, st.integers(1900, 2099), st.integers(1, 12)),
    st.builds(edtf.of_year, st.integers(1900, 2099)),
    st.builds(edtf.of_season, st.integers(1900, 2099), st.integers(21, 24)),
)


@given(MOMENTS)
def test_bounds_are_in_order_and_parse_back(moment: edtf.Moment) -> None:
    """Every single moment has a first day not after its last, and its text means the same again."""
    assert moment.earliest is not None and moment.latest is not None
    assert moment.earliest <= moment.latest
    assert edtf.parse(moment.edtf) == moment


@given(DAYS, st.integers(1, 5000))
def test_an_interval_runs_from_its_begin_to_its_end(begin: date, days: int) -> None:
    """An interval of days is bounded by exactly these days."""
    end = min(begin + timedelta(days=days), date(2100, 12, 31))
    made = edtf.interval(edtf.of_day(begin), edtf.of_day(end))
    assert (made.earliest, made.latest) == (begin, end)
    assert edtf.parse(made.edtf) == made


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2012-22", date(2012, 6, 1), date(2012, 8, 31)),
        ("2014-24", date(2014, 1, 1), date(2015, 2, 28)),
        ("2012/..", date(2012, 1, 1), None),
        ("../2016-02", None, date(2016, 2, 29)),
        ("XXXX-11", None, None),
        ("XXXX-02-29", None, None),
        ("2014-09/2015-01", date(2014, 9, 1), date(2015, 1, 31)),
    ],
)
def test_kinds_of_values(text: str, earliest: date | None, latest: date | None) -> None:
    """Seasons, open intervals and unknown years give the days that follow from them, and no others."""
    moment = edtf.parse(text)
    assert (moment.edtf, moment.earliest, moment.latest) == (text, earliest, latest)


@pytest.mark.parametrize("text", ["", "2014-13", "2014-00", "20141-01", "yesterday", "XXXX-13", "2014-02-30"])
def test_what_is_no_value_is_refused(text: str) -> None:
    """A text of none of the kinds in use is an error."""
    with pytest.raises(ValueError):
        edtf.parse(text)


def test_an_interval_without_ends_is_refused() -> None:
    """Open on both sides means nothing."""
    with pytest.raises(ValueError):
        edtf.interval(None, None)


def test_a_moment_to_itself_is_that_moment() -> None:
    """An interval that begins and ends with the same value is the value."""
    assert edtf.interval(edtf.of_year(2014), edtf.of_year(2014)) == edtf.of_year(2014)
