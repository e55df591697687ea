"""SPARQL text of shapes: split into tokens, prefixes resolved, pre-bound variables put in place.

SHACL defines pre-binding for one focus node at a time. Here a query runs once over all of them, in one of two ways:
the pattern that binds them is put into each group that speaks of the variable (`inject`), which the engine can plan
as a join; or, where a sub-select, GRAPH or LIMIT would change its meaning, the whole query runs under LATERAL,
once for each of them (`inside_lateral`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from furat.graph.shacl.correlated import closing, ordered_inside_exists
from furat.graph.shacl.errors import ShapesError, UnsupportedShape
from furat.graph.shacl.tokens import SparqlToken, joined, tokenize
from furat.graph.shacl.vocabulary import OWL, RDF, RDFS, SH, XSD

_COUNTING = {"GROUP", "HAVING", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}
_OF_PATHS = ("/", "|", "*", "+", "?", "^")
_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
_WELL_KNOWN = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD, "sh": SH}


@dataclass(frozen=True, slots=True)
class Body:
    """A SELECT or ASK query of a shape, prefixes resolved and the rules of pre-binding checked."""

    tokens: tuple[SparqlToken, ...]
    place: str  # for errors: "constraint <...> of shape <...>"

    def mentions(self, variable: str) -> bool:
        """Whether the variable occurs in it."""
        return any(token.kind == "var" and token.text == variable for token in self.tokens)

    @property
    def needs_lateral(self) -> bool:
        """Whether joining it with all focus nodes at once could change what it says."""
        words = [token.text.upper() for token in self.tokens if token.kind == "word"]
        return words.count("SELECT") > 1 or not {"GRAPH", "LIMIT", "OFFSET", "FROM"}.isdisjoint(words)

    @property
    def projects_all(self) -> bool:
        """Whether it is a SELECT *."""
        return self._after_select() < len(self.tokens) and self.tokens[self._after_select()].text == "*"

    def group(self) -> tuple[SparqlToken, ...]:
        """The tokens between the outermost braces."""
        marks = [i for i, token in enumerate(self.tokens) if token.kind == "mark" and token.text in "{}"]
        if len(marks) < 2:
            raise ShapesError(f"{self.place}: the query has no {{ ... }} group")
        return self.tokens[marks[0] + 1 : marks[-1]]

    def inject(self, patterns: Mapping[str, str], constants: Mapping[str, str]) -> str:
        """The query with each pattern put into the groups that mention its variable (the first into the outermost)."""
        parts: list[str] = []
        exists: list[
            bool
        ] = []  # for each open group, whether it stands inside EXISTS, where variables are bound already
        first = next(iter(patterns))
        for index, token in enumerate(self.tokens):
            parts.append(str(token) if exists or token.kind != "var" else constants.get(token.text, str(token)))
            if token.kind == "mark" and token.text == "{":
                inside = (bool(exists) and exists[-1]) or self.tokens[index - 1].is_word("EXISTS")
                if not inside:
                    names = self._names_in_group(index)
                    parts += [p for name, p in patterns.items() if name in names or (name == first and not exists)]
                exists.append(inside)
            elif token.kind == "mark" and token.text == "}":
                exists.pop()
        if not self.projects_all and not self._projected(first):
            parts.insert(self._after_select(), f"?{first}")
        return joined(parts)

    def open_query(self, variable: str) -> str:
        """The query without any pattern for a variable, to see whether there is a solution for any of its values.

        Nothing where that could find less: a group that speaks of the variable must bind it before anything else does
        so, and there must be nothing that counts solutions.
        """
        if self.needs_lateral or any(token.kind == "word" and token.text.upper() in _COUNTING for token in self.tokens):
            return ""
        if not all(self._binds(index, variable) for index in self._groups() if self._speaks_of(index, variable)):
            return ""
        return joined([*map(str, self.tokens), "LIMIT", "1"])

    def _groups(self) -> Iterator[int]:
        """Where groups start, but those inside EXISTS."""
        index = 0
        while index < len(self.tokens):
            if self.tokens[index].is_mark("{"):
                if self.tokens[index - 1].is_word("EXISTS"):
                    index = closing(self.tokens, index)
                else:
                    yield index
            index += 1

    def _binds(self, start: int, variable: str) -> bool:
        """Whether a group begins with triples, and the variable is the subject of one of them before all else.

        Its predicate must be a plain one: by `*` or `?` a node is reached that no triple speaks of.
        """
        for index in range(start + 1, len(self.tokens) - 2):
            before, token, predicate, after = self.tokens[index - 1 : index + 3]
            if token.kind == "var" and token.text == variable:
                is_plain = predicate.kind == "iri" or predicate.text == "a"
                return before.text in ("{", ".") and is_plain and after.text not in _OF_PATHS
            if token.kind == "mark":
                if token.text not in (".", ";", ","):
                    return False
            elif token.kind == "word" and token.text != "a":
                return False
        return False

    def _speaks_of(self, start: int, variable: str) -> bool:
        """Whether a variable stands in a group, groups within left out but for those of EXISTS."""
        index = start + 1
        while not self.tokens[index].is_mark("}"):
            token = self.tokens[index]
            if token.is_mark("{"):
                end = closing(self.tokens, index)
                inner = Body(self.tokens[index:end], self.place)
                if self.tokens[index - 1].is_word("EXISTS") and inner.mentions(variable):
                    return True
                index = end
            elif token.kind == "var" and token.text == variable:
                return True
            index += 1
        return False

    def inside_lateral(self, rename: Callable[[str], str], bound: tuple[str, ...]) -> str:
        """The query for the inside of LATERAL or EXISTS: variables renamed, bound ones (old names) projected."""
        parts = [f"?{rename(token.text)}" if token.kind == "var" else str(token) for token in self.tokens]
        if not self.projects_all:
            missing = [f"?{rename(name)}" for name in bound if not self._projected(name)]
            parts[self._after_select() : self._after_select()] = missing
        return joined(parts)

    def group_text(self, rename: Callable[[str], str]) -> str:
        """The outermost group without its braces, variables renamed."""
        return joined(f"?{rename(t.text)}" if t.kind == "var" else str(t) for t in self.group())

    def _after_select(self) -> int:
        for index, token in enumerate(self.tokens):
            if token.is_word("SELECT"):
                following = self.tokens[index + 1]
                return index + (2 if following.is_word("DISTINCT") or following.is_word("REDUCED") else 1)
        return len(self.tokens)

    def _projected(self, name: str) -> bool:
        depth = 0
        for token in self.tokens[self._after_select() :]:
            if token.kind == "mark" and token.text in "({":
                if token.text == "{":
                    return False
                depth += 1
            elif token.kind == "mark" and token.text == ")":
                depth -= 1
            elif token.is_word("WHERE"):
                return False
            elif token.kind == "var" and token.text == name and depth == 0:
                return True
        return False

    def _names_in_group(self, start: int) -> set[str]:
        depth, names = 0, set()
        for token in self.tokens[start:]:
            if token.kind == "var":
                names.add(token.text)
            elif token.kind == "mark" and token.text in "{}":
                depth += 1 if token.text == "{" else -1
                if depth == 0:
                    break
        return names


def read_body(text: str, prefixes: Mapping[str, str], path: str | None, prebound: tuple[str, ...], place: str) -> Body:
    """The query of a constraint or validator; `path` is what $PATH stands for.

    What SHACL forbids in it (MINUS, VALUES, SERVICE, a sub-select that hides a pre-bound variable, AS a pre-bound
    variable) is refused.
    """
    known = dict(_WELL_KNOWN) | dict(prefixes)
    tokens: list[SparqlToken] = []
    raw = list(tokenize(text))
    index = 0
    while index < len(raw):
        token = raw[index]
        if token.is_word("PREFIX") and index + 2 < len(raw):
            known[raw[index + 1].text.rstrip(":")] = raw[index + 2].text[1:-1]
            index += 3
            continue
        tokens += _resolved(token, known, path, place)
        index += 1
    _check(Body(tuple(tokens), place), prebound)
    return Body(ordered_inside_exists(tokens), place)


def _resolved(token: SparqlToken, prefixes: Mapping[str, str], path: str | None, place: str) -> list[SparqlToken]:
    if token.kind == "var":
        if token.text != "PATH":
            return [token]
        if path is None:
            raise ShapesError(f"{place}: uses $PATH, but the shape has no sh:path")
        return [SparqlToken("iri", path)]
    if token.kind == "pname":
        prefix, local = token.text.split(":", 1)
        if prefix not in prefixes:
            raise ShapesError(f"{place}: the prefix {prefix}: is not declared; add it by sh:prefixes and sh:declare")
        plain = re.sub(r"\\(.)", r"\1", local)
        return [SparqlToken("iri", f"<{prefixes[prefix]}{plain}>")]
    return [token]


def _check(body: Body, prebound: tuple[str, ...]) -> None:
    for index, token in enumerate(body.tokens):
        if token.kind == "word" and token.text.upper() in _FORBIDDEN:
            raise UnsupportedShape(f"{body.place}: SHACL forbids {token.text.upper()} where variables are pre-bound")
        if token.is_word("AS"):
            following = body.tokens[index + 1 : index + 2]
            if following and following[0].kind == "var" and following[0].text in prebound:
                raise UnsupportedShape(f"{body.place}: AS must not bind the pre-bound ?{following[0].text} again")
    selects = [index for index, token in enumerate(body.tokens) if token.is_word("SELECT")]
    is_select = bool(selects) and selects[0] == 0
    for index in selects[1 if is_select else 0 :]:
        inner = Body(body.tokens[index:], body.place)
        needed = [name for name in prebound if name == "this" or body.mentions(name)]
        if inner.projects_all or not all(inner._projected(name) for name in needed if body.mentions(name)):
            raise UnsupportedShape(
                f"{body.place}: a sub-select must name the pre-bound variables {', '.join('?' + n for n in needed)}"
            )
