"""Voices from perfect and imperfect verbs of saying."""

from furat.extract.attribution.content_span import Complement, complement, limit
from furat.extract.attribution.cue_subjects import coordinate, left_source, subject_before
from furat.extract.attribution.lexicon import Cue, bare
from furat.extract.attribution.sources import source_in
from furat.extract.attribution.state import AttributionState, Utterance, unpublished, words
from furat.extract.layers import Source
from furat.extract.text.punctuation import PAUSES


def verb(scene: AttributionState, cue: Cue, i: int) -> None:
    """The voice of the verb of saying at a position, if it tells anything."""
    sets = scene.lexicon.sets
    before = bare(scene.line.forms[i - 1]) if i else ""
    if before in sets["negation"]:
        return
    ambiguous = cue.inflected.tense == "perfect" and not (cue.inflected.pronoun or cue.conjunction)
    if ambiguous and before in sets["preposition"]:
        return  # a noun of the same letters: «تحت زعم», «بعد نفي»
    told = complement(scene.lexicon, scene.line, cue, i)
    if told is None:
        _inverted(scene, cue, i)
    else:
        _said(scene, cue, i, told)


def _said(scene: AttributionState, cue: Cue, i: int, told: Complement) -> None:
    """The voice of a verb with a complement: subject behind it, before it, or carried on."""
    line = scene.line
    left, start = (None, i) if cue.conjunction else left_source(scene, i)
    if left is not None and told.kind == "object":
        told = Complement("object", i + 1, i + 1)
    closed = told.kind != "object" and left is None
    source = source_in(scene.lexicon, line, i + 1, told.stop, closed)
    how = "verb of saying and its subject"
    if left is not None and (not source.speakers or told.kind == "object"):
        source, how = left, "subject before its verb of saying"
    else:
        start = i
    gender = source.gender or cue.inflected.gender
    speakers = scene.resolve(source, cue.inflected.plural)
    if speakers:
        speakers = scene.whole(unpublished(speakers, scene.publisher) or speakers)
    else:
        turn = None if told.kind == "object" else subject_before(scene, cue, i)
        if turn is None or ("supposed" in cue.verb.complements and cue.inflected.tense == "imperfect"):
            _impersonal(scene, cue, i, told)
            return
        speakers, how = turn.speakers, "verb of saying that goes on with the source before"
    if scene.addressees:
        speakers += tuple(a for a in unpublished(source.addressed, scene.publisher) if a not in speakers)
    if "monitor" in cue.verb.complements and not scene.watches(speakers[0]):
        return
    if coordinate(scene, cue, i, start):
        scene.cut(start)
    status = cue.verb.status
    if "doubtful" in cue.verb.complements and cue.inflected.tense == "imperfect" and _with_pronoun(scene, told):
        status = "alleged"
    around = scene.relayers(i, speakers)
    end = scene.scope_end(told.first, limit(line, i))
    why = f"{how}: {words(line, start, min(told.first, start + 12))}"
    cue_last = max(i + 1, min(told.stop, source.last))
    if scene.add(speakers, cue.verb.stance, status, told.first, end, i, cue_last, why):
        stretch(scene, told)
    scene.subject = Utterance(speakers, gender, line.sentence.paragraph)
    scene.remember(speakers + around, gender)


def _with_pronoun(scene: AttributionState, told: Complement) -> bool:
    """«تقول إنها قتلت»: what somebody tells of himself, at a distance."""
    that = scene.line.forms[told.first - 1]
    return told.kind == "clause" and that in scene.lexicon.sets["that"] and that[-2:] in ("نه", "ها", "هم", "ما")


def _impersonal(scene: AttributionState, cue: Cue, i: int, told: Complement) -> None:
    """«ويرجح أن», «يعتقد أن»: nobody says it, but it is no fact."""
    line = scene.line
    supposed = "supposed" in cue.verb.complements and cue.inflected.tense == "imperfect" and not cue.inflected.plural
    if not supposed or told.kind != "clause" or told.stop > i + 2:
        return
    end = limit(line, i)
    last = next((k for k in range(told.first, end) if line.forms[k] in PAUSES), end)
    why = f"supposition of nobody: {words(line, i, told.first)}"
    scene.add((), cue.verb.stance, cue.verb.status, told.first, last, i, i + 1, why, nobody=True)


def stretch(scene: AttributionState, told: Complement) -> None:
    """Let the voice just added end where its quotation ends, also in a later sentence."""
    line, draft = scene.line, scene.drafts[-1]
    quotation = told.quotation
    if quotation is not None:
        if quotation.last_sentence == line.sentence.index:
            draft.last = min(len(line.forms), quotation.last)
        draft.start, draft.end = quotation.start, quotation.end
        return
    for begin, _, inner in line.inside:
        if told.first <= begin <= told.first + 2 and inner.last_sentence > line.sentence.index:
            draft.end = inner.end


def _inverted(scene: AttributionState, cue: Cue, i: int) -> None:
    """«...»، قال المتحدث: the quotation stands before the verb. Without one, remember who acts for the participles."""
    line = scene.line
    before = i - 1 if i and line.forms[i - 1] in PAUSES else i
    quoted = [q for _, last, q in line.inside if last == before - 1 and i and "quote" in cue.verb.complements]
    stop = min(limit(line, i), i + 12)
    if quoted:
        stop = next((k for k in range(i + 2, stop) if line.tokens[k].kind == "mark"), min(stop, i + 4))
    source = source_in(scene.lexicon, line, i + 1, stop, bool(quoted))
    if not source.speakers:
        return
    if quoted and not cue.conjunction:
        quotation = quoted[-1]
        why = f"quotation before its verb of saying: {words(line, i, source.last)}"
        draft = scene.add(source.speakers, cue.verb.stance, cue.verb.status, 0, before - 1, i, source.last, why)
        if draft is not None:
            draft.start, draft.end = quotation.start, quotation.end
            scene.remember(source.speakers, cue.inflected.gender)
        return
    if cue.inflected.tense == "perfect" and i <= 2:
        scene.subject = Utterance(source.speakers, cue.inflected.gender, line.sentence.paragraph)


def accuse(scene: AttributionState, cue: Cue, i: int, speakers: tuple[Source, ...] = ()) -> None:
    """«اتهمت دمشق التحالف بقصف القرية», «حملته مسؤولية القصف»: what is laid to somebody's charge.

    A participle, «متهما التحالف بقصف», brings the speakers of its sentence.
    """
    line, sets = scene.line, scene.lexicon.sets
    if i and bare(line.forms[i - 1]) in sets["negation"]:
        return
    end = limit(line, i)
    blame = "blame" in cue.verb.complements
    for j in range(i + 1, min(end, i + 18)):
        form = line.forms[j]
        charge = form in sets["guilt"] if blame else form[0] == "ب" and len(form) > 3 and j not in line.name_at
        if form in sets["describing"]:  # المتحدث باسم الجيش
            continue
        if not charge or line.name_at.get(j - 1) is line.name_at.get(j) is not None:
            continue
        start = i
        if not speakers:
            left, start = (None, i) if cue.conjunction else left_source(scene, i)
            speakers = scene.resolve(left or source_in(scene.lexicon, line, i + 1, j, False))
            if not speakers and (turn := subject_before(scene, cue, i)) is not None:
                speakers = turn.speakers
            if speakers and coordinate(scene, cue, i, start):
                scene.cut(start)
        why = f"accusation: {words(line, start, min(j + 1, start + 12))}"
        first = j + 1 if blame else j
        if scene.add(speakers, cue.verb.stance, cue.verb.status, first, scene.scope_end(first, end), i, j, why):
            scene.subject = Utterance(speakers, cue.inflected.gender, line.sentence.paragraph)
            scene.remember(speakers, cue.inflected.gender)
        return
