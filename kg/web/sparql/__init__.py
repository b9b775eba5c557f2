"""The SPARQL 1.1 endpoint: `endpoint` speaks HTTP, `pool` keeps the processes that run the queries, `worker` is one.

A query runs in a process of its own, because nothing but a kill stops one that runs, and no other limit holds its
memory. Its whole result is written down before the answer begins, so that an answer is either complete or an error.
"""
