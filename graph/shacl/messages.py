"""Messages of results: the shape's own, with the variables of SPARQL put in, or one in English for each component."""

import re
from collections.abc import Callable, Mapping

from pyoxigraph import Literal, NamedNode

from furat.graph.shacl.shapes import Constraint, Shape
from furat.graph.shacl.vocabulary import Term

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")

_Writer = Callable[[Constraint], str]
_DEFAULT: dict[str, _Writer] = {
    "nodeKind": lambda c: f"Value is not of node kind {_name(c.terms[0])}",
    "datatype": lambda c: f"Value is not a well-formed literal of datatype {_name(c.terms[0])}",
    "class": lambda c: f"Value is not of class {_name(c.terms[0])}",
    "minExclusive": lambda c: f"Value is not greater than {_name(c.terms[0])}",
    "minInclusive": lambda c: f"Value is less than {_name(c.terms[0])}, or not comparable with it",
    "maxExclusive": lambda c: f"Value is not less than {_name(c.terms[0])}",
    "maxInclusive": lambda c: f"Value is greater than {_name(c.terms[0])}, or not comparable with it",
    "minLength": lambda c: f"Value is shorter than {c.count} characters",
    "maxLength": lambda c: f"Value is longer than {c.count} characters",
    "pattern": lambda c: f"Value does not match the pattern {_name(c.terms[0])}",
    "languageIn": lambda c: f"Language is not among {_names(c.terms)}",
    "uniqueLang": lambda c: "More than one value in the same language",
    "in": lambda c: f"Value is not among {_names(c.terms)}",
    "hasValue": lambda c: f"The value {_name(c.terms[0])} is missing",
    "minCount": lambda c: f"Fewer than {c.count} values",
    "maxCount": lambda c: f"More than {c.count} values",
    "equals": lambda c: f"Values differ from those of {_name(c.terms[0])}",
    "disjoint": lambda c: f"Value is also a value of {_name(c.terms[0])}",
    "lessThan": lambda c: f"Value is not less than each value of {_name(c.terms[0])}",
    "lessThanOrEquals": lambda c: f"Value is greater than a value of {_name(c.terms[0])}, or not comparable with it",
    "closed": lambda c: "Property is not allowed: the shape is closed",
    "node": lambda c: f"Value does not conform to {_name(c.terms[0])}",
    "not": lambda c: f"Value conforms to {_name(c.terms[0])}, which it must not",
    "and": lambda c: f"Value does not conform to all of {_names(c.terms)}",
    "or": lambda c: f"Value conforms to none of {_names(c.terms)}",
    "xone": lambda c: f"Value does not conform to exactly one of {_names(c.terms)}",
    "qualifiedMinCount": lambda c: f"Fewer than {c.count} values conform to {_name(c.terms[0])}",
    "qualifiedMaxCount": lambda c: f"More than {c.count} values conform to {_name(c.terms[0])}",
    "sparql": lambda c: "The query of the constraint found a violation",
    "validator": lambda c: f"Violates the constraint component {_name(c.component)}",
}


def static_messages(shape: Shape, constraint: Constraint) -> tuple[Literal, ...]:
    """The messages of a result as far as they depend on the shapes alone, placeholders still in them."""
    own = constraint.validator.messages if constraint.validator is not None else ()
    return own or shape.messages or (Literal(_DEFAULT[constraint.parameter](constraint), language="en"),)


def filled(messages: tuple[Literal, ...], values: Mapping[str, Term | None]) -> tuple[Literal, ...]:
    """Messages with `{?var}` and `{$var}` replaced; a variable without a value keeps its placeholder."""

    def value(match: re.Match[str]) -> str:
        term = values.get(match[1])
        return match[0] if term is None else str(getattr(term, "value", term))

    def fill(message: Literal) -> Literal:
        text = _PLACEHOLDER.sub(value, message.value)
        return Literal(text, language=message.language) if message.language else Literal(text)

    return tuple(fill(message) if "{" in message.value else message for message in messages)


def _name(term: Term) -> str:
    if isinstance(term, NamedNode):
        return term.value.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]
    return str(getattr(term, "value", term))


def _names(terms: tuple[Term, ...]) -> str:
    return ", ".join(map(_name, terms))
