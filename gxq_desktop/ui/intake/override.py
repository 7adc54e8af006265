"""改判 in the intake, with the dialog that the project's items have."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gxq_desktop.application.intake_state import ItemRow
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.verdicts import Override, Verdict
from gxq_desktop.ui.project.items.override_dialog import APPLY, WITHDRAW, OverrideDialog

Decide = Callable[[ItemRow, tuple[bool, str, str] | None], None]


@frozen
class _Reason:
    """What the dialog says about the row."""

    code: str
    name: str
    by_rule: Verdict
    sentence: str
    override: Override | None


def ask_for_override(parent: QWidget, row: ItemRow, officer: str, decide: Decide) -> OverrideDialog:
    """Open the dialog for ROW; DECIDE gets (applies, reason, officer), or None where a decision is taken back."""
    reason = _Reason(row.code, row.name, row.by_rule, row.rule_sentence, row.override)
    dialog = OverrideDialog(parent, reason, officer)  # type: ignore[arg-type]

    def take() -> None:
        if dialog.choice == WITHDRAW:
            decide(row, None)
        else:
            decide(row, (dialog.choice == APPLY, dialog.reason, dialog.officer))

    dialog.accepted.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
