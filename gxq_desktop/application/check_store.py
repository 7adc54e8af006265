"""Check the store (检查数据): is it whole, can every project still be read and planned, does what was issued still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from gxq_desktop.application.issue_edition import content_digest, planned_dates
from gxq_desktop.application.plan_project import ProjectPlan, plan_project
from gxq_desktop.application.ports import ProjectNotFound, Report, Services, StoreError
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.editions import Edition
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.ledger import EMPTY_JOURNAL, Evidence, Journal
from gxq_desktop.domain.network import CycleFound
from gxq_desktop.domain.project import Project


class Gravity(StrEnum):
    """How much a finding matters."""

    DAMAGE = "损坏"
    MEND = "要改"
    NOTE = "留意"


@frozen
class Finding:
    """problem, next_step: sentences. number, project: the project it is about, or ""."""

    gravity: Gravity
    problem: str
    next_step: str
    number: str = ""
    project: str = ""


@frozen
class StoreReport:
    """What the check found, gravest first. projects, editions: how many were looked at."""

    projects: int
    editions: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Nothing is damaged and nothing must be mended."""
        return all(finding.gravity is Gravity.NOTE for finding in self.findings)

    @property
    def summary(self) -> str:
        """The result in a sentence."""
        looked = f"看了 {self.projects} 个项目、{self.editions} 版手册"
        if not self.findings:
            return f"{looked}，没有发现问题。"
        counts = ((each, sum(finding.gravity is each for finding in self.findings)) for each in Gravity)
        return f"{looked}：{'，'.join(f'{each.value} {count} 处' for each, count in counts if count)}。"


def check_store(services: Services, report: Report) -> StoreReport:
    """Look at everything; changes nothing. Raises StoreError if the store cannot be opened or read at all."""
    damage = services.store_check.faults(report)
    findings = [Finding(Gravity.DAMAGE, each.problem, each.next_step, each.number) for each in damage]
    try:
        with services.unit_of_work() as uow:
            numbers = [line.number for line in uow.projects.list()]
    except StoreError:
        if not findings:
            raise
        return StoreReport(0, 0, tuple(findings))
    editions = 0
    for done, number in enumerate(numbers):
        report(done, len(numbers))
        try:
            with services.unit_of_work() as uow:
                project, latest = uow.projects.get(number), uow.editions.latest(number)
                journal = uow.ledger.journal(number)
        except ProjectNotFound:  # removed meanwhile
            continue
        except (DomainError, ValueError, KeyError, TypeError) as error:
            findings.append(_unreadable(number, error))
            continue
        editions += latest.number if latest is not None else 0
        findings += check_project(services, project, latest, journal)
        findings += _lost_evidence(services, project, journal)
    report(len(numbers), len(numbers))
    order = tuple(Gravity)
    findings.sort(key=lambda finding: order.index(finding.gravity))
    return StoreReport(len(numbers), editions, tuple(findings))


def check_project(
    services: Services, project: Project, latest: Edition | None, journal: Journal = EMPTY_JOURNAL
) -> Iterator[Finding]:
    """What is wrong with PROJECT, and where its plan, with what JOURNAL records, no longer gives what its LATEST edition says."""
    yield from _unknown_words(services.catalogue, project)
    try:
        today = services.clock.today()
        plan = plan_project(services.catalogue, services.calendar, project, journal=journal, today=today)
    except CycleFound as refusal:
        yield _finding(Gravity.MEND, project, f"的先后关系绕成了圈：{refusal.problem}", refusal.next_step)
        return
    except DomainError as refusal:
        yield _finding(Gravity.MEND, project, f"排不出时间表：{refusal.problem}", refusal.next_step)
        return
    if latest is not None and latest.content_digest != content_digest(plan):
        yield _outdated(project, plan, latest)


def _lost_evidence(services: Services, project: Project, journal: Journal) -> Iterator[Finding]:
    """Files that prove something and are gone, or are no longer what was kept."""
    looked: set[Evidence] = set()
    for event in journal.events:
        if event.evidence is None or event.evidence in looked:
            continue
        looked.add(event.evidence)
        try:
            services.evidence.path_of(event.evidence)
        except DomainError as refusal:
            what = f"第 {event.number} 条记录（{event.step_id} {event.kind.label}）：{refusal.problem}"
            yield _finding(Gravity.DAMAGE, project, what, refusal.next_step)


def _unreadable(number: str, error: Exception) -> Finding:
    if isinstance(error, DomainError):
        return Finding(Gravity.DAMAGE, f"项目 {number} 读不出来：{error.problem}", error.next_step, number)
    problem = f"项目 {number} 里有本程序不认识的内容（{type(error).__name__}: {error}）。"
    return Finding(Gravity.DAMAGE, problem, "其他项目不受影响。请从较早的备份恢复，或把数据文件交给维护人员。", number)


def _unknown_words(catalogue: Catalogue, project: Project) -> Iterator[Finding]:
    """Overrides of items, and plan entries for steps, that the catalogue has not."""
    overridden = [code for code in project.overrides if ItemCode(code) not in catalogue.by_code]
    if overridden:
        yield _finding(
            Gravity.MEND,
            project,
            f"人工认定了事项库里没有的 {'、'.join(overridden)}。",
            "请撤销这些认定，或换回原来的事项库。",
        )


def _outdated(project: Project, plan: ProjectPlan, latest: Edition) -> Finding:
    """Why what was issued is no longer what would be issued now."""
    again = f"要让企业手里的和现在一致，请重印，成为第 {latest.number + 1} 版。"
    causes = []
    if latest.catalogue_digest != plan.catalogue.digest:
        causes.append("事项库换了")
    facts = _changed_facts(latest.facts, project.facts.as_json(), plan.catalogue)
    if facts:
        causes.append(f"答案改了（{facts}）")
    moved = _moved_dates(plan, latest)
    if not causes and moved:
        causes.append("起排日、障碍、提速办法、人工认定或日历改了")
    if not causes:
        causes.append("企业名称、联系人、环节等印在手册上的内容改了")
    dates = f"，{moved} 步的日期和发出时不同" if moved else "，日期没有变"
    return _finding(Gravity.NOTE, project, f"第 {latest.number} 版之后{'、'.join(causes)}{dates}。", again)


def _changed_facts(old: Mapping[str, object], new: Mapping[str, object], catalogue: Catalogue) -> str:
    changed = [key for key in dict.fromkeys((*new, *old)) if old.get(key) != new.get(key)]
    names = {str(fact.key): fact.label for fact in catalogue.facts.definitions}
    labels = [names.get(key, key) for key in changed]
    return f"{'、'.join(labels[:3])}等 {len(labels)} 个" if len(labels) > 3 else "、".join(labels)


def _moved_dates(plan: ProjectPlan, latest: Edition) -> int:
    """How many steps have other dates now, came or went."""
    now = planned_dates(plan)
    return sum(now.get(step) != latest.dates.get(step) for step in {*now, *latest.dates})


def _finding(gravity: Gravity, project: Project, problem: str, next_step: str) -> Finding:
    return Finding(gravity, f"项目 {project.number} {problem}", next_step, project.number, project.name)


def in_words(report: StoreReport) -> Sequence[str]:
    """The report as lines: the summary, then a line for each finding."""
    return [report.summary, *(f"〔{each.gravity.value}〕{each.problem}{each.next_step}" for each in report.findings)]
