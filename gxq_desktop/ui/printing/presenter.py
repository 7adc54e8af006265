"""Printing without widgets: loads what there is to print, makes papers, saves, prints, exports, writes hand-overs down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from gxq_desktop.application.edition_listing import EditionLine
from gxq_desktop.application.export_project import Exported, export_project
from gxq_desktop.application.file_names import paper_file_name
from gxq_desktop.application.files import write_whole
from gxq_desktop.application.hand_over import keep_again, record_hand_over, take_back_hand_over
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.application.print_desk import PrintDesk, PrintRun, open_print_desk
from gxq_desktop.application.print_paper import ChangedSinceShown, PrintedSet, draft_paper, print_papers
from gxq_desktop.domain.editions import HandOver
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.ui.printing.printers import PaperJob, PrinterLine, Printers, PrinterStopped, print_papers_on
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

HALF = "取消后不留半个文件。"


@frozen
class Recipient:
    """Who takes the papers, who gives them, what else to say. None in its place: print without writing a hand-over down."""

    receiver: str
    officer: str
    note: str


@frozen
class Outcome:
    """What came of printing. hand_over: None if none was wanted."""

    printed: PrintedSet
    run: PrintRun
    hand_over: HandOver | None


@frozen
class Resumable:
    """A run that broke off: everything needed to go on, and where."""

    run: PrintRun
    printer: str
    recipient: Recipient | None
    stopped: PrinterStopped


class PrintingPresenter(QObject):
    """loaded(PrintDesk); refused(error): no desk. made(PaperChoice, bytes); not_made(PaperChoice, error). printers_found(list).
    saved(list of Path), viewed(Path), exported(Path), printed(Outcome), registered(Outcome): done; stopped(Resumable),
    failed(error): not.
    """

    loaded = Signal(object)
    refused = Signal(object)
    made = Signal(object, object)
    not_made = Signal(object, object)
    printers_found = Signal(list)
    saved = Signal(list)
    viewed = Signal(object)
    exported = Signal(object)
    printed = Signal(object)
    registered = Signal(object)
    stopped = Signal(object)
    failed = Signal(object)

    def __init__(self, shell: Shell, printers: Printers | None = None) -> None:
        super().__init__()
        self._shell = shell
        self.printers = printers or Printers()
        self.number = ""
        self.desk: PrintDesk | None = None
        self.line: EditionLine | None = None
        self._papers: dict[PaperChoice, bytes] = {}
        self._refused: set[PaperChoice] = set()
        self._wanted: tuple[PaperChoice, ...] = ()
        self._making = False

    # -- looking --------------------------------------------------------------------------------------------------

    def load(self, number: str) -> None:
        """Load project NUMBER; papers already made are kept if they would be the same again."""
        if number != self.number:
            self.number, self.desk, self.line = number, None, None
            self._forget()
        services = self._shell.services

        def work(_: Report) -> PrintDesk:
            return open_print_desk(number, services)

        self._shell.runner.latest("printing.desk", work, done=self._on_loaded, failed=self.refused.emit)

    def _on_loaded(self, desk: PrintDesk) -> None:
        if desk.number != self.number:
            return
        before, self.desk = self.desk, desk
        if self.line is not None:
            kept = [line for line in desk.older if line.edition == self.line.edition]
            self.line = kept[0] if kept else None
            if not kept:
                self._forget()
        elif before is None or before.draft.edition.check_code != desk.draft.edition.check_code:
            self._forget()
        self.loaded.emit(desk)

    def show_edition(self, line: EditionLine | None) -> None:
        """Look at the older edition LINE, None for the one printing now gives."""
        if line != self.line:
            self.line = line
            self._forget()

    @property
    def edition_number(self) -> int:
        """The edition looked at; 0 while nothing is."""
        if self.line is not None:
            return self.line.edition.number
        return self.desk.draft.edition.number if self.desk is not None else 0

    def _forget(self) -> None:
        self._papers.clear()
        self._refused.clear()
        self._wanted = ()

    def paper(self, choice: PaperChoice) -> bytes | None:
        """The bytes of CHOICE if they are made."""
        return self._papers.get(choice)

    def want(self, choices: Sequence[PaperChoice]) -> None:
        """Have CHOICES made, one after the other; each is told by `made` or `not_made`, those made before at once."""
        self._wanted = tuple(choices)
        self._make_next()

    @property
    def is_complete(self) -> bool:
        """Whether every paper wanted is made."""
        return all(choice in self._papers for choice in self._wanted)

    def _make_next(self) -> None:
        desk, line = self.desk, self.line
        choice = next((c for c in self._wanted if c not in self._papers and c not in self._refused), None)
        if self._making or choice is None or desk is None:
            return
        services = self._shell.services
        self._making = True

        def work(_: Report) -> bytes:
            if line is not None:
                number, edition = desk.number, line.edition.number
                return print_papers(number, (choice,), services, edition).papers[0].pdf
            return draft_paper(choice, desk.draft, services)

        def is_current() -> bool:
            return self.line is line and self.desk is not None and self.desk.draft.edition == desk.draft.edition

        def done(pdf: bytes) -> None:
            if is_current():
                self._papers[choice] = pdf
                self.made.emit(choice, pdf)

        def failed(error: Exception) -> None:
            if is_current():
                self._refused.add(choice)
                self.not_made.emit(choice, error)

        task = self._shell.runner.start(work, done=done, failed=failed, foreground=False)
        task.ended.connect(self._on_made)

    def _on_made(self) -> None:
        self._making = False
        self._make_next()

    def find_printers(self) -> None:
        """Ask the system for its printers; a network printer may let it wait."""
        printers = self.printers

        def work(_: Report) -> list[PrinterLine]:
            return list(printers.lines())

        self._shell.runner.latest("printing.printers", work, done=self.printers_found.emit, foreground=False)

    # -- doing ----------------------------------------------------------------------------------------------------

    def _issued(self, choices: Sequence[PaperChoice], report: Report) -> PrintedSet:
        """On a pool thread: the papers as they are kept, the very ones that were looked at."""
        assert self.desk is not None
        if self.line is not None:
            return print_papers(self.number, choices, self._shell.services, self.line.edition.number, report=report)
        shown = self.desk.draft.edition.check_code
        return print_papers(self.number, choices, self._shell.services, shown=shown, report=report)

    def _do(self, work: Callable[[Report], Any], done: Callable[[Any], None], title: str, means: str = HALF) -> None:
        self._shell.runner.start(work, done=done, failed=self._on_failed, title=title, cancel_means=means)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        if isinstance(error, ChangedSinceShown):
            self.load(self.number)

    def _on_stored(self) -> None:
        """An edition may have been issued: tell everyone; the page looks again when it hears."""
        self._shell.project_changed.emit(self.number)

    def save(self, choices: Sequence[PaperChoice], folder: Path, file: Path | None = None) -> None:
        """Write CHOICES to FOLDER under their own names, or the only one to FILE."""

        def work(report: Report) -> list[Path]:
            printed, paths = self._issued(choices, report), []
            for done, paper in enumerate(printed.papers):
                report(done, len(printed.papers))
                path = file or folder / paper_file_name(printed.project_name, paper.choice, printed.edition)
                write_whole(path, paper.pdf)
                paths.append(path)
            return paths

        def done(paths: list[Path]) -> None:
            self.saved.emit(paths)
            self._on_stored()

        self._do(work, done, "正在存为 PDF")

    def view(self, choice: PaperChoice, folder: Path) -> None:
        """Write CHOICE to FOLDER, for another program to open."""

        def work(report: Report) -> Path:
            printed = self._issued((choice,), report)
            path = folder / paper_file_name(printed.project_name, choice, printed.edition)
            write_whole(path, printed.papers[0].pdf)
            return path

        def done(path: Path) -> None:
            self.viewed.emit(path)
            self._on_stored()

        self._do(work, done, "正在准备文件")

    def export(self, kind: str, path: Path) -> None:
        """Write the plan as KIND ("ics", "xlsx") to PATH."""
        number, services = self.number, self._shell.services

        def work(report: Report) -> Path:
            exported: Exported = export_project(number, kind, services)
            report(0, 1)
            write_whole(path, exported.content)
            return path

        def done(written: Path) -> None:
            self.exported.emit(written)
            self._on_stored()

        self._do(work, done, "正在导出")

    def register(self, run: PrintRun, recipient: Recipient) -> None:
        """Write down that the papers of RUN, printed or sent before, were handed to RECIPIENT."""
        number = self.number

        def work(report: Report) -> Outcome:
            printed = self._issued([choice for choice, _ in run.papers], report)
            return Outcome(printed, run, self._recorded(number, printed, run, recipient))

        self._do(work, self._on_registered, "正在登记移交")

    def _recorded(self, number: str, printed: PrintedSet, run: PrintRun, recipient: Recipient) -> HandOver:
        return record_hand_over(
            number,
            printed.edition.number,
            run.handed,
            recipient.officer,
            recipient.receiver,
            self._shell.services,
            recipient.note,
        )

    def _on_registered(self, outcome: Outcome) -> None:
        if outcome.hand_over is not None:
            self._shell.undo_stack.push(HandOverCommand(self._shell, outcome.hand_over))
        self.registered.emit(outcome)
        self._on_stored()

    def print_run(
        self, run: PrintRun, printer: str, recipient: Recipient | None, start: tuple[int, int] = (0, 0)
    ) -> None:
        """Print RUN on PRINTER and write the hand-over to RECIPIENT down once all is printed. START: go on from there."""
        printers, number = self.printers, self.number

        def work(report: Report) -> Outcome:
            printed = self._issued([choice for choice, _ in run.papers], lambda done, total: report(0, 0))
            jobs = [PaperJob(paper.choice, paper.pdf, run.is_duplex(paper.choice)) for paper in printed.papers]
            print_papers_on(printer, jobs, run.copies, printers, report, start)
            kept = self._recorded(number, printed, run, recipient) if recipient is not None else None
            return Outcome(printed, run, kept)

        def done(outcome: Outcome) -> None:
            if outcome.hand_over is not None:
                self._shell.undo_stack.push(HandOverCommand(self._shell, outcome.hand_over))
            self.printed.emit(outcome)
            self._on_stored()

        def failed(error: Exception) -> None:
            if isinstance(error, PrinterStopped):
                self.stopped.emit(Resumable(run, printer, recipient, error))
            else:
                self._on_failed(error)

        means = "没有打完的不登记移交；已经送到打印机的几页可能照样打出来。"
        self._shell.runner.start(work, done=done, failed=failed, title="正在打印", cancel_means=means)


class HandOverCommand(QUndoCommand):
    """移交登记: taken back by undo, put back by redo. It is done already when it is pushed."""

    def __init__(self, shell: Shell, hand_over: HandOver) -> None:
        super().__init__(f"登记移交给{hand_over.receiver}")
        self._shell, self._hand_over, self._first = shell, hand_over, True

    def redo(self) -> None:
        if self._first:
            self._first = False
            return
        self._attempt(keep_again)

    def undo(self) -> None:
        self._attempt(take_back_hand_over)

    def _attempt(self, act: Callable[[HandOver, Any], None]) -> None:
        try:
            self._shell.runner.carry_out(lambda: act(self._hand_over, self._shell.services))
        except DomainError as refusal:
            self.setObsolete(True)
            self._shell.show_error(refusal, "移交登记没有改成")
        else:
            self._shell.project_changed.emit(self._hand_over.project_number)
