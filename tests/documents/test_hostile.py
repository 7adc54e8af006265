"""Whatever is typed into the intake: every paper is printed, nothing collides, and what can be read is read back as typed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.intake_values import LONGEST_NAME, LONGEST_PERSON, LONGEST_PHONE, LONGEST_TEXT
from gxq_desktop.application.views import Dossier, NoticeLine, RecordedNotice
from gxq_desktop.documents.countdown import make_countdown
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.papers import Papers
from gxq_desktop.documents.papers_small.checklist import make_checklist
from gxq_desktop.documents.papers_small.department_sheet import make_department_sheet
from gxq_desktop.documents.papers_small.hand_over_sheet import make_hand_over_sheet
from gxq_desktop.documents.papers_small.next_visit import make_next_visit
from gxq_desktop.documents.papers_small.notices import make_notice
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sections.cards import full_card_sheets
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.text import one_line
from gxq_desktop.documents.wallchart import make_wallchart
from gxq_desktop.domain.errors import DomainErrors
from tests.documents.dossiers import TODAY, make_dossier, shipped_calendar, shipped_catalogue
from tests.documents.reading import characters_of, extracted, unspaced

PIECES = {
    "markup": "<b>甲&乙</b><script>{name}%s</k>\\n&lt;{{}}",
    "control characters": "甲\x00\x07\x1b\x7f乙\x85丙",
    "right-to-left marks": "\u202e甲\u200f乙\u2067丙\u202c",
    "combining marks": "e\u0301a\u0300\u0316甲\u0301\u0302\u0303\u0304\u0305乙",
    "line ends": "甲\n乙\r\n丙\t丁\u2028戊\u2029己\v庚",
    "blanks": "甲　　　 乙    丙",
    "one long word": "W",
    "one long number": "1234567890",
    "emoji": "😀👨‍👩‍👧甲🇨🇳",
    "rare characters": "堃䶮㛃鿏𤧛𠮷𫖮𫟼𬱖𬺰𰻞𮯰",
    "punctuation": "（（《》）），。、；",
}
PAPERS = Papers()


def filled(piece: str, length: int) -> str:
    """PIECE again and again, LENGTH characters in all."""
    return (piece * (length // len(piece) + 1))[:length]


def everywhere(piece: str) -> Callable[[dict[str, Any]], None]:
    """Put PIECE into every field of the intake that takes free text, as long as it may be."""

    def edit(document: dict[str, Any]) -> None:
        project = document["project"]
        project["name"] = project["enterprise"] = filled(piece, LONGEST_NAME)
        project["industry"] = dict.fromkeys(("code", "name", "track"), filled(piece, LONGEST_PERSON))
        for contact in project["contacts"].values():
            contact["name"] = contact["duty"] = filled(piece, LONGEST_PERSON)
            contact["phone"] = filled(piece, LONGEST_PHONE)
        document["overrides"] = [
            {
                "code": code,
                "applies": applies,
                "reason": filled(piece, LONGEST_TEXT),
                "officer": filled(piece, LONGEST_TEXT),
            }
            for code, applies in (("A05", True), ("A23", True), ("B07", True), ("C10", False), ("A46", False))
        ]
        for obstacle in document["plan"]["obstacles"]:
            obstacle["name"], obstacle["owner"] = filled(piece, LONGEST_NAME), filled(piece, LONGEST_PERSON)
            obstacle["note"] = filled(piece, LONGEST_TEXT)
            obstacle["follow_on"]["name"] = filled(piece, LONGEST_NAME)
            obstacle["follow_on"]["owner"] = filled(piece, LONGEST_PERSON)

    return edit


def all_papers(dossier: Dossier) -> list[list[Sheet]]:
    return [
        make_manual(dossier),
        make_countdown(dossier, "A4"),
        make_wallchart(dossier, "A3"),
        make_checklist(dossier),
        make_hand_over_sheet(dossier),
        make_next_visit(dossier, ""),
        make_department_sheet(dossier, "规划口"),
        make_department_sheet(dossier, dossier.project.name),
        full_card_sheets(dossier, "A05"),
    ]


def faults(sheets: Sequence[Sheet]) -> list[str]:
    """What preflight finds, characters without a glyph apart: they are printed as crossed boxes and reported."""
    return [str(finding) for finding in preflight(sheets) if finding.check != "glyph"]


@pytest.mark.parametrize("kind", PIECES)
def test_the_papers_hold_whatever_fills_the_fields_of_the_intake(kind: str):
    dossier = make_dossier("S17-obstacle", edit=everywhere(PIECES[kind]))

    found = [fault for sheets in all_papers(dossier) for fault in faults(sheets)]

    if kind == "punctuation":  # a line of nothing but closing marks has to begin with one
        found = [fault for fault in found if not re.search("行首不能是“.”：[，。、；）》]*$", fault)]
    assert found == []


@pytest.mark.parametrize("kind", PIECES)
def test_a_name_is_read_back_from_the_cover_as_it_was_typed(kind: str):
    typed = filled(PIECES[kind], LONGEST_NAME)
    dossier = make_dossier("S17-obstacle", edit=everywhere(PIECES[kind]))

    cover = unspaced(extracted(PAPERS.manual(dossier, parts=["use"]))[0])

    assert (
        unspaced(unicodedata.normalize("NFC", cover)).count(unspaced(unicodedata.normalize("NFC", one_line(typed))))
        >= 2
    )


def test_nothing_that_is_typed_is_obeyed():
    dossier = make_dossier("N1", name="<b>甲</b>{printed}", enterprise="</g>{unknown} &amp; 公司")

    drawn = characters_of(make_manual(dossier))

    assert "<b>甲</b>{printed}" in drawn
    assert "</g>{unknown} &amp; 公司" in drawn


def test_no_control_or_direction_character_reaches_the_paper():
    dossier = make_dossier(
        "S17-obstacle", edit=everywhere(PIECES["control characters"] + PIECES["right-to-left marks"])
    )

    for sheets in all_papers(dossier):
        drawn = characters_of(sheets)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]", drawn)


@pytest.mark.parametrize("field", ["name", "enterprise"])
def test_ten_thousand_characters_are_refused_with_a_sentence(field: str):
    document = {"project": {"name": "甲", "enterprise": "乙", field: "长" * 10_000}}

    with pytest.raises(DomainErrors) as refusal:
        read_intake(document, shipped_catalogue(), shipped_calendar(), TODAY)

    assert "10000 个字，最多 120 个" in str(refusal.value)


@pytest.mark.parametrize("kind", PIECES)
def test_a_notice_holds_ten_thousand_characters_in_a_cell(kind: str):
    long = filled(PIECES[kind], 10_000)
    lines = (NoticeLine(long, "缺"), NoticeLine("委托书", long), NoticeLine("承诺", long, date(2026, 6, 10), True))

    days = date(2026, 6, 1), date(2026, 6, 8)
    sheets = make_notice(make_dossier("N1"), RecordedNotice("A23", lines, *days, long[:200], "", kind == "markup"))

    found = faults(sheets)
    if kind == "punctuation":
        found = [fault for fault in found if "行首不能是" not in fault and "行末不能是" not in fault]
    assert found == []
    drawn, wanted = Counter(characters_of(sheets)), Counter(unspaced(one_line(long)))
    assert all(drawn[character] >= 3 * count for character, count in wanted.items())


def test_a_card_holds_ten_thousand_characters_in_every_text():
    dossier = make_dossier("N1")
    long = "长文，" * 3_333
    card = replace(dossier.cards[0], why=long, conditions=(long,), notes=(long,), fee=long, authority=long)

    assert faults(full_card_sheets(replace(dossier, cards=(card, *dossier.cards[1:])), card.code)) == []


printable = st.text(st.characters(exclude_categories=("Cs", "Co", "Cn")), min_size=1, max_size=LONGEST_NAME)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(printable, printable)
def test_any_name_and_any_enterprise_are_printed_without_collision(name: str, enterprise: str):
    document = {"project": {"name": name, "enterprise": enterprise}}
    try:
        read_intake(document, shipped_catalogue(), shipped_calendar(), TODAY)
    except DomainErrors:
        return
    dossier = make_dossier("N2", edit=lambda sample: sample["project"].update(document["project"]))

    papers = (
        make_manual(dossier),
        make_countdown(dossier, "A4"),
        make_wallchart(dossier, "A3"),
        make_next_visit(dossier, ""),
    )
    for sheets in papers:
        assert [fault for fault in faults(sheets) if "行首不能是" not in fault and "行末不能是" not in fault] == []
