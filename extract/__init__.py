"""Arabic text to records: documents, mentions, reports and claims. Knows no RDF."""
