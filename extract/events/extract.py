"""From the layers of a document to its events: one draft a trigger, sentence by sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from furat.extract.attribution import covering
from furat.extract.events import attach
from furat.extract.events.anaphora import Antecedents
from furat.extract.events.argument_sharing import share
from furat.extract.events.arguments import arguments
from furat.extract.events.causal_links import CausalLink, links
from furat.extract.events.discourse import complete
from furat.extract.events.drafts import EventDraft
from furat.extract.events.lexicon import Lexicon
from furat.extract.events.roles import assign
from furat.extract.events.triggers import Trigger, find_triggers
from furat.extract.events.types import refine
from furat.extract.factuality.judge import StatusJudge
from furat.extract.layers import Attribution, Name, Quantity, TimeExpression
from furat.extract.syntax.sentence import TaggedSentence, tag_sentence
from furat.extract.syntax.word_classes import WordAnalyser
from furat.extract.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Layer:
    """A sentence with what the steps before found in it."""

    sentence: Sentence
    names: Sequence[Name]
    times: Sequence[TimeExpression]
    quantities: Sequence[Quantity]


def read_events(
    words: WordAnalyser[Lexicon],
    layers: Sequence[Layer],
    document: str,
    within: Mapping[str, str],
    voices: Sequence[Attribution],
    judge: StatusJudge,
) -> list[EventDraft]:
    """The events of a document in the order of its text."""
    found: list[EventDraft] = []
    linkings: list[tuple[list[EventDraft], list[CausalLink]]] = []
    antecedents = Antecedents()
    for layer in layers:
        if layer.sentence.part == "dateline":
            continue
        here = words.of(layer.sentence.tokens)
        names = antecedents.resolve(here, layer.sentence, layer.names)
        line = tag_sentence(here, layer.sentence, names, layer.times, layer.quantities)
        drafts, linked = _sentence(words, line, document, within, voices, judge)
        found += drafts
        linkings.append((drafts, linked))
    complete(found, words.lexicon.frames, within, voices)
    for drafts, linked in linkings:
        share(drafts, linked)
    return found


def _sentence(
    words: WordAnalyser[Lexicon],
    line: TaggedSentence,
    document: str,
    within: Mapping[str, str],
    voices: Sequence[Attribution],
    judge: StatusJudge,
) -> tuple[list[EventDraft], list[CausalLink]]:
    """The events of a sentence, and which of them results from which."""
    triggers, line = find_triggers(line)
    drafts = []
    for index, trigger in enumerate(triggers):
        draft = EventDraft(line, trigger, trigger.type, *_span(line, trigger), why=[trigger.why])
        draft.first = triggers[index - 1].position + 1 if index else 0
        draft.last = triggers[index + 1].position if index + 1 < len(triggers) else len(line.words)
        hanging = arguments(line, triggers, index)
        draft.prodrop = hanging.prodrop
        draft.slots = frozenset(argument.slot for argument in hanging.found)
        told_by = covering(voices, draft.start, draft.end)
        draft.status = judge.judge(line.sentence, trigger.position, told_by, trigger.type).status
        assign(draft, hanging.found, words.lexicon.frames, document)
        refine(draft, draft.first, draft.last)
        attach.places(draft, within)
        attach.time(draft)
        attach.numbers(draft)
        attach.toll_victims(draft, document)
        drafts.append(draft)
    share(drafts, links(drafts))
    attach.sentence_time(drafts)
    attach.day_of_saying(drafts)
    drafts = _wounded(drafts)
    return drafts, links(drafts)


def _wounded(drafts: list[EventDraft]) -> list[EventDraft]:
    """Woundings are an event only where no death is told with them; else they give their number to it."""
    deaths = [d for d in drafts if d.type == "killing"]
    kept = []
    for draft in drafts:
        if draft.type != "injury":
            kept.append(draft)
            continue
        near = [d for d in deaths if d.start < draft.start] or deaths
        if near and draft.trigger.position == near[-1].trigger.position + 1:  # مقتل وإصابة عشرين: of both together
            for part in draft.of("patient"):
                near[-1].add(part)
            continue
        if near:
            if near[-1].injured is None and draft.injured is not None:
                near[-1].injured = draft.injured
            continue
        draft.type = "killing"
        draft.why.append("wounded told of alone: a killing without dead")
        kept.append(draft)
    return kept


def _span(line: TaggedSentence, trigger: Trigger) -> tuple[int, int]:
    """The trigger's word without proclitics and attached pronoun."""
    token = line.sentence.tokens[trigger.position]
    word = line.words[trigger.position]
    end = token.end
    pronoun = trigger.hit.form.pronoun
    bare = word.stem.removesuffix(pronoun)
    if pronoun and word.stem.endswith(pronoun) and (not bare.endswith("ت") or bare.endswith("ات")):  # not ضحيتـها
        end = token.offset(len(token.form) - len(pronoun))
    return line.start(trigger.position), end
