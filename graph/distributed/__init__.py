"""The build on many machines: a Dask cluster extracts, maps and validates; one writer here loads and publishes.

    from furat.graph.distributed import DaskExecutor
    build(["s3://news/2016/*.jsonl"], store, options=Options(executor=DaskExecutor("tcp://head:8786", "s3://scratch")))

What comes out is byte for byte what a build of this machine gives. Needs the extra `cluster`.
"""

from furat.graph.distributed.executor import DaskExecutor

__all__ = ["DaskExecutor"]
