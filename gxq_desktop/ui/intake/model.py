"""The rows of the live list and of the page 核对答案."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from gxq_desktop.application.intake_answers import AnswerRow
from gxq_desktop.application.intake_state import ItemRow
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.verdicts import Verdict
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.delegates import PADDING, RowDelegate
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import ROW_ROLE, Column, Index, RowsModel

MARKS = {
    Verdict.APPLIES: Mark.APPLIES,
    Verdict.UNDECIDED: Mark.UNDECIDED,
    Verdict.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
}
CHANGED = "刚变化"


@frozen
class ListedItem:
    """row, and whether it changed just now."""

    row: ItemRow
    changed: bool

    @property
    def code(self) -> str:
        return self.row.code


def verdict_mark(row: ItemRow) -> Mark:
    return Mark.OVERRIDDEN if row.override is not None else MARKS[row.verdict]


def verdict_word(row: ItemRow) -> str:
    """适用, 待定, 不适用; “改判适用” where an officer decided."""
    return f"改判{row.verdict.label}" if row.override is not None else row.verdict.label


ITEM_COLUMNS: tuple[Column[ListedItem], ...] = (
    Column(
        "判定",
        show=lambda each: verdict_word(each.row),
        mark=lambda each: verdict_mark(each.row),
        width=92,
        sortable=False,
        id="verdict",
    ),
    Column("编号", show=lambda each: each.row.code, width=50, sortable=False),
    Column(
        "事项",
        show=lambda each: f"{each.row.title}　{CHANGED}" if each.changed else each.row.title,
        sortable=False,
        searchable=True,
        least=170,
        id="name",
    ),
    Column("理由", show=lambda each: each.row.reason, width=232, most=420, sortable=False, drop=1),
)
NAME_COLUMN = 2


class ItemsModel(RowsModel[ListedItem]):
    def __init__(self, parent: QObject) -> None:
        super().__init__(
            ITEM_COLUMNS,
            parent,
            key=lambda each: each.code,
            muted=lambda each: each.row.verdict is Verdict.NOT_APPLICABLE and each.row.override is None,
        )

    def show(self, rows: Iterable[ItemRow], changed: Iterable[str]) -> None:
        """Show ROWS as ordered; nothing happens if they are shown already."""
        first = set(changed)
        wanted = tuple(ListedItem(row, row.code in first) for row in rows)
        if wanted != self.rows:
            self.set_rows(wanted)


class ItemDelegate(RowDelegate):
    """A row that changed just now is bold and says so in the colour of what can be acted on."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, ListedItem) or not row.changed or index.column() != NAME_COLUMN:
            super().paint_cell(painter, rect, index, selected)
            return
        inner = QRectF(rect).adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        small, bold = fonts.font(fonts.CAPTION), fonts.font(fonts.BASE, bold=True)
        word = QFontMetrics(small).horizontalAdvance(CHANGED) + theme.px(10)
        room = inner.width() - word
        painter.setFont(bold)
        painter.setPen(self.ink(index, selected))
        metrics = QFontMetrics(bold)
        shown = metrics.elidedText(row.row.title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
        left = inner.left() + metrics.horizontalAdvance(shown) + theme.px(10)
        painter.setFont(small)
        plain = selected and theme.look().is_contrast
        painter.setPen(theme.color("selText" if plain else "accent"))
        painter.drawText(QRectF(left, inner.top(), word, inner.height()), Qt.AlignmentFlag.AlignVCenter, CHANGED)


ANSWER_COLUMNS: tuple[Column[AnswerRow], ...] = (
    Column("问题", show=lambda each: each.label, width=190, most=280, sortable=False, searchable=True),
    Column(
        "答案",
        show=lambda each: each.answer,
        bold=lambda each: not each.is_open,
        color=lambda each: "seal" if each.fault else "warn" if each.is_open else "",
        sortable=False,
        tip=lambda each: each.fault or each.doubt or each.answer,
    ),
    Column("来源", show=lambda each: each.source, width=104, most=200, sortable=False, drop=2),
    Column(
        "决定哪些事项",
        show=lambda each: each.decides,
        width=210,
        most=380,
        sortable=False,
        drop=1,
        tip=lambda each: each.decides,
    ),
    Column("", show=lambda _: "修改", color=lambda _: "accent", width=52, sortable=False, id="change"),
)


class AnswerDelegate(RowDelegate):
    """A mark before an answer that is open, wrong or doubtful."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        row = index.data(ROW_ROLE)
        kind = answer_mark(row) if isinstance(row, AnswerRow) and index.column() == 1 else None
        if kind is None:
            super().paint_cell(painter, rect, index, selected)
            return
        from gxq_desktop.ui.marks import mark

        left = rect.left() + theme.px(PADDING)
        mark(painter, QRectF(left, rect.top(), theme.px(12), rect.height() - 1), kind)
        super().paint_cell(painter, rect.adjusted(theme.px(18), 0, 0, 0), index, selected)


def answer_mark(row: AnswerRow) -> Mark | None:
    if row.fault:
        return Mark.FAILED
    if row.doubt:
        return Mark.NOTICE
    return Mark.UNDECIDED if row.is_open else None
