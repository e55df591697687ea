"""The store that is pushed to, as the user names it."""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from furat.extract.errors import FuratError, InputError

_EXAMPLE = "sparql+http://localhost:7878/store"


class TargetError(FuratError):
    """The store that is pushed to cannot be reached, or refuses what it is sent."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push to."""

    url: str  # of the Graph Store Protocol, which takes ?graph=IRI
    authorization: str | None = field(default=None, repr=False)  # value of the header


def parse_target(address: str, token_file: Path | None = None) -> Target:
    """The target of an address: `sparql+`, then the http or https URL of its Graph Store Protocol.

    The token file holds a bearer token, or `user:password` for a store that asks for these.

    >>> parse_target("sparql+https://example.org/rdf-graph-store").url
    'https://example.org/rdf-graph-store'
    """
    scheme, plus, url = address.partition("+")
    try:
        parts = urlsplit(url)
        port_is_fit = parts.port is None or parts.port > 0
    except ValueError:
        port_is_fit = False
    if (scheme, plus) != ("sparql", "+") or not port_is_fit or parts.scheme not in ("http", "https"):
        raise InputError(f"target {address!r}: give the address of its Graph Store Protocol as in {_EXAMPLE}")
    if not parts.hostname or parts.fragment:
        raise InputError(f"target {address!r}: give host and path, without '#', as in {_EXAMPLE}")
    if parts.username is not None:
        raise InputError(f"target at {parts.hostname}: write user:password into a file for --target-token-file")
    return Target(url, _authorization(token_file) if token_file else None)


def _authorization(path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{path}: cannot read the target's token: {why}; check path and permissions") from error
    if not token or not token.isprintable() or (":" not in token and not token.isascii()):
        raise InputError(f"{path}: holds no token; write the target's bearer token, or user:password, on one line")
    if ":" in token:  # no bearer token has one (RFC 6750)
        return "Basic " + base64.b64encode(token.encode()).decode()
    return f"Bearer {token}"
