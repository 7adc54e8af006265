"""The ledger in the database (see `ports.LedgerRepository`): what was recorded, agreed and missed, and the rows of its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Date, bindparam, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gxq_desktop.application.ledger_rows import AgreedPlan, LedgerHead, LedgerRow, MissedDate
from gxq_desktop.application.ports import ChangedElsewhere
from gxq_desktop.domain.clock_rules import DEFAULT_RULES, ClockRules
from gxq_desktop.domain.facts import FactDictionary
from gxq_desktop.domain.ledger import Journal
from gxq_desktop.domain.network import StepId
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.store.ledger_mapping import (
    agreed_of,
    agreed_row,
    event_of,
    event_row,
    head_row,
    missed_of,
    missed_row,
    rules_of,
    span_values,
    step_values,
    version_content,
    version_digest,
    version_of,
)
from gxq_desktop.store.rows import (
    AgreedPlanRow,
    CaseEventRow,
    ClockRulesRow,
    LedgerHeadRow,
    LedgerStepRow,
    LedgerWarningRow,
    MissedDateRow,
    OwnedSpanRow,
    PlanSummaryRow,
    ProjectVersionRow,
)

# In one statement for all: the first start of a huge store warns of a hundred thousand rows. SQLite and PostgreSQL read it alike.
_KEEP_LIGHT = text(
    "INSERT INTO ledger_warning (project_number, step_id, light, since_on)"
    " VALUES (:project_number, :step_id, :light, :since_on) ON CONFLICT (project_number, step_id)"
    " DO UPDATE SET light = excluded.light, since_on = excluded.since_on"
).bindparams(bindparam("since_on", type_=Date()))


class SqlLedgerRepository:
    """See `ports.LedgerRepository`."""

    def __init__(
        self, to_read: Callable[[], Session], to_write: Callable[[], Session], dictionary: Callable[[], FactDictionary]
    ) -> None:
        self._to_read = to_read
        self._to_write = to_write
        self._dictionary = dictionary

    # -- events --------------------------------------------------------------------------------------------------

    def journal(self, number: ProjectNumber) -> Journal:
        found = select(CaseEventRow).where(CaseEventRow.project_number == number).order_by(CaseEventRow.number)
        return Journal(tuple(event_of(row) for row in self._to_read().scalars(found)), self.clock_rules())

    def keep(self, number: ProjectNumber, before: Journal, after: Journal) -> None:
        session = self._to_write()
        old = {event.number: event for event in before.events}
        new = {event.number: event for event in after.events}
        for gone in old.keys() - new.keys():
            row = session.get(CaseEventRow, (number, gone))
            if row is None or event_of(row) != old[gone]:
                raise ChangedElsewhere(number)
            session.delete(row)
        session.flush()
        for event in after.events:
            if event.number in old:
                if old[event.number] != event:
                    row = session.get(CaseEventRow, (number, event.number))
                    if row is None or event_of(row) != old[event.number]:
                        raise ChangedElsewhere(number)
                    session.merge(event_row(number, event))
                continue
            if session.get(CaseEventRow, (number, event.number)) is not None:
                raise ChangedElsewhere(number)
            session.add(event_row(number, event))
        self._flush(session, number)

    # -- agreed plans, missed dates ------------------------------------------------------------------------------

    def agreed(self, number: ProjectNumber) -> Sequence[AgreedPlan]:
        found = select(AgreedPlanRow).where(AgreedPlanRow.project_number == number).order_by(AgreedPlanRow.number)
        return [agreed_of(row) for row in self._to_read().scalars(found)]

    def agree(self, plan: AgreedPlan) -> None:
        session = self._to_write()
        if session.get(AgreedPlanRow, (plan.project, plan.number)) is not None:
            raise ChangedElsewhere(plan.project)
        session.add(agreed_row(plan))
        self._flush(session, plan.project)

    def disagree(self, number: ProjectNumber, agreed: int) -> None:
        session = self._to_write()
        row = session.get(AgreedPlanRow, (number, agreed))
        if row is not None:
            session.delete(row)
            session.flush()

    def missed(self, number: ProjectNumber) -> Sequence[MissedDate]:
        found = select(MissedDateRow).where(MissedDateRow.project_number == number).order_by(MissedDateRow.number)
        return [missed_of(row) for row in self._to_read().scalars(found)]

    def keep_missed(self, number: ProjectNumber, missed: Sequence[MissedDate]) -> None:
        session = self._to_write()
        session.execute(delete(MissedDateRow).where(MissedDateRow.project_number == number))
        session.expire_all()
        session.add_all(missed_row(each) for each in missed)
        self._flush(session, number)

    # -- rows of the list ----------------------------------------------------------------------------------------

    def keep_rows(self, head: LedgerHead, rows: Sequence[LedgerRow]) -> None:
        session = self._to_write()
        number = head.number
        session.execute(delete(OwnedSpanRow).where(OwnedSpanRow.project_number == number))
        session.execute(delete(LedgerStepRow).where(LedgerStepRow.project_number == number))
        session.execute(delete(LedgerHeadRow).where(LedgerHeadRow.project_number == number))
        session.expire_all()
        session.add(head_row(head))
        self._flush(session, number)
        if rows:
            session.execute(insert(LedgerStepRow), [step_values(row) for row in rows])
        spans = span_values(head)
        if spans:
            session.execute(insert(OwnedSpanRow), spans)

    def lights(self) -> Mapping[tuple[ProjectNumber, StepId], str]:
        found = select(LedgerWarningRow.project_number, LedgerWarningRow.step_id, LedgerWarningRow.light)
        return {(ProjectNumber(number), StepId(step)): light for number, step, light in self._to_read().execute(found)}

    def keep_lights(self, lights: Mapping[tuple[ProjectNumber, StepId], str], on: date) -> None:
        if not lights:
            return
        session = self._to_write()
        values = [
            {"project_number": number, "step_id": step, "light": light, "since_on": on}
            for (number, step), light in lights.items()
        ]
        session.execute(_KEEP_LIGHT, values)

    # -- rules ---------------------------------------------------------------------------------------------------

    def clock_rules(self, day: date | None = None) -> ClockRules:
        found = select(ClockRulesRow).order_by(ClockRulesRow.number.desc()).limit(1)
        row = self._to_read().scalar(found if day is None else found.where(ClockRulesRow.set_on <= day))
        return rules_of(row) if row is not None else DEFAULT_RULES

    def set_clock_rules(self, rules: ClockRules, on: date, person: str) -> ClockRules:
        session = self._to_write()
        number = 1 + (session.scalar(select(func.max(ClockRulesRow.number))) or 0)
        if number != rules.number + 1:
            raise ChangedElsewhere("时限规则")
        session.add(
            ClockRulesRow(
                number=number,
                set_on=on,
                person=person,
                suspension=rules.suspension,
                amber_working_days=rules.amber_working_days,
                approval_slip_days=rules.approval_slip_days,
                joint_working_days=rules.joint_working_days,
            )
        )
        recorded = select(CaseEventRow.project_number).distinct()
        session.execute(delete(PlanSummaryRow).where(PlanSummaryRow.project_number.in_(recorded)))
        self._flush(session, ProjectNumber("时限规则"))
        return replace(rules, number=number)

    # -- versions ------------------------------------------------------------------------------------------------

    def project_on(self, number: ProjectNumber, day: date) -> Project | None:
        found = (
            select(ProjectVersionRow)
            .where(ProjectVersionRow.project_number == number, ProjectVersionRow.saved_on <= day)
            .order_by(ProjectVersionRow.revision.desc())
            .limit(1)
        )
        row = self._to_read().scalar(found)
        if row is None:
            return None
        return version_of(number, row.revision, row.content, self._dictionary())

    @staticmethod
    def _flush(session: Session, number: ProjectNumber) -> None:
        try:
            session.flush()
        except IntegrityError as error:
            raise ChangedElsewhere(number) from error


def keep_version(session: Session, project: Project, saved_on: date) -> None:
    """Keep what PROJECT is, unless nothing but its revision changed since the last version."""
    content = version_content(project)
    digest = version_digest(content)
    last = session.scalar(
        select(func.max(ProjectVersionRow.revision)).where(ProjectVersionRow.project_number == project.number)
    )
    if last is not None:
        kept = select(ProjectVersionRow.digest).where(
            ProjectVersionRow.project_number == project.number, ProjectVersionRow.revision == last
        )
        if session.scalar(kept) == digest:
            return
    session.add(
        ProjectVersionRow(
            project_number=project.number, revision=project.revision, saved_on=saved_on, digest=digest, content=content
        )
    )
    session.flush()
