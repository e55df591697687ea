"""A folder on any fsspec file system that shards pass through: written by workers, fetched and removed here."""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fsspec.core import url_to_fs

from furat.extract.errors import InputError, StoreError
from furat.graph.distributed.messages import Shard

_CHUNK = 1 << 20


class Scratch:
    """The folder at a URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        with _told(url):
            self._fs, self._root = url_to_fs(url)

    def make(self) -> None:
        """Makes the folder; done here alone, so that a worker that is late cannot bring it back."""
        with _told(self.url):
            self._fs.makedirs(self._root, exist_ok=True)

    def put(self, parts: Sequence[tuple[Path, int]]) -> Shard | None:
        """Writes the first bytes of these files as one shard of a name of its own; None when there are none."""
        if not any(length for _, length in parts):
            return None
        shard = uuid.uuid4().hex + ".nq"
        digest, written = hashlib.blake2b(digest_size=16), 0
        with _told(self.url), self._fs.open(self._path(shard), "wb") as out:
            for piece in _bytes(parts):
                out.write(piece)
                digest.update(piece)
                written += len(piece)
        return Shard(shard, written, digest.hexdigest())

    def fetch(self, shard: Shard, target: Path) -> None:
        """Moves a shard to a file here; StoreError when it is not the one that was written."""
        digest, length = hashlib.blake2b(digest_size=16), 0
        with _told(self.url), self._fs.open(self._path(shard.name), "rb") as source, target.open("wb") as out:
            while piece := source.read(_CHUNK):
                digest.update(piece)
                length += len(piece)
                out.write(piece)
        if (length, digest.hexdigest()) != (shard.length, shard.digest):
            raise StoreError(f"{self.url}: shard {shard.name} is damaged; run the same command again")
        with _told(self.url):
            self._fs.rm_file(self._path(shard.name))

    def remove(self) -> None:
        """Removes the folder with all that is left in it."""
        with _told(self.url):
            if self._fs.exists(self._root):
                self._fs.rm(self._root, recursive=True)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"


def _bytes(parts: Sequence[tuple[Path, int]]) -> Iterator[bytes]:
    for path, length in parts:
        with path.open("rb") as file:
            while length > 0:
                piece = file.read(min(_CHUNK, length))
                if not piece:
                    raise StoreError(f"{path}: shorter than what was written to it; look over the disk")
                length -= len(piece)
                yield piece


@contextmanager
def _told(url: str) -> Iterator[None]:
    """What a file system refuses, in one line."""
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError(
            f"{url}: {Path(str(error.filename or error)).name} is not there; "
            "name a folder that this machine and all workers reach with --scratch"
        ) from error
    except OSError as error:
        raise StoreError(f"{url}: {error.strerror or error}; look after the scratch folder and build again") from error
    except ImportError as error:
        raise InputError(f"{url}: {' '.join(str(error).split())}") from error
    except ValueError as error:
        raise InputError(f"{url}: {error}; name a folder as fsspec does, such as s3://bucket/folder") from error
