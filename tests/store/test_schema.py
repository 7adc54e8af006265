from __future__ import annotations

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from gxq_desktop.application.ports import BackupReason, StoreError, StoreTooNew
from gxq_desktop.store.backup import SqliteBackups
from gxq_desktop.store.engine import Store
from gxq_desktop.store.revisions import HEAD
from gxq_desktop.store.rows import Base
from gxq_desktop.store.schema import MIGRATIONS, Migrations
from tests.store.builders import edition, keep, opened, project, read

ROOT = Path(__file__).resolve().parents[2]

WIDER = """
import sqlalchemy as sa
from alembic import op

revision = "0900"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("project") as table:
        table.alter_column("name", existing_type=sa.Text(), server_default="无名")
        table.add_column(sa.Column("nickname", sa.Text(), nullable=False, server_default="无"))
    {more}
"""


def wider(folder: Path, more: str = "") -> Migrations:
    """The migrations and one more; on SQLite it drops and renames the table that all others refer to."""
    shutil.copytree(MIGRATIONS.folder, folder)
    (folder / "versions" / "0900_nicknames.py").write_text(WIDER.format(head=HEAD, more=more), encoding="utf-8")
    return Migrations(folder, (*MIGRATIONS.revisions, "0900"))


def revision_of(store: Store) -> str | None:
    with store.engine.connect() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def test_an_empty_place_gets_the_newest_tables(store: Store) -> None:
    assert revision_of(store) == MIGRATIONS.head
    assert set(inspect(store.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_the_migrated_tables_are_the_mapped_ones(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_is_named_in_the_database_as_in_the_mapping(store: Store) -> None:
    inspector = inspect(store.engine)
    for name, table in Base.metadata.tables.items():
        found = {
            inspector.get_pk_constraint(name)["name"],
            *(each["name"] for each in inspector.get_foreign_keys(name)),
            *(each["name"] for each in inspector.get_unique_constraints(name)),
            *(each["name"] for each in inspector.get_check_constraints(name)),
        }

        assert found == {str(constraint.name) for constraint in table.constraints}
        assert None not in found


def test_the_program_knows_every_revision_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS.folder))
    scripts = ScriptDirectory.from_config(config)

    assert MIGRATIONS.revisions == tuple(script.revision for script in scripts.walk_revisions())[::-1]
    assert scripts.get_heads() == [MIGRATIONS.head]


def test_no_migration_imports_our_code() -> None:
    scripts = [*MIGRATIONS.folder.glob("versions/*.py"), MIGRATIONS.folder / "env.py"]

    assert len(scripts) >= 3
    for script in scripts:
        assert not re.search(r"^\s*(import|from)\s+gxq_desktop", script.read_text(encoding="utf-8"), re.MULTILINE)


def test_an_older_store_gets_the_newest_tables_and_keeps_everything(where: str, tmp_path: Path) -> None:
    store = opened(where)
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.commit()
    store.dispose()

    store = opened(where, migrations=wider(tmp_path / "migrations"))

    assert revision_of(store) == "0900"
    with store.engine.connect() as connection:
        assert connection.scalar(text("SELECT nickname FROM project")) == "无"
    assert read(store) == project()
    with store.unit_of_work() as uow:
        assert uow.editions.latest(project().number) == edition()
    store.dispose()


def test_an_older_file_is_backed_up_first(file: Path, tmp_path: Path) -> None:
    migrations = wider(tmp_path / "migrations")
    store = opened(file)
    keep(store, project())
    store.dispose()

    opened(file, migrations=migrations).dispose()

    assert {path.name for path in tmp_path.iterdir()} == {"store.db", "backups", "migrations"}
    (copy,) = SqliteBackups(file).files(None)
    assert (copy.reason, copy.made_at.date()) == (BackupReason.BEFORE_UPGRADE, date(2026, 3, 2))
    assert copy.path.name.endswith(f"-before-upgrade-v{HEAD}.sqlite3")
    older = opened(copy.path)
    assert revision_of(older) == HEAD
    assert read(older) == project()
    older.dispose()


def test_without_a_copy_nothing_is_migrated(file: Path, tmp_path: Path) -> None:
    store = opened(file)
    keep(store, project())
    store.dispose()
    (tmp_path / "backups").write_bytes(b"in the way")  # the copy cannot be written

    with pytest.raises(StoreError, match=r"升级前不能备份.*没有升级"):
        opened(file, migrations=wider(tmp_path / "migrations"))

    store = opened(file)
    assert revision_of(store) == HEAD
    assert read(store) == project()
    store.dispose()


def test_a_new_file_needs_no_copy(file: Path) -> None:
    opened(file).dispose()

    assert [path.name for path in file.parent.iterdir()] == ["store.db"]


@pytest.mark.parametrize("more", ["raise RuntimeError('half-way')", "op.execute('SELECT * FROM no_such_table')"])
def test_a_migration_that_fails_half_way_changes_nothing(where: str, tmp_path: Path, more: str) -> None:
    store = opened(where)
    keep(store, project())
    store.dispose()

    with pytest.raises(Exception, match=r"half-way|no_such_table"):
        opened(where, migrations=wider(tmp_path / "migrations", more))

    store = opened(where)
    assert revision_of(store) == HEAD
    assert read(store) == project()
    store.dispose()


def test_a_migration_that_breaks_references_is_refused_and_undone(file: Path, tmp_path: Path) -> None:
    store = opened(file)
    keep(store, project())
    store.dispose()

    with pytest.raises(StoreError, match="互相对不上"):
        opened(file, migrations=wider(tmp_path / "migrations", "op.execute('DELETE FROM project')"))

    store = opened(file)
    assert read(store) == project()
    store.dispose()


def test_foreign_keys_hold_again_after_a_migration(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.commit()

    for statement, constraint in [
        ("DELETE FROM project", "fk_edition_project"),
        ("UPDATE project_fact SET project_number = 'GX-2026-0002'", "fk_project_fact_project"),
    ]:
        with pytest.raises(Exception, match=f"FOREIGN KEY|{constraint}"), store.engine.begin() as connection:
            connection.execute(text(statement))


def test_a_store_of_a_newer_program_is_refused_and_left_alone(where: str) -> None:
    store = opened(where)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))

    with pytest.raises(StoreTooNew) as refusal:
        opened(where)

    assert f"由更新版本的程序建立（版本 0999，本程序只认到 {HEAD}）" in refusal.value.problem
    assert "请安装新版程序" in refusal.value.next_step
    assert revision_of(store) == "0999"
    store.dispose()


def test_the_tables_of_another_program_are_refused_and_left_alone(where: str) -> None:
    address = where.replace("postgresql://", "postgresql+psycopg://") if "://" in where else f"sqlite:///{where}"
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE someone_elses (id INTEGER)"))
    before = Path(where).read_bytes() if "://" not in where else b""

    with pytest.raises(StoreError, match="别的程序的表（someone_elses）"):
        opened(where)

    assert inspect(engine).get_table_names() == ["someone_elses"]
    if before:
        assert Path(where).read_bytes() == before
    engine.dispose()


def test_programs_started_at_once_in_an_empty_place_all_open_it(where: str) -> None:
    with ThreadPoolExecutor(3) as starts:
        stores = list(starts.map(lambda _: opened(where), range(3)))

    for store in stores:
        assert revision_of(store) == MIGRATIONS.head
        store.dispose()


def test_a_server_without_utf8_is_refused(server: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS narrow")
        admin.execute("CREATE DATABASE narrow ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        try:
            with pytest.raises(StoreError, match="字符编码是 LATIN1"):
                opened(re.sub(r"/postgres$", "/narrow", server))
        finally:
            admin.execute("DROP DATABASE narrow")


QUICK = """
import sys
from tests.store.builders import opened, read
store = opened(sys.argv[1])
assert read(store)
print(*sorted({"alembic", "mako", "psycopg"} & set(sys.modules)))
"""


def test_opening_an_up_to_date_file_imports_nothing_it_does_not_need(file: Path) -> None:
    store = opened(file)
    keep(store, project())
    store.dispose()

    done = subprocess.run(
        [sys.executable, "-c", QUICK, str(file)], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )

    assert done.stdout.split() == []


def test_two_stores_of_one_program_are_made_at_once(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.db" for number in range(8)]

    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(opened, files))

    assert [revision_of(store) for store in stores] == [HEAD] * 8
    for store in stores:
        store.dispose()
