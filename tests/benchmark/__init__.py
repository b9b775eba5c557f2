"""Benchmarks with floors: `python -m tests.benchmark --help`; docs/benchmarks.md tells what each measures."""
