"""Random small graphs and random shapes, as Turtle text, for comparison of two engines.

Kept out, because pySHACL is known to differ from SHACL there (docs/validation.md): order between values that SPARQL
cannot compare, sh:datatype rdfs:Literal, literals that are not in canonical form, the inverse of a sequence,
sh:minLength 0 of blank nodes. Order has graphs of its own, with numbers and strings only.
"""

from hypothesis import strategies as st

PREFIXES = """@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NODES = [":n0", ":n1", ":n2", ":n3", "_:b0", "_:b1"]
PREDICATES = [":p", ":q", ":r"]
CLASSES = [":C", ":D", ":E"]
LITERALS = [
    *("0", "1", "2", "7", "1.5", "2.5", '""', '"a"', '"ab"', '"b7"', '"abcd"'),
    *(
        '"a"@en',
        '"b"@en',
        '"a"@ar',
        '"c"@en-GB',
        '"d"@en',
        '"e"@ar',
        '"2018-02-20"^^xsd:date',
        '"2018-03-01"^^xsd:date',
    ),
    *('"x"^^xsd:integer', '"2018-02-30"^^xsd:date'),
]
NUMBERS = ["0", "1", "2", "7", "1.5", "2.5", '"ab"', '"abcd"']

nodes = st.sampled_from(NODES)
iris = st.sampled_from([node for node in NODES if node.startswith(":")])
predicates = st.sampled_from(PREDICATES)
classes = st.sampled_from(CLASSES)
terms = st.one_of(nodes, st.sampled_from(LITERALS))
constants = st.one_of(iris, st.sampled_from(LITERALS))
counts = st.integers(0, 2)


@st.composite
def graphs(draw: st.DrawFn) -> str:
    """A small graph: types, a class hierarchy, and triples between few nodes."""
    lines = [PREFIXES]
    lines += [f"{n} a {c} ." for n, c in draw(st.lists(st.tuples(nodes, classes), max_size=5))]
    lines += [f"{a} rdfs:subClassOf {b} ." for a, b in draw(st.lists(st.tuples(classes, classes), max_size=2))]
    lines += [f"{s} {p} {o} ." for s, p, o in draw(st.lists(st.tuples(nodes, predicates, terms), max_size=14))]
    return "\n".join(lines)


@st.composite
def paths(draw: st.DrawFn, depth: int = 2) -> str:
    """A property path in Turtle."""
    if depth == 0 or draw(st.integers(0, 2)) > 0:
        return draw(predicates)
    inner = paths(depth - 1).filter(lambda path: not path.startswith("( "))
    kind = draw(st.sampled_from(["seq", "alt", "inverse", "zeroOrMore", "oneOrMore", "zeroOrOne"]))
    if kind == "seq":
        return f"( {draw(inner)} {draw(inner)} )"
    if kind == "alt":
        return f"[ sh:alternativePath ( {draw(inner)} {draw(inner)} ) ]"
    return f"[ sh:{kind}Path {draw(inner)} ]"


@st.composite
def constraints(draw: st.DrawFn, is_property: bool, depth: int) -> str:
    """One constraint, as `predicate object` in Turtle."""
    names = ["class", "datatype", "nodeKind", "in", "hasValue", "minLength", "maxLength"]
    names += ["pattern", "languageIn", "equals", "disjoint", "closed"]
    if is_property:
        names += ["minCount", "maxCount", "uniqueLang"] * 2
    if depth:
        names += ["node", "not", "and", "or", "xone", "property"] * 2 + (["qualified"] * 3 if is_property else [])
    name = draw(st.sampled_from(names))
    nested = shapes(depth - 1) if depth else st.nothing()
    match name:
        case "class":
            return f"sh:class {draw(classes)}"
        case "datatype":
            types = ["xsd:integer", "xsd:string", "rdf:langString", "xsd:date", "xsd:boolean", "xsd:decimal", ":unit"]
            return f"sh:datatype {draw(st.sampled_from(types))}"
        case "nodeKind":
            kinds = ["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
            return f"sh:nodeKind sh:{draw(st.sampled_from(kinds))}"
        case "in":
            return f"sh:in ( {' '.join(draw(st.lists(constants, max_size=4)))} )"
        case "hasValue":
            return f"sh:hasValue {draw(constants)}"
        case "minLength":
            return f"sh:minLength {draw(st.integers(1, 3))}"
        case "maxLength" | "minCount" | "maxCount":
            return f"sh:{name} {draw(counts)}"
        case "pattern":
            flags = draw(st.sampled_from(["", ' ; sh:flags "i"']))
            pattern = draw(st.sampled_from(["a", "^A", "7$", "n[12]", "^[a-c]+$"]))
            return f'sh:pattern "{pattern}"{flags}'
        case "languageIn":
            tags = draw(st.lists(st.sampled_from(['"en"', '"ar"']), max_size=2))
            return f"sh:languageIn ( {' '.join(tags)} )"
        case "equals" | "disjoint":
            return f"sh:{name} {draw(predicates)}"
        case "closed":
            return f"sh:closed true ; sh:ignoredProperties ( {draw(st.sampled_from(['rdf:type', ':p rdf:type']))} )"
        case "uniqueLang":
            return "sh:uniqueLang true"
        case "node":
            return f"sh:node {draw(node_shapes(depth - 1))}"
        case "not":
            return f"sh:not {draw(nested)}"
        case "property":
            return f"sh:property {draw(property_shapes(depth - 1))}"
        case "and" | "or" | "xone":
            return f"sh:{name} ( {' '.join(draw(st.lists(nested, min_size=1, max_size=3)))} )"
    disjoint = draw(st.sampled_from(["", " ; sh:qualifiedValueShapesDisjoint true"]))
    bound = draw(st.sampled_from(["Min", "Max"]))
    return f"sh:qualifiedValueShape {draw(nested)} ; sh:qualified{bound}Count {draw(counts)}{disjoint}"


SINGLE = ("datatype", "nodeKind", "in ", "min", "max", "languageIn", "uniqueLang", "closed", "qualified", "pattern")


def _compatible(found: list[str]) -> list[str]:
    """Without a second value of a parameter that takes one."""
    kept: list[str] = []
    for each in found:
        name = each.split(" ", 1)[0]
        if not (name.startswith(tuple(f"sh:{s.strip()}" for s in SINGLE)) and any(k.startswith(name) for k in kept)):
            kept.append(each)
    return kept


@st.composite
def property_shapes(draw: st.DrawFn, depth: int = 1) -> str:
    """A property shape as a blank node."""
    found = _compatible(draw(st.lists(constraints(True, depth), min_size=1, max_size=3)))
    return f"[ sh:path {draw(paths())} ; {' ; '.join(found)} ]"


@st.composite
def shapes(draw: st.DrawFn, depth: int = 1) -> str:
    """A node or property shape as a blank node."""
    return draw(property_shapes(depth) if draw(st.booleans()) else node_shapes(depth))


@st.composite
def node_shapes(draw: st.DrawFn, depth: int = 1) -> str:
    """A node shape as a blank node."""
    found = _compatible(draw(st.lists(constraints(False, depth), min_size=1, max_size=2)))
    return f"[ a sh:NodeShape ; {' ; '.join(found)} ]"


@st.composite
def shapes_graphs(draw: st.DrawFn) -> str:
    """A shapes graph: one or two shapes with targets, of every kind, and a severity and message."""
    lines = [PREFIXES]
    for index in range(draw(st.integers(1, 2))):
        targets = draw(
            st.lists(
                st.one_of(
                    classes.map("sh:targetClass {}".format),
                    predicates.map("sh:targetSubjectsOf {}".format),
                    predicates.map("sh:targetObjectsOf {}".format),
                    st.one_of(iris, st.sampled_from(['"a"', "7"])).map("sh:targetNode {}".format),
                ),
                min_size=1,
                max_size=2,
            )
        )
        body = draw(shapes(2))[1:-1].strip()
        name = draw(st.sampled_from([f":S{index}", f":S{index}", f":{'CD'[index]} a rdfs:Class , sh:NodeShape ;"]))
        if "sh:path" in body.split("[")[0]:
            name = f":S{index}"
        extra = ['sh:severity sh:Warning ; sh:message "wrong"@en'] if draw(st.booleans()) else []
        lines.append(f"{name} {' ; '.join([*targets, *extra])} ; {body} .")
    return "\n".join(lines)


@st.composite
def ordered_graphs(draw: st.DrawFn) -> str:
    """A graph whose :p and :q have literals only."""
    found = st.tuples(iris, st.sampled_from([":p", ":q"]), st.sampled_from(NUMBERS))
    return "\n".join([PREFIXES, *(f"{s} {p} {o} ." for s, p, o in draw(st.lists(found, max_size=10)))])


@st.composite
def ordering_shapes(draw: st.DrawFn) -> str:
    """A shape that compares values with those of another property or a constant, directly or inside a negation."""
    path = draw(st.sampled_from([":p", ":q", "[ sh:alternativePath ( :p :q ) ]"]))
    name = draw(st.sampled_from(["lessThan", "lessThanOrEquals"]))
    inner = f"sh:path {path} ; sh:{name} {draw(st.sampled_from([':p', ':q']))}"
    if draw(st.booleans()):
        bound = draw(st.sampled_from(["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"]))
        inner = f"sh:path {path} ; sh:{bound} {draw(st.sampled_from(NUMBERS))}"
    target = f"sh:targetSubjectsOf {draw(st.sampled_from([':p', ':q']))}"
    return PREFIXES + draw(st.sampled_from([f":S {target} ; {inner} .", f":S {target} ; sh:not [ {inner} ] ."]))
