"""Re-plan a project (重排): the forecast with its driving chain, variance against the agreed plan, the knock-on of a record.

Nothing here is saved; what is agreed anew is agreed by `reissue.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gxq_desktop.application.ports import Services
from gxq_desktop.application.project_ledger import ProjectLedger, load_ledger
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.clocks import JointClock
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.ledger import Case
from gxq_desktop.domain.network import StepId, StepKind
from gxq_desktop.domain.replanning import Move, Variance, moves_between, variances
from gxq_desktop.domain.schedule import Schedule

MOST_LEVERS = 5
_OPERATE = StepId("M_OPERATE")


@frozen
class LeverOffer:
    """What an open lever (提速办法) brings: working days on what controls the project."""

    id: str
    text: str
    condition: str
    gain_working_days: int


@frozen
class KnockOn:
    """What a record would do to the plan, before it is saved.

    moves: every step whose early dates move; milestones: those of them that are gates. forecast_on: when the project operates
    (投产), else when its last step ends, before and after. chain: ids of the steps that drive the forecast. levers: what could be
    caught up, best first. broken_targets: gate ids whose target is missed after, but was met before.
    """

    moves: tuple[Move, ...]
    milestones: tuple[Move, ...]
    forecast_before: date
    forecast_after: date
    chain: tuple[str, ...]
    levers: tuple[LeverOffer, ...]
    broken_targets: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer first: what slips, then how far the rest moves, then what helps."""
        said = [
            f"{move.step.name}从 {move.old_finish} 改到 {move.new_finish}，{_moved(move.moved_working_days)}。"
            for move in self.milestones
        ]
        others = [move for move in self.moves if not move.is_milestone]
        later = [move for move in others if move.moved_working_days > 0]
        earlier = [move for move in others if move.moved_working_days < 0]
        if later:
            worst = max(later, key=lambda move: move.moved_working_days)
            said.append(
                f"{len(later)} 项往后移，最多 {worst.moved_working_days} 个工作日"
                f"（{worst.step.label}：{worst.old_finish} → {worst.new_finish}）。"
            )
        if earlier:
            said.append(f"{len(earlier)} 项可以提前。")
        if self.milestones and any(move.moved_working_days > 0 for move in self.milestones) and self.levers:
            best = self.levers[0]
            said.append(f"可以追回：{best.text}，追回 {best.gain_working_days} 个工作日（{best.condition}）。")
        return tuple(said) or ("不影响别的日期。",)


def _moved(days: int) -> str:
    if not days:
        return "工作日不变"
    return f"晚 {days} 个工作日" if days > 0 else f"早 {-days} 个工作日"


def forecast_of(schedule: Schedule) -> tuple[StepId | None, date]:
    """What the forecast is about (投产, else the last step) and its day."""
    if _OPERATE in schedule.network:
        return _OPERATE, schedule[_OPERATE].early_finish
    last = max(schedule.steps, key=lambda dates: dates.early_finish, default=None)
    return (last.step.id, last.early_finish) if last is not None else (None, schedule.start_on)


def chain_of(schedule: Schedule) -> tuple[str, ...]:
    """Ids of the steps that drive the forecast, first to last."""
    step_id, _ = forecast_of(schedule)
    return tuple(step.id for step in schedule.chain_to(step_id).steps) if step_id is not None else ()


def lever_offers(ledger: ProjectLedger) -> tuple[LeverOffer, ...]:
    """The open levers that gain something on what controls the project, best first."""
    gains = sorted(ledger.plan.lever_gains.values(), key=lambda gain: (-gain.working_days, gain.lever.cost_rank))
    return tuple(
        LeverOffer(gain.lever.id, gain.lever.name, gain.lever.legal_condition, gain.working_days)
        for gain in gains[:MOST_LEVERS]
        if gain.working_days > 0
    )


def knock_on(before: ProjectLedger, after: ProjectLedger) -> KnockOn:
    """What lies between two ledgers of the same project on the same day. Days that merely passed are no one's doing."""
    old, new = before.from_today.schedule, after.plan.schedule
    moves = moves_between(old, new)
    met = {result.milestone.id for result in old.target_results if result.feasible}
    milestones = tuple(move for move in moves if move.is_milestone)
    slips = any(move.moved_working_days > 0 for move in milestones)
    return KnockOn(
        moves=moves,
        milestones=milestones,
        forecast_before=forecast_of(old)[1],
        forecast_after=forecast_of(new)[1],
        chain=chain_of(new),
        levers=lever_offers(after) if slips else (),
        broken_targets=tuple(
            result.milestone.id for result in new.target_results if not result.feasible and result.milestone.id in met
        ),
    )


@dataclass(frozen=True)
class Replan:
    """A project's plan against what was agreed.

    since_agreed: gates whose forecast differs from the plan agreed now. needs_approval: gates that slip against it by more
    calendar days than the set size (默认 30 天). variances: every step against the first agreed plan (基准).
    """

    ledger: ProjectLedger
    forecast_on: date
    chain: tuple[str, ...]
    variances: tuple[Variance, ...]
    since_agreed: tuple[Variance, ...]
    needs_approval: tuple[Variance, ...]
    levers: tuple[LeverOffer, ...]


def replan(number: str, services: Services) -> Replan:
    """Re-plan project NUMBER as of today, saving nothing. Raises ProjectNotFound, DomainError if no plan can be made."""
    with services.unit_of_work() as uow:
        ledger = load_ledger(number, uow, services)
    return replan_of(ledger)


def gate_variances(ledger: ProjectLedger) -> tuple[Variance, ...]:
    """Gates whose forecast differs from the plan agreed now."""
    plan = ledger.plan
    gates = [dates.step.id for dates in plan.schedule.steps if dates.step.kind is StepKind.MILESTONE]
    agreed = {step: ledger.agreed_dates(step).early_finish for step in gates}
    return tuple(each for each in variances(plan.schedule, agreed.get, plan.actuals) if each.calendar_days)


def slips_of(ledger: ProjectLedger) -> tuple[Variance, ...]:
    """Gates that slip against the plan agreed now by more calendar days than the set size."""
    return tuple(each for each in gate_variances(ledger) if each.calendar_days > ledger.rules.approval_slip_days)


def replan_of(ledger: ProjectLedger) -> Replan:
    schedule, actuals = ledger.plan.schedule, ledger.plan.actuals
    against_first = variances(schedule, lambda step: ledger.agreed_dates(step, first=True).early_finish, actuals)
    return Replan(
        ledger=ledger,
        forecast_on=forecast_of(schedule)[1],
        chain=chain_of(schedule),
        variances=against_first,
        since_agreed=gate_variances(ledger),
        needs_approval=slips_of(ledger),
        levers=lever_offers(ledger),
    )


# -- for other programs and the terminal ---------------------------------------------------------------------------


def replan_listing(found: Replan) -> dict[str, Any]:
    """FOUND with English keys and ISO days."""
    ledger = found.ledger
    schedule, standing = ledger.plan.schedule, ledger.standing.schedule
    owned = ledger.owned_by_all()
    return {
        "format": "gxq-desktop/replan",
        "version": 1,
        "project": ledger.project.number,
        "today": ledger.today.isoformat(),
        "recorded": bool(ledger.journal),
        "forecast": found.forecast_on.isoformat(),
        "driving_chain": list(found.chain),
        "moves": [_move(move) for move in moves_between(standing, schedule)],
        "milestones": [
            {
                "id": dates.step.id,
                "name": dates.step.name,
                "baseline": ledger.agreed_dates(dates.step.id, first=True).early_finish.isoformat(),
                "agreed": ledger.agreed_dates(dates.step.id).early_finish.isoformat(),
                "forecast": dates.early_finish.isoformat(),
            }
            for dates in schedule.steps
            if dates.step.kind is StepKind.MILESTONE
        ],
        "variances": [_variance(each) for each in found.variances if each.working_days or each.finished],
        "needs_approval": [_variance(each) for each in found.needs_approval],
        "levers": [
            {"id": each.id, "text": each.text, "condition": each.condition, "gain_working_days": each.gain_working_days}
            for each in found.levers
        ],
        "days_by_owner": owned.listing(),
        "days_by_owner_of_steps": {
            row.step_id: ledger.owned(ledger.case(row.step_id)).listing()
            for row in ledger.rows
            if row.begun_on is not None
        },
        "joint_clocks": [_joint(each) for each in ledger.joint_clocks],
        "missing_material": [
            {
                "id": row.step_id,
                "name": row.name,
                "until": row.missing_until.isoformat(),
                "what": missing_note(ledger.case(row.step_id)),
                "days_left": ledger.calendar.working_days_between(ledger.today, row.missing_until),
            }
            for row in ledger.rows
            if row.missing_until is not None
        ],
    }


def missing_note(case: Case) -> str:
    """What material was promised for later (容缺), as it was written down."""
    return next((event.note for event in reversed(case.events) if event.kind is EventKind.PROVISIONAL), "")


def _joint(clock: JointClock) -> dict[str, Any]:
    return {
        "items": list(clock.steps),
        "open": list(clock.open_steps),
        "first_accepted_on": clock.first_accepted_on.isoformat(),
        "original_due_on": clock.original_due.on.isoformat(),
        "due_on": clock.due.on.isoformat(),
        "days_left": clock.days_left,
        "stands": clock.stands,
        "extended_working_days": clock.extension.extra.days if clock.extension is not None else 0,
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "id": move.step.id,
        "name": move.step.name,
        "old_start": move.old_start.isoformat(),
        "old_finish": move.old_finish.isoformat(),
        "new_start": move.new_start.isoformat(),
        "new_finish": move.new_finish.isoformat(),
        "moved_working_days": move.moved_working_days,
    }


def _variance(variance: Variance) -> dict[str, Any]:
    return {
        "id": variance.step.id,
        "name": variance.step.name,
        "agreed": variance.agreed_on.isoformat(),
        "now": variance.now_on.isoformat(),
        "working_days": variance.working_days,
        "calendar_days": variance.calendar_days,
        "finished": variance.finished,
    }


def replan_lines(found: Replan) -> Iterable[str]:
    """FOUND for the terminal, the answer first."""
    ledger = found.ledger
    project = ledger.project
    yield f"{project.number} {project.name}：从 {ledger.today} 重排，预计 {found.forecast_on} 完成。"
    labels = {step.id: step.label for step in ledger.plan.schedule.network.steps}
    yield f"由这一串决定：{' → '.join(labels.get(StepId(each), each) for each in found.chain)}"
    if not ledger.journal:
        yield "还没有办理记录，日期与约定的计划相同。"
    for each in found.since_agreed:
        yield f"{each.step.name}：约定 {each.agreed_on}，现在预计 {each.now_on}，{_moved(each.working_days)}。"
    for each in found.needs_approval:
        yield f"{each.step.name}推迟 {each.calendar_days} 天，超过 {ledger.rules.approval_slip_days} 天，重发要写批准人。"
    for clock in ledger.joint_clocks:
        if clock.open_steps:
            moved = f"（原 {clock.original_due.on}）" if clock.original_due.on != clock.due.on else ""
            left = f"还剩 {clock.days_left} 个工作日" if clock.days_left >= 0 else f"超期 {-clock.days_left} 个工作日"
            yield f"并联审批 {'、'.join(clock.steps)}：自 {clock.first_accepted_on} 起，总时限到 {clock.due.on}{moved}，{left}。"
    for row in ledger.rows:
        if row.missing_until is not None:
            yield f"容缺：{row.step_id} {row.name}，{row.missing_until} 前补齐 {missing_note(ledger.case(row.step_id))}。"
    for offer in found.levers:
        yield f"提速：{offer.text}，{offer.gain_working_days} 个工作日（{offer.condition}）"
    late = [each for each in found.variances if each.working_days > 0 and each.step.kind is not StepKind.MILESTONE]
    late.sort(key=lambda each: -each.working_days)
    for each in late[:10]:
        word = "实际" if each.finished else "预计"
        yield f"  {each.step.label:<8}基准 {each.agreed_on}  {word} {each.now_on}  晚 {each.working_days} 个工作日"
