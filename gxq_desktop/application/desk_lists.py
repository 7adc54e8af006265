"""What the lists on the desk read: a few columns of many projects at once, without loading a project.

A project's plan is computed, not stored; but the list of projects tells its figures, and the search the dates of its steps. So
a summary of each plan (计划摘要) is kept beside the project: which revision, catalogue and calendar it was made from, its
figures, and the dates of its steps that are not long past. `plan_summaries.refresh_plans` renews what is out of date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from gxq_desktop.domain.frozen import frozen

if TYPE_CHECKING:
    from gxq_desktop.application.drafts import DraftHead
    from gxq_desktop.domain.network import StepKind
    from gxq_desktop.domain.project import ProjectNumber


@frozen
class PlannedStep:
    """A step of a plan, its main dates. owner: who acts; "" where nobody does."""

    step_id: str
    code: str
    name: str
    kind: StepKind
    owner: str
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    provisional: bool
    critical: bool


@frozen
class PlanSummary:
    """A plan in figures. made_from: revision of the project, digests of catalogue and calendar, the day it was made.

    content_digest: what an edition issued now would rest on (issue_edition.content_digest). undecided: items; questions: open
    ones; first_question: the label of the most decisive. provisional: steps with a date in a year without a notice.
    operate_on: forecast of 投产 (G2), else the last finish. target_*: the target missed most, else the last one; target_name ""
    if none was set; short_by in working days. refusal: why no plan could be made, else ""; then there are no steps.
    """

    number: ProjectNumber
    revision: int
    catalogue_digest: str
    calendar_digest: str
    made_on: date
    content_digest: str
    applies: int
    undecided: int
    questions: int
    first_question: str
    provisional: int
    start_on: date | None
    operate_on: date | None
    operate_provisional: bool
    target_name: str
    target_on: date | None
    forecast_on: date | None
    short_by: int
    refusal: str
    steps: tuple[PlannedStep, ...]


@frozen
class ProjectLine:
    """A line of the project list. Figures of the plan are None or "" while there is no summary of it yet.

    edition_matches: whether the latest edition still says what is true; None if nothing was issued or no summary is there.
    """

    number: ProjectNumber
    name: str
    enterprise: str
    project_code: str
    stage: str
    registered_on: date
    latest_edition: int | None
    is_sample: bool
    undecided: int | None
    questions: int | None
    first_question: str
    provisional: int | None
    operate_on: date | None
    operate_provisional: bool
    target_name: str
    target_on: date | None
    forecast_on: date | None
    short_by: int | None
    edition_matches: bool | None
    refusal: str


@frozen
class ProjectCounts:
    """How many projects there are, and of how many each filter of the list holds.

    short: a target missed, or no plan could be made. undecided: with undecided items. reissue: the latest edition no longer says
    what is true. not_issued: no edition yet. samples: sample projects.
    """

    projects: int
    short: int
    undecided: int
    reissue: int
    not_issued: int
    samples: int


@frozen
class StepLine:
    """A step of some project's plan."""

    number: ProjectNumber
    project: str
    enterprise: str
    step: PlannedStep


@frozen
class ObstacleLine:
    """An obstacle (障碍) of some project's plan, by what it is found: its name and who owns it."""

    number: ProjectNumber
    project: str
    enterprise: str
    id: str
    name: str
    owner: str


@frozen
class OpenQuestionLine:
    """A question (咨询) nobody has answered yet. code: of an item, "" for the whole project."""

    number: ProjectNumber
    project: str
    enterprise: str
    entry: int
    code: str
    question: str
    asked_by: str
    due_on: date


class DeskLists(Protocol):
    """Reads only; every method sees what was stored when it is called. Usable on any thread. Raises StoreError."""

    def projects(self, limit: int | None = None) -> Sequence[ProjectLine]:
        """All projects, newest registration first; the first LIMIT of them where one is given."""
        ...

    def projects_named(self, numbers: Sequence[str]) -> Sequence[ProjectLine]:
        """Those of NUMBERS (a handful) that are there, newest registration first."""
        ...

    def project_counts(self) -> ProjectCounts:
        """Of all projects, without reading their lines."""
        ...

    def steps_in(self, numbers: Sequence[str], codes: Sequence[str]) -> Sequence[StepLine]:
        """The steps with one of CODES in the plans of NUMBERS, a handful of each."""
        ...

    def obstacles(self) -> Sequence[ObstacleLine]:
        """All obstacles of all projects, newest project first, each project's in the order of its plan."""
        ...

    def open_questions(self) -> Sequence[OpenQuestionLine]:
        """All questions without an answer, the first due on top."""
        ...

    def drafts(self) -> Sequence[DraftHead]:
        """All drafts, the one saved last first."""
        ...

    def stale_plans(
        self, catalogue_digest: str, calendar_digest: str, today: date | None = None
    ) -> Sequence[ProjectNumber]:
        """Projects whose summary is missing or was made from another revision, catalogue or calendar.

        Once something was recorded, a plan is solved again from today: given TODAY, then also what was made on another day.
        """
        ...
