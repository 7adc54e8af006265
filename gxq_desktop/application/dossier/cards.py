"""One card for each applicable approval item: everything a 办事指南 holds, for this project."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from gxq_desktop.application.dossier.annex import override_text
from gxq_desktop.application.dossier.glance import contact_view
from gxq_desktop.application.dossier.levers import lever_lines
from gxq_desktop.application.dossier.steps import recorded_clock
from gxq_desktop.application.plan_project import ProjectPlan
from gxq_desktop.application.views import AskedQuestion, CardView, Day, ExcludedView, LimitBar, MaterialLine, StepView
from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.items import ApprovalItem, ExcludedStep, RequiredMaterial
from gxq_desktop.domain.limits import LimitUnit
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import ContactRole
from gxq_desktop.domain.truth import Truth
from gxq_desktop.domain.verdicts import Verdict

TRUNK = ("A17", "A21", "A23", "A26", "A29", "A41")
MOST_FULL_CARDS = 8
MANY_MATERIALS = 8


def card_views(
    plan: ProjectPlan,
    steps: Mapping[str, StepView],
    printed_on: date,
    asked: Mapping[str, tuple[AskedQuestion, ...]] = MappingProxyType({}),
) -> tuple[CardView, ...]:
    """Cards in catalogue order, which is the order of the phases. ASKED: questions by item code."""
    items = [item for item in plan.catalogue.approvals if plan.verdicts[item.code].applies]
    full = _full_codes(plan, items)
    return tuple(
        _card(plan, item, steps, ordinal, item.code in full, printed_on, asked.get(item.code, ()))
        for ordinal, item in enumerate(items, 1)
    )


def _full_codes(plan: ProjectPlan, items: list[ApprovalItem]) -> frozenset[str]:
    """The items that get a two-page card: the trunk, the critical chain, those with much to bring; at most eight."""
    chain = plan.schedule.critical_chain
    critical = {step.code for step in chain.steps} if chain else set()
    ranked = sorted(
        (item for item in items if item.code in TRUNK or item.code in critical or len(item.materials) > MANY_MATERIALS),
        key=lambda item: (item.code not in TRUNK, item.code not in critical, -len(item.materials), item.code),
    )
    return frozenset(item.code for item in ranked[:MOST_FULL_CARDS])


def _card(
    plan: ProjectPlan,
    item: ApprovalItem,
    steps: Mapping[str, StepView],
    ordinal: int,
    full: bool,
    printed_on: date,
    asked: tuple[AskedQuestion, ...],
) -> CardView:
    catalogue, project, centre = plan.catalogue, plan.project, plan.catalogue.centre
    step, verdict, terms = steps[item.code], plan.verdicts[item.code], plan.built.terms[item.code]
    accepted_on = step.early_start.on
    end: str = plan.built.ends[item.code]
    successors = list(step.successors)
    if end != item.code:
        successors = [each for each in steps[end].successors if steps[each].parent != item.code] + [
            each for each in successors if steps[each].parent != item.code
        ]
    return CardView(
        step_id=step.id,
        code=item.code,
        name=item.name,
        short_name=item.short_name,
        ordinal=ordinal,
        kind=item.kind.value,
        phase=item.phase,
        seal=item.seal.value,
        authority=item.authority,
        variant=terms.variant,
        limit=_limit_bar(plan, item, step, printed_on),
        excluded=tuple(_excluded(plan, each) for each in item.excluded_steps),
        excluded_note=item.excluded_note,
        why=verdict.explanation.sentence,
        override_text=override_text(verdict),
        basis=tuple(basis.text for basis in item.basis if basis.in_force_on(accepted_on)),
        conditions=item.conditions,
        predecessors=_predecessors(plan, step),
        successors=tuple(dict.fromkeys(successors)),
        window=centre.window(item.window_id),
        online_platform=centre.online_platform,
        online_matter_code=item.online_matter_code,
        parallel=tuple(
            f"{code} {catalogue.by_code[code].short_name}"
            + ("" if plan.verdicts[code].verdict is not Verdict.NOT_APPLICABLE else "（本项目不办）")
            for code in item.parallel_with
        ),
        levers=lever_lines(plan, item.code),
        officer=item.owner,
        helper=contact_view(project.contact(ContactRole.HELPER), ContactRole.HELPER),
        secretary=contact_view(project.contact(ContactRole.SECRETARY), ContactRole.SECRETARY),
        enterprise_contact=contact_view(project.contact(ContactRole.ENTERPRISE), ContactRole.ENTERPRISE),
        materials=tuple(_material_line(plan, each) for each in item.materials),
        return_reasons=item.return_reasons,
        result_name=item.result.name,
        result_validity=item.result.validity,
        result_delivery=item.result.delivery,
        fee=item.fee,
        intermediary=item.intermediary,
        notice_and_hearing=item.notice_and_hearing,
        remedies=item.remedies or centre.remedies,
        complaint=f"监督电话 {centre.complaint_phone}",
        notes=item.notes,
        confidence=item.provenance.confidence.label,
        full=full,
        online_number=plan.case(StepId(item.code)).online_number,
        asked=asked,
    )


def _predecessors(plan: ProjectPlan, step: StepView) -> tuple[str, ...]:
    """What comes before STEP. Once begun it waits for nothing and the schedule has no link to it any more; the plan has."""
    if step.predecessors or step.id not in plan.actuals:
        return step.predecessors
    before = (link.before for link in plan.built.network.links if link.after == step.id)
    return tuple(dict.fromkeys(each for each in before if each in plan.schedule.network))


def _limit_bar(plan: ProjectPlan, item: ApprovalItem, step: StepView, printed_on: date) -> LimitBar:
    """As planned, or once the item is accepted as its clock says: the step then is as long as it took, the promise is not."""
    calendar, accepted_on = plan.schedule.calendar, step.early_start.on
    statutory = plan.built.terms[item.code].statutory
    clock = recorded_clock(plan, StepId(item.code), printed_on)
    due: Day | None = None
    if clock is not None:
        if clock.statutory_due is not None:
            due = Day(clock.statutory_due.on, clock.statutory_due.provisional)
    elif statutory is not None and statutory.is_set:
        found = statutory.due(accepted_on, calendar)
        due = Day(found.on, found.provisional or step.early_start.provisional)
    return LimitBar(
        accepted=step.early_start if clock is None else Day(clock.accepted_on, False),
        promised_days=step.length_days if clock is None else clock.promised.days,
        promised_due=step.early_finish if clock is None else Day(clock.promised_due.on, clock.promised_due.provisional),
        statutory_days=statutory.days if statutory is not None and statutory.is_set else 0,
        statutory_unit=_unit(statutory.unit) if statutory is not None else "工作日",
        statutory_due=due,
    )


def _unit(unit: LimitUnit) -> str:
    return "工作日" if unit is LimitUnit.WORKING_DAY else "自然日"


def _excluded(plan: ProjectPlan, step: ExcludedStep) -> ExcludedView:
    planned = StepId(step.id) in plan.built.excluded
    truth = Truth.TRUE if step.when is None else step.when.evaluate(plan.project.facts)
    note = step.note if planned or truth is not Truth.FALSE else f"{step.note}（本项目不涉及）"
    length = f"{step.days} 日" if step.calendar is CalendarKind.SEVEN_DAY else f"{step.days} 个工作日"
    return ExcludedView(step.name, length, note, planned, step.id if planned else "")


def _material_line(plan: ProjectPlan, material: RequiredMaterial) -> MaterialLine:
    later = material.supply_later_working_days
    origin, code = "", material.from_code or ""
    if material.from_code is not None:
        item = plan.catalogue.by_code[material.from_code]
        origin = f"{item.code} {'结果' if isinstance(item, ApprovalItem) else item.short_name}"
        if not plan.verdicts[material.from_code].applies:
            origin, code = "已有的证件或批复", ""
    elif material.template_no:
        origin = f"模板 {material.template_no}"
    return MaterialLine(
        name=material.name,
        copies=material.copies,
        form=material.form,
        later="不可" if later is None else f"可容缺 {later} 日",
        shared="共享免交" if material.shared else "—",
        from_text=origin,
        from_code=code,
    )
