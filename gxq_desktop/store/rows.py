"""The tables. A row is not a domain value; `mapping.py` turns one into the other.

What a query asks for is a column; what is only carried along is JSON with its own schema number. A project's number is
its key: it never changes and is never given twice.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from gxq_desktop.domain.case_states import CaseState, EventKind, MissedReason, Party
from gxq_desktop.domain.limits import SuspensionRule
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import KeyLevel, Stage
from gxq_desktop.store.columns import JsonText, PlainText, UtcDateTime, WordText, one_of

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class ValueKind(StrEnum):
    """How a fact's JSON is to be read: a choice and a text are both text."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: PlainText, datetime: UtcDateTime}  # noqa: RUF012


class ProjectRow(Base):
    """One project (项目). contacts, plan: JSON with "schema". revision rises with every save."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("revision >= 1", name="revision_counts"),
        one_of("key_level", KeyLevel),
    )

    number: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    enterprise_name: Mapped[str]
    credit_code: Mapped[str]
    project_code: Mapped[str] = mapped_column(index=True)
    industry_code: Mapped[str]
    industry_name: Mapped[str]
    industry_track: Mapped[str]
    key_level: Mapped[KeyLevel | None] = mapped_column(WordText(KeyLevel))
    contacts: Mapped[Any] = mapped_column(JsonText)
    plan: Mapped[Any] = mapped_column(JsonText)
    registered_on: Mapped[date]
    revision: Mapped[int] = mapped_column()  # needs a value here to be named below
    facts: Mapped[list[ProjectFactRow]] = relationship(
        order_by="ProjectFactRow.position", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )
    overrides: Mapped[list[ProjectOverrideRow]] = relationship(
        order_by="ProjectOverrideRow.position", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )
    stages: Mapped[list[ProjectStageRow]] = relationship(
        order_by="ProjectStageRow.position", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )
    variants: Mapped[list[PlanVariantRow]] = relationship(
        order_by="PlanVariantRow.position", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )

    # The repository sets the next revision itself: a save that touches only facts must raise it too.
    __mapper_args__ = {"version_id_col": revision, "version_id_generator": False}  # noqa: RUF012


class ProjectFactRow(Base):
    """One answer (项目事实). value: JSON text, a number in its exact digits, a day as ISO text."""

    __tablename__ = "project_fact"
    __table_args__ = (one_of("kind", ValueKind),)

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[ValueKind] = mapped_column(WordText(ValueKind))
    value: Mapped[str]


class ProjectOverrideRow(Base):
    """An officer's verdict in place of the rule's (人工判定), with reason and name."""

    __tablename__ = "project_override"

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    item_code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    applies: Mapped[bool]
    reason: Mapped[str]
    officer: Mapped[str]
    decided_on: Mapped[date]


class ProjectStageRow(Base):
    """A stage the project entered (项目环节). position counts from 0; the last one is where it stands."""

    __tablename__ = "project_stage"
    __table_args__ = (CheckConstraint("position >= 0", name="position_counts"), one_of("stage", Stage))

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[Stage] = mapped_column(WordText(Stage))
    entered_on: Mapped[date]


class PlanVariantRow(Base):
    """Terms of a plan kept beside the agreed ones (方案乙). terms: JSON with "schema"."""

    __tablename__ = "plan_variant"
    __table_args__ = (CheckConstraint("name <> ''", name="name_given"),)

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    saved_on: Mapped[date]
    terms: Mapped[Any] = mapped_column(JsonText)


class EditionRow(Base):
    """An issued set of papers (发出的版本). facts, dates, box_numbers: JSON with "schema".

    check_code: without hyphen, as it is looked up.
    """

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        UniqueConstraint("check_code"),
    )

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="RESTRICT"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    printed_on: Mapped[date]
    catalogue_version: Mapped[str]
    catalogue_digest: Mapped[str]
    facts: Mapped[Any] = mapped_column(JsonText)
    dates: Mapped[Any] = mapped_column(JsonText)
    box_numbers: Mapped[Any] = mapped_column(JsonText)
    content_digest: Mapped[str]
    check_code: Mapped[str]


class IssuedPaperRow(Base):
    """One file of an edition, byte for byte. sha256: of pdf, in lower-case hex."""

    __tablename__ = "issued_paper"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_number", "edition_number"], ["edition.project_number", "edition.number"], ondelete="RESTRICT"
        ),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
    )

    project_number: Mapped[str] = mapped_column(primary_key=True)
    edition_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    variant: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)


class HandOverRow(Base):
    """Papers of an edition given into somebody's hands (移交). number counts from 1 within the edition.

    papers: JSON with "schema".
    """

    __tablename__ = "hand_over"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_number", "edition_number"], ["edition.project_number", "edition.number"], ondelete="RESTRICT"
        ),
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("officer <> '' AND receiver <> ''", name="people_named"),
    )

    project_number: Mapped[str] = mapped_column(primary_key=True)
    edition_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    handed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    officer: Mapped[str]
    receiver: Mapped[str]
    note: Mapped[str]
    papers: Mapped[Any] = mapped_column(JsonText)


class NumberSequenceRow(Base):
    """The last project number given in a year, so that none is given twice, not even after a project is gone."""

    __tablename__ = "number_sequence"
    __table_args__ = (CheckConstraint("last_serial >= 1", name="last_serial_counts"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_serial: Mapped[int]


class PlanSummaryRow(Base):
    """A project's plan in figures (计划摘要), made from one revision, catalogue and calendar; see PlanSummary."""

    __tablename__ = "plan_summary"
    __table_args__ = (Index("ix_plan_summary_hand", "undecided", "provisional", "refusal"),)

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int]
    catalogue_digest: Mapped[str]
    calendar_digest: Mapped[str]
    made_on: Mapped[date]
    content_digest: Mapped[str]
    applies: Mapped[int]
    undecided: Mapped[int]
    questions: Mapped[int]
    first_question: Mapped[str]
    provisional: Mapped[int]
    start_on: Mapped[date | None]
    operate_on: Mapped[date | None]
    operate_provisional: Mapped[bool]
    target_name: Mapped[str]
    target_on: Mapped[date | None]
    forecast_on: Mapped[date | None]
    short_by: Mapped[int]
    refusal: Mapped[str]


class PlanStepRow(Base):
    """The dates of a step in a plan's summary, for what is found by its name."""

    __tablename__ = "plan_step"
    __table_args__ = (one_of("kind", StepKind),)

    project_number: Mapped[str] = mapped_column(
        ForeignKey("plan_summary.project_number", ondelete="CASCADE"), primary_key=True
    )
    step_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[StepKind] = mapped_column(WordText(StepKind))
    owner: Mapped[str]
    early_start: Mapped[date]
    early_finish: Mapped[date]
    late_start: Mapped[date]
    late_finish: Mapped[date]
    provisional: Mapped[bool]
    critical: Mapped[bool]


class SampleProjectRow(Base):
    """A project that is only there to look around (示例项目)."""

    __tablename__ = "sample_project"

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)


class DraftRow(Base):
    """An intake that was begun and not finished (草稿). content: JSON with "schema", as the form keeps it."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    enterprise: Mapped[str]
    amends: Mapped[str]
    saved_at: Mapped[datetime]
    desk: Mapped[str]
    is_open: Mapped[bool]
    content: Mapped[Any] = mapped_column(JsonText)


class StaffRow(Base):
    """Someone on the staff list (人员). roles: JSON with "schema". Records keep the name, so nothing refers to a row."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("name <> ''", name="name_given"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    department: Mapped[str]
    phone: Mapped[str]
    roles: Mapped[Any] = mapped_column(JsonText)
    active: Mapped[bool]


class CaseEventRow(Base):
    """Something recorded for a step (办件记录). A correction leaves the old row and says when it lost its force."""

    __tablename__ = "case_event"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("person <> ''", name="person_named"),
        one_of("kind", EventKind),
        Index("ix_case_event_person", "person"),
    )

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    action: Mapped[int]
    place: Mapped[int]
    step_id: Mapped[str]
    kind: Mapped[EventKind] = mapped_column(WordText(EventKind))
    happened_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime]
    person: Mapped[str]
    note: Mapped[str]
    reason: Mapped[str]
    document: Mapped[str]
    evidence_name: Mapped[str]
    evidence_sha256: Mapped[str]
    days: Mapped[int | None]
    until: Mapped[date | None]
    approver: Mapped[str]
    superseded_on: Mapped[date | None]
    superseded_by: Mapped[str]
    superseded_reason: Mapped[str]


class AgreedPlanRow(Base):
    """A plan that was agreed (基准计划); number 1 stays the baseline. dates: JSON with "schema"."""

    __tablename__ = "agreed_plan"
    __table_args__ = (CheckConstraint("number >= 1", name="number_counts"),)

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agreed_on: Mapped[date]
    dates: Mapped[Any] = mapped_column(JsonText)
    reason: Mapped[str]
    person: Mapped[str]
    approver: Mapped[str]


class MissedDateRow(Base):
    """A date that was missed, with its reason (超期记录)."""

    __tablename__ = "missed_date"
    __table_args__ = (one_of("reason", MissedReason),)

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step_id: Mapped[str]
    due_on: Mapped[date]
    met_on: Mapped[date | None]
    reason: Mapped[MissedReason] = mapped_column(WordText(MissedReason))
    note: Mapped[str]
    person: Mapped[str]
    recorded_on: Mapped[date]
    event_number: Mapped[int]


class ProjectVersionRow(Base):
    """What a project was when it was saved, so that a past day can be shown again. content: JSON with "schema"."""

    __tablename__ = "project_version"

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    saved_on: Mapped[date]
    digest: Mapped[str]
    content: Mapped[Any] = mapped_column(JsonText)


class LedgerHeadRow(Base):
    """What the rows of a project's ledger were made from. open_rows: how many are not closed, to be summed up."""

    __tablename__ = "ledger_head"

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int]
    catalogue_digest: Mapped[str]
    calendar_digest: Mapped[str]
    made_on: Mapped[date]
    recheck_on: Mapped[date | None]
    open_rows: Mapped[int]
    rules_number: Mapped[int]


class OwnedSpanRow(Base):
    """A stretch of days of a row of the ledger, owned by one party (三个时钟); until_on is None while it goes on."""

    __tablename__ = "owned_span"
    __table_args__ = (one_of("party", Party),)

    project_number: Mapped[str] = mapped_column(
        ForeignKey("ledger_head.project_number", ondelete="CASCADE"), primary_key=True
    )
    step_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    party: Mapped[Party] = mapped_column(WordText(Party))
    after_on: Mapped[date]
    until_on: Mapped[date | None]


class ClockRulesRow(Base):
    """How the bureau counted from a day on (时限规则); the highest number holds."""

    __tablename__ = "clock_rules"
    __table_args__ = (CheckConstraint("number >= 1", name="number_counts"), one_of("suspension", SuspensionRule))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    set_on: Mapped[date]
    person: Mapped[str]
    suspension: Mapped[SuspensionRule] = mapped_column(WordText(SuspensionRule))
    amber_working_days: Mapped[int]
    approval_slip_days: Mapped[int]
    joint_working_days: Mapped[int]


# Partial indexes are made by the migrations, on PostgreSQL too. Saying so here as well would import its dialect: 15 ms a command.
_OPEN = {"sqlite_where": text("closed = 0")}
_BEGUN = {"sqlite_where": text("closed = 0 AND begun_on IS NOT NULL")}
_TODAY = ("act_by", "project_number", "step_id", "whose", "state", "missing_until", "closed", "begun_on")
_READY = {"sqlite_where": text("closed = 0 AND ready_on IS NOT NULL")}
_OWNED = ("whose", "counted_to", "authority_days", "enterprise_days", "intermediary_days")
_MISSING = {"sqlite_where": text("closed = 0 AND missing_until IS NOT NULL")}


class LedgerStepRow(Base):
    """A row of the ledger (台账). closed: 0 or 1, a number so that both databases read the partial indexes alike.

    A query uses such an index only if it says "closed = 0" with the number in it, not with a parameter. SQLite reads the row for
    a column of that condition unless it stands in the index too, so it does.
    """

    __tablename__ = "ledger_step"
    __table_args__ = (
        one_of("kind", StepKind),
        one_of("state", CaseState),
        one_of("whose", Party),
        CheckConstraint("closed IN (0, 1)", name="closed_or_not"),
        Index("ix_ledger_step_open", "act_by", "project_number", "step_id", "closed", "begun_on", **_OPEN),
        Index("ix_ledger_step_open_authority", "authority", "act_by", "project_number", "step_id", **_OPEN),
        Index("ix_ledger_step_open_person", "person", "act_by", "project_number", "step_id", **_OPEN),
        Index("ix_ledger_step_open_window", "window_id", "act_by", "project_number", "step_id", **_OPEN),
        Index("ix_ledger_step_missing", "missing_until", "project_number", "step_id", **_MISSING),
        Index("ix_ledger_step_owned", *_OWNED, **_BEGUN),
        Index("ix_ledger_step_owned_authority", "authority", *_OWNED, **_BEGUN),
        Index("ix_ledger_step_begun", *_TODAY, **_BEGUN),
        Index("ix_ledger_step_ready", "kind", "ready_on", "act_by", "project_number", "step_id", "closed", **_READY),
    )

    project_number: Mapped[str] = mapped_column(
        ForeignKey("ledger_head.project_number", ondelete="CASCADE"), primary_key=True
    )
    step_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[StepKind] = mapped_column(WordText(StepKind))
    state: Mapped[CaseState] = mapped_column(WordText(CaseState))
    owner: Mapped[str]
    authority: Mapped[str]
    window_id: Mapped[str]
    person: Mapped[str]
    whose: Mapped[Party] = mapped_column(WordText(Party))
    accepted_on: Mapped[date | None]
    original_due_on: Mapped[date]
    due_on: Mapped[date]
    finish_by: Mapped[date]
    start_by: Mapped[date | None]
    statutory_due_on: Mapped[date | None]
    act_by: Mapped[date]
    left_when_stopped: Mapped[int | None]
    recheck_on: Mapped[date | None]
    missing_until: Mapped[date | None]
    finished_on: Mapped[date | None]
    cleared_on: Mapped[date | None]
    closed: Mapped[int]
    provisional: Mapped[bool]
    begun_on: Mapped[date | None]
    counted_to: Mapped[date | None]
    authority_days: Mapped[int]
    enterprise_days: Mapped[int]
    intermediary_days: Mapped[int]
    limit_days: Mapped[int | None]
    ready_on: Mapped[date | None]
    statutory_original_due_on: Mapped[date | None]
    joint_due_on: Mapped[date | None]


class LedgerWarningRow(Base):
    """The light a step was last seen with, so that a warning fires once a change and not daily."""

    __tablename__ = "ledger_warning"

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    step_id: Mapped[str] = mapped_column(primary_key=True)
    light: Mapped[str]
    since_on: Mapped[date]


_UNANSWERED = {"sqlite_where": text("answered_on IS NULL")}
_PUBLIC = {"sqlite_where": text("is_public = 1")}


class ConsultationRow(Base):
    """A question of an enterprise and its answer (咨询记录). is_public: 0 or 1, for its partial index.

    earlier: wordings before corrections, JSON with "schema".
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("question <> ''", name="question_given"),
        CheckConstraint("recorded_by <> ''", name="recorder_named"),
        CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_has_a_day"),
        CheckConstraint("is_public IN (0, 1)", name="public_or_not"),
        Index("ix_consultation_open", "due_on", "project_number", "number", **_UNANSWERED),
        Index("ix_consultation_public", "code", "project_number", "number", **_PUBLIC),
    )

    project_number: Mapped[str] = mapped_column(ForeignKey("project.number", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str]
    question: Mapped[str]
    asked_by: Mapped[str]
    asked_on: Mapped[date]
    due_on: Mapped[date]
    recorded_by: Mapped[str]
    written_on: Mapped[date]
    answer: Mapped[str]
    answered_by: Mapped[str]
    answered_on: Mapped[date | None]
    is_public: Mapped[int]
    earlier: Mapped[Any] = mapped_column(JsonText)
