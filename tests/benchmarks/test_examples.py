"""Examples in the docstrings of the benchmarks give the output shown."""

import doctest
import importlib

import pytest

MODULES = ("enterprise", "page", "pricing", "sourcing.instances", "sourcing.measures", "sourcing.report")
MODULES += ("sourcing.trace", "sourcing.worker")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    """Every example of a module runs, and there is one."""
    found = doctest.testmod(importlib.import_module(f"benchmarks.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
