"""Event types that outlets take for one another: reports of types of one family may be of one event."""

from collections.abc import Mapping, Set
from typing import Final

FAMILIES: Final[Mapping[str, Set[str]]] = {
    "fire": frozenset({"bombardment", "airstrike", "shelling", "attack", "explosion", "chemical-attack"}),
    "seizure": frozenset({"abduction", "arrest"}),
    "movement": frozenset({"transfer", "displacement", "withdrawal"}),
    "help": frozenset({"support", "aid"}),
}
WEAPONS: Final[Set[str]] = frozenset({"airstrike", "shelling", "explosion", "chemical-attack"})
"""Types of fire told apart by weapon: reports of two of these are never of one event."""
