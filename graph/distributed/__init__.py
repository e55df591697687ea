"""The build on many machines: a Dask cluster extracts, maps and validates; one writer here loads and publishes.

    from furat.graph.distributed import Cluster
    build(["s3://news/2016/*.jsonl"], store, options=Options(workforce=Cluster("tcp://head:8786", "s3://scratch")))

What comes out is byte for byte what a build of this machine gives. Needs the extra `cluster`.
"""

from furat.graph.distributed.cluster import Cluster

__all__ = ["Cluster"]
