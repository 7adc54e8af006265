"""The lever desk (能不能做到): the gap, what is regained, the result, and levers to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.application.plan_variants import PLAN_WORD
from gxq_desktop.application.try_levers import LeverChoice, Trial, Way
from gxq_desktop.ui import fonts, theme
from gxq_desktop.ui.labels import Elided, link_button
from gxq_desktop.ui.page import CommandButton
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.table_model import Column, RowsModel
from gxq_desktop.ui.table_view import TableView

TRIED = "没存的试算"
LOW = 640
"""Below this height of the page, at 100 % text, the list shows two levers only."""


def _terms(lever: LeverChoice) -> str:
    return "；".join(part.rstrip("。") for part in (lever.condition, lever.cost) if part)


def lever_columns() -> tuple[Column[LeverChoice], ...]:
    def ink(lever: LeverChoice) -> str:
        return "" if lever.gain_days or lever.used else "text3"

    return (
        Column("采用", show=lambda lever: "", width=48, tick=True, sortable=False),
        Column(
            "可用的办法",
            show=lambda lever: f"{lever.code} {lever.name}",
            id="name",
            least=200,
            color=ink,
            searchable=True,
            tip=lambda lever: f"{lever.kind}：{lever.name}",
        ),
        Column(
            "补回工作日",
            show=lambda lever: str(lever.gain_days),
            sort=lambda lever: -lever.gain_days,
            width=92,
            right=True,
            bold=lambda lever: lever.gain_days > 0,
            color=ink,
            tip=lambda lever: lever.reason or f"{lever.gain_days} 个工作日",
        ),
        Column(
            "法律条件与代价",
            show=lambda lever: f"{lever.reason}。{_terms(lever)}" if lever.reason else _terms(lever),
            id="terms",
            least=240,
            color=lambda lever: ink(lever) or "text2",
            sortable=False,
            tip=lambda lever: _terms(lever),
        ),
        Column("影响事项", show=lambda lever: lever.touches_text, width=110, color=lambda lever: "text2", sortable=False,
               drop=1),
    )  # fmt: skip


class LeverModel(RowsModel[LeverChoice]):
    """toggled(lever id, used): a box was ticked by the user."""

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lever_columns(), parent, key=lambda lever: lever.id)

    def show_levers(self, levers: Sequence[LeverChoice]) -> None:
        """Show LEVERS; where they are the same ones in the same order, only their values change."""
        same = [lever.id for lever in self.rows] == [lever.id for lever in self._sorted(levers)]
        self._ticked = {lever.id for lever in levers if lever.used}
        if same and self._groups:
            self._groups = [(None, tuple(levers))]
            self._arrange()
            if self.rowCount():
                last = self.index(self.rowCount() - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.set_rows(levers)

    def setData(self, index: QModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # type: ignore[override]
        done = super().setData(index, value, role)
        lever = self.row(index)
        if done and lever is not None:
            self.toggled.emit(lever.id, lever.id in self._ticked)
        return done


class ShareBar(QWidget):
    """How much of the gap is regained."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("已补回")

    def show_share(self, share: float | None) -> None:
        self.setVisible(share is not None)
        self._share = share or 0.0
        self.setAccessibleDescription(f"{round(self._share * 100)}%")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(140), theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        painter.setPen(Qt.PenStyle.NoPen if not theme.look().is_contrast else theme.color("text"))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setClipRect(QRectF(0, 0, self.width() * min(1.0, self._share), self.height()))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, 3, 3)


class LeverDesk(QFrame):
    """adopted(): take the proposed levers. variant_shown(name): look at that variant, "" for the plan."""

    adopted = Signal()
    variant_shown = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.verdict = QLabel(self)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        fonts.set_font(self.verdict, fonts.TITLE, bold=True)
        self.share = ShareBar(self)
        self.now = QLabel(self)
        fonts.set_font(self.now, fonts.BASE, bold=True)
        self.forecast = Elided(self)
        self.detail = Elided(self, role="text2")
        self.way = QPushButton(self)
        self.way.setAutoDefault(False)
        self.way.clicked.connect(self.adopted)
        self.way.hide()
        self._levers: tuple[LeverChoice, ...] = ()
        self._unfolded = False
        self.fold = link_button("", self)
        self.fold.clicked.connect(self._on_fold)
        self.fold.hide()
        self.no_way = Elided(self, role="seal")
        self.no_way.hide()
        self.variants = QComboBox(self)
        self.variants.setAccessibleName("看哪个方案")
        self.variants.setProperty("quiet", "1")
        self.variants.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.variants.setMinimumContentsLength(6)
        self.variants.currentIndexChanged.connect(
            lambda _: self.variant_shown.emit(str(self.variants.currentData() or ""))
        )
        self.variants.hide()
        self.compare = CommandButton(shell, "schedule.compare", self, "比较方案(&C)…")
        self.compare.hide()
        self.keep = CommandButton(shell, "schedule.keep", self, "存为方案(&B)")
        self.save = CommandButton(shell, "schedule.save", self, "写入计划(&S)", primary=True, icon="checkmark")
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 12, 0)
        head.setSpacing(12)
        for widget in (self.verdict, self.share, self.now):
            head.addWidget(widget)
        head.addWidget(self.forecast, 1)
        for widget in (self.variants, self.compare, self.keep, self.save):
            head.addWidget(widget)
        second = QHBoxLayout()
        second.setContentsMargins(16, 0, 12, 0)
        second.setSpacing(12)
        self._lines = ((self.verdict, self.save), (self.detail, self.way))
        second.addWidget(self.detail, 3)
        second.addWidget(self.fold)
        second.addWidget(self.no_way, 2)
        second.addWidget(self.way)
        self.model = LeverModel(self)
        self.table = TableView("project.levers", self.model, shell.preferences, self, row_height=26, name="提速办法")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addLayout(second)
        column.addWidget(self.table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_trial(self, trial: Trial, variants: Sequence[str], shown: str) -> None:
        """TRIAL, and which of VARIANTS it is: SHOWN, "" for none of them."""
        answer = trial.answer
        self.verdict.setText(answer.verdict)
        role = "" if answer.met is None else "seal" if answer.met is False else "ok"
        theme.set_role(self.verdict, role)
        self.share.show_share(answer.share)
        self.now.setText(answer.now)
        self.now.setVisible(bool(answer.now))
        self.forecast.setText(f"→ {answer.forecast}" if answer.forecast else "")
        nothing = () if trial.levers else ("本项目没有可用的提速办法",)
        self.detail.setText("；".join((answer.detail, *answer.others, *nothing)))
        self._show_variants(variants, shown, trial.differs)
        self._levers = trial.levers
        self._show_levers()
        if answer.met is not False:
            self.show_way(None)

    def _show_variants(self, variants: Sequence[str], shown: str, differs: bool) -> None:
        """The plan and VARIANTS to choose from; terms that are nobody's are shown as such."""
        box = self.variants
        box.blockSignals(True)
        box.clear()
        box.addItem(PLAN_WORD, "")
        for name in variants:
            box.addItem(name, name)
        if differs and not shown:
            box.addItem(TRIED, TRIED)
            shown = TRIED
        box.setCurrentIndex(max(0, box.findData(shown)))
        box.blockSignals(False)
        box.setVisible(bool(variants))
        self.compare.setVisible(bool(variants))

    @property
    def is_low(self) -> bool:
        """Whether the window leaves room for two levers only; then those in use fold into one line."""
        return self.window().height() * 100 / theme.look().percent < LOW + 120

    def _show_levers(self) -> None:
        used = [lever for lever in self._levers if lever.used]
        folds = self.is_low and bool(used)
        self.fold.setVisible(folds)
        brought = f"已采用 {len(used)} 条办法"
        self.fold.setText(f"{brought}，收起(&K)" if self._unfolded else f"{brought}，展开(&K)")
        hidden = folds and not self._unfolded
        self.model.show_levers([lever for lever in self._levers if not (hidden and lever.used)])

    def _on_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show_levers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._levers:
            self._show_levers()

    def show_way(self, way: Way | None) -> None:
        """The proposal: a button if it helps, a sentence if nothing does."""
        helps = way is not None and way.meets and bool(way.levers)
        self.way.setVisible(helps)
        self.no_way.setVisible(way is not None and not helps)
        if way is None:
            return
        if helps:
            self.way.setText(f"最少再用 {len(way.levers)} 个办法，就能赶上：采用(&A)")
            self.way.setToolTip(way.sentence)
            self.way.setAccessibleDescription(way.sentence)
        else:
            self.no_way.setText(way.sentence)

    def _height(self, rows: int) -> int:
        head = self.table.horizontalHeader().sizeHint().height()
        lines = sum(max(widget.sizeHint().height() for widget in line) for line in self._lines)
        return lines + 2 * theme.px(8) + head + rows * self.table.verticalHeader().defaultSectionSize()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(2 if self.is_low else 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height(1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("base"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line2"))
