"""Alembic's way in. The program hands over its connection, inside the transaction that holds the whole migration.

The next revision, from what rows.py has beyond the scripts: python -m gxq_desktop.store.revise "title"
"""

from typing import Literal

from alembic import context
from sqlalchemy.types import TypeDecorator


def render_item(kind: str, value: object, autogenerate: object) -> str | Literal[False]:
    """Write our column kinds as the plain ones beneath them, so that no migration imports our code."""
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
context.run_migrations()
