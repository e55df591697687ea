"""Who is next: turns between clients, a full queue, and what is remembered of shapes."""

import asyncio
from collections.abc import Iterator

import pytest

from furat.graph.serve.workers.schedule import QUANTUM, REMEMBERED, FairQueue, Job, Paces


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Futures belong to a loop."""
    found = asyncio.new_event_loop()
    yield found
    found.close()


def job(loop: asyncio.AbstractEventLoop, client: str, shape: str = "x", number: int = 0, weight: int = 0) -> Job:
    """A request of a client."""
    return Job(number, {}, b"", client, shape, "", 0.0, 0.0, loop.create_future(), weight=weight)


def test_clients_take_turns(loop: asyncio.AbstractEventLoop) -> None:
    """However many requests one of them has."""
    queue = FairQueue(10, Paces())
    for client, count in (("a", 4), ("b", 2)):
        for n in range(count):
            assert queue.put(job(loop, client, number=n)) is None
    order = []
    while (found := queue.take("fast", "unknown", "slow")) is not None:
        order.append(found.client)
    assert order == ["a", "b", "a", "b", "a", "a"]


def test_a_full_queue_takes_from_who_has_most(loop: asyncio.AbstractEventLoop) -> None:
    """The newcomer gets in at the cost of the flood's last; the flood itself gets nothing more."""
    queue = FairQueue(3, Paces())
    flood = [job(loop, "flood", number=n) for n in range(3)]
    assert [queue.put(j) for j in flood] == [None, None, None]
    more = job(loop, "flood")
    assert queue.put(more) is more
    assert queue.put(job(loop, "other")) is flood[2]
    assert len(queue) == 3


def test_what_was_learnt_while_a_job_waited_counts(loop: asyncio.AbstractEventLoop) -> None:
    """Its pace is looked up when it is taken."""
    paces = Paces()
    queue = FairQueue(10, paces)
    queue.put(job(loop, "a", "slow one"))
    paces.learn("slow one", 10 * QUANTUM)
    assert queue.take("fast", "unknown") is None
    found = queue.take("slow")
    assert found is not None
    assert found.pace == "slow"


def test_of_unknown_jobs_the_lightest_goes_first(loop: asyncio.AbstractEventLoop) -> None:
    """A look-up does not wait behind a product of everything."""
    queue = FairQueue(10, Paces())
    for number, weight in enumerate((9, 1, 5)):
        queue.put(job(loop, "a", f"shape {number}", number, weight))
    taken = [found.number for _ in range(3) if (found := queue.take("unknown")) is not None]
    assert taken == [1, 2, 0]


def test_paces_change_with_experience_and_are_forgotten_by_and_by() -> None:
    """One slow run marks a shape, fast ones clear it; only so many shapes are kept."""
    paces = Paces()
    assert paces.of("q") == "unknown"
    paces.learn("q", 0.001)
    assert paces.of("q") == "fast"
    paces.learn("q", 5 * QUANTUM)
    assert paces.of("q") == "slow"
    for _ in range(10):
        paces.learn("q", 0.001)
    assert paces.of("q") == "fast"
    for n in range(REMEMBERED):
        paces.learn(f"other {n}", 0.001)
    assert paces.of("q") == "unknown"
