"""SHACL shapes compiled to SPARQL for Oxigraph; usable alone, with any store and any shapes.

compiled = compile_shapes(Path("shapes.ttl"))
results = compiled.validate(store)
print(report_turtle(results, {"ex": "http://example.org/"}))
"""

from furat.graph.shacl.errors import DataError, RecursiveShape, ReferenceFailure, ShapesError, UnsupportedShape
from furat.graph.shacl.report import report, report_turtle
from furat.graph.shacl.results import Result
from furat.graph.shacl.validation import Compiled, compile_shapes

__all__ = [
    "Compiled",
    "DataError",
    "RecursiveShape",
    "ReferenceFailure",
    "Result",
    "ShapesError",
    "UnsupportedShape",
    "compile_shapes",
    "report",
    "report_turtle",
]
