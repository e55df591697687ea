"""Constraints as SPARQL expressions and patterns over variables that are bound from outside.

Everything here is correlated: it stands inside FILTER, EXISTS or LATERAL, where Oxigraph hands the bound variables in.
No expression may raise an error: an error in FILTER counts as false, and a violation would be lost.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from furat.graph.shacl.datatype_shadow import comparable, exact_datatype_test, is_forgotten, kept
from furat.graph.shacl.datatypes import WELL_FORMED, datatype_test
from furat.graph.shacl.errors import CompilerFault, ShapesError, of_kind
from furat.graph.shacl.paths import Path, walk
from furat.graph.shacl.prebinding import ask, select
from furat.graph.shacl.shapes import Constraint, Shape, Shapes
from furat.graph.shacl.vocabulary import Node, Term

_KINDS = {
    "IRI": "isIRI({0})",
    "Literal": "isLiteral({0})",
    "BlankNode": "isBlank({0})",
    "BlankNodeOrIRI": "(isBlank({0}) || isIRI({0}))",
    "BlankNodeOrLiteral": "(isBlank({0}) || isLiteral({0}))",
    "IRIOrLiteral": "(isIRI({0}) || isLiteral({0}))",
}
_COMPARISONS = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
PYTHON_PATTERN = "urn:x-furat:shacl:pattern:"  # custom functions: (text) -> boolean

FOCUS_PARAMETERS = frozenset({"minCount", "maxCount", "hasValue", "qualifiedMinCount", "qualifiedMaxCount"})
ROW_PARAMETERS = frozenset({"lessThan", "lessThanOrEquals", "uniqueLang", "closed", "sparql"})


def is_value_test(constraint: Constraint) -> bool:
    """Whether it is decided for each value node by itself; `equals` only in part."""
    if constraint.parameter == "validator":
        return constraint.validator is not None and constraint.validator.is_ask
    return constraint.parameter not in FOCUS_PARAMETERS | ROW_PARAMETERS


@dataclass(slots=True)
class Expressions:
    """Writes expressions for one compilation: shapes, subclasses as the data has them, fresh variables."""

    shapes: Shapes
    subclasses: Callable[[NamedNode], tuple[NamedNode, ...]]
    shapes_graph: NamedNode | None = None
    exact: bool = False  # for a store that keeps every datatype (exact.py)
    patterns: dict[NamedNode, re.Pattern[str]] = field(default_factory=dict)  # for custom functions
    _count: int = 0

    def fresh(self) -> str:
        """A variable that nothing else uses."""
        self._count += 1
        return f"?_{self._count}"

    def term(self, term: Term) -> str:
        """A constant as the store holds it."""
        return str(kept(term) if self.exact else term)

    def comparable(self, var: str) -> str:
        """A variable's value in a comparison by `<`."""
        return comparable(var) if self.exact else var

    def steps(self, path: Path | None, start: str, end: str) -> str:
        """The pattern from a bound variable along a path; for no path the end is the start."""
        return walk(path, start, end, self.fresh) if path is not None else f"BIND({start} AS {end})"

    def has_class(self, cls: NamedNode, var: str) -> str:
        """Whether a node has the class or one below it."""
        classes = self.subclasses(cls)
        if len(classes) == 1:
            return f"EXISTS {{ {var} a {cls} }}"
        found = self.fresh()
        return f"EXISTS {{ {var} a {found} FILTER({found} IN ({', '.join(map(str, classes))})) }}"

    def conforms(self, node: Node, var: str) -> str:
        """Whether the node in a variable conforms to a shape, as one expression."""
        shape = self.shapes.by_node[node]
        if shape.deactivated:
            return "true"
        if shape.path is None:
            tests = [self.value_test(c, var, var) for c in shape.constraints if is_value_test(c)]
            tests += [self.conforms(each, var) for each in shape.properties]
        else:
            value = self.fresh()
            inner = [self.value_test(c, var, value) for c in shape.constraints if is_value_test(c)]
            inner += [self.conforms(each, value) for each in shape.properties]
            tests = []
            if inner:
                tests = [f"NOT EXISTS {{ {self.steps(shape.path, var, value)} FILTER(!{_all(inner)}) }}"]
        for each in shape.constraints:
            tests += self._more_tests(each, shape, var)
        return _all(tests)

    def _more_tests(self, constraint: Constraint, shape: Shape, var: str) -> list[str]:
        if constraint.parameter in FOCUS_PARAMETERS:
            return [self.focus_test(constraint, shape, var)]
        if is_value_test(constraint) and constraint.parameter != "equals":
            return []
        rows = self.rows(constraint, shape, var, self.fresh(), self.fresh(), self.fresh())
        return [f"NOT EXISTS {{ {rows} }}"]

    def value_test(self, constraint: Constraint, focus: str, value: str) -> str:  # noqa: C901 - one case a parameter
        """Whether a value node satisfies a constraint that looks at each value node by itself."""
        name, terms = constraint.parameter, constraint.terms
        match name:
            case "nodeKind":
                term = of_kind(terms[0], NamedNode)
                return _KINDS[term.value.rsplit("#", 1)[1]].format(value)
            case "datatype":
                term = of_kind(terms[0], NamedNode)
                if self.exact and is_forgotten(term):
                    return exact_datatype_test(term, value, WELL_FORMED)
                return datatype_test(term, value)
            case "class":
                term = of_kind(terms[0], NamedNode)
                return self.has_class(term, value)
            case "minExclusive" | "minInclusive" | "maxExclusive" | "maxInclusive":
                return f"COALESCE({self.comparable(value)} {_COMPARISONS[name]} {terms[0]}, false)"
            case "minLength":
                return f"(!isBlank({value}) && STRLEN(STR({value})) >= {constraint.count})"
            case "maxLength":
                return f"(!isBlank({value}) && STRLEN(STR({value})) <= {constraint.count})"
            case "pattern":
                return self._pattern(constraint, value)
            case "languageIn":
                ranges = " || ".join(f"LANGMATCHES(LANG({value}), {_plain(term)})" for term in terms)
                return f"(isLiteral({value}) && ({ranges or 'false'}))"
            case "in":
                return self._one_of(terms, value)
            case "equals":
                return f"EXISTS {{ {focus} {terms[0]} {value} }}"
            case "disjoint":
                return f"NOT EXISTS {{ {focus} {terms[0]} {value} }}"
            case "node":
                return self.conforms(_node(terms[0]), value)
            case "not":
                return f"(!{self.conforms(_node(terms[0]), value)})"
            case "and":
                return _all([self.conforms(_node(term), value) for term in terms])
            case "or":
                return f"({' || '.join(self.conforms(_node(term), value) for term in terms) or 'false'})"
            case "xone":
                ones = " + ".join(f"IF({self.conforms(_node(term), value)}, 1, 0)" for term in terms)
                return f"(({ones or '0'}) = 1)"
            case "validator":
                prefix = self.fresh()[1:]
                return ask(constraint.own_validator, focus, value, prefix, self.shapes_graph)
        raise CompilerFault(f"no value test for sh:{name}; please report this with the shape")

    def focus_test(self, constraint: Constraint, shape: Shape, focus: str) -> str:
        """Whether a focus node satisfies a constraint that counts its value nodes or looks for one."""
        name = constraint.parameter
        if name == "hasValue":
            wanted = constraint.terms[0]
            if isinstance(wanted, BlankNode):
                return "false"
            if shape.path is None:
                return f"sameTerm({focus}, {self.term(wanted)})"
            if isinstance(shape.path, NamedNode):
                return f"EXISTS {{ {focus} {shape.path} {self.term(wanted)} }}"
            value = self.fresh()
            found = f"FILTER(sameTerm({value}, {self.term(wanted)}))"
            return f"EXISTS {{ {self.steps(shape.path, focus, value)} {found} }}"
        value = self.fresh()
        pattern = self.steps(shape.path, focus, value)
        if name.startswith("qualified"):
            wanted_shapes = [self.conforms(_node(constraint.terms[0]), value)]
            wanted_shapes += [f"(!{self.conforms(sibling, value)})" for sibling in constraint.siblings]
            pattern = f"{{ {pattern} }} FILTER({_all(wanted_shapes)})"
        if name == "maxCount" and constraint.count == 1 and isinstance(shape.path, NamedNode):
            other = self.fresh()  # four times as fast as counting
            second = f"{focus} {shape.path} {other} FILTER(!sameTerm({value}, {other}))"
            return f"NOT EXISTS {{ {pattern} LATERAL {{ {second} }} }}"
        if name in ("minCount", "qualifiedMinCount"):
            return self._at_least(constraint.count, pattern, focus, value)
        return f"(!{self._at_least(constraint.count + 1, pattern, focus, value)})"

    def _at_least(self, count: int, pattern: str, focus: str, value: str) -> str:
        if count == 0:
            return "true"
        if count == 1:
            return f"EXISTS {{ {pattern} }}"
        having = f"GROUP BY {focus} HAVING(COUNT(DISTINCT {value}) >= {count})"
        return f"EXISTS {{ SELECT {focus} WHERE {{ {pattern} }} {having} }}"

    def rows(self, constraint: Constraint, shape: Shape, focus: str, value: str, other: str, node: str) -> str:
        """A pattern with a row for each violation of a constraint that compares value nodes with something.

        `value` is the value at fault; `other` the second value, the language or the predicate; `node` the value node
        whose triple a closed property shape does not allow.
        """
        name, terms = constraint.parameter, constraint.terms
        steps = self.steps(shape.path, focus, value)
        if name in ("lessThan", "lessThanOrEquals"):
            sign = "<" if name == "lessThan" else "<="
            wrong = f"FILTER(!COALESCE({self.comparable(value)} {sign} {self.comparable(other)}, false))"
            return f"{steps} LATERAL {{ {focus} {terms[0]} {other} {wrong} }}"
        if name == "equals":
            inner = self.fresh()
            same = f"{self.steps(shape.path, focus, inner)} FILTER(sameTerm({inner}, {value}))"
            return f"{focus} {terms[0]} {value} FILTER NOT EXISTS {{ {same} }}"
        if name == "uniqueLang":
            spoken = f'{{ {steps} }} BIND(LCASE(LANG({value})) AS {other}) FILTER({other} != "")'
            having = f"GROUP BY {focus} {other} HAVING(COUNT(DISTINCT {value}) > 1)"
            return f"{{ SELECT {focus} {other} WHERE {{ {spoken} }} {having} }}"
        if name == "closed":
            allowed = ", ".join(str(term) for term in terms if isinstance(term, NamedNode))
            extra = f"{node} {other} {value} FILTER({other} NOT IN ({allowed}))"
            return f"{self.steps(shape.path, focus, node)} LATERAL {{ {extra} }}"
        if name in ("sparql", "validator") and constraint.validator is not None:
            return select(constraint.validator, focus, self.fresh()[1:], self.shapes_graph)
        raise CompilerFault(f"no rows for sh:{name}; please report this with the shape")

    def _one_of(self, terms: tuple[Term, ...], value: str) -> str:
        iris = [str(term) for term in terms if isinstance(term, NamedNode)]
        tests = [f"(isIRI({value}) && {value} IN ({', '.join(iris)}))"] if iris else []
        others = [term for term in terms if not isinstance(term, NamedNode | BlankNode)]
        tests += [f"sameTerm({value}, {self.term(term)})" for term in others]
        return f"({' || '.join(tests) or 'false'})"

    def runs_query(self, constraint: Constraint) -> bool:
        """Whether a query of the shapes' own is part of the constraint, also deep inside."""
        if constraint.validator is not None:
            return True
        if constraint.parameter in ("node", "not", "and", "or", "xone", "qualifiedMinCount", "qualifiedMaxCount"):
            return any(self._queries_in(_node(term)) for term in (*constraint.terms, *constraint.siblings))
        return False

    def _queries_in(self, node: Node) -> bool:
        shape = self.shapes.by_node[node]
        return any(map(self.runs_query, shape.constraints)) or any(map(self._queries_in, shape.properties))

    def _pattern(self, constraint: Constraint, value: str) -> str:
        pattern = _plain(constraint.terms[0])
        flags = Literal("".join(sorted(set(constraint.flags) & set("ismxq"))))
        text = f"STR({value})"
        if _engine_takes(pattern, flags):
            return f"(!isBlank({value}) && REGEX({text}, {pattern}, {flags}))"
        chosen = sum(getattr(re, flag.upper()) for flag in flags.value if flag != "q")
        try:
            compiled = re.compile(pattern.value, chosen)
        except re.error as error:
            raise ShapesError(f"shapes: sh:pattern {pattern} is no regular expression: {error}") from error
        function = NamedNode(f"{PYTHON_PATTERN}{len(self.patterns)}")
        self.patterns[function] = compiled
        return f"(!isBlank({value}) && COALESCE({function}({text}), false))"


def _all(tests: list[str]) -> str:
    return f"({' && '.join(tests)})" if tests else "true"


def _node(term: Term) -> Node:
    return term if isinstance(term, BlankNode) else of_kind(term, NamedNode)


def _plain(term: Term) -> Literal:
    return Literal(str(getattr(term, "value", term)))


_EMPTY = Store()


def _engine_takes(pattern: Literal, flags: Literal) -> bool:
    """Whether Oxigraph's regular expressions know the pattern; they have no look-around and no back references."""
    solutions = _EMPTY.query(f'SELECT (REGEX("", {pattern}, {flags}) AS ?known) {{}}')
    return next(of_kind(solutions, QuerySolutions))["known"] is not None
