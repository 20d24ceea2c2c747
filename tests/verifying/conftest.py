"""The small company, built once."""

import pytest

from tests.verifying.companies import Company, small_project


@pytest.fixture(scope="session")
def company() -> Company:
    """The small company that `companies` describes."""
    return Company.of(small_project())
