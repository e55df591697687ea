"""The noun phrase in front of a verb that is its subject: «طائرات روسية تستهدف», «أن تنظيم الدولة، الذي كذا، هاجم»."""

from furat.extract.syntax.noun_phrases import NounPhrase, glued, read_phrase
from furat.extract.syntax.sentence import TaggedSentence, is_quote
from furat.extract.text.punctuation import COMMAS

_NOMINAL = frozenset(("nominal", "name", "quantity"))


def subject_before(line: TaggedSentence, i: int, left: int, stops: frozenset[int]) -> NounPhrase | None:
    """The subject in front of the verb at `i`, not before `left`."""
    j = i - 1
    while j >= left and (line.tags[j] in ("aux", "time", "rel") or _transparent(line, j)):
        j -= 1
    if j < left:
        return None
    if line.tags[j] in _NOMINAL:
        start = _phrase_start(line, j, left, stops)
        for _ in range(3):  # over phrases with a preposition: «الجيش في حلب قصف»
            if start > left and line.tags[start - 1] == "among":  # عدد من العناصر بينهم قيادي قتلوا
                break
            if not _governed(line, start, left):
                return read_phrase(line, start, i, stops)
            k = start - 1
            while k >= left and (line.tags[k] == "prep" or is_quote(line, k)):
                k -= 1
            if k < left or line.tags[k] not in _NOMINAL:
                break
            start = _phrase_start(line, k, left, stops)
    return _topic(line, i, left, stops)


def _transparent(line: TaggedSentence, j: int) -> bool:
    return is_quote(line, j) or j in line.skip or line.sentence.tokens[j].form in COMMAS


def _governed(line: TaggedSentence, start: int, left: int) -> bool:
    """Whether a preposition stands before a phrase."""
    return glued(line, start) != "" or (start > left and line.tags[start - 1] == "prep")


def _topic(line: TaggedSentence, i: int, left: int, stops: frozenset[int]) -> NounPhrase | None:
    """The phrase right behind the nearest أن or the sentence's start, if nothing but a noun stands there."""
    for j in range(i - 1, left - 1, -1):
        if line.tags[j] in ("light", "report", "sub") and j not in stops:
            return None
        if line.tags[j] == "comp" or j == 0:
            start = j + 1 if line.tags[j] == "comp" else j
            while start < i and is_quote(line, start):
                start += 1
            if start < i and line.tags[start] in _NOMINAL and not glued(line, start) and start not in stops:
                return read_phrase(line, start, i, stops)
            return None
    return None


def _phrase_start(line: TaggedSentence, j: int, left: int, stops: frozenset[int]) -> int:
    """The first token of the noun phrase that ends at `j`: the leftmost start whose phrase reaches it."""
    start = j
    while start - 1 >= left and start - 1 not in stops:
        k = start - 1
        if is_quote(line, k):
            start = k
            continue
        if line.tags[k] not in _NOMINAL or glued(line, start):
            break
        if read_phrase(line, k, j + 1, stops).core <= j:
            break
        start = k
    while is_quote(line, start):
        start += 1
    return start
