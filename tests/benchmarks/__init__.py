"""Tests of the benchmarks, which live in ``posapp.bench`` and are run by ``posapp bench``.

``posapp bench`` measures everything, ``posapp bench search P1`` what is named, ``posapp bench
--help`` says the rest. A single one with sizes of one's own is run as its module, such as
``python -m posapp.bench.importing '{"bills": 1000, "rounds": 3}'``. The tests here run each with
next to nothing and look whether figures come; how fast anything is decides nothing.
"""
