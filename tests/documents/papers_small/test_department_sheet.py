"""One authority's items for a project."""

from dataclasses import replace
from datetime import date

from gxq_desktop.application.views import CardView, Day, Dossier, Light
from gxq_desktop.documents.papers_small.department_sheet import duties, make_department_sheet, owners
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import all_words, spoken_rows, words


def rows(dossier: Dossier, owner: str) -> list[str]:
    return [row for row in spoken_rows(make_department_sheet(dossier, owner)) if row[:1] in "AC" and row[1:3].isdigit()]


def test_every_approval_and_connection_is_on_exactly_one_departments_sheet():
    dossier = make_dossier("N1")

    codes = [duty.step.code for owner in owners(dossier) for duty in duties(dossier, owner)]

    wanted = [step.code for step in dossier.steps if step.kind in (StepKind.APPROVAL, StepKind.UTILITY)]
    assert sorted(codes) == sorted(wanted)


def test_items_stand_by_promised_end():
    ends = [duty.ends.on for duty in duties(make_dossier("N1"), "住建口")]

    assert ends == sorted(ends)
    assert len(ends) > 2


def test_the_full_name_of_an_authority_finds_its_items_too():
    dossier = make_dossier("N1")

    assert [duty.step.code for duty in duties(dossier, "达州市不动产登记中心高新区窗口")] == ["A19", "A42"]


def test_a_row_gives_accepted_promised_and_statutory_day_and_the_days_left():
    dossier = make_dossier("N1")
    card = next(card for card in dossier.cards if card.code == "A29")
    limit = card.limit
    left = dossier.calendar.working_days_between(date(2026, 3, 9), limit.promised_due.on)

    row = next(row for row in rows(dossier, "住建口") if row.startswith("A29"))

    assert limit.statutory_due is not None
    for day in (limit.accepted.on, limit.promised_due.on, limit.statutory_due.on):
        assert f"{day:%m-%d}" in row
    assert f"D\u2212{left}" in row
    assert row.endswith("绿")


def test_what_has_no_statutory_limit_says_so_instead_of_0():
    dossier = make_dossier("N1")
    cards = tuple(
        replace(card, limit=replace(card.limit, statutory_days=0, statutory_due=None)) if card.code == "A29" else card
        for card in dossier.cards
    )

    row = next(row for row in rows(replace(dossier, cards=cards), "住建口") if row.startswith("A29"))

    assert "即时／未设定" in row


def test_the_first_line_counts_what_is_open_due_this_week_and_late():
    dossier = make_dossier("N1")
    due = {"A28": date(2026, 3, 6), "A29": date(2026, 3, 13), "A39": date(2026, 3, 15), "A41": date(2026, 3, 16)}

    def changed(card: CardView) -> CardView:
        day = due.get(card.code, card.limit.promised_due.on)
        return replace(card, limit=replace(card.limit, promised_due=Day(day, False)))

    sheets = make_department_sheet(replace(dossier, cards=tuple(map(changed, dossier.cards))), "住建口")

    assert "未办结 5 项，本周到期 2 项，已过承诺期 1 项。" in all_words(sheets)


def test_closed_items_come_last_without_days_left():
    dossier = make_dossier("N1")
    steps = tuple(replace(step, light=Light.DONE) if step.code == "A28" else step for step in dossier.steps)

    last = rows(replace(dossier, steps=steps), "住建口")[-1]

    assert last.startswith("A28")
    assert last.endswith("办结")
    assert "D\u2212" not in last


def test_a_utility_company_has_a_sheet_without_statutory_days():
    row = rows(make_dossier("N1"), "供电公司")[0]

    assert row.startswith("C11")
    assert "—" in row


def test_an_owner_without_items_gets_one_sentence():
    sheets = make_department_sheet(make_dossier("N1"), "气象局")

    assert "气象局在本项目没有要办的事项。" in words(sheets)
    assert len(sheets) == 1
