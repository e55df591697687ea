"""What a step's output depends on: the modules it reaches by imports, and the data files that lie beside them.

A store remembers under which code each of its parts was made, and makes it again when that code changed. What counts
is found from the sources themselves, so that nobody keeps a list: every module of furat that is imported, anywhere
in a module (inside a function, for types only, or named in a string such as `"furat.extract.pipeline:read_document"`),
is followed. That is sometimes more than what runs, never less.
"""

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

_FROM = re.compile(r"^[ \t]*from[ \t]+(furat[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+(furat[\w.]*)", re.MULTILINE)
_NAMED = re.compile(r"[\"'](furat(?:\.\w+)+)[:\"']")
_NAME = re.compile(r"(\w+)(?:\s+as\s+\w+)?")
_COMMENT = re.compile(r"#[^\n]*")
_CODE = (".py", ".pyc")


@cache
def closure(entries: tuple[str, ...]) -> tuple[str, ...]:
    """The names of all modules of furat that these modules reach, themselves included, sorted.

    A package counts with what it imports when something is imported from it (`from furat.extract.names import finder`
    needs the module alone, `... import NameFinder` the package), and by itself when it only lies on the way.
    """
    followed: set[str] = set()
    ahead = list(entries)
    while ahead:
        name = ahead.pop()
        if name in followed or (source := _source(name)) is None:
            continue
        followed.add(name)
        ahead += _reached(source.read_text(encoding="utf-8"))
    parts = [name.split(".") for name in followed]
    return tuple(sorted(followed | {".".join(part[:n]) for part in parts for n in range(1, len(part))}))


def data_files(modules: Iterable[str]) -> tuple[str, ...]:
    """The files that are no code in the folders of these modules, as paths below the package, sorted.

    A package reads what lies beside it: tables, queries, shapes. Folders without modules (`extract/lexicon`, `seeds`,
    `ontology`) belong to nobody's folder and are hashed by what reads them.
    """
    folders = {name if _is_package(name) else name.rpartition(".")[0] for name in modules}
    found = set()
    for folder in folders:
        place = folder.replace(".", "/").removeprefix("furat").removeprefix("/")
        if place:
            found |= {f"{place}/{e.name}" for e in _at(place).iterdir() if e.is_file() and not e.name.endswith(_CODE)}
    return tuple(sorted(found))


@cache
def code_version(entries: tuple[str, ...], data: tuple[str, ...] = ()) -> str:
    """A hash over the closure of these modules, the data beside them, and further files of the package in `data`."""
    modules = closure(entries)
    digest = sha256()
    for name in modules:
        source = _source(name)
        digest.update(name.encode() + b"\0" + (source.read_bytes() if source else b"") + b"\0")
    for path in sorted({*data_files(modules), *data}):
        digest.update(path.encode() + b"\0" + _at(path).read_bytes() + b"\0")
    return digest.hexdigest()


def _reached(source: str) -> set[str]:
    """The modules that a source names: imported ones, names imported from packages, strings that name a module."""
    found = set(_IMPORT.findall(source)) | set(_NAMED.findall(source))
    for package, names in _FROM.findall(source):
        inner = {f"{package}.{name}" for name in _NAME.findall(_COMMENT.sub("", names))}
        modules = {name for name in inner if _source(name) is not None}
        found |= modules if modules == inner else modules | {package}
    return found


@cache
def _source(name: str) -> Traversable | None:
    """The file of a module of furat; None when the name is that of a function or class, or of nothing."""
    place = name.replace(".", "/").removeprefix("furat").removeprefix("/")
    for path in (f"{place}/__init__.py" if place else "__init__.py", f"{place}.py"):
        entry = _at(path)
        if entry.is_file():
            return entry
    return None


def _is_package(name: str) -> bool:
    source = _source(name)
    return source is not None and source.name == "__init__.py"


def _at(path: str) -> Traversable:
    return files("furat").joinpath(*path.split("/"))
