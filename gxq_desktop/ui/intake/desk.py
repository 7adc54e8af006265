"""Which desk this is among those that share a store: drafts interrupted here are offered here."""

from __future__ import annotations

import uuid

from gxq_desktop.ui.shell import Shell

DESK_ID = "desk.id"


def desk_id(shell: Shell) -> str:
    """This desk's name, made up once and kept with its preferences."""
    found: str = shell.preferences.get(DESK_ID, "")
    if not found:
        found = uuid.uuid4().hex
        shell.preferences.set(DESK_ID, found)
        shell.preferences.save()
    return found
