from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gxq_desktop.documents.pdf_writer import Attachment, UnresolvedReference, write_pdf
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import CARD_TEXT, CHAPTER_TITLE, LEAD, NOTE, TABLE_TEXT, VOICE
from gxq_desktop.documents.text import PageRef, clean, marked, plain
from gxq_desktop.documents.tokens import A4, ACCENT, INK
from tests.documents.reading import META, extracted, one_sheet, opened, picture, unspaced, written
from tests.documents.test_fonts import TWELVE


@pytest.mark.parametrize("style", [LEAD, CARD_TEXT, VOICE, CARD_TEXT.bolder(), LEAD.bolder()], ids=lambda s: s.face_key)
def test_the_twelve_test_characters_come_out_as_they_went_in(style: Any):
    (text,) = extracted(written(one_sheet(plain(TWELVE, style))))

    assert text == TWELVE


FROM_FACES = "".join(chr(point) for point in [*range(0x21, 0x7F), *range(0xC0, 0x180), *range(0x391, 0x3A2)])
TYPED = st.text(
    alphabet=st.one_of(
        st.sampled_from("建设工程规划许可证核发，。、；：？！（）《》“”‘’—…·３Ａ￥㎡①Ⅳ℃々〇 \n"),
        st.sampled_from(FROM_FACES),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
        st.characters(min_codepoint=0x1F600, max_codepoint=0x1F64F),
    ),
    min_size=1,
    max_size=120,
)


@settings(max_examples=40, deadline=None)
@given(TYPED, st.sampled_from([CARD_TEXT, VOICE, LEAD]))
def test_any_text_in_comes_out_the_same(typed: str, style: Any):
    sheet = Sheet(A4)
    y = 20.0
    for line in clean(typed).split("\n"):
        sheet.text(5, y, plain(line, style))
        y += 6

    assert _said(written(sheet)) == unspaced(clean(typed))


def _said(data: bytes) -> str:
    """What the content streams say by their fonts' ToUnicode, in drawing order; does not depend on a reader's layout."""
    said = []
    for page in opened(data).pages:
        maps = {key: _to_unicode(font) for key, font in page.Resources.Font.items()}
        current: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                current = maps[str(operands[0])]
            elif str(operator) in ("Tj", "TJ"):
                parts = operands[0] if str(operator) == "TJ" else operands
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part)
                        said += [current[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2)]
    return unspaced("".join(said))


def _to_unicode(font: Any) -> dict[int, str]:
    rows = re.findall(rb"<([0-9A-F]{4})><([0-9A-F]+)>\n", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in rows}


def test_hostile_text_is_set_as_text():
    hostile = "<b>&amp;</b>(a\\b) ) \x00\u202e\u2066 e\u0301\u0301\u0301 عربي %PDF endstream"

    assert _said(written(one_sheet(plain(hostile, CARD_TEXT)))) == unspaced(clean(hostile))


def test_a_character_nobody_has_is_drawn_as_a_crossed_box_and_still_extracted():
    data = written(one_sheet(plain("甲\U0002ebf0乙", CARD_TEXT)))
    blank = written(one_sheet(plain("甲\u3000乙", CARD_TEXT)))

    assert extracted(data) == ["甲\U0002ebf0乙"]
    assert sum(picture(data).point(lambda v: v < 128).histogram()[1:]) > sum(
        picture(blank).point(lambda v: v < 128).histogram()[1:]
    )


def test_the_same_sheets_give_the_same_bytes():
    def draw() -> bytes:
        sheet = one_sheet(marked("见第 {page} 页 {x}", CARD_TEXT, page=PageRef("here"), x=TWELVE))
        sheet.anchor("here")
        sheet.qr(20, 100, 24, "文字")
        return written(sheet)

    assert draw() == draw()


def test_page_references_are_filled_in_and_give_back_the_room_they_do_not_need():
    sheets = [Sheet(A4, number) for number in range(1, 13)]
    sheets[0].text(
        20, 30, marked("第{a}页，{b}页，{c}页，共{d}页", CARD_TEXT, a=PageRef("first"), b=PageRef("last"),
                       c=PageRef("first", to="last"), d=PageRef(None)),
    )  # fmt: skip
    sheets[2].anchor("first")
    sheets[11].anchor("last")

    assert unspaced(extracted(written(*sheets))[0]) == "第3页，12页，3–12页，共12页"


def test_a_reference_to_nowhere_is_refused_by_name():
    with pytest.raises(UnresolvedReference, match="A99"):
        written(one_sheet(marked("{p}", CARD_TEXT, p=PageRef("A99"))))

    sheet = Sheet(A4)
    sheet.link(0, 0, 10, 10, "A98")
    with pytest.raises(UnresolvedReference, match="A98"):
        written(sheet)


def test_no_sheets_make_no_file():
    with pytest.raises(ValueError, match="sheet"):
        write_pdf([], META)


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="aware"):
        write_pdf([Sheet(A4)], replace(META, created=datetime(2026, 3, 9)))  # noqa: DTZ001


def test_the_file_declares_pdf_a_2u_with_what_that_needs():
    document = opened(written(one_sheet(plain("办理手册", CARD_TEXT))))

    root = document.Root
    with document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "U"
        assert metadata["dc:title"] == "办理手册"
        assert metadata["xmp:CreateDate"] == "2026-03-09T09:00:00+08:00"
    assert str(document.docinfo.CreationDate) == "D:20260309090000+08'00"
    assert str(document.docinfo.Title) == "办理手册"
    assert root.OutputIntents[0].S == "/GTS_PDFA1"
    assert root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert str(root.Lang) == "zh-CN"
    assert root.MarkInfo.Marked
    assert "/Encrypt" not in document.trailer
    assert len(document.trailer.ID) == 2


def test_every_font_is_embedded_with_widths_that_match_its_file():
    document = opened(written(one_sheet(plain("许可证 A23，“3 800”m²𠮷國\U0002ebf0", VOICE))))

    fonts = document.pages[0].Resources.Font
    assert set(fonts.keys()) >= {"/song400", "/kai400", "/more", "/placeholder"}
    for key in fonts.keys():  # noqa: SIM118 a pikepdf dictionary
        font = fonts[key]
        descendant = font.DescendantFonts[0]
        program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        program["glyf"].ensureDecompiled()
        widths = _widths(descendant.W)
        order = program.getGlyphOrder()
        for code in _to_unicode(font):
            assert program["hmtx"][order[code]][0] == widths.get(code, 1000)
            assert descendant.CIDToGIDMap == "/Identity"


def _widths(array: Any) -> dict[int, int]:
    widths: dict[int, int] = {}
    items = list(array)
    for first, run in zip(items[0::2], items[1::2], strict=True):
        widths |= {int(first) + index: int(width) for index, width in enumerate(run)}
    return widths


def test_attachments_make_it_pdf_a_3_and_come_out_whole():
    facts = json.dumps({"project": "N1"}).encode()
    meta = replace(META, attachments=(Attachment("facts.json", facts, description="项目事实"),))

    document = opened(write_pdf([one_sheet(plain("办理手册", CARD_TEXT))], meta))

    assert document.attachments["facts.json"].get_file().read_bytes() == facts
    assert document.Root.AF[0].AFRelationship == "/Data"
    assert document.Root.AF[0].EF.F.Subtype == "/application/json"
    with document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"


def _elements(node: Any) -> Iterator[Any]:
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def tagged_sheets() -> list[Sheet]:
    first, second = Sheet(A4, 1), Sheet(A4, 2)
    with first.tag("H1"):
        first.text(20, 30, "通排时间表", CHAPTER_TITLE)
    table = first.begin_tag("Table")
    first.begin_tag("TR")
    with first.tag("TH", scope="Column"):
        first.text(20, 40, "编码", TABLE_TEXT)
    first.end_tag()
    first.end_tag()
    with second.tag(table), second.tag("TR"), second.tag("TD"):
        second.text(20, 40, "A23", TABLE_TEXT)
    with second.tag("Figure", alt="关键链"):
        second.rect(20, 60, 40, 5, fill=ACCENT)
        second.text(22, 64, "十步", TABLE_TEXT)
    second.anchor("A23", 35)
    first.link(20, 50, 30, 5, "A23", words="转到 A23")
    first.bookmark("四　通排时间表")
    second.bookmark("A23", level=1, y=35)
    second.bookmark("五　事项卡")
    return [first, second]


def test_structure_is_read_in_order_across_pages():
    document = opened(written(*tagged_sheets()))

    elements = list(_elements(document.Root.StructTreeRoot.K))
    assert [str(e.S) for e in elements] == [
        "/Document", "/H1", "/Table", "/TR", "/TH", "/TR", "/TD", "/Link", "/Figure",
    ]  # fmt: skip
    assert elements[4].A.Scope == "/Column"
    assert str(elements[8].Alt) == "关键链"
    assert elements[2].K[1].objgen == elements[5].objgen


def test_every_marked_content_number_belongs_to_one_element_of_the_parent_tree():
    document = opened(written(*tagged_sheets()))

    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    tree = {int(key): value for key, value in zip(list(numbers)[0::2], list(numbers)[1::2], strict=True)}
    for page in document.pages:
        owners = tree[int(page.StructParents)]
        marked_numbers = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        assert sorted(set(marked_numbers)) == list(range(len(owners)))
    annotation = document.pages[0].Annots[0]
    assert tree[int(annotation.StructParent)].S == "/Link"


def test_marked_content_is_balanced_on_every_page():
    for page in opened(written(*tagged_sheets())).pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            assert depth in (0, 1)
        assert depth == 0


def test_the_outline_nests_and_links_lead_to_their_place():
    document = opened(written(*tagged_sheets()))

    with document.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["四　通排时间表", "五　事项卡"]
        assert [entry.title for entry in outline.root[0].children] == ["A23"]
    destination = document.pages[0].Annots[0].Dest
    assert destination[0].objgen == document.pages[1].objgen
    assert float(destination[3]) == pytest.approx((297 - 35) * 72 / 25.4, abs=0.01)


def test_graphics_land_where_they_were_drawn():
    sheet = Sheet(A4)
    sheet.rect(50, 100, 20, 10, fill=INK)

    image = picture(written(sheet), dots_per_mm=4)

    assert image.getpixel((4 * 60, 4 * 105)) < 40
    assert image.getpixel((4 * 60, 4 * 98)) == 255
    assert image.getpixel((4 * 48, 4 * 105)) == 255


def test_pictures_are_embedded_without_transparency():
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 128)).save(buffer, "PNG")
    sheet = Sheet(A4)
    sheet.image(20, 20, 30, 30, buffer.getvalue(), alt="公章")

    document = opened(written(sheet))

    (image,) = document.pages[0].Resources.XObject.values()
    assert "/SMask" not in image
    assert image.ColorSpace == "/DeviceRGB"
    assert 100 < picture(written(sheet), dots_per_mm=2).getpixel((70, 70)) < 200


def test_a_uri_link_is_ascii():
    sheet = Sheet(A4)
    sheet.link(10, 10, 20, 5, uri="https://例.cn/路(1)")

    document = opened(written(sheet))

    annotation = document.pages[0].Annots[0]
    assert str(annotation.A.URI) == "https://%E4%BE%8B.cn/%E8%B7%AF%281%29"
    assert int(annotation.F) == 4


# --- page labels ------------------------------------------------------------------------------------------------------------


def labels_of(*numbered: tuple[int, str]) -> list[object] | None:
    """The page labels of sheets with these numbers and labels, as written; None if there are none."""
    sheets = []
    for number, label in numbered:
        sheet = Sheet(A4, number)
        sheet.label = label
        sheet.text(20, 20, "甲", NOTE)
        sheets.append(sheet)
    with opened(written(*sheets)) as document:
        if "/PageLabels" not in document.Root:
            return None
        found = []
        for entry in document.Root.PageLabels.Nums:
            if isinstance(entry, pikepdf.Dictionary):
                found.append(str(entry.P) if "/P" in entry else int(entry.get("/St", 1)))
            else:
                found.append(int(entry))
        return found


def test_pages_numbered_from_one_need_no_labels():
    assert labels_of((1, ""), (2, ""), (3, "")) is None


def test_the_cover_is_called_by_name_and_the_rest_by_what_is_printed_on_it():
    assert labels_of((1, "封面"), (2, ""), (3, "")) == [0, "封面", 1, 2]


def test_pages_left_out_leave_a_gap_in_the_labels():
    assert labels_of((1, ""), (2, ""), (7, ""), (8, "")) == [0, 1, 2, 7]
    assert labels_of((1, "换页说明"), (2, "换页说明"), (1, ""), (2, ""), (9, "")) == [
        0, "换页说明", 1, "换页说明", 2, 1, 4, 9,
    ]  # fmt: skip
