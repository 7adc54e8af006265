"""The list at the left of 事项库."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from gxq_desktop.application.catalogue_browsing import Entry, Shelf
from gxq_desktop.ui.table_model import Column, Group, RowsModel

NOTES = {
    Shelf.APPROVALS: "承诺",
    Shelf.MATERIALS: "准备",
    Shelf.UTILITIES: "办理",
    Shelf.FACTS: "用到它的",
    Shelf.WINDOWS: "电话",
    Shelf.POLICIES: "性质",
}
"""What the last column says."""


def columns(shelf: Shelf) -> tuple[Column[Entry], ...]:
    """Number, name and what matters on SHELF; questions have no number, only an indent."""
    has_code = shelf is not Shelf.FACTS
    return (
        Column(
            "编号" if has_code else "",
            show=lambda entry: entry.code,
            width=58 if has_code else 24,
            color=lambda entry: "text2",
        ),
        Column("名称" if has_code else "问题", show=lambda entry: entry.name, searchable=True, least=150),
        Column(
            NOTES[shelf],
            show=lambda entry: entry.note,
            width=82,
            most=130,
            right=True,
            color=lambda entry: "text2",
            drop=1,
            sortable=False,
        ),
    )


class EntriesModel(RowsModel[Entry]):
    def __init__(self) -> None:
        super().__init__(columns(Shelf.APPROVALS), key=lambda entry: entry.id)

    def show(self, entries: Sequence[Entry], text: str) -> int:
        """Show the entries of one shelf that hold every word of TEXT under their groups; returns how many."""
        if entries:
            self.columns = columns(entries[0].shelf)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        words = text.casefold().split()
        found = [entry for entry in entries if all(word in entry.searched.casefold() for word in words)]
        groups: dict[str, list[Entry]] = {}
        for entry in found:
            groups.setdefault(entry.group, []).append(entry)
        self.set_groups([(Group(name, None, f"{len(rows)} 项"), rows) for name, rows in groups.items()])
        return len(found)
