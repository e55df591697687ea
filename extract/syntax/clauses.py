"""Where clauses begin and end: the classes of tags that part them, named once."""

from furat.extract.syntax.word_classes import Tag

SUBORDINATORS: frozenset[Tag] = frozenset(("comp", "sub"))  # أن, إن; بعدما, حيث, فيما
CLAUSE_OPENERS: frozenset[Tag] = SUBORDINATORS | {"report"}  # or a verb of saying
CLAUSE_OPENERS_AND_RELATIVES: frozenset[Tag] = CLAUSE_OPENERS | {"rel"}  # or الذي, التي
CLAUSE_BREAKS: frozenset[Tag] = CLAUSE_OPENERS | {"verb"}  # or any other verb: the phrases of a trigger end there
CLAUSE_BREAKS_AND_RELATIVES: frozenset[Tag] = CLAUSE_BREAKS | {"rel"}
PREDICATES: frozenset[Tag] = frozenset(("verb", "light", "report"))  # words that are verbs of whatever kind
CLAUSE_HEADS: frozenset[Tag] = CLAUSE_BREAKS | PREDICATES  # a new clause or a verb of any kind
