"""What the intake does: takes what is typed, says at every keystroke what follows, keeps the draft, opens the project."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from gxq_desktop.application.amend_project import Amended, amend_project, take_back
from gxq_desktop.application.drafts import Draft, DraftHead, DraftId, load_draft
from gxq_desktop.application.intake_entries import PRESET, Entries, Entry, entries_from_json
from gxq_desktop.application.intake_filling import Filling, document_of, new_entries
from gxq_desktop.application.intake_forecast import IntakeForecast, forecast_intake
from gxq_desktop.application.intake_form import (
    ENTERPRISE,
    NAME,
    PROJECT_CODE,
    FieldId,
    IntakeForm,
    Question,
    QuestionId,
    Section,
    intake_form,
)
from gxq_desktop.application.intake_state import (
    Dropped,
    IntakeEvaluator,
    IntakeState,
    Problem,
    arrange,
    changed_codes,
    dropped,
)
from gxq_desktop.application.open_intake import open_intake, open_project
from gxq_desktop.application.register_project import Registered, register_project
from gxq_desktop.application.similar_projects import SimilarProject, similar_projects
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.ui.intake.autosave import DraftKeeper
from gxq_desktop.ui.intake.desk import desk_id
from gxq_desktop.ui.intake.undo import AmendCommand, EntriesCommand
from gxq_desktop.ui.shell import Shell
from gxq_desktop.ui.tasks import Report

CHANGED_MS = 4_000
_SIMILAR_FIELDS = frozenset({NAME, ENTERPRISE, PROJECT_CODE})


@frozen
class AskedChange:
    """A change that takes something away and waits for 仍要改 or 不改."""

    field: FieldId
    question: QuestionId
    proposed: Entries
    lost: Dropped


class IntakePresenter(QObject):
    """One intake at a time: a new one, a draft, a file's, or the answers of a registered project.

    began: another intake is here. changed: `state` is another one. arranged: the questions of the current section are. settled
    (field): its entry may be written otherwise now. moved: another section. problems_changed. asked, answered: a change waits
    for its confirmation, or no longer does. put_back_to(field): something was undone. kept(saved_at), not_kept(error): the
    draft. found_similar, forecast_made. refused(error). opened(number, is_new): the project is stored.
    """

    began = Signal()
    changed = Signal()
    arranged = Signal()
    settled = Signal(str)
    moved = Signal()
    problems_changed = Signal()
    asked = Signal()
    answered = Signal()
    put_back_to = Signal(str)
    kept = Signal(object)
    not_kept = Signal(object)
    found_similar = Signal()
    forecast_made = Signal()
    refused = Signal(object)
    opened = Signal(str, bool)
    imported = Signal(object)

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.is_running = False
        self._key: tuple[object, ...] = ()
        self._commands: list[EntriesCommand] = []
        self._order: dict[str, tuple[QuestionId, ...]] = {}
        self._baseline: IntakeState | None = None
        self.keeper = DraftKeeper(shell.runner, lambda: shell.services, self._draft, self)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.refused.connect(self.not_kept)
        self._forget_changes = QTimer(self, singleShot=True, interval=CHANGED_MS)
        self._forget_changes.timeout.connect(self.forget_changes)

    # -- beginning ------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Read the form of today's catalogue; keeps what is filled in if there is a newer one."""
        services = self._shell.services
        key = (services.catalogue.digest, id(services.calendar), services.clock.today())
        if key == self._key:
            return
        self._key = key
        self.form: IntakeForm = intake_form(services.catalogue)
        self._evaluator = IntakeEvaluator(self.form, services.catalogue, services.calendar, services.clock.today())
        if self.is_running:
            self._show(self.entries, live=self.live)

    def start_new(self) -> None:
        """A blank form; what was being filled in is kept as a draft. Raises StoreError if it cannot be."""
        self.put_away()
        self.prepare()
        self._show(new_entries(self._shell.services.calendar, self._shell.today))

    def resume(self, draft_id: str) -> None:
        """Go on with a draft. Raises DraftNotFound, StoreError."""
        if self.is_running and self.draft_id == draft_id:
            return
        self.put_away()
        self.prepare()
        draft = load_draft(draft_id, self._shell.services)
        content = draft.content
        self._show(entries_from_json(content["entries"]), draft_id=draft.head.id)
        self.saved_at = draft.head.saved_at
        self.left = {FieldId(each) for each in content.get("left", ()) if each in self.form.fields}
        self.dismissed = set(content.get("dismissed", ()))
        self.visited = {int(each) for each in content.get("visited", ())}
        self.go_to(min(int(content.get("section", 0)), self.check_place), field=content.get("field", ""))
        self.problems_changed.emit()
        self._look_for_similar()

    def amend(self, number: str, field: str = "") -> None:
        """The answers of project NUMBER, to be changed. Raises ProjectNotFound, StoreError."""
        if not (self.is_running and self.entries.amends == number):
            self.put_away()
            self.prepare()
            self._show(open_project(number, self.form, self._shell.services))
            self._look_for_similar()
        if field in self.form.fields:
            if self.form.question_of[FieldId(field)].id in self.state.idle:
                self.show_idle(True)
            self.go_to(self.form.section_of(FieldId(field)), field)

    def take_file(self, path: Path) -> None:
        """Fill the form from a file, in the background; `imported` says how it went, or `refused` why not."""
        self.prepare()
        form, services = self.form, self._shell.services

        def work(_: Report) -> Filling:
            return open_intake(path, form, services)

        self._shell.runner.start(
            work,
            done=self._on_imported,
            failed=self.refused.emit,
            title=f"正在读取 {path.name}",
            cancel_means="取消后表里还是原来的内容。",
        )

    def _on_imported(self, filling: Filling) -> None:
        if self.is_running and self.entries.is_blank:
            self._commit(filling.entries, None, f"从{filling.source}导入")
        else:
            self.put_away()
            self._show(filling.entries)
        self.left = set(filling.entries.fields)
        self.file_faults = filling.faults
        self._baseline, self.changed_codes = None, ()
        self._order.clear()
        self._arrange(fresh=True)
        self.began.emit()
        self.problems_changed.emit()
        self.keeper.touch()
        self._look_for_similar()
        self.imported.emit(filling)

    def _show(self, entries: Entries, *, draft_id: DraftId | None = None, live: Entries | None = None) -> None:
        """Show ENTRIES from the start; with LIVE (what is half typed) where the clerk was, under another form."""
        self.entries, self.live = entries, live or entries
        if live is None:
            self.draft_id = draft_id or DraftId(uuid.uuid4().hex)
            self.saved_at = None
            self.left: set[FieldId] = set()
            self.dismissed: set[str] = set()
            self.file_faults: tuple[DomainError, ...] = ()
            self.similar: tuple[SimilarProject, ...] = ()
            self.forecast: IntakeForecast | None = None
            self.section = 0
            self.visited: set[int] = set()
            self.returns_to_check = ""
            self.wants_missing = False
            self.shows_idle = False
            self.field = ""
        self.question: AskedChange | None = None
        self.is_running = True
        self.state: IntakeState = self._evaluator.state(self.live, self.shows_idle)
        self._shown_idle = self.shows_idle
        self._settled_state = self._state_of(entries)
        self._baseline = None
        self.changed_codes: tuple[ItemCode, ...] = ()
        self._order.clear()
        self._arrange(fresh=True)
        self.keeper.start()
        self.began.emit()

    # -- leaving --------------------------------------------------------------------------------------------------

    def put_away(self) -> None:
        """Keep what is filled in as a draft that is not open, and let go of it. Raises StoreError; then it stays."""
        if not self.is_running:
            return
        self._save_closed()
        self._end()

    def keep_draft(self, closed: bool = False) -> None:
        """Save now. closed: the page is left in an orderly way. Raises StoreError."""
        if not self.is_running:
            return
        if closed:
            self._save_closed()
        else:
            self.keeper.save_now()

    def _save_closed(self) -> None:
        if self.has_something:
            self._closing = True
            try:
                self.keeper.save_now()
            finally:
                self._closing = False
        elif self.saved_at is not None:
            self.keeper.remove(self.draft_id)

    def drop(self) -> None:
        """Throw away what is filled in, and its draft. Raises StoreError."""
        self.keeper.remove(self.draft_id)
        self._end()

    def _end(self) -> None:
        self.keeper.stop()
        self._shell.forget_steps(self._commands)
        self._commands.clear()
        self.is_running = False

    _closing = False

    def _draft(self) -> Draft | None:
        if not self.is_running or not self.has_something:
            return None
        head = DraftHead(
            id=self.draft_id,
            name=self.live.text(NAME),
            enterprise=self.live.text(ENTERPRISE),
            amends=self.live.amends,
            saved_at=self._shell.services.clock.now(),
            desk=desk_id(self._shell),
            is_open=not self._closing,
        )
        content: dict[str, Any] = {
            "entries": self.live.as_json(),
            "section": self.section,
            "field": self.field,
            "left": sorted(self.left),
            "dismissed": sorted(self.dismissed),
            "visited": sorted(self.visited),
        }
        return Draft(head, content)

    @property
    def has_something(self) -> bool:
        """Whether there is anything worth keeping: for a registered project, only what was changed."""
        if self.live.amends:
            return bool(self._commands) or self.live != self.entries or self.saved_at is not None
        return not self.live.is_blank

    def _on_kept(self, saved_at: object) -> None:
        self.saved_at = saved_at  # type: ignore[assignment]
        self.kept.emit(saved_at)

    # -- filling in -----------------------------------------------------------------------------------------------

    def type(self, field_id: FieldId, entry: Entry) -> None:
        """ENTRY stands in the field now, half typed perhaps: show what follows, settle nothing."""
        if self.question is not None and self.question.field != field_id:
            return
        self.live = self.live.with_entry(field_id, entry)
        self._refresh()
        self.keeper.touch()

    def settle(self, field_id: FieldId) -> bool:
        """The field is left: read it, write it as it is kept, undoably. False while 仍要改 or 不改 is to be answered."""
        if self.question is not None:
            return False
        field = self.form.fields[field_id]
        entry = self.live[field_id]
        try:
            proposed = self.live.with_entry(field_id, self._evaluator.reader.read(field, entry).settled)
        except DomainError:
            proposed = self.live
        if _same(proposed[field_id], self.entries[field_id]):
            self.live = self.live.with_entry(field_id, self.entries[field_id])
            self._leave(field_id)
            return True
        lost = dropped(self._settled_state, self._state_of(proposed))
        if lost:
            self.live = proposed
            self.question = AskedChange(field_id, self.form.question_of[field_id].id, proposed, lost)
            self._refresh()
            self.asked.emit()
            return False
        self._commit(proposed, field_id, f"填写“{field.label}”")
        self._leave(field_id)
        return True

    def answer(self, field_id: FieldId, entry: Entry) -> bool:
        """Type and settle at once: a choice was made."""
        self.type(field_id, entry)
        return self.settle(field_id)

    def revert(self, field_id: FieldId) -> None:
        """Forget what was typed since the field was last settled."""
        self.live = self.live.with_entry(field_id, self.entries[field_id])
        self._refresh()
        self.settled.emit(field_id)

    def is_typed(self, field_id: FieldId) -> bool:
        """Whether something stands in the field that is not settled."""
        return not _same(self.live[field_id], self.entries[field_id])

    def confirm(self) -> None:
        """仍要改."""
        asked, self.question = self.question, None
        if asked is None:
            return
        self._commit(asked.proposed, asked.field, f"改“{self.form.fields[asked.field].label}”")
        self.answered.emit()
        self._leave(asked.field)

    def refuse(self) -> None:
        """不改: the field is as it was."""
        asked, self.question = self.question, None
        if asked is None:
            return
        self.answered.emit()
        self.revert(asked.field)

    def override(self, code: ItemCode, decided: Override | None) -> None:
        """An officer decides on a row, or takes the decision back (None)."""
        word = "改判" if decided is not None else "撤回改判"
        self._commit(self.live.with_override(code, decided), None, f"{word} {code}")

    def _leave(self, field_id: FieldId) -> None:
        self.left.add(field_id)
        if self.live != self.state.entries:
            self._refresh()
        self.settled.emit(field_id)
        self.problems_changed.emit()
        if field_id in _SIMILAR_FIELDS:
            self._look_for_similar()

    def _commit(self, after: Entries, field_id: FieldId | None, text: str) -> None:
        before, self.entries, self.live = self.entries, after, after
        self._refresh()
        self._settled_state = self.state
        command = EntriesCommand(self, before, after, text, field_id)
        self._commands.append(command)
        self._shell.undo_stack.push(command)
        self.keeper.touch()
        self.problems_changed.emit()

    def put_back(self, entries: Entries, field_id: FieldId | None) -> None:
        """Undo or redo: ENTRIES hold again; what is half typed in another field stays."""
        if not self.is_running:
            return
        typed = {
            each: self.live[each]
            for each in {*self.live.fields, *self.entries.fields}
            if each != field_id and not _same(self.live[each], self.entries[each])
        }
        if self.question is not None:
            self.question, typed = None, {}
            self.answered.emit()
        self.entries = self.live = entries
        self._settled_state = self._state_of(entries)
        for each, entry in typed.items():
            self.live = self.live.with_entry(each, entry)
        self._refresh()
        self.keeper.touch()
        self.problems_changed.emit()
        for each in self.form.fields:
            self.settled.emit(each)
        if _SIMILAR_FIELDS & {field_id}:
            self._look_for_similar()
        self.put_back_to.emit(field_id or "")

    def _state_of(self, entries: Entries) -> IntakeState:
        """What follows from ENTRIES; the state shown, if that is of the same."""
        if entries == self.state.entries and self._shown_idle == self.shows_idle:
            return self.state
        return self._evaluator.state(entries, self.shows_idle)

    def _refresh(self) -> None:
        before = self.state
        self.state = self._state_of(self.live)
        self._shown_idle = self.shows_idle
        if self.state is before:
            return
        baseline = self._baseline or before
        self.changed_codes = changed_codes(baseline, self.state)
        if self.changed_codes:
            self._baseline = baseline
            self._forget_changes.start()
        self.forecast = None
        self._arrange(fresh=False)
        self.changed.emit()

    def forget_changes(self) -> None:
        """What changed is not news any more."""
        self._forget_changes.stop()
        self._baseline = None
        if self.changed_codes:
            self.changed_codes = ()
            self.changed.emit()

    # -- sections -------------------------------------------------------------------------------------------------

    @property
    def check_place(self) -> int:
        """The place of 核对, behind the sections."""
        return len(self.form.sections)

    @property
    def is_checking(self) -> bool:
        return self.section == self.check_place

    @property
    def current_section(self) -> Section:
        return self.form.sections[min(self.section, self.check_place - 1)]

    @property
    def idle_count(self) -> int:
        """How many questions of the current section nothing hangs on."""
        name = self.current_section.name
        return sum(self.form.by_question[each].section == name for each in self.state.idle)

    def show_idle(self, shown: bool) -> None:
        """Show the questions that nothing hangs on as well, or no longer."""
        self.shows_idle = shown
        self._refresh()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the current section, in the order to show them in."""
        order = self._order.get(self.current_section.name, ())
        return tuple(self.form.by_question[each] for each in order)

    def _arrange(self, fresh: bool) -> None:
        name = self.current_section.name
        before = self._order.get(name, ())
        self._order[name] = arrange(self.state, name, before, fresh)
        if self._order[name] != before:
            self.arranged.emit()

    def go_to(self, section: int, field: str = "", back_to_check: str = "") -> None:
        """Show SECTION (`check_place`: the answers to be checked), at FIELD if one is named.

        back_to_check: the field of the row on the page 核对答案 to return to.
        """
        section = max(0, min(section, self.check_place))
        is_new = section != self.section
        if is_new:
            self.visited.add(self.section)
        self.section = section
        self.returns_to_check = back_to_check
        if not self.is_checking:
            self._arrange(fresh=is_new and not back_to_check)
        else:
            self.wants_missing = True
            self.make_forecast()
            self.problems_changed.emit()
        self.field = field
        self.moved.emit()

    def next_section(self) -> None:
        self.go_to(self.section + 1)

    def previous_section(self) -> None:
        self.go_to(self.section - 1)

    def is_done(self, place: int) -> bool:
        """Whether the section at PLACE needs nothing more; one without a question that must be answered, once it was seen."""
        section = self.form.sections[place]
        must = any(question.section == section.name for question in self.state.to_answer)
        seen = place in self.visited or any(self._is_filled(question) for question in section.questions)
        return self.state.section_is_done(section.name) and (must or seen)

    def _is_filled(self, question: Question) -> bool:
        entries = (self.live[field.id] for field in question.fields)
        return any(not entry.is_blank and entry.origin != PRESET for entry in entries)

    # -- what is wrong --------------------------------------------------------------------------------------------

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What to show as wrong: fields that were left, what contradicts, and once the answers were checked, what is missing."""
        shown = [
            each for each in self.state.problems if each.refuses and (each.field in self.left or self.wants_missing)
        ]
        if self.wants_missing:
            shown += self.missing
        return tuple(shown)

    @property
    def missing(self) -> Sequence[Problem]:
        """Required fields without an entry."""
        labels = self.form.fields
        return [
            Problem(each, f"{labels[each].label}还没有填。", "没有它建不了项目。", True) for each in self.state.missing
        ]

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What looks odd but may stay."""
        return tuple(each for each in self.state.problems if not each.refuses)

    def fault_of(self, field_id: FieldId) -> Problem | None:
        """What to say under a field that was left."""
        found = (each for each in (*self.problems, *self.doubts) if each.field == field_id)
        return next(found, None) if field_id in self.left or self.wants_missing else None

    @property
    def file_problems(self) -> tuple[DomainError, ...]:
        """What the imported file holds that no field could take."""
        return self.file_faults

    def forget_file_problems(self) -> None:
        self.file_faults = ()
        self.problems_changed.emit()

    # -- checking and opening -------------------------------------------------------------------------------------

    @property
    def similar_shown(self) -> tuple[SimilarProject, ...]:
        """Projects that may be the same, without those said to be others."""
        return tuple(each for each in self.similar if each.number not in self.dismissed)

    def notice_of(self, field_id: FieldId) -> Problem | None:
        """What to look at, under a field that is as it should be: a project that may be the same, under the name."""
        if field_id != NAME or not self.similar_shown:
            return None
        found = self.similar_shown[0]
        told = f"可能重复：“{found.name}”（{found.number}）。{found.why}"
        return Problem(NAME, told, "核对那一页可以去看它，或认定不是同一个。", False)

    def dismiss(self, number: str) -> None:
        """不是同一个."""
        self.dismissed.add(number)
        self.keeper.touch()
        self.found_similar.emit()

    def _look_for_similar(self) -> None:
        name, enterprise, code = (self.live.text(each) for each in (NAME, ENTERPRISE, PROJECT_CODE))
        services, amends = self._shell.services, self.live.amends

        def work(_: Report) -> tuple[SimilarProject, ...]:
            return similar_projects(name, enterprise, code, services, except_for=amends)

        self._shell.runner.latest(
            "intake.similar", work, done=self._on_similar, failed=self.not_kept.emit, foreground=False
        )

    def _on_similar(self, found: tuple[SimilarProject, ...]) -> None:
        if self.is_running:
            self.similar = found
            self.found_similar.emit()

    def make_forecast(self) -> None:
        """Plan the project as it would be, in the background."""
        document, services = self._document(), self._shell.services

        def work(_: Report) -> IntakeForecast:
            return forecast_intake(document, services)

        self._shell.runner.latest("intake.forecast", work, done=self._on_forecast, foreground=False)

    def _on_forecast(self, forecast: IntakeForecast) -> None:
        self.forecast = forecast
        self.forecast_made.emit()

    def _document(self) -> dict[str, Any]:
        return document_of(self.form, self.state.kept, self._evaluator.reader)

    def open_project(self) -> bool:
        """Store the project; False if something refuses it first (see `problems`). `opened` or `refused` tells the end."""
        self.wants_missing = True
        if self.problems or self.question is not None:
            self.problems_changed.emit()
            return False
        document, services, draft_id = self._document(), self._shell.services, self.draft_id
        amends, revision = self.live.amends, self.live.revision
        self.keeper.stop()

        def work(_: Report) -> Registered | Amended:
            self.keeper.let_run_out()
            if amends:
                return amend_project(amends, revision, document, services, draft_id)
            return register_project(document, services, draft_id)

        self._shell.runner.start(work, done=self._on_opened, failed=self._on_not_opened, title="正在保存项目")
        return True

    def _on_opened(self, result: Registered | Amended) -> None:
        self._end()
        if isinstance(result, Amended):
            self._shell.undo_stack.push(AmendCommand(self, result, f"修改 {result.after.number} 的答案"))
            self.opened.emit(result.after.number, False)
        else:
            self.opened.emit(result.number, True)

    def _on_not_opened(self, error: Exception) -> None:
        self.keeper.start()
        self.keeper.touch()
        self.refused.emit(error)

    def swap_amended(self, amended: Amended, told: str) -> Amended | None:
        """Undo or redo an amendment that was stored; None if it was refused, after telling why."""
        services = self._shell.services
        try:
            other = self._shell.runner.carry_out(lambda: take_back(amended, services))
        except DomainError as refusal:
            self._shell.show_error(refusal, "没有撤销")
            return None
        self._shell.project_changed.emit(other.after.number)
        self._shell.say(told)
        return other


def _same(one: Entry, other: Entry) -> bool:
    """Whether both say the same, wherever they came from."""
    return replace(one, origin="") == replace(other, origin="") or (one.is_blank and other.is_blank)
