"""Pictures of recording, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable

from gxq_desktop.ui.shell import Shell


def take_pictures(shell: Shell, take: Callable[..., None]) -> None:
    """The dialogs on the first sample."""
