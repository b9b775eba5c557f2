"""How good the facts are: against gold files of benchmarks, and against the marks of a person on a sample."""
