"""Participants that a sentence leaves out or only points to: attached pronouns, verbs without a subject, speakers."""

from collections.abc import Mapping, Sequence

from furat.extract.events import responsibility
from furat.extract.events.drafts import EventDraft, Part
from furat.extract.events.lexicon import Slot
from furat.extract.events.pronouns import point
from furat.extract.events.responsibility import ACTING, SPOKEN
from furat.extract.layers import Attribution, Name
from furat.extract.records import Role
from furat.extract.syntax.clauses import CLAUSE_OPENERS_AND_RELATIVES
from furat.extract.syntax.noun_phrases import glued

_DONE = frozenset(("kill_on", "retake_noun", "expel_noun", "control", "destroy_noun", "besiege"))
_SUFFERED = frozenset(("die", "toll", "fall", "fell", "collapse", "depart", "lose", "accuse", "demand"))
_BESIDE = frozenset(("after", "while", "within", "cause"))


def fill(
    draft: EventDraft,
    earlier: Sequence[EventDraft],
    frames: Mapping[tuple[str, str], Slot],
    voices: Sequence[Attribution],
) -> None:
    """Name the participants of an event that its own words leave out."""
    here = [d for d in earlier if d.line is draft.line]
    point(draft, earlier, frames)
    _owner(draft, frames, earlier, voices)
    _speaker(draft, voices)
    responsibility.declared(draft, voices)
    responsibility.announced(draft, here)
    _subject(draft, here, voices)
    _forces_of_nobody(draft)
    responsibility.adopted(draft)
    _of_clause(draft, here)
    responsibility.accused(draft, here)
    responsibility.blamed(draft, here)
    responsibility.charged(draft, here)


def _owner(
    draft: EventDraft,
    frames: Mapping[tuple[str, str], Slot],
    earlier: Sequence[EventDraft],
    voices: Sequence[Attribution],
) -> None:
    """غاراته, مقتله: the attached pronoun is the genitive of the event noun."""
    if draft.trigger.verbal or not draft.trigger.hit.form.pronoun or draft.of("agent"):
        return
    slot = frames.get((draft.trigger.frame, "genitive"))
    if slot is None or slot.actor in ("-", "of_support"):
        return
    role: Role = "patient" if slot.actor == "patient" else "agent"
    if draft.of(role):
        return
    owner = _actor_before(draft, earlier, voices, person=role == "patient")
    here = {p.key for d in earlier if d.line is draft.line for p in d.parts}
    if role == "agent" and owner is not None and owner.key not in here:
        return  # الخاضعة لسيطرتها: whose, only a participant of the sentence makes likely
    if owner is not None:
        draft.add(Part(role, owner.key, "actor", None, owner.start, owner.end, "the attached pronoun points to it"))


def _actor_before(
    draft: EventDraft, earlier: Sequence[EventDraft], voices: Sequence[Attribution], person: bool
) -> Name | None:
    """The nearest actor in front of the trigger who is not the one that speaks; a person also from sentences before."""
    speaking = {(s.start, s.end) for v in voices for s in v.speakers}
    at = draft.trigger.position
    for name in reversed(draft.line.names):
        told = name.last <= at and name.kind == "actor" and (name.start, name.end) not in speaking
        if told and (name.cls in ACTING or (person and name.cls == "Person")):
            return name
    if not person:
        return None
    for other in reversed(earlier):
        if draft.line.sentence.index - other.line.sentence.index > 2:
            return None
        for name in reversed(other.line.names):
            if name.cls == "Person" and (name.start, name.end) not in speaking:
                return name
    return None


def _speaker(draft: EventDraft, voices: Sequence[Attribution]) -> None:
    """Who speaks does what is done by speaking or told in the first person, and is «he» of «أنه»."""
    if draft.of("agent"):
        return
    trigger = draft.trigger
    first_person = trigger.hit.form.first_person
    of_pronoun = (draft.prodrop and _behind_pronoun(draft)) or draft.own_forces is not None
    if not (first_person or of_pronoun or draft.type in SPOKEN):
        return
    held = [v for v in voices if v.start <= draft.start and draft.end <= v.end and not _source_phrase(draft, v)]
    voice = max(held, key=lambda v: (v.start, -v.end), default=None)
    if voice is None and trigger.entry.kind == "hal" and not _of_many(draft):  # قال ...: «...»، داعيا
        sentence = draft.line.sentence
        before = [v for v in voices if sentence.start <= v.cue_start < draft.start]
        before = [v for v in before if not _source_phrase(draft, v)]
        voice = max(before, key=lambda v: v.cue_start, default=None)
    speaker = voice.speakers[0] if voice is not None and voice.speakers else None
    if speaker is not None and speaker.key is not None:
        draft.add(Part("agent", speaker.key, "actor", None, speaker.start, speaker.end, "who speaks does it"))


def _of_many(draft: EventDraft) -> bool:
    """داعين, مطالبين, منددات: the participle speaks of several people."""
    return draft.line.words[draft.trigger.position].stem.endswith(("ين", "ون", "ات"))


def _source_phrase(draft: EventDraft, voice: Attribution) -> bool:
    """وفق رويترز: who is only named as the source of the sentence is not the subject of its participle."""
    line = draft.line
    if not line.sentence.start <= voice.cue_start < line.sentence.end:
        return False
    at = next((k for k, t in enumerate(line.sentence.tokens) if t.start >= voice.cue_start), None)
    return at is not None and line.relation.get(at) == "source"


def _behind_pronoun(draft: EventDraft) -> bool:
    """Whether the verb stands right behind أنه, أنها, أنهم."""
    at = draft.trigger.position
    return at > 0 and draft.line.tags[at - 1] == "comp" and len(draft.line.words[at - 1].stem) > 2


def _subject(draft: EventDraft, here: Sequence[EventDraft], voices: Sequence[Attribution]) -> None:
    """A verb without a subject goes on with the agent of the event before it in its sentence."""
    if draft.of("agent") or draft.trigger.hit.form.first_person:
        return
    if draft.trigger.frame == "visit" and not draft.trigger.verbal:
        _visitor(draft)
        return
    if not (draft.prodrop or draft.own_forces is not None or draft.trigger.entry.kind == "hal"):
        return
    hal = draft.trigger.entry.kind == "hal"
    for other in reversed(here):
        agents = other.of("agent")
        if hal and _of_many(draft) and not agents:
            return  # خرج المئات في تظاهرة داعين إلى: those told of first, whoever they are
        if agents and _plural(draft) and all(part.key for part in agents) and len(agents) == 1:
            return
        if agents:
            patients = {p.key for p in draft.of("patient") if p.key}
            for part in agents:
                if part.key is None or part.key not in patients:
                    draft.add(part.shared("agent", "subject left out: that of the event before"))
            return
    if _plural(draft):
        return
    telling = {s.start for v in voices if v.start <= draft.start < v.end for s in v.speakers}
    for name in draft.line.names:
        bare = name.preposition == "" and name.last <= draft.trigger.position and name.start not in telling
        if bare and name.kind == "actor" and name.cls in ACTING:
            why = "subject left out: first actor before"
            draft.add(Part("agent", name.key, "actor", None, name.start, name.end, why))
            return


def _forces_of_nobody(draft: EventDraft) -> None:
    """قصفت قواته البلدة: where nobody is told of before, the forces as printed."""
    phrase, line = draft.own_forces, draft.line
    if phrase is None or draft.of("agent"):
        return
    tokens = line.sentence.tokens[phrase.first : phrase.core]
    start = line.start(phrase.first)
    words = [tokens[0].surface[start - tokens[0].start :], *(t.surface for t in tokens[1:])]
    draft.add(Part("agent", None, "", " ".join(words), start, tokens[-1].end, "forces of somebody told of elsewhere"))


def _plural(draft: EventDraft) -> bool:
    """فروا, ليشنوا هجمات: the verb speaks of several people, so a single force, state or person is not its subject."""
    at, line = draft.trigger.position, draft.line
    verbs = [at] if draft.trigger.verbal else [i for i in (at - 1, at - 2) if i >= 0 and line.tags[i] == "light"]
    return any(line.sentence.tokens[i].form.endswith("وا") for i in verbs)


def _of_clause(draft: EventDraft, here: Sequence[EventDraft]) -> None:
    """استعاد الجيش القرية بعد دحر المسلحين: a deed told by a verbal noun behind a preposition is the subject's own."""
    alone = draft.type == "clash" and len(draft.of("agent")) == 1 and "with" in draft.slots
    deed = draft.trigger.frame in _DONE or draft.type == "clash"
    if draft.trigger.verbal or not deed or not here or (draft.of("agent") and not alone):
        return
    main = here[-1]
    if not main.trigger.verbal or not _governed(draft, main) or main.trigger.frame in _SUFFERED:
        return
    taken = {p.key for p in draft.parts if p.key}
    for part in main.of("agent"):
        if part.key is not None and part.key not in taken:
            draft.add(part.shared("agent", "its verbal noun hangs on the verb of that subject"))


def _governed(draft: EventDraft, main: EventDraft) -> bool:
    """Whether the verbal noun stands behind بعد, خلال, بـ, لـ ... in the clause of the verb."""
    line, at = draft.line, draft.trigger.position
    if any(line.tags[k] in CLAUSE_OPENERS_AND_RELATIVES for k in range(main.trigger.position + 1, at)):
        return False
    for k in (at, at - 1, at - 2):
        if glued(line, k) in ("at", "for") or line.relation.get(k) in _BESIDE:
            return True
        if k < at and line.tags[k] not in ("nominal", "light"):
            return False
    return False


def _visitor(draft: EventDraft) -> None:
    """قال الرئيس خلال زيارة: who is told of before the visit makes it."""
    for name in reversed(draft.line.names):
        if name.last <= draft.trigger.position and name.kind == "actor" and name.cls == "Person":
            draft.add(Part("agent", name.key, "actor", None, name.start, name.end, "told of before the visit"))
            return
