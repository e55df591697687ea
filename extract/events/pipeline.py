"""The whole way from a Document to its Reading."""

from collections.abc import Sequence

from furat.extract.annotations import Name
from furat.extract.coreference import resolve
from furat.extract.events.assemble import Layer, read_events
from furat.extract.events.records import report
from furat.extract.knowledge import Knowledge
from furat.extract.records import Document, Mention, Reading, Report, Span
from furat.extract.sentences import Sentence, sentences


def read_document(document: Document, knowledge: Knowledge) -> Reading:
    """Everything that is read from one document; a function of both arguments alone."""
    found = sentences(document.text)
    named = knowledge.names.find(found, document.published)
    return Reading(
        document=document,
        publisher=None,
        headline=None,
        entities=named.entities,
        mentions=tuple(_mention(name) for names in named.names for name in names),
        reports=_reports(document, found, named.names, None, knowledge),
    )


def _mention(name: Name) -> Mention:
    return Mention(Span(name.start, name.end), name.kind, name.key, name.confidence, name.why, name.framing)


def _reports(
    document: Document,
    found: Sequence[Sentence],
    names: Sequence[Sequence[Name]],
    publisher: str | None,
    knowledge: Knowledge,
) -> tuple[Report, ...]:
    """The reports of a document whose sentences and names are known."""
    layers = [
        Layer(sentence, here, knowledge.times.find(sentence, document.published), knowledge.quantities.find(sentence))
        for sentence, here in zip(found, names, strict=True)
    ]
    drafts = read_events(knowledge.words, layers, document.text, knowledge.within)
    voices = knowledge.voices.voices(found, names, publisher)
    told = [report(draft, voices, knowledge.judge) for draft in drafts]
    return resolve(told, document.text, knowledge.geography)
