"""Tries terms off the UI thread, latest wins; proposes the smallest way; writes terms into the plan. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gxq_desktop.application.edit_plan import (
    next_variant_name,
    with_construction_days,
    with_fixed_date,
    with_terms,
    with_variant,
    with_variant_renamed,
    without_variant,
)
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.application.try_levers import Trial, Way, smallest_way, try_terms
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.network import FixedDate, StepId
from gxq_desktop.domain.project import PlanVariant, Terms
from gxq_desktop.ui.project.presenter import Loaded, ProjectPresenter
from gxq_desktop.ui.project.undo import TermsCommand
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

SEEK_AFTER_MS = 150


class SchedulePresenter(QObject):
    """tried(Trial): the plan on the terms asked for last. sought: other terms are wanted, show where. found(Way or None): the
    fewest further levers. refused(str): the terms are none this project can have; what was shown stays.
    """

    tried = Signal(object)
    sought = Signal()
    found = Signal(object)
    refused = Signal(str)

    def __init__(self, shell: Shell, project: ProjectPresenter) -> None:
        super().__init__()
        self._shell, self._project = shell, project
        self.desk: ProjectDesk | None = None
        self.trial: Trial | None = None
        self.terms: Terms | None = None
        self._last: TermsCommand | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SEEK_AFTER_MS)
        self._later.timeout.connect(self.seek_now)

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def stored(self) -> Terms | None:
        return self.desk.project.plan.terms if self.desk is not None else None

    @property
    def draft(self) -> Terms | None:
        """The terms tried, if they differ from the stored ones."""
        return self.terms if self.terms != self.stored else None

    @property
    def variants(self) -> tuple[PlanVariant, ...]:
        """What is kept beside the plan."""
        return self.desk.project.variants if self.desk is not None else ()

    @property
    def shown_variant(self) -> str:
        """The name of the variant whose terms are shown; "" if these are the plan's or nobody's."""
        if self.terms is None or self.draft is None:
            return ""
        return next((each.name for each in self.variants if each.terms == self.terms), "")

    def take(self, loaded: Loaded) -> None:
        """Go on with the project as loaded; its trial holds the terms."""
        self.desk, self.trial = loaded.desk, loaded.trial
        self._set_terms(loaded.trial.terms if loaded.trial is not None else loaded.desk.project.plan.terms)

    def show_project(self, loaded: Loaded) -> None:
        """Show what was taken, or what is tried since."""
        if self.trial is not None:
            self.tried.emit(self.trial)
            self._seek(self.trial)
        if loaded.trial_refusal:
            self.refused.emit(loaded.trial_refusal)

    def _set_terms(self, terms: Terms) -> None:
        self.terms = terms
        self._project.draft = self.draft

    def forget(self) -> None:
        """Another project is coming: nothing is being tried."""
        self._later.stop()
        self.desk = self.trial = self.terms = None

    # -- trying ---------------------------------------------------------------------------------------------------

    def change(self, terms: Terms, text: str) -> None:
        """Try TERMS as one step that can be undone, called TEXT in the menu. Nothing is stored."""
        if self.desk is None or self.terms is None or terms == self.terms:
            return
        self._last = TermsCommand(self, self._project.number, self.terms, terms, text)
        self._shell.undo_stack.push(self._last)

    def show_terms(self, number: str, terms: Terms) -> None:
        """Try TERMS for project NUMBER, now; going to its schedule if something else is shown."""
        window = self._shell.window
        elsewhere = window is not None and (window.place != "project" or number != self._project.number)
        if elsewhere or self.desk is None:
            self._shell.open("project", number=number, tab="schedule", terms=terms)
            return
        self._set_terms(terms)
        self.sought.emit()
        desk = self.desk

        def work(report: Report) -> Trial:
            return try_terms(desk, terms)

        self._shell.runner.latest(
            "project.try", work, done=self._on_tried, failed=self._on_failed, title="正在试算", foreground=False
        )

    @Slot(object)
    def _on_tried(self, trial: Trial) -> None:
        if trial.terms == self.terms:
            self._last = None
            self.trial = trial
            self.tried.emit(trial)
            self._seek(trial)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.trial is not None:
            self._set_terms(self.trial.terms)
        self._withdraw()
        if isinstance(error, DomainError):
            self.refused.emit(refusal_on_screen(error))
        else:
            self._shell.show_error(error, "没有算出来")

    def _withdraw(self) -> None:
        """Terms that were refused are no step one could undo."""
        stack, last = self._shell.undo_stack, self._last
        if last is not None and stack.index() and stack.command(stack.index() - 1) is last:
            last.withdraw()
            stack.undo()
        self._last = None

    @property
    def is_seeking(self) -> bool:
        """Whether the fewest further levers are still to be looked for."""
        return self._later.isActive()

    def _seek(self, trial: Trial) -> None:
        """Look for the fewest further levers once the user rests: it may take a second, and ticks come in rows."""
        if trial.answer.met is False:
            self._later.start()
        else:
            self._later.stop()
            self.found.emit(None)

    def seek_now(self) -> None:
        """Look for the fewest further levers of what is shown."""
        self._later.stop()
        trial = self.trial
        if trial is None or trial.answer.met is not False:
            return

        def work(report: Report) -> tuple[Trial, Way | None]:
            return trial, smallest_way(trial)

        self._shell.runner.latest("project.way", work, done=self._on_found, title="正在找最少的办法", foreground=False)

    @Slot(object)
    def _on_found(self, found: tuple[Trial, Way | None]) -> None:
        if found[0] is self.trial:
            self.found.emit(found[1])

    # -- the steps a user takes -----------------------------------------------------------------------------------

    def set_levers(self, used: Iterable[str], text: str) -> None:
        """Use exactly these levers, in the order of the list."""
        if self.trial is None or self.terms is None:
            return
        wanted = set(used)
        ordered = tuple(lever.id for lever in self.trial.levers if lever.id in wanted)
        self.change(replace(self.terms, levers=ordered), text)

    def tick(self, lever_id: str, used: bool) -> None:
        if self.trial is None or self.terms is None:
            return
        name = next(lever.name for lever in self.trial.levers if lever.id == lever_id)
        levers = {*self.terms.levers, lever_id} if used else {*self.terms.levers} - {lever_id}
        self.set_levers(levers, f"{'采用' if used else '不用'}“{name}”")

    def adopt(self, way: Way) -> None:
        """Use the levers of WAY besides those in use."""
        if self.terms is not None:
            self.set_levers({*self.terms.levers, *way.levers}, "采用最少的办法")

    def set_start(self, on: date) -> None:
        if self.terms is not None:
            self.change(replace(self.terms, start_on=on), "改起算日")

    def set_target(self, gate: str, on: date | None) -> None:
        """The target of GATE, or none."""
        if self.terms is None:
            return
        targets = {kept: day for kept, day in self.terms.targets.items() if kept != gate}
        if on is not None:
            targets[StepId(gate)] = on
        self.change(replace(self.terms, targets=targets), "改目标日" if on is not None else "去掉目标日")

    def show_variant(self, name: str) -> None:
        """Look at the variant NAME, or at the plan ("")."""
        found = next((each.terms for each in self.variants if each.name == name), None)
        terms = found if name else self.stored
        if terms is not None:
            self.change(terms, f"看{name}" if name else "看原计划")

    # -- storing --------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Write the terms tried into the plan (写入计划)."""
        draft = self.draft
        if self.desk is None or draft is None:
            return False
        told = "计划已写入"
        if self.trial is not None and self.trial.answer.forecast:
            told = f"计划已写入：{self.trial.answer.forecast}"
        return self._project.store(with_terms(self.desk.project, draft), "写入计划", told, terms_after_undo=draft)

    def keep(self, name: str = "") -> bool:
        """Keep the terms tried beside the plan, as NAME or under the next free one."""
        if self.desk is None or self.terms is None:
            return False
        try:
            name = name or next_variant_name(self.desk.project)
        except DomainError as refusal:
            self._shell.show_error(refusal, "没有存")
            return False
        after = with_variant(self.desk.project, self.terms, self._shell.today, name)
        return self._project.store(after, f"存为{name}", f"已存为{name}，原计划没有动")

    def forget_kept(self, name: str = "") -> bool:
        """Take the variant NAME away, else the one shown, else the last one kept."""
        if self.desk is None or not self.variants:
            return False
        name = name or self.shown_variant or self.variants[-1].name
        after = without_variant(self.desk.project, name)
        return self._project.store(after, f"删去{name}", f"{name}已删去")

    def rename(self, old: str, new: str) -> bool:
        """Call the variant OLD by another name. Raises DomainError for one it cannot have."""
        if self.desk is None or old == new.strip():
            return False
        after = with_variant_renamed(self.desk.project, old, new)
        return self._project.store(after, f"{old}改名", f"{old}改名为{new.strip()}")

    def write_variant(self, name: str) -> bool:
        """Write the terms of the variant NAME into the plan."""
        found = next((each.terms for each in self.variants if each.name == name), None)
        if self.desk is None or found is None:
            return False
        return self._project.store(with_terms(self.desk.project, found), f"写入{name}", f"计划已按{name}写入")

    def fix(self, step_id: str, name: str, fixed: FixedDate | None) -> bool:
        """Agree a day for the step, or none."""
        if self.desk is None:
            return False
        after = with_fixed_date(self.desk.project, StepId(step_id), fixed)
        told = f"{name}约定{fixed.kind.label} {fixed.on.isoformat()}" if fixed is not None else f"{name}不再约定日期"
        return self._project.store(after, f"约定日期 {name}", told)

    def set_construction(self, calendar_days: int | None) -> bool:
        """Another construction period, or the one answered."""
        if self.desk is None:
            return False
        after = with_construction_days(self.desk.project, calendar_days)
        told = f"工期改为 {calendar_days} 日" if calendar_days is not None else "工期按答案里的合同工期"
        return self._project.store(after, "改工期", told)

    def drop(self) -> None:
        """Go back to the stored terms."""
        if self.stored is not None:
            self.change(self.stored, "放弃没写入的改动")
