"""Page 3: the ten facts, the three counts, the lead sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from gxq_desktop.application.views import ContactView, GateView, GlanceFact, ListCell, ListCount, ProjectView
from gxq_desktop.application.wording import code_ranges, mu, spoken_day
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.facts import FactKey, show_number
from gxq_desktop.domain.items import ItemCode, ItemList
from gxq_desktop.domain.project import Contact, ContactRole, Project
from gxq_desktop.domain.truth import Truth
from gxq_desktop.domain.verdicts import ItemVerdict

NOT_PROVIDED = "未提供"
UNDECIDED = "待定"

_GLANCE = (
    ("land_supply", "供地方式"),
    ("management_mode", "管理方式"),
    ("land_area_ha", "用地"),
    ("earthwork_m3", "挖填土石方"),
    ("eia_class", "环评类别"),
    ("energy_tce", "年综合能耗"),
    ("civil_area", "民用建筑"),
    ("special_fire", "特殊建设工程"),
)
GLANCE_FACTS = tuple(FactKey(key) for key, _ in _GLANCE)
"""The facts that page 3 prints, whatever hangs on them."""


def glance_facts(project: Project) -> tuple[GlanceFact, ...]:
    """The ten facts of page 3: eight asked, the industry and the construction period."""
    shown = [_fact(project, FactKey(key), label) for key, label in _GLANCE]
    industry = f"{project.industry.code} {project.industry.name}".strip()
    shown.append(GlanceFact("行业", industry or NOT_PROVIDED, bool(industry)))
    days = project.plan.construction_calendar_days
    contract = _fact(project, FactKey("contract_days"), "合同工期")
    shown.append(GlanceFact("合同工期", f"{days} 日", True) if days is not None else contract)
    return tuple(shown)


def _fact(project: Project, key: FactKey, label: str) -> GlanceFact:
    value = project.facts.effective.get(key)
    if value is None:
        asked = project.facts.is_asked(key) is not Truth.FALSE
        return GlanceFact(label, UNDECIDED if asked else "不涉及", not asked)
    if key == "land_area_ha" and isinstance(value, Decimal):
        return GlanceFact(label, f"{show_number(value)} 公顷（{mu(float(value))} 亩）", True)
    if key == "earthwork_m3" and isinstance(value, Decimal):
        return GlanceFact(label, f"{_in_ten_thousands(value)} m³", True)
    if key == "civil_area" and isinstance(value, Decimal):
        return GlanceFact(label, f"{show_number(value)} m²" if value else "没有", True)
    if key == "energy_tce" and isinstance(value, Decimal):
        return GlanceFact(label, f"{show_number(value)} tce", True)
    if key == "contract_days" and isinstance(value, Decimal):
        return GlanceFact(label, f"{show_number(value)} 日", True)
    return GlanceFact(label, project.facts.dictionary[key].show(value), True)


def _in_ten_thousands(value: Decimal) -> str:
    return f"{show_number(value / 10000)} 万" if value >= 10000 else show_number(value)


def contact_view(contact: Contact | None, role: ContactRole) -> ContactView:
    if contact is None:
        return ContactView(role.value, "", "", "")
    return ContactView(role.value, contact.name, contact.phone, contact.duty)


def project_view(project: Project) -> ProjectView:
    roles = (ContactRole.HELPER, ContactRole.LEADER, ContactRole.DEPARTMENT, ContactRole.SECRETARY)
    shown = [
        contact_view(project.contact(role), role)
        for role in roles
        if role is not ContactRole.LEADER or project.key_level is not None or project.contact(role) is not None
    ]
    industry = project.industry
    return ProjectView(
        name=project.name,
        enterprise=project.enterprise.name,
        credit_code=project.enterprise.credit_code,
        project_code=project.project_code,
        industry=" ".join(part for part in (industry.code, industry.name, industry.track) if part),
        key_level=project.key_level.value if project.key_level else "",
        stage=project.stage.value,
        glance=glance_facts(project),
        contacts=tuple(shown),
        enterprise_contact=contact_view(project.contact(ContactRole.ENTERPRISE), ContactRole.ENTERPRISE),
    )


def list_counts(
    catalogue: Catalogue, verdicts: Mapping[ItemCode, ItemVerdict], done: frozenset[str] = frozenset()
) -> tuple[ListCount, ...]:
    """DONE: codes of the rows that are finished by the ledger."""
    counts = []
    for item_list in ItemList:
        items = catalogue.of_list(item_list)
        open_codes = [item.code for item in items if verdicts[item.code].is_undecided]
        counts.append(
            ListCount(
                item_list=item_list,
                applies=sum(verdicts[item.code].applies for item in items),
                total=len(items),
                undecided=len(open_codes),
                cells=tuple(ListCell(item.code, verdicts[item.code].verdict, item.code in done) for item in items),
                note=_squares_note(item_list, open_codes, sum(item.code in done for item in items), bool(done)),
            )
        )
    return tuple(counts)


def _squares_note(item_list: ItemList, open_codes: Sequence[str], closed: int, any_closed: bool) -> str:
    """What stands under a list's squares: what is undecided, else how much is done; how to read them under the first.

    CLOSED: rows of this list that are done; ANY_CLOSED: whether any row of any list is.
    """
    if open_codes:
        return f"问号待定：{code_ranges(open_codes)}"
    if not any_closed:
        return "实心要办，空心不办"
    if item_list is ItemList.APPROVALS:
        return "实心要办，空心不办，打勾已办结" + (f" {closed} 项" if closed else "")
    if not closed:
        return ""
    return f"已备齐 {closed} 包" if item_list is ItemList.MATERIALS else f"已完成 {closed} 项"


def lead_sentences(
    counts: tuple[ListCount, ...], gate: GateView, calendar: WorkCalendar, printed_on: date
) -> tuple[tuple[str, bool], ...]:
    """Goal, days left, float and why, as runs of (text, bold)."""
    by_list = {count.item_list: count.applies for count in counts}
    goal = gate.target or gate.forecast.on
    left = calendar.working_days_between(printed_on, goal)
    spoken = spoken_day(goal, printed_on.year)
    if gate.target is None and gate.forecast.provisional:
        spoken = spoken.replace("）", "，暂定）")
    runs = [
        (
            f"本项目要办 {by_list[ItemList.APPROVALS]} 项审批，备 {by_list[ItemList.MATERIALS]} 包材料，"
            f"接 {by_list[ItemList.UTILITIES]} 项水电气讯。",
            False,
        ),
        ("要在" if gate.target else "最早能在", False),
        (spoken, True),
        (f"{gate.name}，从印制日算", False),
        (f"还有 {left} 个工作日" if left >= 0 else f"已过 {-left} 个工作日", True),
    ]
    if gate.short_by > 0:
        short = f"{gate.short_by} 个工作日"
        runs += [("，按承诺时限排还差 ", False), (short, True), ("，要靠提速办法追回来。", False)]
    elif gate.target is None:
        runs += [("；没有定目标日，关键链上一步也不能拖。", False)]
    elif gate.total_float <= 0:
        runs += [("，", False), ("机动为 0", True), (f"：关键链上哪一步晚一天，{gate.name}就晚一天。", False)]
    else:
        spare = f"机动 {gate.total_float} 个工作日"
        runs += [("，", False), (spare, True), ("：关键链上的步子合起来最多拖这么久。", False)]
    return tuple(runs)
