"""Errors of the SHACL package: whose fault, at which shape, and what to do."""

from typing import TypeVar

from furat.extract.errors import FuratError

T = TypeVar("T")


class ShapesError(FuratError):
    """A shapes graph breaks a syntax rule of SHACL; the text names the shape and the parameter."""


class UnsupportedShape(ShapesError):
    """A shape uses a feature that the compiler does not translate; the text names it and the way out."""


class RecursiveShape(UnsupportedShape):
    """Shapes refer to each other in a circle, which SHACL leaves undefined; the text names the circle."""


class DataError(FuratError):
    """A file cannot be read as RDF; the text starts with the path and, where known, the line."""


class ReferenceFailure(FuratError):
    """pySHACL could not run the shapes; the text is its own reason."""


class CompilerFault(FuratError):
    """The parser let pass what the compiler does not know: a fault of this package, to be reported."""


def of_kind(value: object, kind: type[T]) -> T:
    """The value, which the parser or the engine promised to be of that kind.

    Raises: CompilerFault when it is not.
    """
    if not isinstance(value, kind):
        raise CompilerFault(f"{value!r} is no {kind.__name__}; please report this with the shape")
    return value
