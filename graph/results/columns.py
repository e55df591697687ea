"""The columns of SELECT *: in the order in which the query names them, where the engine has them by the alphabet."""

from collections.abc import Iterable

from furat.graph.sparql_lexer import lex


def may_have_star(text: str) -> bool:
    """Whether it is worth to look; quick. Not where another endpoint is asked: it would be asked twice."""
    return "*" in text and "service" not in text.lower()


def with_columns(text: str, variables: Iterable[str]) -> str | None:
    """The query with the variables that `*` stands for in the order of the text; None when nothing would change.

    `variables` are those that the engine gives: which ones a star means, it knows.

    >>> with_columns("SELECT * { ?s ?p ?o }", ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    >>> with_columns("SELECT ?s { { SELECT * { ?s ?p ?o } } }", ["s"]) is None
    True
    """
    lexed, known = lex(text), list(variables)
    select = next((i for i in lexed.positions("SELECT") if lexed.depths[i] == 0), None)
    if select is None:
        return None
    star = select + 1 + (lexed.texts[select + 1 : select + 2] in (("DISTINCT",), ("REDUCED",)))
    if lexed.texts[star : star + 1] != ("*",):
        return None
    told = (token[1:] for token, kind in zip(lexed.texts, lexed.kinds, strict=True) if kind == "var")
    ordered = [name for name in dict.fromkeys(told) if name in known]
    if ordered == known or sorted(ordered) != sorted(known):
        return None
    at = lexed.starts[star]
    return f"{text[:at]}{' '.join('?' + name for name in ordered)}{text[at + 1 :]}"
