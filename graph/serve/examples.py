"""The project's queries as the endpoint offers them: ready to run, with what they answer."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from furat.graph.serve.lexer import lex


@dataclass(frozen=True, slots=True)
class Example:
    """A query of `queries/`."""

    name: str
    summary: str
    summary_ar: str
    text: str  # with its default parameters, without its header
    form: str  # SELECT, ASK, CONSTRUCT or DESCRIBE


@cache
def examples() -> tuple[Example, ...]:
    """All queries, by name."""
    folder = files("furat").joinpath("queries")
    found = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".rq"):
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        head = dict(line.removeprefix("#+ ").partition(": ")[::2] for line in lines if line.startswith("#+ "))
        text = "\n".join(line for line in lines if not line.startswith("#+ ")).strip() + "\n"
        found.append(
            Example(
                file.name.removesuffix(".rq"), head.get("summary", ""), head.get("summary-ar", ""), text,
                lex(text).form or "SELECT",
            )
        )  # fmt: skip
    return tuple(found)
