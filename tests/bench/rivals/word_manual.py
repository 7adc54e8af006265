"""The manual as offices make it: a Word file filled by python-docx, turned into PDF by LibreOffice.

`python -m … content.json out.docx` writes the file. Drawn as a careful office with a Word template would: cover with a Gantt
of shaded cells and the QR code as a picture; how-to-use page; page at a glance with unit squares and the critical chain as
shaded cells; contents as a ready-made table with PAGEREF fields and links; the process map as a swimlane table in which
predecessors stand under a name; the timetable by months; every card a bordered table with dates, limit bar of shaded cells,
neighbours in boxes with arrows, flow, materials, reasons, notice form; the list of the rest; material matrix with dots;
utility stations; why-not tables; policies; service; hand-over form with stub. Heads repeat, each chapter is a section with
its own running head, the foot has PAGE and NUMPAGES fields, titles and cards have outline levels. The words come from
content.json like everybody's. Left out, because Word and LibreOffice do it badly or not at all: thumb tabs at the edge,
routed arrows of the process map, slanted heads of the matrix (upright here), tick marks for every day under a limit bar,
hatching (shaded instead), the two columns of the list of the rest, drawn boxes and lights (characters instead), phases in
the outline, PDF/A and attachment.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from tests.bench.rivals import word_back, word_cards, word_front
from tests.bench.rivals.word_kit import ACCENT, GREY, INK, paragraph, pieces, run, style_name

HEI, SONG, KAI = "GXQ Hei", "GXQ Song", "GXQ Kai"
PARAGRAPHS: dict[str, tuple[str, float, float, bool, str]] = {
    # name: face, size in points, line pitch in mm, bold, colour
    "Title": (SONG, 40, 20, True, INK),
    "CoverProject": (SONG, 15, 9, False, INK),
    "CoverEnterprise": (SONG, 10.5, 6, False, GREY),
    "CoverLine": (HEI, 9.5, 6, False, INK),
    "Heading 1": (SONG, 21, 12, True, INK),
    "Heading 2": (SONG, 11, 6, True, INK),
    "SectionHead": (SONG, 11, 6, True, INK),
    "Lead": (SONG, 10.5, 6, False, INK),
    "Told": (SONG, 10.5, 6, False, INK),
    "Utility": (SONG, 13, 6, True, INK),
    "CardTitle": (SONG, 19, 9, True, INK),
    "CardCode": (HEI, 26, 11, True, ACCENT),
    "CardTitleCompact": (SONG, 14, 7, True, INK),
    "CardCodeCompact": (HEI, 17, 7, True, ACCENT),
    "CardDate": (HEI, 8.5, 7.5, False, INK),
    "CardText": (HEI, 9.5, 5.25, False, INK),
    "Compact": (HEI, 9, 4.875, False, INK),
    "RestHead": (HEI, 8.5, 4.5, True, ACCENT),
    "TableHead": (HEI, 7.5, 3.75, True, GREY),
    "TableText": (HEI, 8.5, 4.2, False, INK),
    "Dense": (HEI, 7.5, 3.75, False, INK),
    "Grey": (HEI, 8.5, 4.5, False, GREY),
    "Note": (HEI, 7.5, 3.75, False, GREY),
    "Voice": (KAI, 9.5, 5.25, False, INK),
    "Band": (SONG, 9, 4.5, True, INK),
    "MapText": (HEI, 8, 3.5, False, INK),
    "MapNote": (HEI, 7, 3, False, GREY),
    "Number": (HEI, 12, 4.5, True, INK),
    "Scale": (HEI, 7, 3, False, GREY),
    "ChartLabel": (HEI, 8, 3.8, True, INK),
    "ChartMonth": (HEI, 7.5, 3.4, False, GREY),
    "ChartName": (HEI, 7.5, 2.9, False, INK),
    "Step": (SONG, 10.5, 9, True, INK),
    "CountLine": (HEI, 9.5, 11, False, INK),
    "Picture": (HEI, 8.5, 4.5, False, INK),
    "Tiny": (HEI, 1, 0.4, False, INK),
}
CHARACTERS: dict[str, tuple[str, float, bool, str]] = {
    "Key": ("", 0, True, INK),
    "Code": ("", 0, True, ACCENT),
    "Label": ("", 9, True, ACCENT),
    "SongBold": (SONG, 0, True, INK),
    "Numeral": (SONG, 21, True, ACCENT),
    "StepNumeral": (HEI, 20, True, ACCENT),
    "Count": (HEI, 24, True, INK),
    "ContentsTitle": (SONG, 12, True, INK),
    "CardDateFigures": (HEI, 16, True, INK),
    "DateFigures": (HEI, 14, True, INK),
    "OnAccent": ("", 0, True, "FFFFFF"),
    "OnAccentSmall": ("", 7, False, "FFFFFF"),
    "NoteText": (HEI, 7.5, False, GREY),
    "VoiceText": (KAI, 8.5, False, INK),
    "Dot": ("", 8, False, ACCENT),
    "Boxed": (HEI, 7, False, GREY),
    "Hyperlink": ("", 0, False, INK),
}


def make_word_file(content: dict[str, Any], target: Path) -> None:
    """Write CONTENT (content.content_json) as a Word file."""
    document = Document()
    _define_styles(document, content["styles"])
    manual = _Manual(document, content)
    manual.write()
    document.core_properties.title = f"{content['project']['name']} 审批服务手册"
    document.save(str(target))


class _Manual:
    """The file while chapter after chapter is put into it."""

    def __init__(self, document: Any, content: dict[str, Any]) -> None:
        self.document, self.content = document, content
        self.settings = document.settings
        self.settings.odd_and_even_pages_header_footer = True
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(25), Mm(17)
        section.top_margin, section.bottom_margin = Mm(24), Mm(21)
        section.header_distance, section.footer_distance = Mm(12), Mm(10)
        self.settings.element.append(parse_xml(f"<w:mirrorMargins {nsdecls('w')}/>"))

    def write(self) -> None:
        content = self.content
        self.put(word_front.cover(content, self.picture(24)))
        self.chapter("use", "一", "使用说明", word_front.how_to_use(content["use"], self.picture(22)), "怎样用这本手册")
        self.chapter("glance", "二", "项目一览", word_front.at_a_glance(content["glance"]))
        self.chapter("contents", "", "目录", word_front.contents(content["contents"]))
        self.chapter("map", "三", "流程图", word_front.process_map(content["map"]))
        for key, numeral, title, make in (
            ("timetable", "四", "通排时间表", word_front.timetable),
            ("cards", "五", "事项卡", word_cards.cards_chapter),
            ("materials", "六", "材料清单", word_back.materials),
            ("utilities", "七", "水电气讯", word_back.utilities),
            ("whynot", "八", "为何不办", word_back.why_not),
            ("undecided", "九", "待定与政策", word_back.undecided),
            ("service", "十", "服务与救济", word_back.service),
            ("handover", "", "移交签收", word_back.hand_over),
        ):
            shown = content[key]
            lead = paragraph(pieces(shown["lead"]), "Lead") if "lead" in shown else ""
            self.chapter(key, numeral, title, lead + make(shown))

    def picture(self, size: float) -> str:
        """The QR code as a picture in a run, SIZE mm wide."""
        file = io.BytesIO(base64.b64decode(self.content["qr"]["png"]))
        inline = self.document.part.new_pic_inline(file, Mm(size), Mm(size))
        return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"

    def chapter(self, key: str, numeral: str, title: str, body: str, heading: str = "") -> None:
        """A section of its own, for its running head."""
        section = self.document.add_section()
        self.put(word_front.chapter_title(key, numeral, heading or title) + body)
        name, foot = self.content["project"]["name"], self.content["footer"]
        numbered = run(f"{numeral}　{title}" if numeral else title, "Key")
        page = _field("PAGE", "Key") + run(" / ") + _field("NUMPAGES")
        for header, footer, is_odd in (
            (section.header, section.footer, True),
            (section.even_page_header, section.even_page_footer, False),
        ):
            for part, outer, inner in ((header, numbered, run(name)), (footer, page, run(foot))):
                part.is_linked_to_previous = False
                first, second = (inner, outer) if is_odd else (outer, inner)
                element = part.paragraphs[0]._p
                element.getparent().replace(element, _parsed(_tabbed(first, second))[0])

    def put(self, xml: str) -> None:
        """XML at the end of the body."""
        body = self.document.element.body
        end = body.sectPr
        for element in _parsed(xml):
            end.addprevious(element)


def _parsed(xml: str) -> list[Any]:
    return list(parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{xml}</w:body>"))


def _tabbed(first: str, second: str) -> str:
    """FIRST at the left, SECOND at the right edge of the text."""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{round(168 * 1440 / 25.4)}"/></w:tabs>'
    return f'<w:p><w:pPr><w:pStyle w:val="Note"/>{tabs}</w:pPr>{first}<w:r><w:tab/></w:r>{second}</w:p>'


def _field(code: str, style: str = "") -> str:
    return f'<w:fldSimple w:instr=" {code} ">{run("0", style)}</w:fldSimple>'


# --- styles -----------------------------------------------------------------------------------------------------------


def _define_styles(document: Any, ours: dict[str, dict[str, Any]]) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _look(normal, HEI, 8.5, False, INK)
    _pitch(normal, 4.5)
    known = {style.name for style in styles}
    for name, (face, size, pitch, bold, colour) in PARAGRAPHS.items():
        style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _look(style, face, size, bold, colour)
        _pitch(style, pitch)
    for name, level in (("CardTitle", 2), ("CardTitleCompact", 2)):
        _outline(styles[name], level)
    title = styles["Title"].element.pPr
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    styles["Title"].paragraph_format.space_before = Mm(18)
    styles["Heading 1"].paragraph_format.space_after = Mm(4)
    styles["Heading 1"].paragraph_format.space_before = Mm(2)
    styles["Heading 2"].paragraph_format.space_before = Mm(5)
    styles["SectionHead"].paragraph_format.space_before = Mm(2.5)
    styles["SectionHead"].paragraph_format.space_after = Mm(1)
    styles["Picture"].paragraph_format.line_spacing = 1.0
    styles["Lead"].paragraph_format.space_after = Mm(3)
    styles["CoverEnterprise"].paragraph_format.space_after = Mm(8)
    compact = styles["Compact"].paragraph_format
    compact.left_indent, compact.first_line_indent, compact.space_after = Mm(16), Mm(-16), Mm(1)
    line = styles["CoverLine"].paragraph_format
    line.left_indent, line.first_line_indent = Mm(24), Mm(-24)
    for name, (face, size, bold, colour) in CHARACTERS.items():
        _look(styles.add_style(name, WD_STYLE_TYPE.CHARACTER), face, size, bold, colour)
    border = f'<w:bdr {nsdecls("w")} w:val="single" w:sz="4" w:space="0" w:color="{INK}"/>'
    styles["Boxed"].element.get_or_add_rPr().append(parse_xml(border))
    for name, look in ours.items():
        style = styles.add_style(style_name(name), WD_STYLE_TYPE.CHARACTER)
        _look(style, look["font"], look["size"], look["weight"] == 700, look["fill"][1:].upper())


def _look(style: Any, face: str, size: float, bold: bool, colour: str) -> None:
    font = style.font
    font.bold, font.color.rgb = bold, RGBColor.from_string(colour)
    if size:
        font.size = Pt(size)
    if face:
        font.name = face
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), face)


def _pitch(style: Any, pitch: float) -> None:
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Mm(pitch)
    shape.space_before = shape.space_after = 0


def _outline(style: Any, level: int) -> None:
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))


if __name__ == "__main__":
    make_word_file(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
