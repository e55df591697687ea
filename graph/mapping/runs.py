"""Which version of furat and of its knowledge read which documents: the graph of runs.

A run is not a moment but a way of reading: no clock is in it, so that the same inputs give the same bytes however
many builds it took to read them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from furat.graph.vocab.iris import Iris
from furat.graph.vocab.nquads import Lines, name, ref, text


@dataclass(frozen=True, slots=True)
class Run:
    """One way of reading documents."""

    software: str  # version of furat
    knowledge: str  # version of gazetteer and lexicons
    options: Mapping[str, str]

    @property
    def key(self) -> str:
        """The last part of its IRI: a function of all that it says."""
        said = json.dumps([self.software, self.knowledge, dict(self.options)], sort_keys=True)
        return sha256(said.encode()).hexdigest()[:16]

    def lines(self, iris: Iris, inputs: str) -> list[str]:
        """Its quads; `inputs` is a hash of the documents that stand in the store as it read them."""
        lines = Lines(iris.graph("runs"))
        node = ref(iris.run(self.key))
        lines.add(node, name("rdf:type"), name("furat:Run"))
        lines.add(node, name("furat:softwareVersion"), text(self.software))
        lines.add(node, name("furat:knowledgeVersion"), text(self.knowledge))
        lines.add(node, name("furat:options"), text(json.dumps(dict(self.options), sort_keys=True, ensure_ascii=False)))
        lines.add(node, name("furat:input"), text(f"sha256:{inputs}"))
        return lines.sorted()


@cache
def software_version() -> str:
    """The version of the installed furat."""
    try:
        return version("furat")
    except PackageNotFoundError:  # the source tree without an installation
        return "0"
