"""Loads the project, stores what is decided about it, and lets every decision be undone. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from gxq_desktop.application.edit_plan import Decisions, change_decisions, decide
from gxq_desktop.application.edition_listing import EditionLine, list_editions
from gxq_desktop.application.project_desk import ProjectDesk, open_project
from gxq_desktop.application.project_items import ItemRow, item_rows
from gxq_desktop.application.project_obstacles import ObstacleRow, obstacle_rows
from gxq_desktop.application.project_overview import Heading, Overview, heading_of, overview_of
from gxq_desktop.application.screen_wording import refusal_on_screen
from gxq_desktop.application.try_levers import Trial, try_mended, try_terms
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import Terms
from gxq_desktop.ui.project.undo import ActCommand, DecisionCommand, TermsCommand
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report


@frozen
class Loaded:
    """Everything the tabs show, made off the UI thread. trial_refusal: why the terms are refused, "" if they are not; trial is
    then None, or on the terms without what is no longer there. is_outdated: terms were tried on a plan that was changed elsewhere
    since; they were let go."""

    desk: ProjectDesk
    heading: Heading
    overview: Overview
    items: tuple[ItemRow, ...]
    obstacles: tuple[ObstacleRow, ...]
    trial: Trial | None
    trial_refusal: str
    editions: tuple[EditionLine, ...] = ()
    is_outdated: bool = False


class ProjectPresenter(QObject):
    """loaded(Loaded): shown project is new or fresh. refused(str): it could not be loaded. decided(str): stored, in words."""

    loaded = Signal(object)
    refused = Signal(str)
    decided = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.number = ""
        self.current: Loaded | None = None
        self.draft: Terms | None = None
        """The terms tried in the schedule, if they differ from the stored ones; they survive other decisions made here."""
        self._base: Terms | None = None
        """The stored terms as they are known here: what is tried was tried on them."""
        self._storing = False

    # -- loading --------------------------------------------------------------------------------------------------

    def load(self, number: str, draft: Terms | None = None) -> None:
        """Load project NUMBER; DRAFT: terms to try in place of the stored ones, those tried already if None."""
        if number != self.number:
            self.current = self.draft = self._base = None
        base = self._base if draft is None and self.draft is not None else None
        draft = draft or self.draft
        self.number = number
        services = self._shell.services

        def work(report: Report) -> Loaded:
            return load_project(number, draft, services, base)

        self._shell.runner.latest(
            "project.load", work, done=self._on_loaded, failed=self._on_failed, title="正在打开项目", foreground=False
        )

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.desk.project.number == self.number:
            self.current, self._base = loaded, loaded.desk.project.plan.terms
            if loaded.is_outdated:
                self.draft = None
                stack = self._shell.undo_stack
                steps = [stack.command(place) for place in range(stack.count())]
                self._shell.forget_steps(
                    each for each in steps if isinstance(each, TermsCommand) and each.is_of(self.number)
                )
            self.loaded.emit(loaded)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.refused.emit(refusal_on_screen(error))
        else:
            self._shell.show_error(error, "项目没有打开")

    # -- deciding -------------------------------------------------------------------------------------------------

    @property
    def is_storing(self) -> bool:
        """Whether the news of a stored project is this presenter's own."""
        return self._storing

    def store(
        self,
        after: Decisions,
        text: str,
        told: str,
        terms_after_undo: Terms | None = None,
    ) -> bool:
        """Store AFTER as one step that can be undone; False if it was refused, after telling why.

        text: the step in the menu (“人工认定 A25”). told: for the status bar. terms_after_undo: what the schedule tries again
        once it is undone; they are part of AFTER now.
        """
        if self.current is None:
            return False
        number, before = self.number, Decisions.of(self.current.desk.project)
        services = self._shell.services
        try:
            changed = self._shell.runner.carry_out(lambda: decide(number, before, after, told, services))
        except DomainError as refusal:
            self._shell.show_error(refusal, "没有保存")
            return False
        self._shell.undo_stack.push(DecisionCommand(self, number, changed, text, terms_after_undo))
        self._base = changed.after.plan.terms
        if terms_after_undo is not None:
            self.draft = None
        self.tell(number, changed.told)
        return True

    def swap(self, number: str, expected: Decisions, wanted: Decisions, told: str, draft: Terms | None) -> bool:
        """Store WANTED where EXPECTED stands, for undo and redo; False if it was refused, after telling why."""
        services = self._shell.services
        if not self._shell.save(lambda: change_decisions(number, expected, wanted, services), "没有撤销"):
            return False
        if number == self.number:
            self._base = wanted.plan.terms
        self.tell(number, told, draft)
        return True

    def perform(self, number: str, act: Callable[[], object], told: str, refused: str = "没有保存") -> bool:
        """Do ACT, which stores something of project NUMBER, and tell everyone; False if it was refused, after telling why.

        ACT touches no widget.
        """
        if not self._shell.save(act, refused):
            return False
        self.tell(number, told)
        return True

    def push(self, text: str, again: Callable[[], object], back: Callable[[], object]) -> None:
        """Let what was just stored of the shown project be undone as the step TEXT."""
        self._shell.undo_stack.push(ActCommand(self, self.number, text, again, back))

    def tell(self, number: str, told: str, draft: Terms | None = None) -> None:
        """Something of project NUMBER was stored: pages that show it load again, the status bar says TOLD."""
        self._storing = True
        try:
            self._shell.project_changed.emit(number)
        finally:
            self._storing = False
        self._shell.say(told, undo=True)
        self.decided.emit(told)
        if number == self.number:
            self.load(number, draft)


def load_project(number: str, draft: Terms | None, services: Any, base: Terms | None = None) -> Loaded:
    """Everything the tabs show of project NUMBER. Raises ProjectNotFound, StoreError.

    draft: the terms to try in place of the stored ones. base: the stored terms it was made on; where others are stored by
    now, written into the plan it would take them back unseen, and it is let go.
    """
    desk = open_project(number, services)
    is_outdated = base is not None and desk.project.plan.terms != base
    if is_outdated:
        draft = None
    trial, refusal = None, ""
    terms = draft or desk.project.plan.terms
    try:
        trial = try_terms(desk, terms)
    except DomainError as error:
        trial, refusal = try_mended(desk, terms) or (None, refusal_on_screen(error))
    return Loaded(
        desk=desk,
        heading=heading_of(desk),
        overview=overview_of(desk),
        items=item_rows(desk),
        obstacles=obstacle_rows(desk),
        trial=trial,
        trial_refusal=refusal,
        editions=list_editions(number, services) if desk.editions else (),
        is_outdated=is_outdated,
    )
