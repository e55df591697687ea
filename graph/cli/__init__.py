"""The command line `furat`: one module a group of commands, everything heavy imported when a command runs."""

from furat.graph.cli.app import main

__all__ = ["main"]
