"""The consultation log (咨询记录): write down a question, answer it, correct it, list it; what manuals say of it.

An entry is changed on values and stored whole: `change_consultation(number, before, after, services)`; undoing it is the
same with the two swapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gxq_desktop.application.ports import Services, UnitOfWork
from gxq_desktop.application.record_event import operator_of
from gxq_desktop.application.views import AskedQuestion
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.consultation import (
    ANSWER_WITHIN_WORKING_DAYS,
    Consultation,
    ConsultationNotFound,
)
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import ContactRole, Project, ProjectNumber

SOMEBODY = "企业"
"""Who asked, where nobody is named and the project has no contact on the enterprise's side."""
WHOLE_PROJECT = "整个项目"
MOST_ASKED = 3
SOON_WORKING_DAYS = 1
OLDEST_YEARS = 10


@frozen
class QuestionForm:
    """What a clerk writes down. code: of an item, "" for the project. None for asked_on means today, for due_on the usual.

    answer: "" to leave the question open. person: who writes it down, and who answers unless answered_by says otherwise.
    """

    code: str
    question: str
    asked_by: str = ""
    asked_on: date | None = None
    due_on: date | None = None
    answer: str = ""
    answered_by: str = ""
    person: str = ""
    is_public: bool = False


@frozen
class ConsultationChange:
    """An entry as it was and as it is; None where there was, or is, none. Swap the two to undo it."""

    number: ProjectNumber
    before: Consultation | None
    after: Consultation | None

    @property
    def entry(self) -> Consultation:
        found = self.after or self.before
        assert found is not None
        return found


class AnswerState(StrEnum):
    """Where a question stands; the value is its word."""

    OVERDUE = "超期"
    DUE = "今天到期"
    SOON = "快到期"
    OPEN = "待答复"
    ANSWERED = "已答复"


@frozen
class ConsultationLine:
    """An entry as lists show it. item: "A23 规划许可证核发", or 整个项目. left: working days to the due day, negative if past.

    left_text: “超期 2 个工作日”, “还有 3 个工作日”, “今天 17:30 前”, "" once answered.
    """

    project_number: ProjectNumber
    project: str
    enterprise: str
    item: str
    entry: Consultation
    state: AnswerState
    left: int
    left_text: str

    @property
    def key(self) -> tuple[str, int]:
        return self.project_number, self.entry.number


@frozen
class ConsultationFilter:
    """Which entries. number: of a project; code: of an item; "" asks for all. text: in question, answer or names."""

    number: str = ""
    code: str = ""
    only_open: bool = False
    only_answered: bool = False
    text: str = ""

    def keeps(self, line: ConsultationLine) -> bool:
        entry, wanted = line.entry, self.text.strip().casefold()
        said = (entry.question, entry.answer, entry.asked_by, entry.answered_by, line.item, line.project)
        return (
            (not self.number or line.project_number == self.number)
            and (not self.code or entry.code == self.code)
            and not (self.only_open and not entry.is_open)
            and not (self.only_answered and entry.is_open)
            and (not wanted or any(wanted in each.casefold() for each in said))
        )


# -- writing -------------------------------------------------------------------------------------------------------


def ask_question(number: str, form: QuestionForm, services: Services) -> ConsultationChange:
    """Write a question down, with its answer if FORM has one.

    Raises ProjectNotFound, DomainError for a code the catalogue does not have, an empty question, a day that cannot be,
    NamesSomebody if it is to be public and names somebody; ChangedElsewhere, StoreError.
    """
    today = services.clock.today()
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        taken = uow.consultations.of_project(project.number)
        entry = new_entry(form, project, _next_number(taken), services.catalogue, services.calendar, today)
        uow.consultations.put(project.number, None, entry)
        uow.commit()
    return ConsultationChange(project.number, None, entry)


def new_entry(
    form: QuestionForm, project: Project, number: int, catalogue: Catalogue, calendar: WorkCalendar, today: date
) -> Consultation:
    """What `ask_question` would store as entry NUMBER; raises the refusals of the form."""
    code = known_code(form.code, catalogue)
    asked_on = form.asked_on or today
    if asked_on > today:
        raise DomainError(f"提问日 {asked_on} 还没有到。", f"最晚填今天 {today}。")
    if asked_on < today - timedelta(days=365 * OLDEST_YEARS):
        raise DomainError(f"提问日 {asked_on} 在 {OLDEST_YEARS} 年以前。", "请核对年份。")
    person = form.person.strip() or operator_of(project)
    entry = Consultation(
        number=number,
        code=code,
        question=form.question.strip(),
        asked_by=form.asked_by.strip() or asker_of(project),
        asked_on=asked_on,
        due_on=form.due_on or usual_due_day(asked_on, calendar),
        recorded_by=person,
        written_on=today,
    )
    if form.answer.strip():
        entry = entry.answered(form.answer, form.answered_by.strip() or person, today, today)
    if form.is_public:
        entry = entry.published(True, names_of(project))
    return entry


def answer_question(
    number: str, entry_number: int, answer: str, services: Services, by: str = "", on: date | None = None
) -> ConsultationChange:
    """Answer an open question. Raises ProjectNotFound, ConsultationNotFound, DomainError, ChangedElsewhere, StoreError."""
    today = services.clock.today()

    def answered(entry: Consultation, project: Project) -> Consultation:
        return entry.answered(answer, by.strip() or operator_of(project), on or today, today)

    return _change(number, entry_number, services, answered)


def correct_consultation(
    number: str,
    entry_number: int,
    services: Services,
    question: str | None = None,
    answer: str | None = None,
    reason: str = "",
    person: str = "",
) -> ConsultationChange:
    """Put other words in an entry; None keeps what is there. Both wordings stay once the day is over, with REASON.

    Raises ProjectNotFound, ConsultationNotFound, DomainError without REASON then, NamesSomebody, ChangedElsewhere.
    """
    today = services.clock.today()

    def corrected(entry: Consultation, project: Project) -> Consultation:
        words = entry.question if question is None else question, entry.answer if answer is None else answer
        return entry.corrected(*words, person.strip() or operator_of(project), reason, today, names_of(project))

    return _change(number, entry_number, services, corrected)


def publish_consultation(number: str, entry_number: int, is_public: bool, services: Services) -> ConsultationChange:
    """Show an entry in the manuals of other projects too (可公开), or no longer. Raises NamesSomebody and as above."""
    return _change(number, entry_number, services, lambda entry, project: entry.published(is_public, names_of(project)))


def change_consultation(change: ConsultationChange, services: Services) -> None:
    """Store CHANGE, or its reverse, for undo and redo. Raises ChangedElsewhere if the entry is not as it was; StoreError."""
    with services.unit_of_work() as uow:
        uow.consultations.put(change.number, change.before, change.after)
        uow.commit()


def reverse_of(change: ConsultationChange) -> ConsultationChange:
    return ConsultationChange(change.number, change.after, change.before)


def _change(number: str, entry_number: int, services: Services, changed: Any) -> ConsultationChange:
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        before = next(
            (each for each in uow.consultations.of_project(project.number) if each.number == entry_number), None
        )
        if before is None:
            raise ConsultationNotFound(entry_number)
        after = changed(before, project)
        if after != before:
            uow.consultations.put(project.number, before, after)
            uow.commit()
    return ConsultationChange(project.number, before, after)


def _next_number(taken: Sequence[Consultation]) -> int:
    return max((each.number for each in taken), default=0) + 1


def known_code(code: str, catalogue: Catalogue) -> str:
    """CODE as the catalogue writes it, "" for none. Raises DomainError if it has no such row."""
    wanted = code.strip().upper()
    if wanted and ItemCode(wanted) not in catalogue.by_code:
        raise DomainError(f"事项库里没有“{code.strip()}”。", "请写事项编码，如 A23；问整个项目的不写。")
    return wanted


def asker_of(project: Project) -> str:
    """Who asks for the enterprise where nobody is named."""
    contact = project.contact(ContactRole.ENTERPRISE)
    return contact.name if contact is not None and contact.name else SOMEBODY


def names_of(project: Project) -> tuple[str, ...]:
    """What must not stand in words other enterprises read: the enterprise, the project, its people."""
    on_the_side = (contact.name for contact in project.contacts if contact.role is ContactRole.ENTERPRISE)
    return (project.enterprise.name, project.name, *on_the_side)


def usual_due_day(asked_on: date, calendar: WorkCalendar) -> date:
    """By when a question asked on ASKED_ON is answered, unless another day was promised."""
    return calendar.after(asked_on, ANSWER_WITHIN_WORKING_DAYS).on


# -- listing -------------------------------------------------------------------------------------------------------


def list_consultations(services: Services, asked: ConsultationFilter) -> tuple[ConsultationLine, ...]:
    """Entries of one project or of all: open ones first, the first due on top; then answered ones, the latest first.

    Raises ProjectNotFound for a project that is not there, StoreError.
    """
    with services.unit_of_work() as uow:
        if asked.number:
            project = uow.projects.get(ProjectNumber(asked.number))
            entries = uow.consultations.of_project(project.number)
            found = [(project.number, project.name, project.enterprise.name, entry) for entry in entries]
        else:
            found = list(uow.consultations.of_all(only_open=asked.only_open))
    lines = (line_of(*each, services.catalogue, services.calendar, services.clock.today()) for each in found)
    return in_order(line for line in lines if asked.keeps(line))


def in_order(lines: Iterable[ConsultationLine]) -> tuple[ConsultationLine, ...]:
    def place(line: ConsultationLine) -> tuple[bool, int, str, int]:
        entry = line.entry
        day = entry.due_on.toordinal() if entry.answered_on is None else -entry.answered_on.toordinal()
        return not entry.is_open, day, line.project_number, entry.number if entry.is_open else -entry.number

    return tuple(sorted(lines, key=place))


def line_of(
    number: ProjectNumber,
    project: str,
    enterprise: str,
    entry: Consultation,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    today: date,
) -> ConsultationLine:
    """ENTRY as lists show it on TODAY. An item the catalogue no longer has keeps its code."""
    item = catalogue.by_code.get(ItemCode(entry.code)) if entry.code else None
    shown = f"{item.code} {item.short_name}" if item is not None else entry.code or WHOLE_PROJECT
    left = calendar.working_days_between(today, entry.due_on)
    state, text = _state(entry, left, today)
    return ConsultationLine(number, project, enterprise, shown, entry, state, left, text)


def _state(entry: Consultation, left: int, today: date) -> tuple[AnswerState, str]:
    if not entry.is_open:
        return AnswerState.ANSWERED, ""
    if entry.due_on < today:
        return AnswerState.OVERDUE, f"超期 {max(1, -left)} 个工作日"
    if entry.due_on == today:
        return AnswerState.DUE, "今天 17:30 前"
    state = AnswerState.SOON if left <= SOON_WORKING_DAYS else AnswerState.OPEN
    return state, f"还有 {left} 个工作日" if left else "休息日后就到期"


# -- for manuals ---------------------------------------------------------------------------------------------------


def asked_questions(uow: UnitOfWork, number: ProjectNumber) -> Mapping[str, tuple[AskedQuestion, ...]]:
    """Item code → what is asked about it most: the project's own answered questions, and those of others made public.

    The answer given last stands for a question asked several times. Never holds who asked. UOW: entered.
    """
    return most_asked(uow.consultations.answered_for(number))


def most_asked(answered: Iterable[Consultation]) -> Mapping[str, tuple[AskedQuestion, ...]]:
    """Of each item the questions asked most often, the latest answer first among equals; at most MOST_ASKED."""
    by_question: dict[tuple[str, str], list[Consultation]] = {}
    for entry in answered:
        if entry.answered_on is not None and entry.code:
            by_question.setdefault((entry.code, entry.asked_as or entry.question), []).append(entry)
    found: dict[str, list[AskedQuestion]] = {}
    for (code, _), entries in by_question.items():
        last = max(entries, key=lambda each: (each.answered_on or each.asked_on, each.number))
        assert last.answered_on is not None
        found.setdefault(code, []).append(AskedQuestion(last.question, last.answer, last.answered_on, len(entries)))
    return {code: tuple(sorted(each, key=_rank)[:MOST_ASKED]) for code, each in found.items()}


def _rank(asked: AskedQuestion) -> tuple[int, int, str]:
    return -asked.times, -asked.answered_on.toordinal(), asked.question


# -- for other programs and the terminal ---------------------------------------------------------------------------


def consultation_listing(lines: Sequence[ConsultationLine]) -> list[dict[str, Any]]:
    """LINES with English keys and ISO days."""
    return [
        {
            "project": line.project_number,
            "project_name": line.project,
            "number": line.entry.number,
            "item": line.entry.code,
            "question": line.entry.question,
            "asked_by": line.entry.asked_by,
            "asked_on": line.entry.asked_on.isoformat(),
            "due_on": line.entry.due_on.isoformat(),
            "days_left": None if not line.entry.is_open else line.left,
            "open": line.entry.is_open,
            "answer": line.entry.answer,
            "answered_by": line.entry.answered_by,
            "answered_on": line.entry.answered_on.isoformat() if line.entry.answered_on else None,
            "recorded_by": line.entry.recorded_by,
            "public": line.entry.is_public,
            "earlier": [
                {
                    "question": each.question,
                    "answer": each.answer,
                    "changed_on": each.changed_on.isoformat(),
                    "changed_by": each.changed_by,
                    "reason": each.reason,
                }
                for each in line.entry.earlier
            ],
        }
        for line in lines
    ]


def consultation_lines(lines: Sequence[ConsultationLine]) -> Iterable[str]:
    """LINES for the terminal."""
    if not lines:
        yield "没有咨询记录。"
    for line in lines:
        entry = line.entry
        state = line.left_text or f"{entry.answered_on} {entry.answered_by}答"
        public = "  可公开" if entry.is_public else ""
        yield f"{line.project_number} 第 {entry.number} 条  {line.item}  {entry.asked_on} {entry.asked_by}问  {state}{public}"
        yield f"  问：{entry.question}"
        if entry.answer:
            yield f"  答：{entry.answer}"
        for each in entry.earlier:
            yield f"  {each.changed_on} {each.changed_by}更正（{each.reason}），原答复：{each.answer or each.question}"
