"""Records to RDF: readings, gazetteer, vocabulary, runs and events as sorted lines of N-Quads."""
