"""The names of the gazetteer as a token trie over folded words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from furat.extract.names.gazetteer import Gazetteer, Use
from furat.extract.names.lexicon import ClassWord, NameLexicon
from furat.extract.records import Kind
from furat.extract.text.tokens import tokens

# A node maps the next folded word to a node; under END stand the entries of the names that end here.
Node = dict[str, Any]
END = ""


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name of an entity as the trie holds it."""

    kind: Kind
    key: str
    cls: str
    use: Use
    loaded: bool
    needs: frozenset[str]  # class words or titles of which one must stand before; empty: none
    text: str  # as the tables print it


# Entries by name and entity, and there by what they ask of the context.
Slots = dict[tuple[tuple[str, ...], Kind, str], dict[tuple[Use, bool], ListedName]]


def build(gazetteer: Gazetteer, lexicon: NameLexicon) -> Node:
    """The trie of all names that may occur in text, without the class words that stay outside a name."""
    entries: Slots = {}
    preferred = {
        (kind, entity.key, label.text)
        for kind, table in (("actor", gazetteer.actors), ("place", gazetteer.places))
        for entity in table.values()
        for label in entity.labels
        if label.status == "preferred"
    }
    for alias in gazetteer.aliases:
        entity = gazetteer.actors[alias.key] if alias.kind == "actor" else gazetteer.places[alias.key]
        words = tuple(t.form for t in tokens(alias.text) if t.kind != "mark")
        needs: frozenset[str] = frozenset()
        class_word = lexicon.class_words.get(words[0])
        if class_word is not None and len(words) > 1:
            is_preferred = (alias.kind, alias.key, alias.text) in preferred
            if _stripped(class_word, alias.kind, is_preferred):
                words, needs = words[1:], class_word.family
        if entity.cls == "Person" and _titled(words, lexicon):
            words, needs = words[1:], frozenset({words[0]})
        entry = ListedName(
            alias.kind,
            alias.key,
            entity.cls,
            alias.use,
            alias.loaded,
            needs,
            alias.text,
        )
        _put(entries, words, entry)
        if entity.cls == "Person" and alias.use == "" and len(words) > 1:
            family = _family(words, lexicon)
            if len(family) > 1 or not _common(family[0], lexicon):
                _put(
                    entries,
                    family,
                    ListedName("actor", alias.key, "Person", "short", False, frozenset(), " ".join(family)),
                )
    root: Node = {}
    for (words, _, _), held in entries.items():
        for variant in _variants(words, lexicon):
            node = root
            for word in variant:
                node = node.setdefault(word, {})
            node[END] = (*node.get(END, ()), *_lightest(held))
    return root


def _titled(words: tuple[str, ...], lexicon: NameLexicon) -> bool:
    """Whether a person's name is given with a title in front: الملك سلمان, but not العاهل الأردني."""
    if len(words) < 2 or not words[0].startswith("ال") or words[0] not in lexicon.titles:
        return False
    return words[1].removeprefix("ال") not in lexicon.nisbas


def _stripped(class_word: ClassWord, kind: Kind, preferred: bool) -> bool:
    if class_word.kind != kind or class_word.word == "ريف":
        return False
    return class_word.keeps == "out" or (class_word.keeps == "named" and not preferred)


def _put(entries: Slots, words: tuple[str, ...], entry: ListedName) -> None:
    """Keep an entry beside those of the same name that ask something else of their context."""
    held = entries.setdefault((words, entry.kind, entry.key), {})
    slot = (entry.use, bool(entry.needs))
    if slot in held and entry.needs:
        entry = replace(entry, needs=entry.needs | held[slot].needs)
    if slot not in held or entry.needs:
        held[slot] = entry


def _lightest(held: Mapping[tuple[Use, bool], ListedName]) -> Iterable[ListedName]:
    """The entry that asks nothing of its context, else all."""
    free = held.get(("", False))
    return (free,) if free is not None else held.values()


def _family(words: tuple[str, ...], lexicon: NameLexicon) -> tuple[str, ...]:
    cut = len(words) - 1
    while cut > 1 and (words[cut] in lexicon.parts["not_alone"] or words[cut - 1] in lexicon.parts["particle"]):
        cut -= 1
    return words[cut:]


def _common(form: str, lexicon: NameLexicon) -> bool:
    """Whether a family name is also a given name, a nisba or a common word."""
    nisba = form.removeprefix("ال") in lexicon.nisbas
    return nisba or form in lexicon.given or form in lexicon.stops or form in lexicon.heads or form in lexicon.titles


def _variants(words: tuple[str, ...], lexicon: NameLexicon) -> Iterator[tuple[str, ...]]:
    """The words as given, written together where that is usual, and apart."""
    seen = {words}
    yield words
    for variant in (tuple(_joined(words, lexicon.parts["joined"])), tuple(_split(words))):
        if variant not in seen:
            seen.add(variant)
            yield variant


def _joined(words: Iterable[str], first: frozenset[str]) -> Iterator[str]:
    held = ""
    for word in words:
        if held:
            yield held + word
            held = ""
        elif word in first:
            held = word
        else:
            yield word
    if held:
        yield held


def _split(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word.startswith("عبدال") and len(word) > 6:
            yield from ("عبد", word[3:])
        else:
            yield word
