"""Pictures of the intake, for `gxq-desktop screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gxq_desktop.application.drafts import DraftHead, DraftId
from gxq_desktop.application.intake_entries import Entry
from gxq_desktop.application.intake_form import FieldId
from gxq_desktop.ui.intake.drafts_dialog import DraftsDialog
from gxq_desktop.ui.intake.view import IntakePage
from gxq_desktop.ui.shell import Shell


def take_pictures(shell: Shell, take: Callable[..., None]) -> None:
    """The blank form; half filled in with a fault; a change that drops rows; the law behind a question; 核对答案; drafts."""
    shell.open("intake")
    page = shell.window.page if shell.window is not None else None
    if not isinstance(page, IntakePage):
        return
    page.begin_new()
    take("intake-new")
    _import_sample(shell, page)
    presenter = page.presenter
    presenter.type(FieldId("project.credit_code"), Entry("91511700MA61TAMPO8"))
    presenter.settle(FieldId("project.credit_code"))
    for key in ("special_fire", "discharge_class"):
        presenter.answer(FieldId(f"facts.{key}"), Entry(unknown=True))
    presenter.answer(FieldId("facts.land_area_ha"), Entry("6", "亩"))
    presenter.answer(FieldId("facts.earthwork_m3"), Entry("900"))
    presenter.confirm()
    page.form.go_to_field("facts.earthwork_m3")
    _pump(shell)
    presenter.forget_changes()
    presenter.type(FieldId("facts.earthwork_m3"), Entry("6", "万立方米"))
    page.form.control(FieldId("facts.earthwork_m3")).set_entry(Entry("6", "万立方米"))  # type: ignore[union-attr]
    page.items.table.select_key("A09")
    take("intake")
    page.form.go_to_field("facts.land_supply")
    presenter.answer(FieldId("facts.land_supply"), Entry("租用"))
    _pump(shell)
    take("intake-drops")
    presenter.refuse()
    page.toggle_basis()
    take("intake-law")
    page.toggle_basis()
    presenter.answer(FieldId("project.credit_code"), Entry("91511700MA61TAMP18"))
    presenter.answer(FieldId("contacts.enterprise.phone"), Entry(""))
    presenter.go_to(presenter.check_place)
    take("intake-check")
    heads = [
        DraftHead(DraftId("1"), "年产 3 万吨负极材料项目", "达州某某新能源有限公司", "", _AT, "", True),
        DraftHead(DraftId("2"), "", "达州某某电子有限公司", "", _AT, "", True),
    ]
    dialog = DraftsDialog(shell, shell.window, heads, recovered=True)
    dialog.show()
    take("intake-drafts", dialog)
    dialog.close()
    dialog.deleteLater()
    presenter.drop()


_AT = datetime(2026, 9, 16, 6, 32, tzinfo=UTC)


def _import_sample(shell: Shell, page: IntakePage) -> None:
    samples = [Path(each) for each in shell.services.sample_files() if Path(each).stem == "N1"]
    if samples:
        page.presenter.take_file(samples[0])
        _pump(shell)


def _pump(shell: Shell) -> None:
    shell.runner.wait()
    for _ in range(3):
        QApplication.processEvents()
