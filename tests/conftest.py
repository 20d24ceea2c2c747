"""Shared by all tests: how Hypothesis runs, and the projects the tests look at."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from touchmap.files import load
from touchmap.project import Project

ROOT = Path(__file__).resolve().parents[1]

# 'ci' gives the same examples on every machine; 'explore' looks for new ones:
# HYPOTHESIS_PROFILE=explore .venv/bin/pytest tests/files
settings.register_profile(
    "ci", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of the sample companies."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def insurer(data_folder) -> Project:
    """The sample insurer."""
    return load(data_folder / "insurer")


@pytest.fixture(scope="session")
def small() -> Project:
    """Two processes, four streams, own staff, one vendor and one platform; a row in every table."""
    from tests.project.small import small_project

    return small_project()
