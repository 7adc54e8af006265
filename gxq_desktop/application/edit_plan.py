"""Change what people decided about a project: its plan, kept terms, obstacles, overrides. Every change can be undone.

A change is made on values and then stored whole: `change_decisions(number, before, after, services)`; undoing it is the
same with the two swapped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from gxq_desktop.application.pick_items import pick_items
from gxq_desktop.application.plan_project import plan_project
from gxq_desktop.application.ports import ChangedElsewhere, Services
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import FixedDate, StepId
from gxq_desktop.domain.project import Obstacle, Plan, PlanVariant, Project, ProjectNumber, Terms
from gxq_desktop.domain.project_levers import levers_of
from gxq_desktop.domain.project_network import build_network
from gxq_desktop.domain.verdicts import Override

SECOND = "方案乙"
"""The name of the terms kept first beside the agreed ones."""
_ORDER = "乙丙丁戊己庚辛壬癸"
MOST_VARIANTS = 8
LONGEST_VARIANT_NAME = 16
LONGEST_CONSTRUCTION = 3650


@frozen
class Decisions:
    """What people decided about a project, apart from the facts, which belong to the enterprise."""

    overrides: Mapping[str, Override]
    plan: Plan
    variants: tuple[PlanVariant, ...]

    @classmethod
    def of(cls, project: Project) -> Decisions:
        return cls(dict(project.overrides), project.plan, project.variants)

    def on(self, project: Project) -> Project:
        """PROJECT with these decisions."""
        return replace(project, overrides=dict(self.overrides), plan=self.plan, variants=self.variants)


@frozen
class Changed:
    """What was stored. told: a sentence for the status bar."""

    project: Project
    before: Decisions
    after: Decisions
    told: str


def change_decisions(number: str, before: Decisions, after: Decisions, services: Services) -> Project:
    """Store AFTER in place of BEFORE and return the project as saved.

    Facts and contacts stay as they are now. Keeps nothing and raises ProjectNotFound, ChangedElsewhere if somebody
    decided otherwise since BEFORE, or StoreError.
    """
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        if Decisions.of(project) != before:
            raise ChangedElsewhere(number)
        saved = uow.projects.save(after.on(project))
        uow.commit()
    return saved


# -- what can be changed -----------------------------------------------------------------------------------------


def with_terms(project: Project, terms: Terms) -> Decisions:
    """The plan on TERMS (写入计划)."""
    return _on_plan(project, project.plan.on(terms))


def with_variant(project: Project, terms: Terms, today: date, name: str = SECOND) -> Decisions:
    """TERMS kept as NAME beside the plan, in place of what was kept under it."""
    others = tuple(variant for variant in project.variants if variant.name != name)
    return Decisions(dict(project.overrides), project.plan, (*others, PlanVariant(name, terms, today)))


def without_variant(project: Project, name: str = SECOND) -> Decisions:
    """What was kept as NAME is gone."""
    kept = tuple(variant for variant in project.variants if variant.name != name)
    return Decisions(dict(project.overrides), project.plan, kept)


def next_variant_name(project: Project) -> str:
    """方案乙, else the first of 方案丙, 方案丁 … that is free. DomainError if MOST_VARIANTS are kept already."""
    taken = {variant.name for variant in project.variants}
    if len(taken) >= MOST_VARIANTS:
        raise DomainError(f"已经存了 {len(taken)} 个方案，最多 {MOST_VARIANTS} 个。", "先在“比较方案”里删去用不着的。")
    return next(name for name in (f"方案{letter}" for letter in _ORDER) if name not in taken)


def with_variant_renamed(project: Project, old: str, new: str) -> Decisions:
    """The variant OLD under the name NEW. DomainError if that is empty, too long, the plan's word or taken; ValueError for an
    OLD that is not kept."""
    name = new.strip()
    if not any(variant.name == old for variant in project.variants):
        raise ValueError(f"no variant is called {old}")
    if not name or len(name) > LONGEST_VARIANT_NAME:
        raise DomainError(
            "方案要有名字。" if not name else f"方案名有 {len(name)} 个字。", f"写 1 至 {LONGEST_VARIANT_NAME} 个字。"
        )
    if name == "计划" or any(variant.name == name != old for variant in project.variants):
        raise DomainError(f"已经有叫“{name}”的方案。", "请换一个名字。")
    renamed = tuple(replace(each, name=name) if each.name == old else each for each in project.variants)
    return Decisions(dict(project.overrides), project.plan, renamed)


def with_fixed_date(project: Project, step_id: StepId, fixed: FixedDate | None) -> Decisions:
    """FIXED as what was agreed about the step's date (约定日期), in place of what was; None for nothing."""
    dates = {step: each for step, each in project.plan.fixed_dates.items() if step != step_id}
    if fixed is not None:
        dates[step_id] = (fixed,)
    return _on_plan(project, replace(project.plan, fixed_dates=dates))


def with_construction_days(project: Project, calendar_days: int | None) -> Decisions:
    """A construction period of so many calendar days; None takes the fact 合同工期天 again. DomainError out of bounds."""
    if calendar_days is not None and not 1 <= calendar_days <= LONGEST_CONSTRUCTION:
        raise DomainError(f"工期 {calendar_days} 日不合理。", f"请写 1 至 {LONGEST_CONSTRUCTION} 日。")
    return _on_plan(project, replace(project.plan, construction_calendar_days=calendar_days))


def with_obstacle(project: Project, obstacle: Obstacle) -> Decisions:
    """OBSTACLE added, or put in place of the one with its id."""
    listed = project.plan.obstacles
    if any(each.id == obstacle.id for each in listed):
        obstacles = tuple(obstacle if each.id == obstacle.id else each for each in listed)
    else:
        obstacles = (*listed, obstacle)
    return _on_plan(project, replace(project.plan, obstacles=obstacles))


def without_obstacle(project: Project, obstacle_id: str) -> Decisions:
    """The obstacle is taken out, and what was fixed for it and its follow-on work."""
    plan = project.plan
    gone = (StepId(obstacle_id), StepId(f"{obstacle_id}.1"))
    return _on_plan(
        project,
        replace(
            plan,
            obstacles=tuple(each for each in plan.obstacles if each.id != obstacle_id),
            fixed_dates={step: fixed for step, fixed in plan.fixed_dates.items() if step not in gone},
        ),
    )


def next_obstacle_id(project: Project) -> str:
    """The id of the next obstacle, "O3"; ids are never used twice while any of them stands."""
    taken = [int(each.id[1:]) for each in project.plan.obstacles if each.id[1:].isdecimal()]
    return f"O{max(taken, default=0) + 1}"


def with_override(project: Project, code: str, override: Override | None) -> Decisions:
    """An officer's verdict on the row CODE, or none (None): then the rule decides again."""
    overrides = {kept: each for kept, each in project.overrides.items() if kept != code}
    if override is not None:
        overrides[code] = override
    return Decisions(overrides, project.plan, project.variants)


def _on_plan(project: Project, plan: Plan) -> Decisions:
    return Decisions(dict(project.overrides), plan, project.variants)


# -- one stored change, from the screen --------------------------------------------------------------------------


def decide(number: str, before: Decisions, after: Decisions, told: str, services: Services) -> Changed:
    """Store AFTER in place of BEFORE so that a plan can still be made of it, and say so.

    Levers and targets that the project lost with the change (an item no longer applies) are taken out of the plan, and
    the sentence names them. Raises what `change_decisions` raises, and DomainError if no plan can be made of AFTER, which
    could be made of BEFORE.
    """
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
    catalogue, calendar = services.catalogue, services.calendar
    mended, lost = without_lost(after, project, catalogue)
    changed = mended.on(project)
    try:
        plan_project(catalogue, calendar, changed)
    except DomainError:
        if _can_be_planned(before.on(project), catalogue, calendar):
            raise
    saved = change_decisions(number, before, mended, services)
    if lost:
        told = f"{told}；不再可用的{'、'.join(lost)}已从计划里去掉"
    return Changed(saved, before, mended, told)


def without_lost(decisions: Decisions, project: Project, catalogue: Catalogue) -> tuple[Decisions, tuple[str, ...]]:
    """DECISIONS without the levers and targets that the project does not have, and the names of those."""
    changed = decisions.on(project)
    built = build_network(catalogue, changed, pick_items(catalogue, changed))
    known = {lever.id for lever in levers_of(catalogue, built)}
    lost_levers = [name for name in decisions.plan.levers if name not in known]
    lost_targets = [gate for gate in decisions.plan.targets if gate not in built.network]
    if not lost_levers and not lost_targets:
        return decisions, ()
    plan = replace(
        decisions.plan,
        levers=tuple(name for name in decisions.plan.levers if name in known),
        targets={gate: on for gate, on in decisions.plan.targets.items() if gate not in lost_targets},
    )
    words = [f"提速办法 {name}" for name in lost_levers] + [f"目标 {gate}" for gate in lost_targets]
    return replace(decisions, plan=plan), tuple(words)


def _can_be_planned(project: Project, catalogue: Catalogue, calendar: WorkCalendar) -> bool:
    try:
        plan_project(catalogue, calendar, project)
    except DomainError:
        return False
    return True
