"""Inputs on any fsspec file system: what `furat.extract.documents` does for paths, for URLs too."""

import glob
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import cast

from fsspec.core import url_to_fs

from furat.extract.documents import SUFFIXES, Refused, read_stream
from furat.extract.documents import list_files as list_paths
from furat.extract.documents import read_inputs as read_paths
from furat.extract.errors import InputError
from furat.extract.records import Document

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(given: str) -> bool:
    """Whether an input is on a file system that is named by its scheme, such as s3://bucket/news."""
    return _URL.match(given) is not None


def list_files(inputs: Sequence[str]) -> Iterator[str | Refused]:
    """The files of paths and URLs, folders and patterns, in the order of `inputs`; InputError for what is not there."""
    return iter([file for given in inputs for file in (_listed(given) if is_url(given) else list_paths([given]))])


def read_inputs(inputs: Sequence[str]) -> Iterator[Document | Refused]:
    """The documents of files that `list_files` listed."""
    for given in inputs:
        if is_url(given):
            yield from _read(given)
        else:
            yield from read_paths([given])


def _listed(url: str) -> list[str | Refused]:
    try:
        fs, path = url_to_fs(url)
        if glob.has_magic(path):
            found = [name for name in sorted(fs.glob(path)) if not fs.isdir(name)]
        elif fs.isdir(path):
            found = [name for name in sorted(fs.find(path)) if _is_news(name.removeprefix(path))]
            if not found:
                known = " ".join(sorted(SUFFIXES))
                return [Refused(url, f"the folder has no file of {known}", "name another folder, or the files")]
        else:
            found = [path] if fs.exists(path) else []
        if not found:
            raise InputError(f"{url}: nothing there; check the address")
        return [str(fs.unstrip_protocol(name)) for name in found]
    except ImportError as error:  # the file system's own package
        raise InputError(f"{url}: {' '.join(str(error).split())}") from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"{url}: cannot be listed: {' '.join(str(error).split())}; check address and rights"
        ) from error


def _is_news(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in path.parts)


def _read(url: str) -> Iterator[Document | Refused]:
    if PurePosixPath(url).suffix.lower() not in SUFFIXES:
        kind = PurePosixPath(url).suffix or PurePosixPath(url).name
        yield Refused(url, f"unknown kind of file {kind!r}", f"give files of {' '.join(sorted(SUFFIXES))}")
        return
    try:
        fs, path = url_to_fs(url)
        with fs.open(path, "rb") as file, io.BufferedReader(file, 1 << 20) as stream:
            yield from read_stream(cast(io.BufferedReader, stream), url)
    except OSError as error:
        yield Refused(url, f"cannot be read: {error.strerror or error}", "check that it exists and its permissions")
