"""The list at the left of 事项库."""

from __future__ import annotations

from collections.abc import Sequence

from gxq_desktop.application.catalogue_browsing import Entry
from gxq_desktop.ui.table_model import Column, Group, RowsModel

CODE: Column[Entry] = Column("编号", show=lambda entry: entry.code, width=58, color=lambda entry: "text2")
NAME: Column[Entry] = Column("名称", show=lambda entry: entry.name, searchable=True, least=150)
NOTE: Column[Entry] = Column(
    "承诺", show=lambda entry: entry.note, width=82, right=True, color=lambda entry: "text2", drop=1, sortable=False
)


class EntriesModel(RowsModel[Entry]):
    def __init__(self) -> None:
        super().__init__((CODE, NAME, NOTE), key=lambda entry: entry.id)

    def show(self, entries: Sequence[Entry], text: str) -> int:
        """Show the entries that hold every word of TEXT under their groups; returns how many."""
        words = text.casefold().split()
        found = [entry for entry in entries if all(word in entry.searched.casefold() for word in words)]
        groups: dict[str, list[Entry]] = {}
        for entry in found:
            groups.setdefault(entry.group, []).append(entry)
        self.set_groups([(Group(name, None, f"{len(rows)} 项"), rows) for name, rows in groups.items()])
        return len(found)
