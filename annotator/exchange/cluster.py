"""A Dask cluster as an executor, for work on single documents: the same code as on a desk."""

from collections.abc import Generator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, cast

from annotator.errors import AnnotatorError
from annotator.formats.format import needed

PATIENCE = 10
"""Seconds that a scheduler has to answer."""


@contextmanager
def cluster_executor(address: str) -> Generator[Executor]:
    """Give the executor of the scheduler at *address*, such as ``tcp://desk:8786``.

    Its workers need this program installed. Raises UsageError where Dask is not installed,
    AnnotatorError if nobody answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise needed("cluster", "Dask (distributed)") from error
    try:
        # it is not typed
        client = cast(Any, Client)(address, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise AnnotatorError(
            f"no scheduler answers at {address} ({error}); start one with “dask scheduler”, or check the address"
        ) from error
    try:
        with client.get_executor() as executor:
            yield executor
    finally:
        client.close()
