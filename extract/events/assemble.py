"""From the layers of a document to its events: one draft a trigger, sentence by sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from furat.extract.annotations import Name, Quantity, TimeExpression
from furat.extract.events import attach
from furat.extract.events.arguments import arguments
from furat.extract.events.drafts import Draft
from furat.extract.events.line import Line, Words, read_line
from furat.extract.events.roles import assign
from furat.extract.events.triggers import Trigger, find_triggers
from furat.extract.events.types import refine
from furat.extract.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Layer:
    """A sentence with what the steps before found in it."""

    sentence: Sentence
    names: Sequence[Name]
    times: Sequence[TimeExpression]
    quantities: Sequence[Quantity]


def read_events(words: Words, layers: Sequence[Layer], document: str, within: Mapping[str, str]) -> list[Draft]:
    """The events of a document in the order of its text."""
    found: list[Draft] = []
    for layer in layers:
        if layer.sentence.part == "dateline":
            continue
        line = read_line(words, layer.sentence, layer.names, layer.times, layer.quantities)
        found += _sentence(words, line, document, within)
    return found


def _sentence(words: Words, line: Line, document: str, within: Mapping[str, str]) -> list[Draft]:
    triggers = find_triggers(line)
    drafts = []
    for index, trigger in enumerate(triggers):
        first = triggers[index - 1].position + 1 if index else 0
        last = triggers[index + 1].position if index + 1 < len(triggers) else len(line.words)
        draft = Draft(line, trigger, trigger.type, *_span(line, trigger), why=[trigger.why])
        assign(draft, arguments(line, triggers, index), words.lexicon.frames, document)
        refine(draft, first, last)
        attach.places(draft, within)
        attach.time(draft, 0, len(line.words), ())
        attach.numbers(draft, first, last)
        drafts.append(draft)
    for draft in drafts:
        if draft.type == "injury":
            draft.type = "killing"
    return drafts


def _span(line: Line, trigger: Trigger) -> tuple[int, int]:
    """The trigger's word without proclitics and attached pronoun."""
    token = line.sentence.tokens[trigger.position]
    word = line.words[trigger.position]
    end = token.end
    pronoun = trigger.hit.form.pronoun
    if pronoun and word.stem.endswith(pronoun):
        end = token.offset(len(token.form) - len(pronoun))
    return token.offset(word.length), end
