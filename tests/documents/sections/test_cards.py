"""Chapter five: full spreads, half-page cards, what stands between them, and a card as a paper of its own."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.views import AskedQuestion, CardView, Dossier
from gxq_desktop.documents.sections.card_compact import HEIGHT, further_rows, lay_compact
from gxq_desktop.documents.sections.card_parts import AFTER_MARK, hanging
from gxq_desktop.documents.sections.card_words import CardWords, tick_mark
from gxq_desktop.documents.sections.cards import add_cards, full_card_sheets
from gxq_desktop.documents.sections.places import Places
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CARD_TEXT, TABLE_TEXT
from gxq_desktop.documents.text import as_string, plain
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import (
    HOSTILE,
    LONG_ENTERPRISE,
    LONG_NAME,
    all_words,
    chapter_sheets,
    faults,
    tags,
    wanted_anchors,
    words,
)
from tests.documents.sections.reduced import only

SAMPLES = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"]


@pytest.fixture(scope="module")
def n1() -> Dossier:
    return make_dossier("N1")


@pytest.fixture(scope="module")
def everything() -> Dossier:
    return make_dossier("N3", everything_applies=True)


@pytest.fixture(scope="module")
def sheets(n1: Dossier) -> list[Sheet]:
    return chapter_sheets(add_cards, n1, first=10)


def card_of(dossier: Dossier, code: str) -> CardView:
    return next(card for card in dossier.cards if card.code == code)


def with_card(dossier: Dossier, card: CardView) -> Dossier:
    """DOSSIER with CARD in place of the one of its code."""
    return replace(dossier, cards=tuple(card if each.code == card.code else each for each in dossier.cards))


def place_of(sheets: list[Sheet], anchor: str) -> tuple[int, float]:
    """Page number and y of an anchor."""
    return next((sheet.number, sheet.anchors[anchor]) for sheet in sheets if anchor in sheet.anchors)


def page_words(sheets: list[Sheet], number: int) -> str:
    return all_words([sheet for sheet in sheets if sheet.number == number]).replace("\n", "")


# --- the chapter ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("first", [2, 3])
def test_the_chapter_passes_preflight_for_every_sample_on_either_side_of_the_leaf(sample, first):
    assert faults(chapter_sheets(add_cards, make_dossier(sample), first)) == []


def test_the_chapter_passes_preflight_with_all_items_and_with_the_longest_names(everything):
    assert faults(chapter_sheets(add_cards, everything)) == []
    long = make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE, without_contacts=True)
    assert faults(chapter_sheets(add_cards, long)) == []


def test_the_chapter_takes_about_as_many_pages_as_designed(sheets, everything):
    assert len(sheets) <= 26
    assert len(chapter_sheets(add_cards, everything)) <= 70


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_item_has_exactly_one_card(sample):
    dossier = make_dossier(sample)

    anchors = Counter(
        name for sheet in chapter_sheets(add_cards, dossier) for name in sheet.anchors if name.startswith("card:")
    )

    assert anchors == Counter(f"card:{card.code}" for card in dossier.cards)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("first", [2, 3])
def test_full_cards_begin_on_even_pages(sample, first):
    dossier = make_dossier(sample)
    sheets = chapter_sheets(add_cards, dossier, first)

    for card in dossier.cards:
        number, y = place_of(sheets, f"card:{card.code}")
        if card.full:
            assert number % 2 == 0
            assert y == 24


def test_half_page_cards_stand_in_the_upper_or_the_lower_half(n1, sheets):
    for card in n1.cards:
        if not card.full:
            assert place_of(sheets, f"card:{card.code}")[1] in (24, 24 + HEIGHT + 6)


@pytest.mark.parametrize("sample", SAMPLES)
def test_cards_stand_by_phase(sample):
    dossier = make_dossier(sample)
    sheets = chapter_sheets(add_cards, dossier)

    by_place = sorted(dossier.cards, key=lambda card: place_of(sheets, f"card:{card.code}"))

    phases = [card.phase for card in by_place]
    assert phases == [card.phase for card in dossier.cards]


def test_no_page_of_the_chapter_is_left_empty(everything):
    for sheet in chapter_sheets(add_cards, everything, first=3):
        assert len([op for op in sheet.texts if 24 < op.y < 276]) > 3


def test_the_opening_counts_the_items_of_every_phase(n1, sheets):
    opening = page_words(sheets, 10)

    for phase in {card.phase for card in n1.cards}:
        count = sum(card.phase is phase for card in n1.cards)
        assert f"{phase.value}{count}" in opening


def test_phases_and_cards_are_in_the_outline(n1, sheets):
    titles = [mark.title for sheet in sheets for mark in sheet.bookmarks]

    assert [title for title in titles if title == "立项用地"] == ["立项用地"]
    for card in n1.cards:
        assert f"{card.code} {card.short_name}" in titles


def test_without_items_one_sentence_and_no_table(n1):
    sheets = chapter_sheets(add_cards, replace(n1, cards=()))

    assert len(sheets) == 1
    assert "没有要办的审批（审查）事项" in all_words(sheets)
    assert tags(sheets, "Table") == []


@pytest.mark.parametrize("code", ["A01", "A29"])
@pytest.mark.parametrize("first", [2, 3])
def test_a_project_with_one_item_has_its_card(n1, code, first):
    sheets = chapter_sheets(add_cards, only(n1, code), first)

    assert place_of(sheets, f"card:{code}")
    assert faults(sheets) == []


# --- nothing is lost ------------------------------------------------------------------------------------------------------


def test_a_half_page_card_and_its_rest_together_say_everything(n1, sheets):
    said = all_words(sheets).replace("\n", "")
    places = Places(n1)

    for card in n1.cards:
        if card.full:
            continue
        compact = lay_compact(CardWords(card, n1, places))
        labels = [row.label for row in further_rows(compact.words, TABLE_TEXT)]
        on_card = [entry.label for column in compact.columns for entry in column]
        assert {*on_card, *compact.left_out} >= set(labels)
        assert not set(on_card) & set(compact.left_out)
        for text in (
            *card.conditions,
            *card.return_reasons,
            *card.notes,
            card.fee,
            card.result_name,
            card.result_delivery,
        ):
            assert text in said
        for line in card.materials:
            assert line.name in said


def test_what_a_half_page_card_had_no_room_for_is_referred_to(n1, sheets):
    wanted = wanted_anchors(sheets)
    anchors = {name for sheet in sheets for name in sheet.anchors}

    for card in n1.cards:
        compact = lay_compact(CardWords(card, n1, Places(n1)))
        if not card.full and compact.left_out:
            assert f"more:{card.code}" in wanted & anchors


def test_a_full_card_prints_the_online_number_of_its_case_or_a_line_to_write_it_on(n1, sheets):
    assert "在线办件号 川政-2026-17" not in all_words(sheets)

    known = with_card(n1, replace(card_of(n1, "A17"), online_number="川政-2026-17"))

    assert "在线办件号 川政-2026-17" in all_words(chapter_sheets(add_cards, known, first=10))


@pytest.mark.parametrize("code", ["A17", "A21", "A23", "A26", "A29", "A41"])
def test_a_full_card_says_everything_of_the_guide(n1, sheets, code):
    card = card_of(n1, code)
    number = place_of(sheets, f"card:{code}")[0]
    said = page_words(sheets, number) + page_words(sheets, number + 1)

    fields = [card.name, card.why, card.fee, card.seal, card.authority, card.window.phone, card.online_matter_code,
              card.result_name, card.result_delivery, card.complaint, card.officer]  # fmt: skip
    for text in (*fields, *card.basis, *card.conditions, *card.return_reasons, *card.notes):
        assert text in said, text
    for line in card.materials:
        assert line.name in said
    for label in (
        "计划受理",
        "计划办结",
        "最迟受理",
        "离最迟还剩",
        "浮动",
        "办理流程",
        "不服怎么办",
        "谁来负责",
        "带什么来",
    ):
        assert label in said


def test_a_full_card_draws_what_comes_before_and_after_and_counts_the_rest(n1, sheets):
    number = place_of(sheets, "card:A29")[0]
    said = page_words(sheets, number)

    assert "左边12项齐了才能受理" in said.replace(" ", "")
    assert "另 10 项" in said or "另 9 项" in said


# --- decisions and doubts that must be seen ---------------------------------------------------------------------------------


def test_what_an_officer_decided_stands_on_the_card(n1):
    for code in ("A01", "A23"):
        changed = with_card(n1, replace(card_of(n1, code), override_text="人工认定要办：分期建设（张三，2026-03-01）"))
        said = all_words(chapter_sheets(add_cards, changed)).replace("\n", "")
        assert "人工认定要办：分期建设（张三，2026-03-01）" in said
        assert f"按规则：{card_of(n1, code).why}" in said


def test_template_windows_and_low_confidence_are_marked(n1, sheets):
    a21 = page_words(sheets, place_of(sheets, "card:A21")[0])
    assert "为样例，以窗口公布为准" in a21
    assert "未经本地核实" in a21
    assert "未经本地核实" not in page_words(sheets, place_of(sheets, "card:A23")[0])

    confirmed = card_of(n1, "A21").window
    confirmed = replace(confirmed, provenance=replace(confirmed.provenance, template=False))
    alone = full_card_sheets(with_card(n1, replace(card_of(n1, "A21"), window=confirmed)), "A21")
    assert "样例" not in all_words(alone)


def test_basis_and_fee_are_printed_even_when_nothing_is_known(n1):
    bare = replace(card_of(n1, "A23"), basis=(), fee="", remedies="", conditions=(), parallel=(), levers=(), notes=(),
                   intermediary="", notice_and_hearing="", excluded=(), excluded_note="", return_reasons=(),
                   materials=())  # fmt: skip
    sheets = full_card_sheets(with_card(n1, bare), "A23")
    said = words(sheets)

    assert {"办理依据", "收不收费", "不服怎么办"} <= set(said)
    assert said.count("未提供，请问窗口") == 2
    assert not {
        "受理条件",
        "可以并联",
        "怎样更快",
        "中介服务",
        "公示与听证",
        "要留意",
        "带什么来",
        "常因什么被退",
    } & set(said)
    assert faults(sheets) == []


def test_missing_contacts_are_said_to_be_missing():
    said = all_words(full_card_sheets(make_dossier("N1", without_contacts=True), "A23")).replace("\n", "")

    assert "帮办 待指派" in said


# --- when half a page is not enough -----------------------------------------------------------------------------------------


def test_an_item_that_does_not_fit_on_half_a_page_becomes_a_full_card(n1):
    long = replace(card_of(n1, "A01"), why="因为项目特殊，" * 60)
    changed = with_card(n1, long)
    sheets = chapter_sheets(add_cards, changed)

    assert not lay_compact(CardWords(long, changed, Places(changed))).fits
    number, y = place_of(sheets, "card:A01")
    assert (number % 2, y) == (0, 24)
    assert "离最迟还剩" in page_words(sheets, number)
    assert faults(sheets) == []


def test_neighbours_go_by_code_before_a_card_takes_two_pages(n1):
    card = card_of(n1, "A18")
    crowded = replace(card, why="因为供地方式为出让，" * 8, fee="按标准收费，" * 10)
    changed = with_card(n1, crowded)

    compact = lay_compact(CardWords(crowded, changed, Places(changed)))

    assert compact.fits
    before = next(entry for column in compact.columns for entry in column if entry.label == "先要有")
    assert "项目备案" not in "".join(line.characters for lines in before.lines for line in lines.lines)


def test_a_card_with_more_materials_than_two_pages_hold_goes_on(n1):
    card = card_of(n1, "A29")
    many = replace(card, materials=card.materials * 6)
    sheets = chapter_sheets(add_cards, with_card(n1, many))

    assert faults(sheets) == []
    said = all_words(sheets).replace("\n", "")
    assert said.count("农民工工资专户与保证金") >= 6


@pytest.mark.parametrize("code", ["A01", "A23"])
def test_hostile_text_in_every_field_is_printed_as_typed(n1, code):
    card = card_of(n1, code)
    step = replace(n1.step_by_id[card.step_id], name=HOSTILE, short_name=HOSTILE, map_name=HOSTILE)
    hostile = replace(card, name=HOSTILE, why=HOSTILE, fee=HOSTILE, authority=HOSTILE, officer=HOSTILE, variant=HOSTILE,
                      conditions=(HOSTILE,), return_reasons=(HOSTILE,), notes=(HOSTILE,),
                      materials=tuple(replace(line, name=HOSTILE, from_text=HOSTILE) for line in card.materials))  # fmt: skip
    steps = tuple(step if each.id == step.id else each for each in n1.steps)
    changed = replace(with_card(n1, hostile), steps=steps)

    for sheets in (chapter_sheets(add_cards, changed), full_card_sheets(changed, code)):
        assert faults(sheets) == []
        assert "<b>甲&乙</b>" in all_words(sheets)


# --- the card alone ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", ["N1", "N3", "S17-obstacle"])
def test_every_items_card_alone_is_one_sheet_of_two_pages(sample):
    dossier = make_dossier(sample)

    for card in dossier.cards:
        sheets = full_card_sheets(dossier, card.code)
        assert len(sheets) == 2
        assert faults(sheets) == []


def test_both_pages_of_a_card_alone_have_25_mm_left(n1):
    for sheet in full_card_sheets(n1, "A23"):
        assert min(op.x for op in sheet.texts) == 25


def test_a_card_alone_refers_to_no_page_of_a_manual(n1):
    sheets = full_card_sheets(n1, "A23")

    assert wanted_anchors(sheets) == set()
    assert [sheet.links for sheet in sheets] == [[], []]


def test_a_card_alone_carries_number_edition_check_code_and_the_helpers_phone(n1):
    for sheet in full_card_sheets(n1, "A23"):
        foot = all_words([sheet])
        identity = n1.identity
        assert f"{identity.project_number}　第 {identity.edition} 版　2026-03-09 印　校验 {identity.check_code}" in foot
        assert n1.cards[0].helper.phone in foot


def test_a_card_of_an_item_that_does_not_apply_is_refused(n1):
    with pytest.raises(KeyError):
        full_card_sheets(n1, "A02")


# --- structure --------------------------------------------------------------------------------------------------------------


def test_cards_are_headings_and_bars_and_lists_are_tagged(n1, sheets):
    assert len(tags(sheets, "H2")) >= len(n1.cards)
    assert len(tags(sheets, "Figure")) == len(n1.cards)
    assert all(tag.alt.startswith("时限：") for tag in tags(sheets, "Figure"))
    assert len(tags(sheets, "L")) >= 2 * sum(card.full for card in n1.cards)


def test_words_are_the_same_on_both_kinds_of_card(n1):
    card = card_of(n1, "A23")
    shown = CardWords(card, n1, Places(n1))

    assert as_string(shown.basis(TABLE_TEXT)) == "城乡规划法第40条、第44条"
    assert shown.waits_for == "等A18办结"


# --- what was asked before -------------------------------------------------------------------------------------------------

ASKED_BEFORE = (
    AskedQuestion("委托书要法定代表人本人签字吗？", "要，签字并盖公章", date(2026, 2, 3), 4),
    AskedQuestion("总平面图用什么坐标？", "2000 国家大地坐标系", date(2026, 1, 20), 1),
)


@pytest.mark.parametrize("code", ["A23", "A01"])
def test_what_was_asked_stands_with_its_answer_on_the_card_or_in_the_rest(n1: Dossier, code: str):
    said = all_words(chapter_sheets(add_cards, with_card(n1, replace(card_of(n1, code), asked=ASKED_BEFORE)), first=10))
    flat = said.replace("\n", "")

    assert flat.count("常见问题") == 1
    assert "委托书要法定代表人本人签字吗？" in flat and "要，签字并盖公章。（2026-02-03 答，问过 4 次）" in flat
    assert "2000 国家大地坐标系。（2026-01-20 答）" in flat


def test_where_nothing_was_asked_nothing_is_said(sheets: list[Sheet]):
    assert "常见问题" not in all_words(sheets)


def test_long_and_hostile_questions_stay_within_the_card(n1: Dossier):
    long = tuple(AskedQuestion(HOSTILE * 4, HOSTILE * 12, date(2026, 2, 3), 12) for _ in range(3))
    for code in ("A23", "A01"):
        dossier = with_card(n1, replace(card_of(n1, code), asked=long))

        assert faults(chapter_sheets(add_cards, dossier, first=10)) == []


def test_further_lines_of_a_lever_stand_beside_its_box_not_under_it():
    text = plain("规划许可证核发容缺受理，项目单位主体资料后补，不改变总工期", CARD_TEXT)
    box = tick_mark(CARD_TEXT)

    lines = hanging(box, text, 60.0)

    assert [line.spans[0].dx for line in lines.lines] == [0.0, box.width_mm + AFTER_MARK]
    assert lines.lines[0].spans[0].mark is box
    assert all(line.width <= 60.0 for line in lines.lines)
    assert "".join(line.characters for line in lines.lines).lstrip("\ufffc") == as_string(text)
