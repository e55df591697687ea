"""Requests that no browser sends: each gets its own answer, never an error of the server's own."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from running import Server, make_store
from starlette.requests import Request

from furat.graph.serve.http import context as site_module
from furat.graph.serve.http.context import Site
from furat.graph.serve.options import ServeOptions
from furat.graph.serve.workers.pool import QueryPool, WorkerResult


@pytest.mark.parametrize("limit", ["%C2%B2", "9" * 5000, "%D9%A3", "-1", "0", "1001", "1e3", "x"])
def test_a_limit_is_a_small_number_in_ascii_digits(linked: Server, limit: str) -> None:
    """Superscripts, numbers of thousands of digits and words are the client's error."""
    assert linked.get(f"/search?q=x&limit={limit}&format=json").status == 400


def test_a_number_of_thousands_of_digits_names_no_query(linked: Server) -> None:
    """Nothing has this address."""
    assert linked.request("DELETE", "/admin/queries/" + "9" * 5000).status in (403, 404)


@pytest.mark.parametrize("path", ["/actor/nobody", "/sparql?query=nonsense", "/store?graph=http://example.org/none"])
def test_a_star_does_not_make_up_what_is_not_there(linked: Server, path: str) -> None:
    """`If-None-Match: *` is true of nothing: 304 would say that there is a representation."""
    asked = linked.get(path, "text/turtle", If_None_Match="*").status
    assert asked == linked.get(path, "text/turtle").status
    assert asked in (400, 404)


def test_the_editor_varies_by_encoding_too(linked: Server) -> None:
    """A cache must not give the compressed page to who cannot read it."""
    assert "Accept-Encoding" in linked.get("/sparql", "text/html").headers["vary"]


def test_a_long_accept_header_costs_next_to_nothing(linked: Server) -> None:
    """Only the first ranges count; what comes behind them is not weighed."""
    many = ",".join(f"a/b{n};q=0.1" for n in range(2000))
    assert linked.get("/actor/air_force", f"text/turtle,{many}").headers["content-type"].startswith("text/turtle")
    assert linked.get("/actor/air_force", f"{many},text/turtle").status == 406


def test_a_snapshot_without_search_index_says_so(tmp_path: Path) -> None:
    """It is no error of the server's own; the answer names the remedy."""
    store = make_store(tmp_path / "store")
    (store / "current" / "search.sqlite").unlink(missing_ok=True)
    with Server(store, workers=1) as server:
        answer = server.get("/search?q=x&format=json")
        assert answer.status == 501
        assert "furat build" in answer.json()["detail"]


def test_every_line_of_the_log_is_json(tmp_path: Path) -> None:
    """Also when a snapshot cannot be read, which is told once, quotes and all."""
    store = make_store(tmp_path / 'it\'s a "store"')
    with Server(store, workers=1) as server:
        broken = store / "snapshots" / "it's broken"
        broken.mkdir()
        link = store / "current"
        right = link.readlink()
        (store / "next").symlink_to(broken)
        (store / "next").rename(link)
        server.until(lambda: any(line.get("error") == "snapshot" for line in server.log()))
        assert server.query("ASK {}").json()["boolean"] is True
        (store / "next").symlink_to(right)
        (store / "next").rename(link)


def test_what_is_found_links_to_the_web_or_nowhere(tmp_path: Path) -> None:
    """A name in the graph that is a script, or looks like another host's path, is never a link of the page."""
    base = "http://data.example/"
    names = ("javascript:alert(1)", f"{base}/evil.example/x")
    lines = []
    for number, iri in enumerate(names):
        about = f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/furat/ontology#Actor>"
        lines.append(f"{about} <{base}graph/gazetteer> .")
        label = f'<http://www.w3.org/2004/02/skos/core#prefLabel> "zanbaq{number}"@en'
        lines.append(f"<{iri}> {label} <{base}graph/gazetteer> .")
    with Server(make_store(tmp_path / "store", "\n".join(lines) + "\n", base), workers=1) as server:
        for number in range(len(names)):
            page = server.get(f"/search?q=zanbaq{number}", "text/html").text
            assert f"zanbaq{number}" in page
            assert 'href="javascript:' not in page
            assert 'href="//' not in page


class _OnePool:
    """A pool that answers everything at once, with nothing but a head."""

    snapshot = SimpleNamespace(info=SimpleNamespace(etag="e", base_iri="http://data.example/"))

    def __init__(self, result: WorkerResult) -> None:
        self.result = result

    async def run(self, *_: Any, **__: Any) -> WorkerResult:
        await asyncio.sleep(0)
        return self.result


def _site(result: WorkerResult) -> Site:
    return Site(Path(), ServeOptions(), cast(QueryPool, _OnePool(result)))


def _request() -> Request:
    return Request({"type": "http", "headers": [], "client": ("127.0.0.1", 1)})


async def _ask(site: Site, key: str) -> None:
    await site.cached(_request(), {}, "shape", key=key)


def test_answers_without_a_body_fill_the_cache_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches answer in the head; ever new ones must not grow the server."""
    monkeypatch.setattr(site_module, "_CACHE_ALL", 100_000)
    site = _site(WorkerResult({"size": 0, "hits": ["x" * 100] * 10}, b"", None))

    async def many() -> None:
        for number in range(1000):
            await _ask(site, str(number))

    asyncio.run(many())
    assert 0 < len(site._cache) < 100


def test_answers_that_come_twice_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests for one thing that cross each other do not wear the cache down."""
    monkeypatch.setattr(site_module, "_CACHE_ALL", 100_000)
    site = _site(WorkerResult({"size": 5_000}, b"x" * 5_000, None))

    async def together() -> None:
        for number in range(15):
            await asyncio.gather(*(_ask(site, str(number)) for _ in range(3)))

    asyncio.run(together())
    assert len(site._cache) == 15


def test_forwarded_headers_count_only_where_a_proxy_is_trusted(tmp_path: Path) -> None:
    """Else anybody could choose whose share of the queue a request takes, and the addresses in answers."""
    forged = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}
    store = make_store(tmp_path / "store")
    for trusted in (False, True):
        with Server(store, workers=1, trust_proxy=trusted) as server:
            told = server.get("/robots.txt", **forged).text
            server.until(lambda server=server: any(line.get("path") == "/robots.txt" for line in server.log()))
            client = next(line["client"] for line in server.log() if line.get("path") == "/robots.txt")
            assert ("https://" in told) is trusted
            assert client == ("203.0.113.9" if trusted else "127.0.0.1")
