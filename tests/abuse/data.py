"""The data that the abuse runs on: small enough to make in a second, large enough to run away on."""

A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
KNOWS = "http://example.org/knows"


def people(number: int = 20_000) -> str:
    """N-Quads: people who know each other in a dense web, 3 quads each, in 20 graphs."""
    lines = []
    for n in range(number):
        graph, subject = f"<http://example.org/graph/{n % 20}>", f"<http://example.org/person/{n}>"
        lines.append(f"{subject} {A} <http://example.org/Person> {graph} .")
        lines.append(f"{subject} <{KNOWS}> <http://example.org/person/{(n * 7 + 1) % number}> {graph} .")
        lines.append(
            f'{subject} <http://example.org/name> "person number {n} of many, aaaaaaaaaaaaaaaaaaaaaaaa" {graph} .'
        )
    return "\n".join(lines) + "\n"
