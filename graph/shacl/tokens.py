"""SPARQL text as tokens: enough of the grammar to resolve prefixes and to see groups and variables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LOCAL = r"[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_TOKEN = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
  | (?P<var>[?$]\w+)
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[\w][\w.-]*)
  | (?P<pname>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:{_LOCAL})(?:(?:{_LOCAL}|[.-])*(?:{_LOCAL}|-))?)?)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark>\^\^|&&|\|\||!=|<=|>=|\S)
  | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSE_BRACKET = {"CONCAT", "COALESCE"}


@dataclass(frozen=True, slots=True)
class SparqlToken:
    """A piece of SPARQL; a variable's text is its bare name."""

    kind: str  # string iri var lang blank pname number word mark
    text: str

    def is_word(self, word: str) -> bool:
        """Whether it is this keyword, in any case."""
        return self.kind == "word" and self.text.upper() == word

    def is_mark(self, mark: str) -> bool:
        """Whether it is this sign."""
        return self.kind == "mark" and self.text == mark

    def __str__(self) -> str:
        return f"?{self.text}" if self.kind == "var" else self.text


def tokenize(text: str) -> Iterator[SparqlToken]:
    """The tokens of a query, without blanks and comments."""
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind == "var":
            yield SparqlToken(kind, match.group()[1:])
        elif kind not in ("comment", "space"):
            yield SparqlToken(kind, match.group())


def joined(parts: Iterable[str]) -> str:
    """Tokens with blanks between them, but none in `CONCAT(`: Oxigraph's parser does not take a blank there."""
    found: list[str] = []
    for part in parts:
        if part == "(" and found and found[-1].upper() in _CLOSE_BRACKET:
            found[-1] += part
        else:
            found.append(part)
    return " ".join(found)
