"""Benchmarks: each goal beside its by-hand reference in the same run."""
