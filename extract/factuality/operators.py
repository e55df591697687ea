"""The words before an event that may take it out of fact: negations, plans, conditions, found in one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from furat.extract.factuality.lexicon import Modal, StatusLexicon, StatusPhrase
from furat.extract.records import Status
from furat.extract.text.tokens import Token

_ENDINGS = ("ه", "ها", "هم", "هما", "نا", "ا", "تا", "وا", "ت")  # pronouns, dual and plural of a perfect: سيطرا
_NO_OPERATOR = frozenset({"result", "manage", "carrier"})


@dataclass(frozen=True, slots=True)
class Operator:
    """A word or phrase over [at, last) that gives `status` to what it governs."""

    status: Status
    kind: str  # of voice_status.tsv or voice_modals.tsv
    at: int
    last: int
    modal: Modal | None = None


def future(lexicon: StatusLexicon, form: str) -> bool:
    """Whether a folded word is a verb with the س of the future."""
    stem = form[1:] if form[0] in "وف" else form
    if len(stem) <= 3 or stem[0] != "س" or stem[1] not in "يتن":
        return False
    past = lexicon.sets["past"]
    return stem not in past and not any(stem.endswith(p) and stem.removesuffix(p) in past for p in _ENDINGS)


def operators(lexicon: StatusLexicon, tokens: Sequence[Token], first: int, trigger: int) -> Iterator[Operator]:
    """The operators between `first` and the trigger, in the order of the text."""
    i = first
    while i < trigger:
        form = tokens[i].form
        if not lexicon.operative(form):
            i += 1
            continue
        phrase = _phrase(lexicon, tokens, i)
        if phrase is not None:
            if phrase.kind != "exempt":
                status: Status = "denied" if phrase.kind in ("not", "without") else "planned"
                yield Operator(status, phrase.kind, i, i + len(phrase.words))
            i += len(phrase.words)
            continue
        modal = lexicon.modals.get(form)
        if modal is not None and modal.kind not in _NO_OPERATOR:
            yield Operator("denied" if modal.kind in ("fail", "nearly") else "planned", modal.kind, i, i + 1, modal)
        elif modal is not None and modal.kind == "carrier" and future(lexicon, form):
            yield Operator("planned", "future", i, i + 1)
        if form in lexicon.sets["operation"]:
            yield Operator("planned", "operation", i, i + 1)
        i += 1


def _phrase(lexicon: StatusLexicon, tokens: Sequence[Token], i: int) -> StatusPhrase | None:
    """The longest phrase that begins at a position, also behind و or ف."""
    form = tokens[i].form
    second = tokens[i + 1].form if i + 1 < len(tokens) else ""
    for cut in (form, form[1:] if len(form) > 2 and form[0] in "وف" else form):
        known = lexicon.phrases.get(cut)
        if known is None:
            continue
        candidates: tuple[StatusPhrase, ...] = (*known.get(second, ()), *known.get("", ()))
        for phrase in candidates:
            end = i + len(phrase.words)
            if any(k >= len(tokens) or tokens[k].form != w for k, w in enumerate(phrase.words[1:], i + 1)):
                continue
            if not phrase.glued or (end < len(tokens) and tokens[end].form[0] == phrase.glued):
                return phrase
    return None
