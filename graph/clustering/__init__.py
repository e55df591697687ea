"""Which reports, across documents, tell of one event: pure functions over the facts of reports, no RDF."""
