"""SPARQL text cut into tokens, exactly enough to see its form, its size and what it asks of the network."""

import re
from dataclasses import dataclass

# Every alternative looks ahead by a bounded stretch or takes all it has looked at, so that lexing is linear: a quote
# that is never closed takes the rest, which the engine refuses anyway; a prefix has at most 60 characters.
_PART = r"[A-Za-z_\u00b7-\U000effff0-9-]"
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:\s+|\#[^\n\r]*)+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<open>["'].*)
  | (?P<var>[?$]{_PART}+)
  | (?P<name>(?:[A-Za-z_\u00b7-\U000effff](?:{_PART}|\.(?={_PART})){{0,60}})?
      :(?:{_PART}|[:]|%[0-9A-Fa-f]{{2}}|\\.|\.(?={_PART}|[:%\\]))*)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<word>@?[A-Za-z_\u00b7-\U000effff]{_PART}*)
  | (?P<mark><<\(|\)>>|<<|>>|\{{\||\|\}}|&&|\|\||\^\^|!=|<=|>=|[^\s\w])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN = frozenset({"{", "(", "[", "<<", "<<(", "{|"})
_CLOSE = frozenset({"}", ")", "]", ">>", ")>>", "|}"})
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


@dataclass(frozen=True, slots=True)
class Lexed:
    """A text's tokens without spaces and comments, in three lists of one length."""

    kinds: tuple[str, ...]
    texts: tuple[str, ...]  # words in upper case, all else as written
    starts: tuple[int, ...]  # offsets into `source`
    depths: tuple[int, ...]  # brackets open around each token
    deepest: int
    source: str  # the text itself

    def positions(self, word: str) -> list[int]:
        """Where a keyword stands."""
        return [i for i, text in enumerate(self.texts) if text == word and self.kinds[i] == "word"]

    @property
    def form(self) -> str | None:
        """SELECT, ASK, CONSTRUCT or DESCRIBE; None when the text is no query."""
        return next((t for t, k in zip(self.texts, self.kinds, strict=True) if k == "word" and t in FORMS), None)

    @property
    def shape(self) -> str:
        """The text without its constants: queries of one shape cost about the same."""
        return " ".join(
            k if k in ("iri", "string", "number", "name") else t for k, t in zip(self.kinds, self.texts, strict=True)
        )


def lex(text: str) -> Lexed:
    """The tokens of a query or update; never fails, in time linear in the text."""
    kinds: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    depths: list[int] = []
    depth = deepest = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "space":
            continue
        token = match.group()
        if kind == "word":
            token = token.upper()
        elif kind == "mark" and token in _CLOSE:
            depth = max(0, depth - 1)
        kinds.append(kind)
        texts.append(token)
        starts.append(match.start())
        depths.append(depth)
        if kind == "mark" and token in _OPEN:
            depth += 1
            deepest = max(deepest, depth)
    return Lexed(tuple(kinds), tuple(texts), tuple(starts), tuple(depths), deepest, text)
