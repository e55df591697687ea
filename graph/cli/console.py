"""What all commands share: errors in one line, exit codes, progress on a terminal and silence in a pipe.

Exit codes: 0 done, 1 done but something was refused or does not conform, 2 could not run, 130 interrupted.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import typer

from furat.extract.errors import FuratError

P = ParamSpec("P")
R = TypeVar("R")

OK, REFUSED, FAILED, INTERRUPTED = 0, 1, 2, 130
_REMEDIES = {
    errno.ENOSPC: "the disk is full; make room and run the same command again",
    errno.EDQUOT: "the disk quota is used up; make room and run the same command again",
    errno.EACCES: "no permission; check owner and mode",
    errno.EPERM: "no permission; check owner and mode",
    errno.EROFS: "the file system is read-only; choose another place",
    errno.EADDRINUSE: "the port is in use; choose another with --port",
    errno.EFBIG: "the file would grow beyond the limit of this process; raise it (ulimit -f) or choose another place",
}


def say(message: str) -> None:
    """One line to the user, beside the command's output."""
    print(message, file=sys.stderr, flush=True)


def fail(message: str, code: int = FAILED) -> typer.Exit:
    """The exit to raise, after one line that names the error."""
    say(f"furat: {' '.join(message.split())}")
    return typer.Exit(code)


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Let no traceback reach the user: known errors in one line, unknown ones with the way to see more."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except typer.Exit:
            raise
        except FuratError as error:
            raise fail(str(error)) from None
        except KeyboardInterrupt:
            raise fail(
                "interrupted; what was finished is kept, the same command goes on from there", INTERRUPTED
            ) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(OK) from None
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            remedy = _REMEDIES.get(error.errno or 0, f"{error.strerror or error}; check the path")
            raise fail(f"{place}{remedy}") from None
        except Exception as error:
            if os.environ.get("FURAT_DEBUG"):
                raise
            kind = type(error).__name__
            raise fail(f"internal error ({kind}: {error}); FURAT_DEBUG=1 shows where, please report it") from None

    return run


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, int, int | None], None]]:
    """A function (stage, done, total) that draws a bar with rate and time left on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, int] = {}

        def update(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(f"{title}: {stage}", total=total, rate="")
            task = bars.tasks[tasks[stage]]
            rate = f"{task.speed:,.0f}/s" if task.speed else ""
            bars.update(task.id, completed=done, total=total, rate=rate)

        yield update
