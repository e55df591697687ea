"""Records to RDF, and RDF to answers: mapping, gate, store, queries, exports, serving. Knows no Arabic."""
