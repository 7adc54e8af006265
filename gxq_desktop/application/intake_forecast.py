"""What the answers given so far come to: when the project could be ready to begin (预计最早具备开工条件)."""

from __future__ import annotations

from datetime import date

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.plan_project import plan_project
from gxq_desktop.application.ports import Services
from gxq_desktop.application.views import Day
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import ProjectNumber

_READY = (StepId("M_START"), StepId("M_OPERATE"))
_NAMELESS = "还没有名称"
_TO_BE_MENDED = "要改的答案改好，就能算出来。"


@frozen
class IntakeForecast:
    """ready: the earliest day of the gate named gate (“具备开工条件”). start_on: from which it is counted; steps: how many the
    chain to it has. short_by: working days that a target is missed by, 0 if all are met; target: its name. refusal: why
    nothing can be planned, "" otherwise; then the rest is empty.
    """

    gate: str = ""
    ready: Day | None = None
    start_on: date | None = None
    steps: int = 0
    short_by: int = 0
    target: str = ""
    refusal: str = ""


def forecast_intake(document: dict[str, object], services: Services) -> IntakeForecast:
    """Plan the project that the intake DOCUMENT would open, without opening it. Undecided rows are left out of the plan.

    Never refuses: why it cannot be planned is in `refusal`.
    """
    today = services.clock.today()
    try:
        named = dict(document)
        project = named.get("project")
        if isinstance(project, dict):
            blank = {key: project.get(key) or _NAMELESS for key in ("name", "enterprise")}
            named["project"] = {**project, **blank}
        intake = read_intake(named, services.catalogue, services.calendar, today)
    except DomainError:
        return IntakeForecast(refusal=_TO_BE_MENDED)  # the page names each of them beside its field
    try:
        plan = plan_project(services.catalogue, services.calendar, intake.project(ProjectNumber("–"), today))
    except DomainError as refusal:
        return IntakeForecast(refusal=refusal.problem)
    schedule = plan.schedule
    missed = [result for result in schedule.target_results if result.short_by_working_days > 0]
    worst = max(missed, key=lambda result: result.short_by_working_days, default=None)
    gates = {gate.id: gate for gate in services.catalogue.gates}
    for gate_id in _READY:
        if gate_id not in schedule.network:
            continue
        dates = schedule[gate_id]
        chain = schedule.chain_to(gate_id)
        return IntakeForecast(
            gate=f"具备{gates[gate_id].name}条件",
            ready=Day(dates.early_finish, dates.provisional_early),
            start_on=plan.project.plan.start_on,
            steps=len(chain.steps) - 1,
            short_by=worst.short_by_working_days if worst else 0,
            target=gates[worst.milestone.id].name if worst else "",
        )
    return IntakeForecast(refusal="还没有要办的事项，排不出时间。")
