"""What goes wrong, told to the client: a status, a title, a sentence with the remedy (RFC 9457), never a path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from furat.extract.errors import FuratError
from furat.graph.serve.options import ServeOptions

TYPES = "https://w3id.org/furat/problem#"


@dataclass
class Problem(FuratError):
    """An answer that is an error; `kind` names its sort for programs, `detail` says what to do."""

    status: int
    kind: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.detail)

    @property
    def title(self) -> str:
        """The name of the status."""
        return HTTPStatus(self.status).phrase

    def body(self) -> dict[str, object]:
        """The members of `application/problem+json`."""
        return {
            "type": TYPES + self.kind, "title": self.title, "status": self.status, "detail": self.detail, **self.extra,
        }  # fmt: skip


def bad(detail: str, kind: str = "bad-request") -> Problem:
    """The client's request cannot be understood or is refused as it stands."""
    return Problem(400, kind, detail)


def busy(detail: str, seconds: int = 2) -> Problem:
    """The server has too much to do now; the client may come back."""
    return Problem(503, "busy", detail, {"retry-after": str(seconds)})


def not_found(detail: str) -> Problem:
    """Nothing has this address."""
    return Problem(404, "not-found", detail)


def method_not_allowed(method: str, allowed: str) -> Problem:
    """The address exists and does not take this method."""
    return Problem(405, "method", f"{method} is not possible here; possible: {allowed}", {"allow": allowed})


def of_worker(kind: str, detail: str, options: ServeOptions) -> Problem:
    """What a worker's error is to the client."""
    known = {
        "syntax": (400, detail),
        "bad-request": (400, detail),
        "not-acceptable": (406, detail),
        "unwritable": (406, detail),
        "not-found": (404, detail),
        "result-too-large": (
            507,
            f"the result is larger than {options.result_limit} MiB; ask for less, or page with LIMIT and OFFSET",
        ),
        "no-index": (501, f"{detail}; run `furat build`, which publishes one with it"),
        "no-room": (507, "the server has no room to keep the result; ask for less or come back later"),
        "memory": (507, f"the query needs more than {options.memory_limit} MiB of memory; ask for less"),
        "timeout": (504, "the query used more processor time than allowed and was ended; ask for less"),
        "crash": (500, "the query made the engine fail; simplify it"),
        "killed": (500, "the worker of this query was killed from outside; try again"),
    }
    status, text = known.get(kind, (500, "an error of the server's own; its log has it"))
    return Problem(status, kind if kind in known else "internal", text)
