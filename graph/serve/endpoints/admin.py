"""For those who run the server: health, readiness, metrics, and the queries that run now."""

import asyncio
import re
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from furat.graph.serve.guard.limits import fingerprint
from furat.graph.serve.http.context import Site
from furat.graph.serve.problem import Problem, not_found

_NUMBER = re.compile("[0-9]{1,18}")
_METRICS = "text/plain; version=0.0.4; charset=utf-8"


def health_routes(site: Site) -> list[Route]:
    """`/health`: the front end lives. `/ready`: it can answer queries. `/metrics`: Prometheus text."""

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})

    async def ready(request: Request) -> Response:
        state = {
            "snapshot": site.snapshot.info.id,
            "quads": site.snapshot.info.quads,
            "documents": site.snapshot.info.documents,
        }
        if not site.pool.ready:
            raise Problem(503, "not-ready", "no worker has opened the store yet", {"retry-after": "1"})
        return JSONResponse({"status": "ready", **state}, headers={"cache-control": "no-store"})

    async def metrics(request: Request) -> Response:
        return PlainTextResponse(
            "\n".join(_metrics(site)) + "\n", media_type=_METRICS, headers={"cache-control": "no-store"}
        )

    return [Route("/health", health), Route("/ready", ready), Route("/metrics", metrics)]


def _metrics(site: Site) -> Iterator[str]:
    pool = site.pool
    yield "# TYPE furat_requests_total counter"
    for (route, status), count in sorted(site.requests.items()):
        yield f'furat_requests_total{{route="{route}",status="{status}"}} {count}'
    yield "# TYPE furat_request_seconds_total counter"
    for route, seconds in sorted(site.seconds.items()):
        yield f'furat_request_seconds_total{{route="{route}"}} {seconds:.6f}'
    yield "# TYPE furat_worker_events_total counter"
    for reason, count in sorted(pool.counts.items()):
        yield f'furat_worker_events_total{{event="{reason}"}} {count}'
    busy = sum(1 for worker in pool.workers if worker.job)
    gauges = {
        "furat_workers": len(pool.workers), "furat_workers_busy": busy, "furat_queue_waiting": pool.waiting,
        "furat_snapshot": site.snapshot.info.id, "furat_quads": site.snapshot.info.quads,
        "furat_documents": site.snapshot.info.documents, "furat_ready": int(pool.ready),
    }  # fmt: skip
    for name, value in gauges.items():
        yield f"# TYPE {name} gauge"
        yield f"{name} {value}"


def admin_routes(site: Site) -> list[Route]:
    """`/admin/queries`: what runs and waits (GET), and the end of one of them (DELETE /admin/queries/NUMBER)."""

    async def listing(request: Request) -> Response:
        _authorise(site, request)
        now = asyncio.get_running_loop().time()
        rows = [
            {
                "number": job.number, "state": "waiting" if job.started is None else "running", "client": job.client,
                "seconds": round(now - job.arrived, 3), "left": round(job.deadline - now, 3), "pace": job.pace,
                "query": fingerprint(job.text), "text": job.text[:2000],
            }
            for job in site.pool.jobs()
        ]  # fmt: skip
        return JSONResponse({"queries": rows}, headers={"cache-control": "no-store"})

    async def cancel(request: Request) -> Response:
        _authorise(site, request)
        number = request.path_params["number"]
        if not _NUMBER.fullmatch(number) or not site.pool.cancel(int(number)):
            raise not_found("no such query runs or waits")
        return Response(status_code=204)

    return [
        Route("/admin/queries", listing),
        Route("/admin/queries/{number}", cancel, methods=["DELETE"]),
    ]


def _authorise(site: Site, request: Request) -> None:
    if site.token is None:
        raise Problem(403, "no-administrator", "this server was started without a token (--write-token-file)")
    site.authorise(request)
