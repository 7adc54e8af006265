from __future__ import annotations

from gxq_desktop.documents.marks import box_mark
from gxq_desktop.documents.preflight import Finding, missing_glyphs, preflight
from gxq_desktop.documents.sheet import Sheet, TextOp
from gxq_desktop.documents.styles import CARD_TEXT, NOTE, TAB_NUMERAL, TABLE_TEXT, TextStyle
from gxq_desktop.documents.text import Line, PageRef, marked, plain, set_lines
from gxq_desktop.documents.tokens import A4, INK, WHITE, Colour, Frame


def checks(*sheets: Sheet, multiple: int = 1) -> list[str]:
    return [finding.check for finding in preflight(sheets, multiple)]


def sheet_with(text: str = "办理手册", style: TextStyle = CARD_TEXT, x: float = 30, y: float = 40) -> Sheet:
    sheet = Sheet(A4)
    sheet.text(x, y, plain(text, style))
    return sheet


def test_a_good_sheet_passes():
    sheet = sheet_with()
    sheet.paragraph(30, 60, 82, plain("办理、核发（施工许可证）；" * 20, CARD_TEXT))

    assert checks(sheet) == []


def test_text_under_seven_points_is_found():
    assert checks(sheet_with(style=CARD_TEXT.sized(6.5))) == ["floor"]


def test_text_too_near_the_edge_or_off_the_page_is_found():
    assert checks(sheet_with(x=2)) == ["page edge"]
    assert checks(sheet_with(text="长" * 80)) == ["page edge"]


def test_text_outside_its_frame_is_found_but_furniture_may_stand_there():
    sheet = sheet_with(y=20)
    sheet.frame = Frame(25, 24, 168, 252)
    assert checks(sheet) == ["frame"]

    sheet = Sheet(A4)
    sheet.frame = Frame(25, 24, 168, 252)
    with sheet.artifact():
        sheet.text(30, 285, "页脚", NOTE)
    assert checks(sheet) == []


def test_a_mark_after_a_page_reference_is_found_because_only_the_text_moves_when_the_page_is_known():
    sheet = Sheet(A4)
    sheet.anchor("card:A23")
    after = marked("见{page}页，{mark}", CARD_TEXT, page=PageRef("card:A23"), mark=box_mark(CARD_TEXT))
    sheet.text(30, 40, after)
    assert checks(sheet) == ["mark"]

    sheet = Sheet(A4)
    sheet.anchor("card:A23")
    sheet.text(30, 40, marked("{mark}见{page}页", CARD_TEXT, page=PageRef("card:A23"), mark=box_mark(CARD_TEXT)))
    assert checks(sheet) == []


def test_text_on_other_text_is_found_turned_text_too():
    sheet = sheet_with()
    sheet.text(31, 41, "相叠", CARD_TEXT)
    assert checks(sheet) == ["overlap"]

    sheet = sheet_with(x=40)
    sheet.text(44, 48, "竖着穿过", CARD_TEXT, angle=90)
    assert checks(sheet) == ["overlap"]


def test_turned_heads_side_by_side_do_not_overlap():
    sheet = Sheet(A4)
    for column in range(13):
        sheet.text(100 + 4.75 * column, 60, f"A{column:02d}", TABLE_TEXT, angle=60)

    assert checks(sheet) == []


def test_a_missing_glyph_is_found_with_its_place():
    sheet = sheet_with("名\U0002ebf0字")

    (finding,) = preflight([Sheet(A4), sheet])

    assert (finding.check, finding.page) == ("glyph", 2)
    assert "U+2EBF0" in str(finding)
    assert missing_glyphs([Sheet(A4), sheet]) == {"\U0002ebf0": [2]}


def test_forbidden_line_starts_and_ends_are_found_in_paragraphs_only():
    def lines(*texts: str) -> Sheet:
        sheet = Sheet(A4)
        last = len(texts) - 1
        for index, text in enumerate(texts):
            (made,) = set_lines(plain(text, CARD_TEXT), 160).lines
            line = Line(made.width, made.spans, made.characters, index == 0, index == last)
            sheet.texts.append(TextOp(30, 40 + 6 * index, line, 0, 0.0))
        return sheet

    assert checks(lines("办理（", "，手册")) == ["line end", "line start"]
    assert checks(lines("—")) == []


def test_references_to_nowhere_are_found():
    sheet = Sheet(A4)
    sheet.text(30, 40, marked("见 {page} 页", CARD_TEXT, page=PageRef("A99")))
    sheet.link(30, 50, 10, 5, "A98")

    assert checks(sheet) == ["reference", "reference"]

    sheet.anchor("A98")
    sheet.anchor("A99")
    assert checks(sheet) == []


def test_colours_outside_the_palette_are_found_once_a_sheet():
    sheet = Sheet(A4)
    for y in range(3):
        sheet.rule(20, 30 + y, 40, colour=Colour(1, 0, 1))
    sheet.rect(20, 50, 10, 10, fill=Colour(1, 0, 1))

    (finding,) = preflight([sheet])

    assert "#FF00FF" in finding.problem
    assert checks(sheet_with(style=CARD_TEXT.coloured(Colour(1, 0, 0)))) == ["colour"]


def test_small_or_light_white_text_is_found():
    assert checks(sheet_with(style=CARD_TEXT.coloured(WHITE))) == ["white text"]
    assert checks(sheet_with(style=TAB_NUMERAL)) == []


def test_large_solid_areas_and_lines_off_the_page_are_found():
    sheet = Sheet(A4)
    sheet.rect(20, 20, 100, 70, fill=INK)
    assert checks(sheet) == ["solid area"]

    sheet = Sheet(A4)
    sheet.rule(20, 30, 220)
    assert checks(sheet) == ["page edge"]


def test_the_page_count_and_rules_of_the_document_are_checked():
    def never(sheets: object) -> list[Finding]:
        return [Finding("own rule", 0, "不行。")]

    sheets = [sheet_with(), sheet_with()]

    assert [finding.check for finding in preflight(sheets, 4, [never])] == ["page count", "own rule"]
