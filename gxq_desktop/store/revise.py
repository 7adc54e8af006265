"""For developers: write the next migration. python -m gxq_desktop.store.revise "Say who issued an edition"."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config

from gxq_desktop.store.engine import sqlite_engine
from gxq_desktop.store.rows import Base
from gxq_desktop.store.schema import MIGRATIONS, migrate


def revise(title: str) -> None:
    """Migrate an empty file to the head and write down in a script what rows.py has beyond it."""
    with TemporaryDirectory() as folder:
        engine = sqlite_engine(Path(folder) / "empty.db")
        migrate(engine, "空库", date(2000, 1, 1))
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS.folder))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["metadata"] = Base.metadata
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, title, autogenerate=True, rev_id=f"{int(MIGRATIONS.head) + 1:04d}")
        engine.dispose()
    print("Read it, split it if it holds two thoughts, and add its number to MIGRATIONS in schema.py.")


if __name__ == "__main__":
    revise(sys.argv[1])
