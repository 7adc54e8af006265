"""For all tests: an option to renew golden papers, and no deadlines for properties (timings belong to tests/bench)."""

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the papers of today into tests/documents/golden instead of comparing with what is there; look at them then",
    )
