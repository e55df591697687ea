"""sh:datatype in SPARQL: the datatype of a literal, and whether its text is one that the datatype allows.

Oxigraph keeps a well-formed literal of the XSD types by value: "5"^^xsd:nonNegativeInteger comes back as
"5"^^xsd:integer, "1.50"^^xsd:decimal as 1.5, xsd:dateTimeStamp as xsd:dateTime. A test on what a store holds
therefore takes an xsd:integer within the range of an integer-derived type for a literal of that type. Ill-formed
literals stay as they were written; only those that Oxigraph's own casts do not take are read here, in Python.
"""

import re
from datetime import date

from pyoxigraph import Literal, NamedNode

from furat.graph.shacl.vocabulary import XSD, Term

WELL_FORMED = NamedNode("urn:x-furat:shacl:wellFormed")  # custom function: (literal) -> boolean

INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_NUMERIC = {"integer", "decimal", "double", "float"}
_CASTS = {"boolean", "dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"} | {
    "duration",
    "dayTimeDuration",
    "yearMonthDuration",
}

_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_MONTH_AND_DAY = r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d)"
_DAY_PART = r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)"
_LEXICAL = {
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "boolean": r"true|false|1|0",
    "date": rf"(?P<day>{_YEAR}-\d\d-\d\d){_ZONE}",
    "dateTime": rf"(?P<day>{_YEAR}-\d\d-\d\d)T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"(?P<day>{_YEAR}-\d\d-\d\d)T{_TIME}(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))",
    "time": rf"{_TIME}{_ZONE}",
    "gYear": rf"{_YEAR}{_ZONE}",
    "gYearMonth": rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonth": rf"--(?:0[1-9]|1[0-2]){_ZONE}",
    "gDay": rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    "gMonthDay": rf"--(?:{_MONTH_AND_DAY}){_ZONE}",
    "duration": rf"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?{_DAY_PART}?",
    "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": rf"-?P(?=[\dT])(?:\d+D)?{_DAY_PART}?",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
}
_COMPILED = {name: re.compile(pattern, re.ASCII) for name, pattern in _LEXICAL.items()}


def well_formed(literal: Literal) -> bool:
    """Whether a literal's text is in the lexical space of its datatype; true for datatypes that XSD does not define."""
    name = literal.datatype.value.removeprefix(XSD)
    text = literal.value.strip(" \t\r\n")
    if name in INTEGERS:
        low, high = INTEGERS[name]
        if not _COMPILED["integer"].fullmatch(text):
            return False
        value = int(text)
        return (low is None or value >= low) and (high is None or value <= high)
    pattern = _COMPILED.get(name)
    if pattern is None or name == literal.datatype.value:
        return True
    match = pattern.fullmatch(text)
    return match is not None and ("day" not in pattern.groupindex or _is_day(match["day"]))


def _is_day(text: str) -> bool:
    year, month, day = text.removeprefix("-").split("-")
    try:
        date(int(year) % 400 + 400, int(month), int(day))  # a year with the same leap day; date itself ends at 9999
    except ValueError:
        return False
    return True


def well_formed_function(term: Term) -> Literal:
    """`well_formed` as Oxigraph calls it."""
    return Literal(isinstance(term, Literal) and well_formed(term))


def datatype_test(datatype: NamedNode, var: str) -> str:
    """An expression that is true for literals of the datatype with well-formed text, and false for all else."""
    name = datatype.value.removeprefix(XSD) if datatype.value.startswith(XSD) else ""
    same = f"isLiteral({var}) && datatype({var}) = {datatype}"
    if name in _NUMERIC:
        return f"({same} && (isNumeric({var}) || {WELL_FORMED}({var})))"
    if name in _CASTS:
        return f"({same} && (COALESCE(isLiteral({datatype}({var})), false) || {WELL_FORMED}({var})))"
    if name in INTEGERS:
        low, high = INTEGERS[name]
        bounds = [f"{var} >= {low}"] if low is not None else []
        bounds += [f"{var} <= {high}"] if high is not None and high < 2**63 else []
        within = " && ".join([f"datatype({var}) = <{XSD}integer> && isNumeric({var})", *bounds])
        return f"(isLiteral({var}) && (({within}) || (datatype({var}) = {datatype} && {WELL_FORMED}({var}))))"
    if name == "dateTimeStamp":
        zoned = f'datatype({var}) = <{XSD}dateTime> && TZ({var}) != ""'
        written = f"datatype({var}) = {datatype} && {WELL_FORMED}({var})"
        return f"(isLiteral({var}) && (COALESCE({zoned}, false) || ({written})))"
    if name in _LEXICAL:
        return f"({same} && {WELL_FORMED}({var}))"
    return f"({same})"
