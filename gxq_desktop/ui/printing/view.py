"""The page 打印与移交: thumbnails, the page, what to look at, what to print and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gxq_desktop.application.edition_listing import EditionLine
from gxq_desktop.application.export_project import KIND_LABELS
from gxq_desktop.application.file_names import companion_file_name, paper_file_name
from gxq_desktop.application.files import holds
from gxq_desktop.application.paper_kinds import KINDS, MANUAL_PARTS, PaperChoice
from gxq_desktop.application.print_check import Finding
from gxq_desktop.application.print_desk import PrintDesk, PrintRun, kept_offers
from gxq_desktop.application.print_paper import ChangedSinceShown
from gxq_desktop.domain.editions import Edition
from gxq_desktop.ui import faults, fonts, icons, labels, messages, theme
from gxq_desktop.ui.commands import Handler
from gxq_desktop.ui.faults import Message
from gxq_desktop.ui.labels import Hairline
from gxq_desktop.ui.page import CommandButton, Page, Panel
from gxq_desktop.ui.printing.choosing import Choosing
from gxq_desktop.ui.printing.documents import PaperDocument
from gxq_desktop.ui.printing.findings import Findings
from gxq_desktop.ui.printing.hand_over_dialog import HandOverDialog
from gxq_desktop.ui.printing.how import NO_PRINTER, HowToPrint
from gxq_desktop.ui.printing.page_view import STEP, PageView
from gxq_desktop.ui.printing.presenter import Outcome, PrintingPresenter, Resumable
from gxq_desktop.ui.printing.thumbnails import PageRow, PagesModel, Thumbnails
from gxq_desktop.ui.printing.toolbar import PageToolbar
from gxq_desktop.ui.printing.ways import way_to
from gxq_desktop.ui.shell import Shell

SIDE_WIDTH = 316
_LEAST_PAGE = 380
_TITLES = {part.key: part.title for part in MANUAL_PARTS}
NOT_READY = "页面还没有生成完"


class PrintingPage(Page):
    """open(number=, edition=, kind=, variant=): edition: an older one to print again; kind, variant: tick this paper alone.

    What asks the user for a file, or the system to open one, is an attribute, for tests and screenshots to take the place of.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "打印与移交")
        self.presenter = PrintingPresenter(shell)
        self.presenter.setParent(self)
        self.ask_folder: Callable[[str], str] = self._ask_folder
        self.ask_file: Callable[[str, str], str] = self._ask_file
        self.open_file: Callable[[Path], bool] = _open_file
        self.may_replace: Callable[[Sequence[Path]], bool] = self._may_replace
        self._documents: dict[PaperChoice, PaperDocument] = {}
        self._at: tuple[PaperChoice, int] | None = None
        self._wanted_edition = 0
        self._wanted_paper: PaperChoice | None = None
        self._build()
        self._connect()
        self._renew_actions()

    # -- widgets --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        shell = self.shell
        self.editions = QComboBox(self)
        self.editions.setAccessibleName("版次")
        self.editions.setProperty("quiet", "1")
        self.editions.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.editions.setMinimumContentsLength(22)
        self.head.add_widget(self.editions)
        self.head.add("print.batch", "批量打印(&A)…")
        back = QPushButton("返回项目(&G)", self)
        back.setAutoDefault(False)
        back.setProperty("kind", "flat")
        icons.set_icon(back, "arrow_left")
        back.clicked.connect(self._on_back)
        self.head.add_widget(back)
        self.pages = PagesModel(shell.runner, self)
        self.thumbnails = Thumbnails(self.pages, self)
        self.toolbar = PageToolbar(self, shell)
        self.page_view = PageView(shell.runner, self)
        self.findings = Findings()
        self.choosing = Choosing(shell.preferences)
        self.how = HowToPrint(shell.preferences)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.toolbar)
        middle.addWidget(self.page_view, 1)
        whole = QHBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(self.thumbnails)
        whole.addLayout(middle, 1)
        whole.addWidget(self._side())
        self.content.addLayout(whole, 1)
        self.setFocusProxy(self.page_view)

    def _side(self) -> QWidget:
        side = _Side(self)
        self._side_frame = side
        panel = Panel(side, "打印前看一眼、打哪些、怎么打")
        panel.setProperty("pane", True)
        for widget in (self.findings, Hairline(), self.choosing, Hairline(), self.how, Hairline()):
            panel.column.addWidget(widget)
        files = QLabel("电子文件", side)
        fonts.set_font(files, fonts.PANEL_TITLE, bold=True)
        panel.column.addWidget(files)
        self.ics = CommandButton(self.shell, "print.ics", side, "手机日历 .ics…")
        self.xlsx = CommandButton(self.shell, "print.xlsx", side, "工作簿 .xlsx…")
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.ics)
        beside.addWidget(self.xlsx)
        beside.addStretch(1)
        panel.column.addLayout(beside)
        panel.add_stretch()
        self.save_button = CommandButton(self.shell, "print.save", side, "存为 PDF(&S)…")
        self.view_button = CommandButton(self.shell, "print.view", side, "用系统程序打开(&O)")
        self.view_button.setProperty("kind", "flat")
        self.print_button = QPushButton("打印并登记移交(&D)…", side)
        self.print_button.setAutoDefault(False)
        self.print_button.setProperty("kind", "primary")
        icons.set_icon(self.print_button, "print", "onAccent")
        self.print_button.clicked.connect(self.print_and_hand_over)
        self.summary = labels.wrapped("", side)
        theme.set_role(self.summary, "text2")
        fonts.set_font(self.summary, fonts.CAPTION)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save_button, 1)
        row.addWidget(self.view_button, 1)
        foot.addLayout(row)
        foot.addWidget(self.print_button)
        foot.addWidget(self.summary)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(panel, 1)
        column.addLayout(foot)
        side.setFixedWidth(theme.px(SIDE_WIDTH))
        side.foot = foot
        return side

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.loaded.connect(self._on_loaded)
        presenter.refused.connect(self._on_refused)
        presenter.made.connect(self._on_made)
        presenter.not_made.connect(self._on_not_made)
        presenter.printers_found.connect(self.how.set_printers)
        presenter.saved.connect(self._on_saved)
        presenter.viewed.connect(self._on_viewed)
        presenter.exported.connect(self._on_exported)
        presenter.printed.connect(self._on_printed)
        presenter.registered.connect(self._on_registered)
        presenter.stopped.connect(self._on_stopped)
        presenter.failed.connect(self._on_failed)
        self.thumbnails.page_chosen.connect(self._on_page_chosen)
        self.toolbar.went.connect(self._on_went)
        self.toolbar.left.connect(partial(self.page_view.setFocus, Qt.FocusReason.OtherFocusReason))
        self.toolbar.zoom_chosen.connect(self.page_view.set_zoom)
        self.page_view.zoomed.connect(self._renew_zoom)
        self.page_view.turned.connect(self.turn)
        self.page_view.linked.connect(self._on_linked)
        self.choosing.changed.connect(self._on_choice)
        self.how.changed.connect(self._renew_actions)
        self.findings.shown.connect(self.show_finding)
        self.findings.mended.connect(self._on_mended)
        self.editions.currentIndexChanged.connect(self._on_edition)
        self.band.retried.connect(self.reload)
        self.shell.project_changed.connect(self._on_project_changed)
        self.shell.catalogue_changed.connect(self._on_rules_changed)
        self.shell.calendar_changed.connect(self._on_rules_changed)
        theme.look().changed.connect(self._on_look)

    # -- Page -----------------------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "print.open": self.print_and_hand_over,
            "print.register": self.register,
            "print.save": self.save,
            "print.view": self.view_outside,
            "print.ics": partial(self.export, "ics"),
            "print.xlsx": partial(self.export, "xlsx"),
            "print.previous": partial(self.turn, -1),
            "print.next": partial(self.turn, 1),
            "print.go_to": self._focus_field,
            "print.whole": partial(self.page_view.set_zoom, None),
            "print.zoom_in": partial(self.page_view.zoom_by, STEP),
            "print.zoom_out": partial(self.page_view.zoom_by, 1 / STEP),
        }

    def open(self, **argument: Any) -> None:
        number = str(argument.get("number", self.presenter.number))
        if not number:
            return
        self._wanted_edition = int(argument.get("edition", 0))
        kind = argument.get("kind", "")
        self._wanted_paper = PaperChoice(str(kind), str(argument.get("variant", ""))) if kind else None
        if number != self.presenter.number:
            self._clear()
        elif "number" in argument and not self._wanted_edition:
            self.presenter.show_edition(None)
        self.progress.show()
        self.presenter.load(number)
        self.how.set_looking()
        self.presenter.find_printers()

    @property
    def project_number(self) -> str:
        """The project whose papers are shown."""
        return self.presenter.number

    def _clear(self) -> None:
        self._documents.clear()
        self._at = None
        self.pages.set_rows(())
        self.page_view.show_page(None)
        self.page_view.set_message("正在生成页面")

    def _on_project_changed(self, number: str) -> None:
        if self.presenter.number and number in ("", self.presenter.number) and self.shell.is_ready:
            self.presenter.load(self.presenter.number)

    def _on_rules_changed(self) -> None:
        self._on_project_changed("")

    # -- what was loaded ------------------------------------------------------------------------------------------

    def _on_loaded(self, desk: PrintDesk) -> None:
        self.progress.hide()
        self.band.hide()
        self.set_window_title(f"打印 {desk.project_name}")
        self.head.subtitle.setText(f"{desk.project_name} · {desk.enterprise}" if desk.enterprise else desk.project_name)
        self.shell.remember_project(desk.number, desk.project_name)
        if self._wanted_edition:
            line = next((each for each in desk.older if each.edition.number == self._wanted_edition), None)
            self.presenter.show_edition(line)
            self._wanted_edition = 0
        self._fill_editions(desk)
        self._show_desk(desk)

    def _fill_editions(self, desk: PrintDesk) -> None:
        self.editions.blockSignals(True)
        self.editions.clear()
        self.editions.addItem(desk.current_shown, None)
        for line in desk.older:
            self.editions.addItem(line.shown, line)
        current = self.presenter.line
        numbers = [line.edition.number for line in desk.older]
        self.editions.setCurrentIndex(1 + numbers.index(current.edition.number) if current is not None else 0)
        self.editions.setToolTip(self.editions.currentText())
        self.editions.blockSignals(False)

    def _show_desk(self, desk: PrintDesk) -> None:
        line = self.presenter.line
        if line is None:
            self.findings.set_findings(
                desk.findings, [way_to(self.shell, desk.number, each) is not None for each in desk.findings]
            )
            self.choosing.set_offers(desk.offers, remember=True)
        else:
            again = f"这是已经发出的第 {line.edition.number} 版，照存档重印，一个字节不变。"
            self.findings.set_findings((), (), again)
            self.choosing.set_offers(kept_offers(line, desk.draft.dossier), remember=False)
        if self._wanted_paper is not None:
            wanted, self._wanted_paper = self._wanted_paper, None
            self.choosing.tick((wanted,))
        else:
            self._on_choice()

    def _on_refused(self, error: Exception) -> None:
        self.progress.hide()
        message = faults.message_of(error)
        self.band.show_error(f"{message.headline}。{message.next_step}")
        self._clear()
        self.page_view.set_message("没有可以打印的")
        self._renew_actions()

    def _on_edition(self, _: int) -> None:
        line = self.editions.currentData()
        desk = self.presenter.desk
        if desk is None:
            return
        self.presenter.show_edition(line if isinstance(line, EditionLine) else None)
        self.editions.setToolTip(self.editions.currentText())
        self._at = None
        self._show_desk(desk)

    # -- pages ----------------------------------------------------------------------------------------------------

    def _on_choice(self) -> None:
        choices = self.choosing.choices
        self._documents = {
            choice: document
            for choice, document in self._documents.items()
            if choice in choices and self.presenter.paper(choice) is document.pdf
        }
        for choice in choices:
            pdf = self.presenter.paper(choice)
            if pdf is not None and choice not in self._documents:
                self._documents[choice] = PaperDocument(choice, pdf)
            document = self._documents.get(choice)
            self.choosing.say_pages(choice, f"{document.pages} 页" if document is not None else "…")
        self.presenter.want(choices)
        self._arrange()

    def _on_made(self, choice: PaperChoice, pdf: bytes) -> None:
        if choice in self.choosing.choices:
            self._documents[choice] = PaperDocument(choice, pdf)
            self.choosing.say_pages(choice, f"{self._documents[choice].pages} 页")
            self._arrange()

    def _on_not_made(self, choice: PaperChoice, error: Exception) -> None:
        message = faults.message_of(error)
        self.choosing.say_pages(choice, "印不成", fault=True)
        self.band.show_error(f"{choice.label}：{message.headline}。{message.next_step}")
        self._renew_actions()

    def _arrange(self) -> None:
        """List the pages of what is chosen and made, and stay on the page that was looked at."""
        choices = self.choosing.choices
        shown = [self._documents[choice] for choice in choices if choice in self._documents]
        warnings = self._warnings()
        rows = [
            PageRow(
                document,
                page,
                document.choice.label if page == 0 and len(choices) > 1 else "",
                next((each.title for each in document.headings if each.page == page), ""),
                warnings.get(page, "") if document.choice.kind == "manual" else "",
            )
            for document in shown
            for page in range(document.pages)
        ]
        self.pages.set_rows(rows)
        if self._at is None or self._at[0] not in self._documents:
            first = next((choice for choice in choices if choice in self._documents), None)
            self._at = (first, 0) if first is not None else None
        self.page_view.set_message("正在生成页面" if choices else "还没有选要打的")
        self._show_at()
        self._renew_actions()

    def _warnings(self) -> dict[int, str]:
        """Page of the manual → what should be looked at there."""
        desk = self.presenter.desk
        manual = next((each for each in self._documents.values() if each.choice.kind == "manual"), None)
        if desk is None or manual is None or self.presenter.line is not None:
            return {}
        found: dict[int, list[str]] = {}
        for finding in desk.findings:
            page = manual.page_of(_TITLES[finding.chapter])
            if page is not None:
                found.setdefault(page, []).append(finding.headline)
        return {page: "\n".join(headlines) for page, headlines in found.items()}

    def go_to(self, choice: PaperChoice, page: int) -> None:
        """Look at PAGE (from 0) of CHOICE, the nearest there is."""
        document = self._documents.get(choice)
        if document is not None:
            self._at = choice, max(0, min(document.pages - 1, page))
            self._show_at()

    def turn(self, step: int) -> None:
        """Look STEP pages further, over the end of a paper into the next."""
        place = self._place()
        if place >= 0:
            row = self.pages.rows[max(0, min(len(self.pages.rows) - 1, place + step))]
            self.go_to(row.document.choice, row.page)

    def _place(self) -> int:
        """Where the page looked at stands among all; -1 if there is none."""
        if self._at is None or self._at[0] not in self._documents:
            return -1
        return self.pages.row_of(self._documents[self._at[0]], self._at[1])

    def _show_at(self) -> None:
        place = self._place()
        if place < 0 or self._at is None:
            self._at = None
            self.page_view.show_page(None)
            self.toolbar.set_page(0, 0, "", True, True)
            self.set_status("")
            return
        choice, page = self._at
        document = self._documents[choice]
        self.page_view.show_page(document, page, self.pages.picture(place))
        words = document.heading_of(page) if choice.kind == "manual" else choice.label
        self.toolbar.set_page(page + 1, document.pages, words, place == 0, place == len(self.pages.rows) - 1)
        self.thumbnails.follow(document, page)
        self.set_status(f"{choice.label}，第 {page + 1} 页，共 {document.pages} 页")
        self._renew_zoom()

    def _on_page_chosen(self, row: PageRow) -> None:
        self.go_to(row.document.choice, row.page)

    def _on_went(self, page: int) -> None:
        if self._at is not None:
            self.go_to(self._at[0], page - 1)

    def _on_linked(self, page: int) -> None:
        if self._at is not None:
            self.go_to(self._at[0], page)

    def _focus_field(self) -> None:
        self.toolbar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.field.selectAll()

    def _renew_zoom(self) -> None:
        self.toolbar.set_zoom(self.page_view.zoom, self.page_view.factor)

    # -- findings -------------------------------------------------------------------------------------------------

    def show_finding(self, finding: Finding) -> None:
        """Look at the page of the manual FINDING is about."""
        manual = next((each for each in self._documents.values() if each.choice.kind == "manual"), None)
        page = manual.page_of(_TITLES[finding.chapter]) if manual is not None else None
        if manual is None or page is None:
            self.shell.say(f"这一处在手册的“{_TITLES[finding.chapter]}”一章，现在没有选它")
            return
        self.go_to(manual.choice, page)
        self.page_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_mended(self, finding: Finding) -> None:
        way = way_to(self.shell, self.presenter.number, finding)
        if way is not None:
            self.shell.open(way[0], **way[1])

    def _on_back(self) -> None:
        places = self.shell.window.places if self.shell.window is not None else {}
        if "project" in places and self.presenter.number:
            self.shell.open("project", number=self.presenter.number)
        else:
            self.shell.open("projects")

    # -- doing ----------------------------------------------------------------------------------------------------

    @property
    def run(self) -> PrintRun:
        """What would be printed now."""
        choices = [choice for choice in self.choosing.choices if choice in self._documents]
        papers = tuple((choice, self._documents[choice].pages) for choice in choices)
        return PrintRun(papers, self.how.copies.value, self.how.duplex.isChecked())

    def _renew_actions(self) -> None:
        run, desk = self.run, self.presenter.desk
        complete = bool(run.papers) and self.presenter.is_complete and desk is not None
        reason = "" if complete else (NOT_READY if self.choosing.choices else "还没有选要打的")
        for command in ("print.save", "print.view", "print.register"):
            self.shell.commands.set_reason(command, reason)
        old = "旧版只有纸上的文件；回到当前版再导出" if self.presenter.line is not None else ""
        for command in ("print.ics", "print.xlsx"):
            self.shell.commands.set_reason(command, old or ("" if desk is not None else NOT_READY))
        reason = reason or ("" if self.how.printer_name else NO_PRINTER)
        self.print_button.setEnabled(not reason)
        self.print_button.setToolTip(reason or f"打印并登记移交（{self.shell.commands.native('print.open')}）")
        parts = [f"共 {run.sheets} 张纸"] if run.papers else []
        records = bool(run.papers) and all(KINDS[choice.kind].of_records for choice, _ in run.papers)
        if desk is not None and self.presenter.line is None and not desk.draft.is_issued and records and desk.editions:
            parts.append(f"照记录印，不出新版（现为第 {desk.editions[0].edition.number} 版）")
        elif desk is not None and self.presenter.line is None and not desk.draft.is_issued:
            parts.append(f"打印或存出后成为第 {desk.draft.edition.number} 版")
        elif desk is not None:
            parts.append(f"第 {self.presenter.edition_number} 版")
        self.summary.setText("，".join(parts))

    def print_and_hand_over(self) -> None:
        """Ask who takes the papers, then print them."""
        desk, run = self.presenter.desk, self.run
        if not self.print_button.isEnabled() or desk is None:
            self.shell.say(self.print_button.toolTip())
            return
        headline = f"打印第 {self.presenter.edition_number} 版，{run.copies} 份，共 {run.sheets} 张纸"
        self._ask_who(headline, run, desk, printing=True)

    def register(self) -> None:
        """Ask who took the papers, and write that down without printing."""
        desk, run = self.presenter.desk, self.run
        if desk is not None and run.papers:
            headline = f"登记第 {self.presenter.edition_number} 版已交给企业，{run.copies} 份"
            self._ask_who(headline, run, desk, printing=False)

    def _ask_who(self, headline: str, run: PrintRun, desk: PrintDesk, printing: bool) -> None:
        papers = [f"{choice.label}　{pages} 页" for choice, pages in run.papers]
        officer = str(self.shell.preferences.get("officer.name", ""))
        dialog = HandOverDialog(self, headline, papers, desk.receiver, officer, printing)
        dialog.finished.connect(partial(self._on_asked, dialog, run, printing))
        dialog.open()

    def _on_asked(self, dialog: HandOverDialog, run: PrintRun, printing: bool, result: int) -> None:
        dialog.deleteLater()
        if result != QDialog.DialogCode.Accepted:
            return
        recipient = dialog.recipient
        if recipient is not None and not self.shell.preferences.get("officer.name", ""):
            self.shell.preferences.set("officer.name", recipient.officer)
        if printing:
            self.presenter.print_run(run, self.how.printer_name, recipient)
        elif recipient is not None:
            self.presenter.register(run, recipient)

    def save(self) -> None:
        """Ask where to, then write what is chosen: one file, or a folder of them."""
        choices = tuple(choice for choice, _ in self.run.papers)
        desk = self.presenter.desk
        if desk is None or not choices:
            return
        folder = Path(str(self.shell.preferences.get("printing.folder", "")) or _documents_folder())
        if len(choices) == 1:
            name = paper_file_name(desk.project_name, choices[0], self._edition(desk))
            chosen = self.ask_file(str(folder / name), "PDF 文件 (*.pdf)")
            if not chosen:
                return
            file = self._with_ending(chosen, "pdf")
            if file is None:
                return
            self.shell.preferences.set("printing.folder", str(file.parent))
            self.presenter.save(choices, file.parent, file)
            return
        chosen = self.ask_folder(str(folder))
        if not chosen:
            return
        paths = {
            choice: Path(chosen) / paper_file_name(desk.project_name, choice, self._edition(desk)) for choice in choices
        }
        others = [
            path for choice, path in paths.items() if path.exists() and not holds(path, self._documents[choice].pdf)
        ]
        if not others or self.may_replace(others):
            self.shell.preferences.set("printing.folder", chosen)
            self.presenter.save(choices, Path(chosen))

    def _with_ending(self, chosen: str, ending: str) -> Path | None:
        """The file CHOSEN. The system asked before replacing it, but not if the ENDING was left out and is added here."""
        if chosen.lower().endswith(f".{ending}"):
            return Path(chosen)
        file = Path(f"{chosen}.{ending}")
        return file if not file.exists() or self.may_replace([file]) else None

    def _edition(self, desk: PrintDesk) -> Edition:
        return self.presenter.line.edition if self.presenter.line is not None else desk.draft.edition

    def view_outside(self) -> None:
        """Open the paper looked at with the system's program for PDF files."""
        if self._at is not None:
            self.presenter.view(self._at[0], _temporary_folder())

    def export(self, kind: str) -> None:
        """Ask where to, then write the phone calendar ("ics") or the workbook ("xlsx")."""
        desk = self.presenter.desk
        if desk is None:
            return
        folder = Path(str(self.shell.preferences.get("printing.folder", "")) or _documents_folder())
        name = companion_file_name(desk.project_name, KIND_LABELS[kind], kind, desk.draft.edition)
        chosen = self.ask_file(str(folder / name), f"{KIND_LABELS[kind]} (*.{kind})")
        if chosen:
            file = self._with_ending(chosen, kind)
            if file is None:
                return
            self.shell.preferences.set("printing.folder", str(file.parent))
            self.presenter.export(kind, file)

    # -- what came of it ------------------------------------------------------------------------------------------

    def _on_saved(self, paths: list[Path]) -> None:
        what = paths[0].name if len(paths) == 1 else f"{len(paths)} 个 PDF"
        self.shell.say(f"{what} 已存到 {paths[0].parent}")

    def _on_viewed(self, path: Path) -> None:
        if not self.open_file(path):
            message = Message(
                "没有能打开 PDF 的程序",
                f"文件已经存在 {path}。",
                "在这里看和打印都不受影响；要在别处看，先存为 PDF。",
                severe=False,
            )
            messages.show_message(self, message, title="用系统程序打开")

    def _on_exported(self, path: Path) -> None:
        self.shell.say(f"{path.name} 已存到 {path.parent}")

    def _on_printed(self, outcome: Outcome) -> None:
        self.page_view.setFocus(Qt.FocusReason.OtherFocusReason)
        edition = outcome.printed.edition.number
        done = f"第 {edition} 版已送打印机，{outcome.run.copies} 份"
        if outcome.hand_over is None:
            self.shell.say(f"{done}，没有登记移交")
        else:
            self.shell.say(f"{done}，已登记移交给{outcome.hand_over.receiver}", undo=True)

    def _on_registered(self, outcome: Outcome) -> None:
        if outcome.hand_over is not None:
            edition = outcome.printed.edition.number
            self.shell.say(f"第 {edition} 版已登记移交给{outcome.hand_over.receiver}", undo=True)

    def _on_stopped(self, broken: Resumable) -> None:
        stopped, edition = broken.stopped, self.presenter.edition_number
        message = Message(stopped.problem.rstrip("。"), f"没有丢。第 {edition} 版还没有登记移交。", stopped.next_step)
        go_on = f"从第 {stopped.at[1] + 1} 页接着打(&R)"
        chosen = messages.ask(self, "打印", message, ("换打印机(&H)", "存为 PDF(&S)…", go_on), default=2)
        if chosen == 0:
            self.presenter.find_printers()
            self.how.printer.setFocus(Qt.FocusReason.OtherFocusReason)
        elif chosen == 1:
            self.save()
        elif chosen == 2:
            self.presenter.print_run(broken.run, self.how.printer_name or broken.printer, broken.recipient, stopped.at)

    def _on_failed(self, error: Exception) -> None:
        safe = "没有丢。没有登记移交，也没有半个文件。"
        title = "先看一眼" if isinstance(error, ChangedSinceShown) else "没有做成"
        self.shell.show_error(error, title, safe)
        self.presenter.find_printers()

    # -- look -----------------------------------------------------------------------------------------------------

    def _on_look(self) -> None:
        self._side_frame.setFixedWidth(theme.px(SIDE_WIDTH))
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """The thumbnails give way first, then the words beside the zoom."""
        room = self.width() - self._side_frame.width()
        self.thumbnails.setVisible(room - self.thumbnails.width() >= _LEAST_PAGE)
        left = room - (self.thumbnails.width() if not self.thumbnails.isHidden() else 0)
        self.toolbar.same.setVisible(left >= theme.px(740))

    def _may_replace(self, files: Sequence[Path]) -> bool:
        """Ask whether FILES, which hold something else, may be replaced."""
        which = f"“{files[0].name}”" if len(files) == 1 else f"{len(files)} 个同名的文件"
        message = Message(
            f"文件夹里已经有{which}",
            "还没有动它。" if len(files) == 1 else "还没有动它们。",
            "要留着，点“取消”，换个名字或文件夹再存。",
            severe=False,
        )
        return messages.ask(self, "存文件", message, ("替换(&R)",)) == 0

    @staticmethod
    def _ask_folder(folder: str) -> str:
        return QFileDialog.getExistingDirectory(None, "存到哪个文件夹", folder)

    @staticmethod
    def _ask_file(name: str, kinds: str) -> str:
        return QFileDialog.getSaveFileName(None, "存为", name, kinds)[0]


class _Side(QFrame):
    """The right column: the scrolling panel, and the actions that stay in sight below a line."""

    foot: QVBoxLayout | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("line"))
        if self.foot is not None:
            painter.fillRect(0, self.foot.geometry().top(), self.width(), 1, theme.color("line"))


def _open_file(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _documents_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())


def _temporary_folder() -> Path:
    kept = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation)
    return Path(kept) / "gxq-desktop"
