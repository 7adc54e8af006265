"""Each finding leads to a place that is there and takes what it is given."""

from __future__ import annotations

import pytest

from gxq_desktop.app import Desk
from gxq_desktop.application.intake_form import fact_field
from gxq_desktop.application.print_check import Finding, Remedy
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.facts import FactKey
from gxq_desktop.ui.main_window import MainWindow
from gxq_desktop.ui.printing.ways import way_to
from tests.ui.printing.conftest import Opened, document, settle

PLACES = {
    Remedy.ANSWER: "intake",
    Remedy.CONTACTS: "intake",
    Remedy.PROJECT: "intake",
    Remedy.OBSTACLES: "project",
    Remedy.CALENDAR: "calendar",
    Remedy.CATALOGUE: "catalogue",
    Remedy.BUREAU: "settings",
}


def test_every_finding_of_a_poor_project_opens_the_right_place(
    opened: Opened, services: Desk, window: MainWindow
) -> None:
    poor = document("N3")
    poor["facts"] = dict(list(poor["facts"].items())[:12])
    poor["project"].update(contacts=[], credit_code="", project_code="")
    number = register_project(poor, services).number
    page = opened(number)
    findings: list[Finding] = [row.finding for row in page.findings.rows]
    assert {finding.remedy for finding in findings} >= set(PLACES) - {Remedy.OBSTACLES}

    for remedy in PLACES:
        finding = next((each for each in findings if each.remedy is remedy), None)
        if finding is None:
            continue
        way = way_to(window.shell, number, finding)
        assert way is not None and way[0] == PLACES[remedy]
        window.open(way[0], **way[1])
        settle(window.shell)
        assert window.place == PLACES[remedy]


@pytest.mark.parametrize("remedy", [Remedy.ANSWER, Remedy.CONTACTS])
def test_the_intake_stands_at_the_field_in_question(
    opened: Opened, services: Desk, window: MainWindow, remedy: Remedy
) -> None:
    poor = document("N3")
    del poor["facts"]["energy_tce"]
    poor["project"]["contacts"] = []
    page = opened(register_project(poor, services).number)
    row = next(each for each in page.findings.rows if each.finding.remedy is remedy)

    page.findings.more.click()
    row.mend.click()
    settle(window.shell)

    assert window.place == "intake"
    presenter = window.page.presenter  # type: ignore[union-attr]
    wanted = row.finding.target if remedy is Remedy.CONTACTS else fact_field(FactKey(row.finding.target))
    assert presenter.entries.amends == page.presenter.number
    assert presenter.section == presenter.form.section_of(wanted)
