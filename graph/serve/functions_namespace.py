"""The namespace of this endpoint's own SPARQL functions, apart from their code, which needs the engine."""

SPACE = "https://w3id.org/furat/function#"
NAMES = ("search", "matches", "fold")
