"""Inputs as users name them, files, folders, patterns, standard input, to Documents, one at a time."""

import glob
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from furat.extract.documents.checks import MAX_CHARACTERS, Admission
from furat.extract.documents.encoding import decode
from furat.extract.documents.html import read_html
from furat.extract.documents.records_json import read_lines, read_whole
from furat.extract.documents.refused import Refusal, Refused
from furat.extract.errors import InputError
from furat.extract.records import Document

SUFFIXES = frozenset({".txt", ".html", ".htm", ".json", ".jsonl"})
_STDIN = "standard input"


def read_inputs(inputs: Sequence[str], max_characters: int = MAX_CHARACTERS) -> Iterator[Document | Refused]:
    """The documents of files, folders, patterns such as `news/*.json`, and `-` for standard input.

    InputError at once for a path that does not exist; all else that cannot be read comes as a Refused and the rest
    goes on. Folders are walked in sorted order for .txt .html .htm .json .jsonl, names that begin with a dot left out.
    A text longer than `max_characters` is refused. A document that comes twice, same id and text, is given once.
    """
    return _admitted([found for given in inputs for found in _expand(given)], Admission(max_characters))


def _expand(given: str) -> list[str]:
    """The path itself, or what a pattern matches, sorted; InputError for nothing."""
    if given == "-" or Path(given).exists() or Path(given).is_symlink():
        return [given]
    matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
    if not matches:
        kind = "no file matches the pattern" if glob.has_magic(given) else "no such file or folder"
        raise InputError(f"{given}: {kind}; check the path")
    return matches


def _admitted(paths: Sequence[str], admission: Admission) -> Iterator[Document | Refused]:
    """What the readers give, checked."""
    for path in paths:
        found = _standard_input(admission.limit) if path == "-" else _path(Path(path), admission.limit)
        for item in found:
            if isinstance(item, Refused):
                yield item
            elif (admitted := admission.admit(item)) is not None:
                yield admitted


def list_files(inputs: Sequence[str]) -> Iterator[str | Refused]:
    """The files that `read_inputs` would read, each to be given to it alone; `-` stays. InputError as there."""
    return _listed([found for given in inputs for found in _expand(given)])


def _listed(paths: Sequence[str]) -> Iterator[str | Refused]:
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
        else:
            yield from (str(found) if isinstance(found, Path) else found for found in _walk(Path(path)))


def _path(path: Path, limit: int) -> Iterator[Document | Refused]:
    """A file, or the files of a folder."""
    if not path.is_dir():
        yield from _file(path, limit)
        return
    for found in _walk(path):
        if isinstance(found, Refused):
            yield found
        else:
            yield from _file(found, limit)


def _walk(path: Path) -> Iterator[Path | Refused]:
    """The files of a folder and what of it cannot be walked."""
    problems: list[OSError] = []
    any_file = False
    for folder, folders, names in os.walk(path, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                any_file = True
                yield Path(folder) / name
    for problem in problems:
        yield _unreadable(str(problem.filename), problem)
    if not any_file and not problems:
        yield Refused(str(path), f"the folder has no file of {_known()}", "name another folder, or the files")


def _known() -> str:
    return " ".join(sorted(SUFFIXES))


def _unreadable(origin: str, error: OSError) -> Refused:
    return Refused(origin, f"cannot be read: {error.strerror or error}", "check that it exists and its permissions")


def _file(path: Path, limit: int) -> Iterator[Document | Refused]:
    """The documents of one file."""
    origin, suffix = _shown(path), path.suffix.lower()
    if suffix not in SUFFIXES:
        yield Refused(origin, f"unknown kind of file {suffix or path.name!r}", f"give files of {_known()}")
        return
    if origin != str(path):
        yield Refused(origin, "the file's name is not UTF-8", "give it a name in UTF-8 (convmv does so for many)")
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Refused(origin, "is no regular file but a device, a pipe or a socket", "give its content as a file")
            return
        with path.open("rb") as stream:
            yield from _stream(stream, origin, path.stem, suffix, limit)
    except OSError as error:
        yield _unreadable(origin, error)


def _shown(path: Path) -> str:
    r"""A path as it can be printed and stored: bytes that are no UTF-8 stand as `\xcd`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _stream(stream: BinaryIO, origin: str, stem: str, suffix: str, limit: int) -> Iterator[Document | Refused]:
    if suffix == ".jsonl":
        yield from read_lines(stream, origin, stem, limit)
    elif suffix == ".json":
        yield from _json(stream, origin, stem, limit)
    else:
        yield _whole(stream, origin, stem, limit, html=suffix != ".txt")


def read_stream(
    stream: io.BufferedReader, origin: str, max_characters: int = MAX_CHARACTERS
) -> Iterator[Document | Refused]:
    """The documents of an open file of one of the kinds in SUFFIXES, as `read_inputs` gives them.

    `origin` is where it lies; its last part stands for the file's name. OSError when the stream breaks.
    """
    name, admission = PurePosixPath(origin), Admission(max_characters)
    for item in _stream(stream, origin, name.stem, name.suffix.lower(), max_characters):
        if isinstance(item, Refused):
            yield item
        elif (admitted := admission.admit(item)) is not None:
            yield admitted


def _json(stream: BinaryIO, origin: str, stem: str, limit: int) -> Iterator[Document | Refused]:
    """A .json file, which may be empty, UTF-8 or UTF-16, or hold an object a line."""
    head = cast(io.BufferedReader, stream).peek(4)[:4]
    if not head:
        yield Refused(origin, "the file is empty", "remove it or fill it", stem)
        return
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = io.TextIOWrapper(stream, encoding=encoding)
    try:
        yield from read_whole(text, origin, stem, limit)
    except UnicodeDecodeError as error:
        yield Refused(origin, f"not {encoding.removesuffix('-sig').upper()}: {error.reason}", "save it as UTF-8", stem)


def _whole(stream: BinaryIO, origin: str, stem: str, limit: int, *, html: bool) -> Document | Refused:
    """A file that is one document; what is larger than any text within the limit is not even read."""
    try:
        data = stream.read((8 if html else 4) * limit + 1)
        if len(data) > (8 if html else 4) * limit:
            raise Refusal(f"the file has more than {len(data) - 1:,} bytes", "split it into its articles")
        return read_html(data, stem, origin) if html else Document(id=stem, text=decode(data), origin=origin)
    except Refusal as refusal:
        return refusal.at(origin, stem)


def _standard_input(limit: int) -> Iterator[Document | Refused]:
    """Standard input: JSON when it begins with { or [, else one text."""
    stream = cast(io.BufferedReader, sys.stdin.buffer)
    head = stream.peek(64)[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        yield from _json(stream, _STDIN, "stdin", limit)
    elif head.startswith(b"{"):
        yield from read_lines(stream, _STDIN, "stdin", limit)
    else:
        yield _whole(stream, _STDIN, "stdin", limit, html=False)
