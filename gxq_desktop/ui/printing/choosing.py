"""打哪些: the papers of an edition to tick, with their size or what they are about, and the manual's chapters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gxq_desktop.application.paper_kinds import KINDS, MANUAL_PARTS, PaperChoice, manual_parts, manual_variant
from gxq_desktop.application.print_desk import PaperOffer
from gxq_desktop.ui import fonts, icons, theme
from gxq_desktop.ui.labels import link_button
from gxq_desktop.ui.preferences import Preferences

KEY = "printing"
_LABEL_WIDTH, _PAGES_WIDTH = 106, 36


class OfferRow(QWidget):
    """One kind of paper: tick, size, number of pages; what it is about on a line of its own. changed: tick or option."""

    changed = Signal()

    def __init__(self, offer: PaperOffer, parent: QWidget) -> None:
        super().__init__(parent)
        self.offer = offer
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(6)
        column.addLayout(row)
        self.box = QCheckBox(offer.label, self)
        self.box.setMinimumWidth(theme.px(_LABEL_WIDTH))
        row.addWidget(self.box)
        self.options = QComboBox(self)
        self.options.setAccessibleName(f"{offer.label}：选哪一种")
        self.options.setProperty("quiet", "1")
        self.options.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.options.setMinimumContentsLength(4)
        for variant, words in offer.options:
            self.options.addItem(words, variant)
        self.options.setToolTip(self.options.currentText())
        self._of_subject = bool(KINDS[offer.kind].about)
        if self._of_subject:  # names of items and authorities are long
            below = QHBoxLayout()
            below.setContentsMargins(theme.px(22), 0, 0, theme.px(4))
            below.addWidget(self.options)
            column.addLayout(below)
        else:
            row.addWidget(self.options, 1)
        if self._of_subject or len(offer.options) == 1:
            row.addStretch(1)
        self.pages = QLabel(self)
        theme.set_role(self.pages, "text2")
        fonts.set_font(self.pages, fonts.CAPTION)
        self.pages.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.pages.setMinimumWidth(theme.px(_PAGES_WIDTH))
        row.addWidget(self.pages)
        self.box.toggled.connect(self._on_toggled)
        self.options.currentIndexChanged.connect(self._on_option)
        self._on_toggled(False)

    def _on_toggled(self, _: bool) -> None:
        self.options.setEnabled(self.box.isChecked())
        self.options.setVisible(len(self.offer.options) > 1 and (self.box.isChecked() or not self._of_subject))
        if not self.box.isChecked():
            self.say("")
        self.changed.emit()

    def _on_option(self, _: int) -> None:
        self.options.setToolTip(self.options.currentText())
        self.changed.emit()

    @property
    def variant(self) -> str:
        return str(self.options.currentData())

    def set_variant(self, variant: str) -> None:
        """Choose VARIANT if it is on offer."""
        found = self.options.findData(variant)
        if found >= 0:
            self.options.setCurrentIndex(found)

    def say(self, text: str, fault: bool = False) -> None:
        """At the right: how many pages, or why there are none."""
        self.pages.setText(text)
        theme.set_role(self.pages, "seal" if fault else "text2")


class Chapters(QWidget):
    """The manual's chapters, folded until they are wanted. changed: another choice, never none."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(22), 0, 0, 0)
        column.setSpacing(2)
        self.fold = link_button("", self)
        self.fold.setCheckable(True)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._list = QWidget(self)
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 4)
        inner.setSpacing(2)
        self.boxes: dict[str, QCheckBox] = {}
        for part in MANUAL_PARTS:
            box = QCheckBox(f"{part.numeral}　{part.title}" if part.numeral else part.title, self._list)
            box.setChecked(True)
            box.toggled.connect(self._on_toggled)
            inner.addWidget(box)
            self.boxes[part.key] = box
        row = QHBoxLayout()
        self.all = link_button("全选", self._list)
        self.all.clicked.connect(lambda: self.set_parts([part.key for part in MANUAL_PARTS]))
        row.addWidget(self.all)
        note = QLabel("按整张抽印，页码不变", self._list)
        theme.set_role(note, "text2")
        fonts.set_font(note, fonts.CAPTION)
        row.addWidget(note)
        row.addStretch(1)
        inner.addLayout(row)
        column.addWidget(self._list)
        self._list.hide()
        self.fold.toggled.connect(self._on_folded)
        self._setting = False
        self._renew()

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def set_parts(self, parts: Sequence[str]) -> None:
        """Tick PARTS and no others, all if it is empty."""
        self._setting = True
        for key, box in self.boxes.items():
            box.setChecked(not parts or key in parts)
        self._setting = False
        self._on_toggled(True)

    def _on_toggled(self, _: bool) -> None:
        if self._setting:
            return
        ticked = self.parts
        for key, box in self.boxes.items():  # the last one cannot be taken away: a manual of nothing is none
            box.setEnabled(ticked != (key,))
        self._renew()
        self.changed.emit()

    def _renew(self) -> None:
        count, total = len(self.parts), len(self.boxes)
        self.fold.setText(f"全部 {total} 章" if count == total else f"只打 {count} 章，共 {total} 章")
        self.fold.setAccessibleName(f"选手册的章：{self.fold.text()}")
        icons.set_icon(self.fold, "chevron_down" if self.fold.isChecked() else "chevron_right", "accent")

    def _on_folded(self, opened: bool) -> None:
        self._list.setVisible(opened)
        self._renew()


class Choosing(QWidget):
    """The papers offered. changed: the choice is another one. What was chosen last is remembered, but not of older editions."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._remember = False
        self._filling = False
        self.rows: dict[str, OfferRow] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        title = QLabel("打哪些", self)
        fonts.set_font(title, fonts.PANEL_TITLE, bold=True)
        self._column.addWidget(title)
        self.chapters = Chapters(self)
        self._column.addWidget(self.chapters)
        self.chapters.changed.connect(self._on_changed)

    def set_offers(self, offers: Sequence[PaperOffer], remember: bool) -> None:
        """Show OFFERS. REMEMBER: of the current edition, ticked as they were last; else all are ticked and nothing is kept."""
        again = remember and self._remember and bool(self.rows)
        before = dict(self.rows) if again else {}
        self._filling, self._remember = True, remember
        kept = self._preferences.get(f"{KEY}.papers", None)
        sizes = self._preferences.get(f"{KEY}.sizes", {}) if remember else {}
        rows = {}
        for offer in offers:
            row = rows[offer.kind] = OfferRow(offer, self)
            old = before.get(offer.kind)
            row.set_variant(old.variant if old is not None else sizes.get(offer.kind, ""))
            if old is not None:
                row.box.setChecked(old.box.isChecked())
            elif remember and isinstance(kept, list) and offer.kind != "change_slip":
                row.box.setChecked(offer.kind in kept)
            else:
                row.box.setChecked(offer.usual)
            row.changed.connect(self._on_changed)
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._column.removeWidget(self.chapters)
        self.rows = rows
        for row in rows.values():
            self._column.addWidget(row)
            if row.offer.kind == "manual":
                self._column.addWidget(self.chapters)
        self.chapters.setVisible(remember and "manual" in rows)
        if remember and not again:
            parts = self._preferences.texts(f"{KEY}.parts")
            self.chapters.set_parts([key for key in parts if key in self.chapters.boxes])
        self._filling = False
        self._renew()

    @property
    def choices(self) -> tuple[PaperChoice, ...]:
        """What is ticked, in order."""
        found = []
        for kind, row in self.rows.items():
            if row.box.isChecked():
                variant = row.variant
                if kind == "manual" and not self.chapters.isHidden():
                    variant = manual_variant(self.chapters.parts)
                found.append(PaperChoice(kind, variant))
        return tuple(found)

    def tick(self, choices: Sequence[PaperChoice]) -> None:
        """Tick CHOICES and no others, as far as they are on offer."""
        self._filling = True
        wanted = {choice.kind: choice.variant for choice in choices}
        for kind, row in self.rows.items():
            row.box.setChecked(kind in wanted)
            if kind in wanted:
                row.set_variant(wanted[kind])
        if "manual" in wanted and not self.chapters.isHidden():
            self.chapters.set_parts(manual_parts(wanted["manual"]))
        self._filling = False
        self._on_changed()

    def say_pages(self, choice: PaperChoice, text: str, fault: bool = False) -> None:
        """How many pages CHOICE has, in words; nothing if another variant is chosen by now."""
        if choice in self.choices:
            self.rows[choice.kind].say(text, fault)

    def _on_changed(self) -> None:
        if self._filling:
            return
        self._renew()
        if self._remember:
            self._keep()
        self.changed.emit()

    def _renew(self) -> None:
        if "manual" in self.rows:
            self.chapters.setEnabled(self.rows["manual"].box.isChecked())

    def _keep(self) -> None:
        preferences = self._preferences
        preferences.set(f"{KEY}.papers", [kind for kind, row in self.rows.items() if row.box.isChecked()])
        sizes = {kind: row.variant for kind, row in self.rows.items() if kind in ("countdown", "wallchart")}
        preferences.set(f"{KEY}.sizes", sizes)
        if not self.chapters.isHidden():
            parts = self.chapters.parts
            preferences.set(f"{KEY}.parts", None if len(parts) == len(MANUAL_PARTS) else list(parts))
