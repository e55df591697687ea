"""Whether an event is told as fact, alleged, denied or planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from furat.extract.annotations import Judgement, Voice
from furat.extract.records import Status
from furat.extract.sentences import Sentence
from furat.extract.text import Token
from furat.extract.voice.modality import Modal, StatusLexicon, load

_MARKS_END = frozenset("،,؛;:.!?؟…()[]-–—")
_REACH = 14  # words between a governing word and its event
_WIDE = 24  # of سمح and a condition
_ATTEMPTED = frozenset({"attack", "shelling", "airstrike", "bombardment", "explosion", "clash", "chemical-attack"})
_ARTICLES = ("ال", "بال", "لل", "وال", "فال", "كال")


@dataclass(frozen=True, slots=True)
class _Operator:
    status: Status
    kind: str
    at: int
    last: int  # position behind its words
    modal: Modal | None = None


class StatusJudge:
    """Judges events; built once from the lexicon."""

    def __init__(self, extra: Sequence[Path] = ()) -> None:
        self.lexicon: StatusLexicon = load(extra)

    def judge(self, sentence: Sentence, trigger: int, voices: Sequence[Voice], type: str | None = None) -> Judgement:
        """The status of the event whose trigger is the token at `trigger`, told by `voices` (those that cover it).

        `type` is the event's type, if known: an attempted attack is told as an attack.
        """
        tokens = sentence.tokens
        found = self._grammar(tokens, trigger, type)
        if found is not None and found.status == "denied":
            return found
        for voice in voices:
            if voice.status in ("denied", "planned") and self._headed(tokens, trigger, voice):
                return Judgement(voice.status, f"told by a voice that {voice.stance}: {voice.why}")
        if found is not None:
            return found
        for voice in voices:
            if voice.status == "alleged":
                return Judgement("alleged", f"told by a voice that {voice.stance}: {voice.why}")
        after = tokens[trigger + 1].form if trigger + 1 < len(tokens) else ""
        if after in self.lexicon.sets["doubted"]:
            return Judgement("alleged", f"called so: {tokens[trigger + 1].surface}")
        return Judgement("asserted", "told as fact")

    def _headed(self, tokens: Sequence[Token], trigger: int, voice: Voice) -> bool:
        """Whether the event is the very thing that the voice denies or foresees, not one that it takes for granted."""
        first = next((k for k, t in enumerate(tokens) if t.start >= voice.start), None)
        if first is None or first > trigger:
            return False
        return self._governs(tokens, first, trigger)

    def _grammar(self, tokens: Sequence[Token], trigger: int, type: str | None) -> Judgement | None:
        """What the words before and behind the trigger make of it."""
        lexicon = self.lexicon
        form = tokens[trigger].form
        stem = form[1:] if form[0] in "وف" else form
        if len(stem) > 3 and stem[0] == "س" and stem[1] in "يتن" and not stem.startswith(("سيطر", "ستين", "سيار")):
            return Judgement("planned", f"future: {tokens[trigger].surface}")
        for k in range(trigger + 1, min(len(tokens), trigger + 3)):
            if tokens[k].form in lexicon.sets["after"]:
                return Judgement("planned", f"expected: {tokens[trigger].surface} … {tokens[k].surface}")
            if tokens[k].kind == "mark":
                break
        best: Judgement | None = None
        for operator in self._operators(tokens, trigger):
            status = self._applies(tokens, operator, trigger, type)
            if status is not None:
                text = " ".join(t.surface for t in tokens[operator.at : operator.last])
                judged = Judgement(status, f"{operator.kind}: {text} … {tokens[trigger].surface}")
                if status == "denied":
                    return judged
                best = best or judged
        return best

    def _operators(self, tokens: Sequence[Token], trigger: int) -> list[_Operator]:
        """Words before the trigger that may decide its status, the nearest last."""
        lexicon = self.lexicon
        found: list[_Operator] = []
        i = max(0, trigger - _WIDE)
        while i < trigger:
            form = tokens[i].form
            phrase = next(
                (
                    p
                    for cut in (form, form[1:] if len(form) > 2 and form[0] in "وف" else form)
                    for p in lexicon.phrases.get(cut, ())
                    if all(i + k < len(tokens) and tokens[i + k].form == w for k, w in enumerate(p.words) if k)
                    and (
                        not p.glued or (i + len(p.words) < len(tokens) and tokens[i + len(p.words)].form[0] == p.glued)
                    )
                ),
                None,
            )
            if phrase is not None and phrase.kind != "exempt":
                status: Status = "denied" if phrase.kind in ("not", "without") else "planned"
                found.append(_Operator(status, phrase.kind, i, i + len(phrase.words)))
            elif (
                phrase is None
                and (modal := lexicon.modals.get(form)) is not None
                and modal.kind not in ("result", "carrier")
            ):
                found.append(_Operator("denied" if modal.kind == "fail" else "planned", modal.kind, i, i + 1, modal))
            elif form in lexicon.sets["operation"] and i + 1 < trigger:
                found.append(_Operator("planned", "operation", i, i + 1))
            i += len(phrase.words) if phrase is not None else 1
        return found

    def _applies(self, tokens: Sequence[Token], op: _Operator, trigger: int, type: str | None) -> Status | None:
        """The status that an operator gives the trigger, if it reaches it."""
        if op.last > trigger:
            return None
        if op.kind == "not":
            return self._negated(tokens, op, trigger)
        if op.kind == "condition":
            open_ = not any(t.form in _MARKS_END for t in tokens[op.last : trigger])
            return "planned" if open_ and not self._settled(tokens, op.last, trigger) else None
        if op.kind in ("future", "maybe"):
            following = tokens[op.last].form
            future = op.kind == "future" or (following[0] in "يت" and following not in self.lexicon.sets["perfect"])
            return "planned" if future and self._governs(tokens, op.last, trigger) else None
        if op.kind == "operation":
            form = tokens[trigger].form
            near = (
                trigger - op.last <= 3
                and form[0] == "ل"
                and not any(t.kind == "mark" for t in tokens[op.last : trigger])
            )
            governed = near and not any(self.lexicon.modals.get(t.form) for t in tokens[op.last : trigger])
            return "planned" if governed and type != "killing" else None
        if op.modal is not None:
            if op.modal.lemma == "حاول" and type in _ATTEMPTED:
                return None
            if op.modal.lemma == "سمح":
                return "planned" if self._permitted(tokens, op, trigger) else None
            first = self._linked(tokens, op.last, trigger, op.modal.links)
            if first is None:
                return None
            return op.status if self._governs(tokens, first, trigger) else None
        return op.status if self._governs(tokens, op.last, trigger) else None

    def _negated(self, tokens: Sequence[Token], op: _Operator, trigger: int) -> Status | None:
        """Negation of the trigger itself, or of the verb that only carries it: «لم تشن غارات», «لم تسفر عن قتلى»."""
        if op.last == trigger:
            return "denied"
        if trigger - op.last > _REACH or self._settled(tokens, op.last, trigger):
            return None
        modal = self.lexicon.modals.get(tokens[op.last].form)
        sets = self.lexicon.sets
        any_ = tokens[trigger - 1].form in sets["any"] or (
            tokens[trigger - 1].form in sets["light"] and tokens[trigger - 2].form in sets["any"]
        )
        definite = tokens[trigger].form.startswith(_ARTICLES)
        if modal is not None and modal.kind == "result":
            first = self._linked(tokens, op.last + 1, trigger, modal.links)
            return (
                "denied"
                if first is not None and first <= trigger and not (definite and "object" in modal.links)
                else None
            )
        if modal is not None and modal.kind in ("plan", "demand"):
            return None
        carried = (modal is not None and modal.kind == "carrier") or tokens[op.last].form in ("هناك", "ثمه")
        if any(t.form in _MARKS_END for t in tokens[op.last : trigger]):
            return None
        return "denied" if (carried and not definite) or any_ else None

    def _permitted(self, tokens: Sequence[Token], op: _Operator, trigger: int) -> bool:
        """«سمحت ... باستخدام القواعد ... في شن غارات»: what is permitted, also behind commas."""
        light = tokens[trigger - 1].form in ("شن", "تنفيذ", "القيام")
        first = self._linked(tokens, op.last, trigger, op.modal.links if op.modal else frozenset())
        return light or (first is not None and self._governs(tokens, first, trigger))

    def _linked(self, tokens: Sequence[Token], first: int, trigger: int, links: frozenset[str]) -> int | None:
        """Where what a verb governs begins: behind one of its prepositions, أن, or its subject."""
        for k in range(first, trigger + 1):
            form = tokens[k].form
            if form in ("ان", "بان", "الا") and "that" in links:
                return k + 1 if k < trigger else None
            if form in links:
                return k + 1 if k < trigger else None
            glued = len(form) > 3 and form[0] in "بل" and form[0] in links
            if glued and (k == trigger or not form.startswith(("بين", "بعد", "بلد", "بيان"))):
                return k
        return first if "object" in links else None

    def _settled(self, tokens: Sequence[Token], first: int, trigger: int) -> bool:
        """Whether a word between takes the event for granted: «وقف القصف», «الذي»."""
        settled = self.lexicon.sets["settled"]
        return any(t.form in settled or (t.form[0] in "وف" and t.form[1:] in settled) for t in tokens[first:trigger])

    def _governs(self, tokens: Sequence[Token], first: int, trigger: int) -> bool:
        """Whether the event is what a word governs: its head, also behind light words, or joined and indefinite."""
        if trigger - first > _REACH or self._settled(tokens, first, trigger):
            return False
        light = self.lexicon.sets["light"]
        between = [
            t for t in tokens[first:trigger] if t.form not in light and not (t.form[0] in "بل" and t.form[1:] in light)
        ]
        if not between:
            return True
        if any(t.form in _MARKS_END for t in between):
            return False
        form = tokens[trigger].form
        if form.startswith(_ARTICLES) or tokens[trigger - 1].form in ("في", "علي", "من", "عن"):
            return False
        return self._indefinite_or_verb(form)

    def _indefinite_or_verb(self, form: str) -> bool:
        """A perfect behind a plan is told as fact; an imperfect or an indefinite noun is governed."""
        return not form.endswith("وا")
