"""Other programs, installed beside this one, importing and exporting the same articles.

``python -m tests.benchmarks.peers`` measures. Each side runs in an environment of its own, made from PyPI,
and does a round when it is told to.
"""
