"""What a store publishes, kept equal in any SPARQL 1.1 store by the Graph Store Protocol.

    from furat.graph.remote import parse_target, push
    pushed = push(Path("store"), parse_target("sparql+http://localhost:7878/store"))

A graph that changed is put, one that is gone is deleted, the rest is left alone; an interrupted push goes on where it
stopped. `TargetError` says in one line what the other store refuses, and what to do.
"""

from furat.graph.remote.push import Pushed, push
from furat.graph.remote.target import Target, TargetError, parse_target

__all__ = ["Pushed", "Target", "TargetError", "parse_target", "push"]
