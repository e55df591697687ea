"""Headers of requests that are lists: several lines of one name are one list (RFC 9110 5.3)."""

from starlette.requests import Request


def listed(request: Request, name: str) -> str | None:
    """All lines of a header as one, in order; None when there is none."""
    lines = request.headers.getlist(name)
    return ", ".join(lines) if lines else None
