"""Pictures of the project's page and its dialogs on the samples, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtWidgets import QApplication

from gxq_desktop.application.consultation import QuestionForm, ask_question
from gxq_desktop.application.print_paper import print_paper
from gxq_desktop.application.project_items import item_reason
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.domain.case_states import EventKind, MissedReason, SuspensionCause
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.ui.project.consultations.dialog import Aim
from gxq_desktop.ui.project.editions.dialogs import VerifyDialog
from gxq_desktop.ui.project.schedule.axis import Zoom
from gxq_desktop.ui.project.view import ProjectPage
from gxq_desktop.ui.shell import Shell

WITH_OBSTACLE = "二期扩能"
SHORT = "川东算力"
"""Parts of the names of the samples shown: one with an obstacle, one that misses its target."""


def take(shell: Shell, picture: Callable[..., None]) -> None:
    """Show every tab, what it can do, and its dialogs; PICTURE(name, widget=None) writes one."""
    numbers = {line.name: line.number for line in shell.services.lists.projects()}
    missed = next((number for name, number in numbers.items() if SHORT in name), "")
    blocked = next((number for name, number in numbers.items() if WITH_OBSTACLE in name), "")
    for number, name in ((blocked, "obstacle"), (missed, "missed")):
        if number:
            shell.open("project", number=number, tab="overview")
            picture(f"project-overview-{name}")
    if not missed:
        return
    page = _page(shell)
    shell.open("project", number=missed, tab="items", step="A27")
    picture("project-items")
    loaded = page.presenter.current
    if loaded is not None:
        dialog = page.items.override_dialog(item_reason(loaded.desk, "A27"))
        picture("project-override", dialog)
        dialog.save.click()
        picture("project-override-fault", dialog)
        dialog.close()
    schedule = page.schedule
    shell.open("project", number=missed, tab="schedule")
    shell.runner.wait()
    schedule.schedule.seek_now()
    picture("project-schedule")
    schedule.go_to("A23")
    schedule.show_why()
    picture("project-schedule-why")
    schedule.why.put_away()
    schedule.schedule.seek_now()
    shell.runner.wait()
    schedule.adopt()
    picture("project-schedule-levers")
    schedule.chart.set_zoom(Zoom.MONTH)
    picture("project-schedule-month")
    schedule.chart.fit()
    picture("project-schedule-fit")
    schedule.chart.set_zoom(Zoom.WEEK)
    schedule.schedule.drop()
    shell.runner.wait()
    if blocked:
        shell.open("project", number=blocked, tab="obstacles")
        picture("project-obstacles")
        QApplication.processEvents()
        dialog2 = page.obstacles.dialog("O1")
        picture("project-obstacle", dialog2)
        dialog2.close()
    shell.open("project", number=missed, tab="obstacles")
    picture("project-obstacles-empty")
    shell.undo_stack.clear()
    if blocked:
        _take_lived(shell, blocked, picture)
    _take_variants(shell, missed, picture)


def live(shell: Shell, number: str) -> None:
    """Let something happen to a sample: printed, recorded, asked. What it does not allow is left out."""
    services = shell.services
    print_paper(number, "manual", "A4", services)
    for step, kind, more in _HAPPENED:
        with suppress(DomainError):
            record_event(number, RecordRequest(step, kind, **more), services)
    for form in _ASKED:
        ask_question(number, form, services)
    shell.project_changed.emit(number)


_HAPPENED: tuple[tuple[str, EventKind, dict[str, str]], ...] = (
    ("B01", EventKind.RECEIVED, {}),
    ("B02", EventKind.READY, {"note": "纸质"}),
    ("A01", EventKind.ACCEPTED, {}),
    ("A01", EventKind.CLEARED, {"document": "川投资备〔2026〕117 号", "late_reason": MissedReason.MATERIAL.value}),
    ("A07", EventKind.ACCEPTED, {}),
    ("A07", EventKind.SUSPENDED, {"reason": SuspensionCause.EXPERT_REVIEW.value}),
    ("A21", EventKind.SUBMITTED, {}),
    ("A21", EventKind.NOTICED, {"note": "总平面图没有盖设计院出图章"}),
    ("A09", EventKind.ACCEPTED, {}),
)
_ASKED = (
    QuestionForm(
        "A23",
        "总平图要盖设计院出图章吗？电子版和纸质版都要交吗？",
        answer="要盖。电子版走平台，纸质版 2 份交窗口，装订成册。",
        is_public=True,
    ),
    QuestionForm("A21", "方案公示期间能不能先报人防？"),
    QuestionForm("", "施工许可在哪个窗口办？", answer="一楼综合窗口，取号选“工程建设”。"),
)


def _take_lived(shell: Shell, number: str, picture: Callable[..., None]) -> None:
    """The tabs of a project to which something happened, and their dialogs."""
    live(shell, number)
    for tab in ("overview", "items", "schedule", "materials", "records", "consultations", "editions"):
        shell.open("project", number=number, tab=tab)
        shell.runner.wait()
        if tab == "records":
            records = _page(shell).records
            stopped = next((row for row in records.model.rows if row.code == "A07"), None)
            if stopped is not None:
                records.table.select_key(stopped.key)
        picture(
            f"project-{tab}" if tab in ("materials", "records", "consultations", "editions") else f"project-{tab}-lived"
        )
    page = _page(shell)
    questions = page.consultations
    for name, dialog in (
        ("ask", questions.dialog(Aim.ASK, "A23")),
        (
            "answer",
            questions.dialog(Aim.ANSWER, line=next(line for line in questions.model.rows if line.entry.is_open)),
        ),
        ("reissue", page.editions.reissue_dialog()),
        ("as-of", page.editions.as_of_dialog()),
        ("verify", VerifyDialog(shell, shell.window, page.presenter.current.desk.editions[-1].check_code)),
    ):
        dialog.show()
        if isinstance(dialog, VerifyDialog):
            dialog.verify()
        shell.runner.wait()
        QApplication.processEvents()
        picture(f"project-{name}", dialog)
        dialog.close()


def _take_variants(shell: Shell, number: str, picture: Callable[..., None]) -> None:
    """Two plans beside the plan, and a day to be agreed."""
    shell.open("project", number=number, tab="schedule")
    shell.runner.wait()
    schedule = _page(shell).schedule
    if schedule.schedule.trial is None:
        return
    for lever in schedule.schedule.trial.levers[:2]:
        schedule.schedule.tick(lever.id, True)
        shell.runner.wait()
        schedule.schedule.keep()
        shell.runner.wait()
    dialog = schedule.compare_dialog()
    dialog.show()
    picture("project-variants", dialog)
    dialog.close()
    schedule.go_to("A29")
    fix = schedule.fix_dialog()
    fix.kind.setCurrentIndex(1)
    fix.preview()
    picture("project-fix", fix)
    fix.close()
    schedule.schedule.drop()
    shell.runner.wait()
    shell.undo_stack.clear()


def _page(shell: Shell) -> ProjectPage:
    page = shell.window.page if shell.window is not None else None
    assert isinstance(page, ProjectPage)
    return page
