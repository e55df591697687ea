"""Voices from verbs of saying, their participles and verbal nouns."""

from furat.extract.voice.complement import Complement, complement, limit
from furat.extract.voice.lexicon import Cue
from furat.extract.voice.line import COMMAS, Line, bare
from furat.extract.voice.scene import Scene, Turn, unpublished, words
from furat.extract.voice.sources import Source, named, skip, source_in

_NEGATED = frozenset({"لم", "لا", "لن", "ليس", "دون", "بدون", "عدم"})
_SAID = frozenset({"قوله", "قولها", "قولهم", "قولهما"})
_SUPPOSED = frozenset({"رجح", "اعتقد", "توقع"})


def verb(scene: Scene, cue: Cue, i: int) -> None:
    """The voice of a perfect or imperfect at a position, if it tells anything."""
    line = scene.line
    if i and bare(line.forms[i - 1]) in _NEGATED:
        return
    needs = cue.verb.complements
    if "relay" in needs:
        relay(scene, cue, i)
    elif "accuse" in needs or "blame" in needs:
        accuse(scene, cue, i)
    else:
        told = complement(scene.lexicon, line, cue, i)
        if told is None:
            _inverted(scene, cue, i)
        else:
            _said(scene, cue, i, told)


def _said(scene: Scene, cue: Cue, i: int, told: Complement) -> None:
    line = scene.line
    left, start = left_source(scene, i) if not cue.conjunction else (None, i)
    if left is not None and told.kind == "object" and told.stop > i + 1:
        told = Complement("object", i + 1, i + 1)
    closed = told.kind in ("clause", "quotation", "colon")
    source = source_in(scene.lexicon, line, i + 1, told.stop, closed and left is None)
    how = "verb of saying and its subject"
    if left is not None and (not source.speakers or told.kind == "object"):
        source, how = left, "subject before its verb of saying"
    speakers, gender = source.speakers, source.gender or cue.inflected.gender
    addressed = unpublished(source.addressed, scene.publisher)
    if not speakers:
        turn = (
            scene.earlier(cue.inflected.gender, cue.inflected.plural)
            if source.anaphor or _joins(scene, cue, i)
            else None
        )
        if turn is None or (told.kind == "object" and not source.anaphor):
            return
        speakers, how = turn.speakers, "verb of saying that goes on with the source before"
    else:
        speakers = scene.whole(unpublished(speakers, scene.publisher) or speakers)
    speakers += tuple(a for a in addressed if a not in speakers)
    if _coordinate(scene, cue, i, start):
        scene.cut(start)
    last = limit(line, i)
    end = scene.scope_end(told.first, last)
    why = f"{how}: {words(line, start, min(told.first, start + 12))}"
    draft = scene.add(
        speakers, cue.verb.stance, cue.verb.status, told.first, end, i, max(i + 1, min(told.stop, source.last)), why
    )
    if draft is not None:
        _stretch(scene, draft.first, told)
    if not (cue.inflected.tense == "imperfect" and cue.verb.lemma in _SUPPOSED):
        scene.subject = Turn(speakers, gender, line.sentence.paragraph)
        scene.remember(speakers, gender)


def _stretch(scene: Scene, first: int, told: Complement) -> None:
    """A quotation ends what is told where it ends, also in a later sentence."""
    line, draft = scene.line, scene.drafts[-1]
    quotation = told.quotation
    if quotation is not None:
        if quotation.last_sentence == line.sentence.index:
            draft.last = min(len(line.forms), quotation.last)
        draft.start, draft.end = quotation.start, quotation.end
        return
    for begin, _, inner in line.inside:
        if first <= begin <= first + 2 and inner.last_sentence > line.sentence.index:
            draft.end = inner.end


def _inverted(scene: Scene, cue: Cue, i: int) -> None:
    """«...»، قال المتحدث: the quotation stands before the verb. Without one, remember who acts for participles."""
    line = scene.line
    source = source_in(scene.lexicon, line, i + 1, min(limit(line, i), i + 12), False)
    before = i - 1 if i and line.forms[i - 1] in COMMAS else i
    for _, last, quotation in line.inside:
        if last == before - 1 and "quote" in cue.verb.complements and source.speakers and not cue.conjunction:
            draft = scene.add(source.speakers, cue.verb.stance, cue.verb.status, 0, last, i, source.last, "")
            if draft is not None:
                draft.start, draft.end = quotation.start, quotation.end
                draft.why = f"quotation before its verb of saying: {words(line, i, source.last)}"
                scene.remember(source.speakers, cue.inflected.gender)
            return
    if source.speakers and cue.inflected.tense == "perfect" and i <= 2:
        scene.subject = Turn(source.speakers, cue.inflected.gender, line.sentence.paragraph)


def relay(scene: Scene, cue: Cue, i: int) -> None:
    """«ونقلت الوكالة عن مصدر قوله إن»: the source behind عن first, then the one who relays it."""
    line, lexicon = scene.line, scene.lexicon
    end = limit(line, i)
    about = "عن" if cue.verb.lemma == "نقل" else "الي"
    at = next((k for k in range(i + 1, min(end, i + 14)) if line.forms[k] == about), None)
    if at is None:
        return
    told = _relayed(scene, at, end)
    if told is None or (about == "الي" and told.kind != "colon" and not _SAID & set(line.forms[at : told.first])):
        return
    original = source_in(lexicon, line, at + 1, told.stop, True, governed=True)
    relayer = source_in(lexicon, line, i + 1, at, True)
    left, start = (None, i) if cue.conjunction or relayer.speakers else left_source(scene, i)
    speakers = relayer.speakers or (left.speakers if left else ())
    turn = scene.earlier(cue.inflected.gender, False)
    if not speakers and (relayer.anaphor or _joins(scene, cue, i)) and turn is not None:
        speakers = turn.speakers[-1:]
    if not original.speakers and not speakers:
        return
    speakers = unpublished(speakers, scene.publisher)
    whole = original.speakers + tuple(s for s in speakers if s not in original.speakers)
    if _coordinate(scene, cue, i, start):
        scene.cut(start)
    why = f"relayed: {words(line, start, min(told.first, start + 14))}"
    if scene.add(whole, cue.verb.stance, None, told.first, scene.scope_end(told.first, end), i, told.stop, why):
        _stretch(scene, told.first, told)
    scene.subject = Turn(speakers or whole, cue.inflected.gender, line.sentence.paragraph)
    scene.remember(whole, cue.inflected.gender if not original.speakers else "")


def _relayed(scene: Scene, at: int, end: int) -> Complement | None:
    """What a relayed source said: behind قوله إن, أن, a colon, or in a quotation."""
    line = scene.line
    for j in range(at + 1, min(end, at + 25)):
        form = line.forms[j]
        quotation = line.opens.get(j)
        if quotation is not None:
            return Complement("quotation", j - (line.forms[j - 1] in (":", *_SAID)), j + 1, quotation)
        cue = scene.lexicon.cues.get(form)
        if cue is not None and cue.inflected.tense == "masdar" and cue.inflected.pronoun:
            behind = line.forms[j + 1] if j + 1 < end else ""
            quotation = line.opens.get(j + 1 + (behind == ":"))
            scene.used.add(j)
            skipped = behind in scene.lexicon.sets["that"] or behind in (":", "عن", "الي", "علي")
            return Complement("clause", j, j + 1 + skipped + (quotation is not None), quotation)
        if form in scene.lexicon.sets["that"] and bare(line.forms[j - 1]) not in scene.lexicon.sets["notthat"]:
            return Complement("clause", j, j + 1)
        if form == ":":
            return Complement("colon", j, j + 1)
    return None


def accuse(scene: Scene, cue: Cue, i: int) -> None:
    """«اتهمت دمشق التحالف بقصف القرية», «حملته مسؤولية القصف»: what is laid to somebody's charge."""
    line = scene.line
    end = limit(line, i)
    blame = "blame" in cue.verb.complements
    for j in range(i + 2, min(end, i + 18)):
        form = line.forms[j]
        if form in ("مسؤوليه", "المسؤوليه") if blame else form[0] == "ب" and len(form) > 3 and j not in line.name_at:
            left, start = left_source(scene, i) if not cue.conjunction else (None, i)
            source = left or source_in(scene.lexicon, line, i + 1, j, False)
            speakers = source.speakers
            turn = scene.earlier(cue.inflected.gender, False)
            if not speakers and turn is not None and (source.anaphor or _joins(scene, cue, i)):
                speakers = turn.speakers
            why = f"accusation: {words(line, start, min(j + 1, start + 12))}"
            if speakers and _coordinate(scene, cue, i, start):
                scene.cut(start)
            if scene.add(speakers, cue.verb.stance, cue.verb.status, j + blame, scene.scope_end(j, end), i, j, why):
                scene.subject = Turn(speakers, cue.inflected.gender, line.sentence.paragraph)
                scene.remember(speakers, cue.inflected.gender)
            return


def participle(scene: Scene, cue: Cue, i: int) -> None:
    """«مشيرا إلى أن»: told by the subject of the verb that it goes with."""
    line = scene.line
    told = complement(scene.lexicon, line, cue, i)
    if told is None or (told.kind == "object" and cue.inflected.gender == "f" and told.stop > i + 1):
        return
    if skip(line, i + 1, told.stop) < told.stop and told.stop > i + 6:
        return
    turn = scene.subject or _actor_before(line, i) or scene.earlier(cue.inflected.gender, cue.inflected.plural)
    if turn is None:
        return
    why = f"participle of saying with the subject of its sentence: {words(line, i, told.first)}"
    end = scene.scope_end(told.first, limit(line, i))
    if scene.add(turn.speakers, cue.verb.stance, cue.verb.status, told.first, end, i, i + 1, why):
        _stretch(scene, told.first, told)
        if scene.subject is None:
            scene.remember(turn.speakers, cue.inflected.gender)


def _actor_before(line: Line, i: int) -> Turn | None:
    """The acting subject of a sentence without a verb of saying: «طالب الوزير بـ ...، مشيرا إلى»."""
    before = [
        n
        for n in line.names
        if n.kind == "actor" and n.last <= i and n.preposition == "" and not n.nisba and n.head <= 6
    ]
    chosen = next((n for n in before if n.cls == "Person"), before[0] if before else None)
    return Turn((named(chosen),), "", line.sentence.paragraph) if chosen else None


def noun(scene: Scene, cue: Cue, i: int) -> None:
    """«إعلان الجيش مقتل», «مزاعم النظام», «بقوله إن»."""
    line = scene.line
    end = limit(line, i)
    if cue.inflected.pronoun:
        told = complement(scene.lexicon, line, cue, i)
        turn = scene.subject or scene.earlier(cue.inflected.gender, cue.inflected.plural)
        if told is None or told.stop > i + 2 or told.kind == "object" or turn is None:
            return
        first, speakers = told.first, turn.speakers
    else:
        name = line.name_from(i + 1)
        if name is None or name.nisba or name.preposition or name.last >= end or line.tokens[name.last].kind == "mark":
            return
        first, speakers = name.last, (named(name),)
        if line.forms[first] in ("و",) or "near" in cue.verb.complements:
            return
    why = f"noun of saying: {words(line, i, first)}"
    scene.add(speakers, cue.verb.stance, cue.verb.status, first, scene.scope_end(first, end), i, first, why)


def left_source(scene: Scene, i: int) -> tuple[Source | None, int]:
    """The subject before its verb, «الأمم المتحدة أكدت», «وكان المرصد قد أعلن», and where it begins."""
    line = scene.line
    stop = i
    while stop and line.forms[stop - 1] in ("قد", "كان", "كانت", "الذي", "التي", "الذين"):
        stop -= 1
    begin = stop
    forms = line.forms
    if begin and forms[begin - 1] in COMMAS:  # «رامي عبد الرحمن، مدير المرصد، قال»
        begin = next((k for k in range(begin - 2, max(-1, begin - 10), -1) if forms[k] in COMMAS), begin)
        if begin == stop:
            return None, i
    tail = begin
    while begin and tail - begin < 12:
        if line.tokens[begin - 1].kind == "mark" and forms[begin - 1] not in '«»"“”()':
            break
        if forms[begin - 1] in scene.lexicon.sets["that"] or line.phrase(begin - 1, "break", "backbreak"):
            break
        begin -= 1
    first = begin
    while first < tail and (
        bare(forms[first]) in ("كان", "كانت", "قد", "لكن", "حيث", "فيما", "بينما") or forms[first] == "و"
    ):
        first += 1
    if first >= tail:
        return None, i
    source = source_in(scene.lexicon, line, first, tail, False)
    if source.speakers and source.last >= tail - 1 and not source.addressed:
        return source, begin
    return None, i


def _joins(scene: Scene, cue: Cue, i: int) -> bool:
    """Whether a verb without a subject can go on with the source before: it opens its clause."""
    line = scene.line
    if cue.conjunction or i == 0:
        return True
    if line.speech(i) is not None:
        return False
    before = bare(line.forms[i - 1])
    return (
        line.tokens[i - 1].kind == "mark"
        or before in scene.lexicon.sets["starter"]
        or before == "قد"
        or (line.phrase(i - 2, "skip", "break") is not None if i >= 2 else False)
    )


def _coordinate(scene: Scene, cue: Cue, i: int, start: int) -> bool:
    """Whether a statement stands beside what was told before it and not inside it."""
    line = scene.line
    if line.speech(i) is not None:
        return False
    if cue.conjunction or start == 0:
        return True
    first = line.forms[start]
    before = line.forms[start - 1]
    if before in scene.lexicon.sets["that"]:
        return False
    return (
        line.tokens[start - 1].kind == "mark"
        or bare(before) in scene.lexicon.sets["starter"]
        or (first[0] == "و" and bare(first) != first and start != i)
        or line.phrase(start - 1, "break", "backbreak", "skip") is not None
    )
