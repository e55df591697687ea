"""Sentences of a document, each with its tokens, its paragraph, and whether it is the headline or a dateline."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from furat.extract.text.tokens import Token, tokens

Part = Literal["headline", "dateline", "body"]

# A sentence ends at a line's end or after . ! ? ؟ … (also doubled, and with the quotation mark that closes it),
# not inside 10.5 or after a lone letter (أ. ف. ب). The look-ahead in front only spares other characters the rest.
_END = re.compile(
    r"(?=[.!?؟…\n\r])"
    r"(?:(?<![\s.(«\"“][^\W\d_])(?:(?<!\d)[.]|[.](?!\d)|[!?؟…])[.!?؟…]*[\"”“»')\]]*(?=\s|[^\W\d_]|[«“\"(]|$)|\n+|\r+)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens; `start` and `end` are code points of Document.text without outer white space."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    index: int  # 0-based in the document
    paragraph: int  # 0-based: one a line of the text
    part: Part = "body"

    def as_part(self, part: Part) -> "Sentence":
        """This sentence, known to be a headline, dateline or body."""
        return replace(self, part=part)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text that hold at least one word or number."""
    found: list[Sentence] = []
    paragraph = 0
    begin = 0
    for match in [*_END.finditer(text), None]:
        end = len(text) if match is None else match.end()
        words = tokens(text, begin, end)
        if any(t.kind != "mark" for t in words):
            found.append(Sentence(words[0].start, words[-1].end, tuple(words), len(found), paragraph))
        if match is not None and ("\n" in match.group() or "\r" in match.group()):
            paragraph += bool(found) and found[-1].paragraph == paragraph
        begin = end
    return found
