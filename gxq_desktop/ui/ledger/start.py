"""What of the ledger works on every page: its rows are kept in step."""

from __future__ import annotations

from gxq_desktop.ui.ledger.renewal import LedgerRenewal
from gxq_desktop.ui.shell import Shell


def start(shell: Shell) -> None:
    LedgerRenewal(shell)
