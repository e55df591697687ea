"""What the builder gathers for one actor or place before it writes rows."""

from dataclasses import dataclass, field

OWN = "furat"  # written by the maintainers of this project
OWN_LICENCE = "Apache-2.0"
GEONAMES_LICENCE = "CC-BY-4.0"
CLDR_LICENCE = "Unicode-3.0"


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A name of an entry with its source."""

    text: str
    language: str
    status: str  # preferred, alternative, loaded
    use: str  # "", cue, short, label
    source: str = OWN
    licence: str = OWN_LICENCE


@dataclass(slots=True)
class Entry:
    """An actor or place in the making; names are in order of importance."""

    key: str
    cls: str
    country: str = ""
    within: str = ""
    lat: str = ""
    lon: str = ""
    geonames: str = ""
    wikidata: str = ""
    match: str = ""
    sources: list[str] = field(default_factory=lambda: [OWN])
    licence: str = OWN_LICENCE
    names: list[NameEntry] = field(default_factory=list)

    def add(self, name: NameEntry) -> None:
        """Take a name up unless the entry bears it already; only the first preferred one of a language stays so."""
        if any(n.text == name.text and n.language == name.language for n in self.names):
            return
        if name.status == "preferred" and any(
            n.status == "preferred" and n.language == name.language for n in self.names
        ):
            name = NameEntry(name.text, name.language, "alternative", name.use, name.source, name.licence)
        self.names.append(name)

    def text(self, language: str) -> str:
        """The preferred name in a language, or nothing."""
        return next((n.text for n in self.names if n.language == language and n.status == "preferred"), "")
