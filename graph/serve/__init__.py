"""The SPARQL endpoint: `serve(store, host, port, ServeOptions(...))` runs until it is told to stop."""

from furat.graph.serve.options import ServeOptions

__all__ = ["ServeOptions", "serve"]


def __getattr__(name: str) -> object:
    if name == "serve":
        from furat.graph.serve.server import serve

        return serve
    raise AttributeError(name)
