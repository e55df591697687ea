"""The namespace of this endpoint's own SPARQL functions, apart from their code, which needs the engine."""

from furat.graph.vocab.namespaces import FUNCTION

SPACE = FUNCTION
NAMES = ("search", "matches", "fold")
