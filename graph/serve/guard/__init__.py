"""What is refused before a worker sees it: texts of SPARQL too deep, too large, or with an eye on the network."""
