"""Whether an event is told as fact, alleged, denied or planned."""

from collections.abc import Sequence
from pathlib import Path

from furat.extract.factuality.lexicon import StatusLexicon, load
from furat.extract.factuality.operators import Operator, future, operators
from furat.extract.factuality.questions import asked
from furat.extract.layers import Attribution, Judgement
from furat.extract.records import Status
from furat.extract.text.punctuation import BRACKETS, CLAUSE_MARKS, DASHES, ELLIPSIS
from furat.extract.text.sentences import Sentence
from furat.extract.text.tokens import Token

_ENDS = CLAUSE_MARKS | BRACKETS | DASHES | {ELLIPSIS}
_REACH = 14  # words between a governing word and its event
_WIDE = 24  # of what permits, and of conditions
_SUBJECT = 4  # words of a subject between a verb and what it governs
_AFTER = 3  # words between an event and «محتمل» or «سيبدأ» behind it
_ATTEMPTED = frozenset({None, "capture", "killing", "abduction", "siege", "destruction", "transfer", "displacement"})
_AIMED = frozenset({None, "capture", "attack", "siege", "destruction", "withdrawal"})
_TRIED = frozenset(("attempt", "prevent", "operation", "question"))  # kinds of reasons
_ARTICLES = ("ال", "بال", "لل", "وال", "فال", "كال")


def tried(why: str) -> bool:
    """Whether a reason says that the event was tried, foiled, aimed at by a deed or asked about: it has a past day."""
    return why.partition(":")[0] in _TRIED


class StatusJudge:
    """Judges events; built once from the lexicon."""

    def __init__(self, extra: Sequence[Path] = ()) -> None:
        self.lexicon: StatusLexicon = load(extra)

    def judge(
        self, sentence: Sentence, trigger: int, voices: Sequence[Attribution], event_type: str | None = None
    ) -> Judgement:
        """The status of the event whose trigger is the token at `trigger`, told by `voices` (those that cover it).

        `event_type` is the event's type, if known: an attempted attack is told as an attack, its aim is planned.
        """
        tokens = sentence.tokens
        found = self._grammar(tokens, trigger, event_type)
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
        if trigger + 1 < len(tokens) and tokens[trigger + 1].form in self.lexicon.sets["doubted"]:
            return Judgement("alleged", f"called so: {tokens[trigger].surface} {tokens[trigger + 1].surface}")
        return Judgement("asserted", "told as fact")

    def _headed(self, tokens: Sequence[Token], trigger: int, voice: Attribution) -> bool:
        """Whether the event is the very thing that the voice denies or foresees, not one that it takes for granted."""
        first = next((k for k, t in enumerate(tokens) if t.start >= voice.start), None)
        if first is None or first > trigger:
            return False
        return self._governs(tokens, first, trigger)

    def _grammar(self, tokens: Sequence[Token], trigger: int, event_type: str | None) -> Judgement | None:
        """What the words around the trigger make of it; a negation counts before all others, the nearer word more."""
        word = tokens[trigger].surface
        question = asked(self.lexicon, tokens, trigger)
        if question is not None:
            return question
        if future(self.lexicon, tokens[trigger].form):
            return Judgement("planned", f"future: {word}")
        best: Judgement | None = None
        for op in operators(self.lexicon, tokens, max(0, trigger - _WIDE), trigger):
            status = self._applies(tokens, op, trigger, event_type)
            if status is not None:
                text = " ".join(t.surface for t in tokens[op.at : op.last])
                best = Judgement(status, f"{op.kind}: {text} … {word}")
                if status == "denied":
                    return best
        return best or self._behind(tokens, trigger)

    def _behind(self, tokens: Sequence[Token], trigger: int) -> Judgement | None:
        """«هجوم محتمل», «الهجوم سيبدأ»."""
        for k in range(trigger + 1, min(len(tokens), trigger + 1 + _AFTER + 2)):
            token = tokens[k]
            if token.form in _ENDS:
                return None
            if k <= trigger + _AFTER and token.form in self.lexicon.sets["after"]:
                return Judgement("planned", f"expected: {tokens[trigger].surface} … {token.surface}")
            modal = self.lexicon.modals.get(token.form)
            if modal is not None and modal.kind == "carrier" and future(self.lexicon, token.form):
                return Judgement("planned", f"future: {tokens[trigger].surface} … {token.surface}")
        return None

    def _applies(self, tokens: Sequence[Token], op: Operator, trigger: int, event_type: str | None) -> Status | None:
        """The status that an operator gives the trigger, if it reaches it."""
        if op.last > trigger:
            return None
        between = tokens[op.last : trigger]
        governed = False
        if op.kind == "not":
            return "denied" if self._negated(tokens, op, trigger) else None
        if op.kind == "condition":
            governed = not any(t.form in _ENDS for t in between) and not self._settled(between)
        elif op.kind == "maybe":
            verb = tokens[op.last].form
            governed = verb[0] in "يت" and verb not in self.lexicon.sets["perfect"]
            governed = governed and self._governs(tokens, op.last, trigger, subject=True)
        elif op.kind == "operation":
            aims = tokens[trigger].form[0] == "ل" and len(between) <= _SUBJECT and event_type in _AIMED
            governed = aims and not any(t.form in _ENDS or t.form in self.lexicon.modals for t in between)
        elif op.modal is not None:
            if op.kind == "attempt" and event_type not in _ATTEMPTED:
                return None
            if op.kind == "nearly" and tokens[trigger].form[0] not in "يتن":  # يكاد القصف لا يتوقف
                return None
            before = tokens[trigger - 1].form
            if op.kind == "permit" and before in self.lexicon.sets["light"] - self.lexicon.sets["firm"]:
                governed = not tokens[trigger].form.startswith(_ARTICLES)
            first = self._linked(tokens, op, trigger)
            if first is not None:
                verbal = first == op.last and op.modal.verbal
                governed = governed or self._governs(tokens, first, trigger, subject=verbal)
        else:
            governed = self._governs(tokens, op.last, trigger, subject=op.kind == "future")
        return op.status if governed else None

    def _negated(self, tokens: Sequence[Token], op: Operator, trigger: int) -> bool:
        """Negation of the trigger itself, or of the verb that only carries it: «لم تشن غارات», «لم تسفر عن قتلى»."""
        if op.last == trigger:
            return True
        between = tokens[op.last : trigger]
        if len(between) > _REACH or any(t.form in _ENDS for t in between) or self._settled(between):
            return False
        sets = self.lexicon.sets
        verb = tokens[op.last].form
        modal = self.lexicon.modals.get(verb)
        definite = tokens[trigger].form.startswith(_ARTICLES) and tokens[trigger - 1].form != "من"
        if modal is not None and modal.kind == "manage":  # لم يتمكن من السيطرة على البلدة
            behind = Operator("denied", "not", op.at, op.last + 1, modal)
            first = self._linked(tokens, behind, trigger)
            return first is not None and self._governs(tokens, first, trigger, subject=first == op.last + 1)
        if modal is not None and modal.kind == "result":  # the subject is the cause and happened
            behind = Operator("denied", "not", op.at, op.last + 1, modal)
            first = self._linked(tokens, behind, trigger)
            return first is not None and not (definite and first == op.last + 1)
        if modal is not None and modal.kind != "carrier":
            return False
        near = {t.form for t in tokens[max(op.last, trigger - 2) : trigger]}
        if near & sets["any"]:
            return True
        return (modal is not None or verb in sets["exist"]) and not definite

    def _linked(self, tokens: Sequence[Token], op: Operator, trigger: int) -> int | None:
        """Where what a verb governs begins: behind one of its prepositions or أن, or behind the verb itself."""
        links = op.modal.links if op.modal is not None else frozenset()
        that, firm = self.lexicon.sets["light"], self.lexicon.sets["firm"]
        for k in range(op.last, trigger + 1):
            form = tokens[k].form
            if form in links or (form == "ان" and "that" in links and form in that):
                return k + 1 if k < trigger else None
            if len(form) > 2 and form[0] in "بل" and form[0] in links and form not in firm:
                return k
        return op.last if "object" in links else None

    def _settled(self, between: Sequence[Token]) -> bool:
        """Whether a word between takes the event for granted: «وقف القصف», «الذي»."""
        settled = self.lexicon.sets["settled"]
        return any(t.form in settled or (t.form[0] in "وفبل" and t.form[1:] in settled) for t in between)

    def _governs(self, tokens: Sequence[Token], first: int, trigger: int, subject: bool = False) -> bool:
        """Whether the event is what a word governs: its head, also behind light words, or joined and indefinite.

        `subject`: the subject of the governing verb may stand between.
        """
        if trigger - first > _REACH or self._settled(tokens[first:trigger]):
            return False
        sets = self.lexicon.sets
        light = sets["light"]
        between = [
            t for t in tokens[first:trigger] if t.form not in light and not (t.form[0] in "بل" and t.form[1:] in light)
        ]
        if not between:
            return True
        if any(t.form in _ENDS for t in between):
            return False
        if subject and len(between) <= _SUBJECT and len(between) == trigger - first:
            return True
        form = tokens[trigger].form
        if form.startswith(_ARTICLES) or tokens[trigger - 1].form in sets["firm"]:
            return False
        carrier = self.lexicon.modals.get(between[0].form)
        if carrier is not None and carrier.kind == "carrier" and len(between) <= _SUBJECT:
            return True  # «أن تشن القوات هجوما»
        joined = form[0] == "و" or any(t.form[0] == "و" for t in between[1:])
        return (joined or len(between) == 1) and not form.endswith("وا")  # a perfect behind a plan is told as fact
