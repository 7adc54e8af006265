import pytest

from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.hand_over import record_hand_over
from gxq_desktop.application.paper_kinds import KINDS, PaperChoice, checked
from gxq_desktop.application.ports import ProjectNotFound
from gxq_desktop.application.print_desk import PrintDesk, PrintRun, kept_offers, open_print_desk
from gxq_desktop.application.print_paper import print_papers
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.editions import HandedPaper
from tests.application.fakes import FakeDesk, sample
from tests.documents.papers_small.written_off import desk_with_write_offs

MANUAL, CARD = PaperChoice("manual", "A4"), PaperChoice("item_card", "A23")


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def number(desk: FakeDesk) -> str:
    return register_project(sample(), desk).number


def options(opened: PrintDesk, kind: str) -> list[str]:
    return [variant for offer in opened.offers if offer.kind == kind for variant, _ in offer.options]


def test_before_anything_is_issued_the_first_edition_is_a_draft(desk: FakeDesk, number: str) -> None:
    opened = open_print_desk(number, desk)

    assert opened.current_shown == "第 1 版（草稿，03-09）"
    assert opened.older == opened.editions == ()
    assert opened.findings


def test_an_unknown_project_is_refused(desk: FakeDesk) -> None:
    with pytest.raises(ProjectNotFound):
        open_print_desk("GX-1", desk)


def test_what_is_offered_is_what_can_be_made(desk: FakeDesk, number: str) -> None:
    opened = open_print_desk(number, desk)

    later = (
        "change_slip",
        "changed_pages",
        "notice",
        "write_off",
        "write_off_list",
    )  # no older edition, nothing recorded
    assert [offer.kind for offer in opened.offers] == [kind for kind in KINDS if kind not in later]
    for offer in opened.offers:
        for variant, words in offer.options:
            choice = checked(offer.kind, variant)
            assert words and KINDS[choice.kind].make(desk.papers, opened.draft.dossier, choice.variant, pytest.fail)


def test_the_usual_papers_are_manual_countdown_and_chart(desk: FakeDesk, number: str) -> None:
    opened = open_print_desk(number, desk)

    assert [offer.kind for offer in opened.offers if offer.usual] == ["manual", "countdown", "wallchart"]


def test_a_change_slip_goes_along_once_an_edition_is_in_somebodys_hands(desk: FakeDesk, number: str) -> None:
    for river in ("是", "否", "是"):
        print_papers(number, (MANUAL,), desk)
        answer_questions(number, {"river": river}, desk)
    assert options(open_print_desk(number, desk), "change_slip") == ["3", "2", "1"]
    assert not [each for each in open_print_desk(number, desk).offers if each.kind == "change_slip" and each.usual]

    record_hand_over(number, 2, (HandedPaper("manual", "A4", 1),), "李", "周", desk)
    opened = open_print_desk(number, desk)

    assert options(opened, "change_slip") == ["2", "3", "1"]
    assert next(offer for offer in opened.offers if offer.kind == "change_slip").usual


def test_an_edition_issued_today_is_no_draft_and_no_older_one(desk: FakeDesk, number: str) -> None:
    print_papers(number, (MANUAL,), desk)

    opened = open_print_desk(number, desk)

    assert opened.current_shown == "第 1 版，2026-03-09 印"
    assert len(opened.editions) == 1 and opened.older == ()


def test_of_an_older_edition_only_what_was_kept_is_offered(desk: FakeDesk, number: str) -> None:
    print_papers(number, (CARD, PaperChoice("manual", "A4:map"), PaperChoice("wallchart", "A1/A4")), desk)
    answer_questions(number, {"river": "是"}, desk)
    opened = open_print_desk(number, desk)

    (line,) = opened.older
    offers = kept_offers(line, opened.draft.dossier)

    assert [(offer.kind, offer.options) for offer in offers] == [
        ("manual", (("A4:map", "第三章"),)),
        ("wallchart", (("A1/A4", "A1，用 A4 拼"),)),
        ("item_card", (("A23", f"A23 {opened.draft.dossier.step_by_code['A23'].short_name}"),)),
    ]
    assert all(offer.usual for offer in offers)


def test_sheets_are_counted_for_both_sides_and_all_copies() -> None:
    run = PrintRun(((MANUAL, 44), (CARD, 3), (PaperChoice("countdown", "A4"), 2)), copies=2, duplex=True)

    assert (run.pages, run.sheets) == (49, 2 * (22 + 2 + 2))
    assert PrintRun(run.papers, 2, duplex=False).sheets == 98
    assert run.handed[0] == HandedPaper("manual", "A4", 2)


def test_slips_are_offered_for_what_is_written_off_and_month_by_month() -> None:
    desk, number = desk_with_write_offs()

    opened = open_print_desk(number, desk)

    assert options(opened, "write_off") == ["A07", "B01", "A01"]
    assert options(opened, "write_off_list") == ["", "2026-04", "2026-03"]
    for kind in ("write_off", "write_off_list"):
        for variant in options(opened, kind):
            assert KINDS[kind].make(desk.papers, opened.draft.dossier, variant, pytest.fail)
