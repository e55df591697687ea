"""What is found at each address: SPARQL, updates, graphs, entities, pages, dumps, and the operators' own."""
