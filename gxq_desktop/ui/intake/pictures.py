"""Pictures of the intake, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable

from gxq_desktop.ui.shell import Shell


def take_pictures(shell: Shell, take: Callable[..., None]) -> None:
    pass
