"""What an answer is made by beside the data: code, templates, style, queries, labels of this release, as one hash."""

from functools import cache
from importlib.resources import files

from furat.graph.dependence import code_version

_DATA = ("graph/serve/templates", "graph/serve/http/static", "queries", "ontology")


@cache
def release() -> str:
    """A hash that is another one as soon as the same data could be shown in another way; some 60 ms the first time.

    Every validator (ETag) holds it: after an update no client is told that its old page is still the new one.
    """
    data = tuple(
        f"{folder}/{entry.name}"
        for folder in _DATA
        for entry in sorted(files("furat").joinpath(*folder.split("/")).iterdir(), key=lambda entry: entry.name)
        if entry.is_file() and not entry.name.endswith((".py", ".pyc"))
    )
    return code_version(("furat.graph.serve.server",), data)
