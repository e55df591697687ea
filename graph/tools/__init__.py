"""Makers of documentation: references written from the ontology and the queries, run when these change."""
