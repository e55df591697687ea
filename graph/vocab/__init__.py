"""The vocabulary of the graph: prefixes, IRIs and terms as N-Quads writes them, each in one place."""
