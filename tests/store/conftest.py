"""Every test that asks for `store` runs on SQLite, and on PostgreSQL when there is one to test on (.ci/postgresql)."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from gxq_desktop.store.engine import Store
from tests.store.builders import opened

SERVER = os.environ.get("GXQ_TEST_POSTGRESQL_URL", "")


@pytest.fixture
def server() -> str:
    """The URL of the PostgreSQL server to test on."""
    if not SERVER:
        pytest.skip("GXQ_TEST_POSTGRESQL_URL is not set; .ci/postgresql run COMMAND sets it")
    return SERVER


@pytest.fixture
def schema_url(server: str) -> Iterator[str]:
    """A URL of the server under which everything happens in a schema of its own, empty at first."""
    import psycopg

    schema = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE SCHEMA {schema}")
        yield f"{server}?options=-csearch_path%3D{schema}"
        admin.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a store, empty at first, on each of the two databases."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("schema_url"))
    return str(tmp_path / "store.db")


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new store, to be copied: its migrations run once."""
    file = tmp_path_factory.mktemp("new") / "store.db"
    opened(file).dispose()
    return file


@pytest.fixture
def store(where: str, new_file: Path) -> Iterator[Store]:
    if not where.startswith("postgresql"):
        shutil.copy(new_file, where)
    store = opened(where)
    yield store
    store.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"
