"""The whole way from a Document to its Reading."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from furat.extract.coreference.resolve import resolve
from furat.extract.documents.layout import Layout, layout
from furat.extract.events.extract import Layer, read_events
from furat.extract.events.to_records import report
from furat.extract.factuality.judge import tried
from furat.extract.layers import Name
from furat.extract.names import NamesFound
from furat.extract.plugins import merge
from furat.extract.records import Document, Mention, Reading, Report, Span
from furat.extract.resources import Knowledge
from furat.extract.text.sentences import sentences


def read_document(document: Document, knowledge: Knowledge) -> Reading:
    """Everything that is read from one document; a function of both arguments alone."""
    parts = layout(document, sentences(document.text))
    document = replace(document, title=parts.title, published=parts.published, publisher=parts.publisher)
    named = _named(document, parts, knowledge)
    publisher = _publisher(parts, named.names, knowledge)
    return Reading(
        document=document,
        publisher=publisher,
        headline=parts.headline,
        entities=named.entities,
        mentions=tuple(_mention(name) for names in named.names for name in names),
        reports=_reports(document, parts, named, publisher, knowledge),
    )


def _named(document: Document, parts: Layout, knowledge: Knowledge) -> NamesFound:
    """The names of the lexicon's own reading, with the votes of a recogniser where one is asked for."""
    named = knowledge.names.find(parts.sentences, parts.published)
    if knowledge.recogniser is None:
        return named
    entities = {entity.key: entity for entity in named.entities}
    rows = []
    votes = knowledge.recogniser.recognise(parts.sentences)
    for sentence, names, heard in zip(parts.sentences, named.names, votes, strict=True):
        merged, added = merge(sentence, names, heard, document.text)
        rows.append(merged)
        entities |= {entity.key: entity for entity in added}
    return replace(named, names=rows, entities=tuple(entities.values()))


def _publisher(parts: Layout, names: Sequence[Sequence[Name]], knowledge: Knowledge) -> str | None:
    """The key of the actor that publishes: by the name its container gives, else the one the text prints."""
    if parts.publisher is not None and (key := knowledge.outlet(parts.publisher)) is not None:
        return key
    span = parts.publisher_span
    if span is None:
        return None
    return next(
        (n.key for row in names for n in row if n.kind == "actor" and n.start < span.end and span.start < n.end), None
    )


def _mention(name: Name) -> Mention:
    return Mention(Span(name.start, name.end), name.kind, name.key, name.confidence, name.why, name.framing)


def _yet_to_come(planned: Report, published: date | None) -> Report:
    """A report without a time that cannot be its own: what is planned is not dated before it is told."""
    time = planned.time
    if tried(planned.status_why):  # أحبط الأمن أمس تفجير سيارة
        return planned
    if planned.status != "planned" or time is None or published is None or time.latest is None:
        return planned
    return replace(planned, time=None) if time.latest < published else planned


def _reports(
    document: Document, parts: Layout, named: NamesFound, publisher: str | None, knowledge: Knowledge
) -> tuple[Report, ...]:
    """The reports of a document whose sentences and names are known."""
    layers = []
    anchor: date | None = None
    written = knowledge.times.written(parts.sentences, document.published)
    for sentence, here in zip(parts.sentences, named.names, strict=True):
        times = knowledge.times.find(sentence, written, anchor)
        layers.append(Layer(sentence, here, times, knowledge.quantities.find(sentence)))
        if sentence.part == "body":  # the latest day told: «غداة» is the day before it
            anchor = max((t.earliest for t in times if t.earliest and t.earliest == t.latest), default=anchor)
    voices = knowledge.voices.voices(parts.sentences, named.names, publisher)
    own = {entity.key: entity.within for entity in named.entities if entity.within}
    within = {**knowledge.within, **own} if own else knowledge.within
    drafts = read_events(knowledge.words, layers, document.text, within, voices, knowledge.judge)
    told = [_yet_to_come(report(draft, voices, knowledge.judge), document.published) for draft in drafts]
    return resolve(told, document.text, knowledge.geography)
