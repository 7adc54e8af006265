"""The manual as a file: what an archive, a screen reader and a browser find in it."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.papers import Papers
from tests.documents.dossiers import make_dossier

DOSSIER = make_dossier("N1")
DATA = Papers().manual(DOSSIER)
PDF = pikepdf.open(io.BytesIO(DATA))
PAGES = {page.objgen: index for index, page in enumerate(PDF.pages)}

PRINT_ITS_DIGEST = """
import hashlib
from gxq_desktop.documents.papers import Papers
from tests.documents.dossiers import make_dossier
print(hashlib.sha256(Papers().manual(make_dossier("N1"))).hexdigest())
"""


def elements(node: Any) -> Iterator[Any]:
    """NODE and all structure elements below it, in reading order."""
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


ELEMENTS = list(elements(PDF.Root.StructTreeRoot.K))


def of_role(role: str) -> list[Any]:
    return [element for element in ELEMENTS if str(element.S) == f"/{role}"]


def test_a_rerun_gives_the_same_bytes():
    assert Papers().manual(DOSSIER) == DATA


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(seed: str):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    told = subprocess.run(
        [sys.executable, "-c", PRINT_ITS_DIGEST], env=environment, check=True, capture_output=True, text=True
    )

    assert told.stdout.strip() == hashlib.sha256(DATA).hexdigest()


def test_qpdf_finds_nothing_wrong(tmp_path: Path):
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")

    (tmp_path / "manual.pdf").write_bytes(DATA)
    checked = subprocess.run(["qpdf", "--check", str(tmp_path / "manual.pdf")], capture_output=True)

    assert checked.returncode == 0, checked.stderr.decode()


def test_pikepdf_finds_nothing_wrong():
    assert pikepdf.open(io.BytesIO(DATA)).check_pdf_syntax() == []


def test_every_stream_ends_on_a_line_of_its_own_and_the_head_is_binary():
    assert len(re.findall(rb"endstream", DATA)) == len(re.findall(rb"\nendstream\nendobj\n", DATA))
    first, second = DATA.split(b"\n", 2)[:2]
    assert first == b"%PDF-1.7"
    assert second.startswith(b"%") and all(byte > 127 for byte in second[1:5])


def test_streams_are_stored_as_bytes():
    filters = {str(stream.get("/Filter")) for stream in PDF.objects if isinstance(stream, pikepdf.Stream)}

    assert not any("ASCII85" in name for name in filters)


def test_every_font_is_ours_and_embedded():
    for page in PDF.pages:
        for font in page.Resources.Font.values():
            assert font.Subtype == "/Type0"
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_the_project_file_is_attached():
    assert PDF.attachments["gxq-project.json"].get_file().read_bytes() == DOSSIER.attachment.encode()
    assert PDF.Root.AF[0].AFRelationship == "/Data"


def test_every_head_of_a_table_says_what_it_heads():
    assert len(of_role("TH")) > 50
    for head in of_role("TH"):
        assert str(head.A.Scope) in ("/Column", "/Row", "/Both")


def test_rows_stand_in_tables_and_cells_in_rows():
    for row in of_role("TR"):
        assert str(row.P.S) in ("/Table", "/THead", "/TBody")
    for cell in [*of_role("TD"), *of_role("TH")]:
        assert str(cell.P.S) == "/TR"


def test_every_figure_says_what_it_shows():
    assert len(of_role("Figure")) > 10
    for figure in of_role("Figure"):
        assert str(figure.Alt).strip()


def test_the_outline_is_that_of_the_sheets():
    marks = [(mark.level, mark.title) for sheet in make_manual(DOSSIER) for mark in sheet.bookmarks]

    def flat(entries: Any, level: int = 0) -> Iterator[tuple[int, str]]:
        for entry in entries:
            yield level, entry.title
            yield from flat(entry.children, level + 1)

    with PDF.open_outline() as outline:
        assert list(flat(outline.root)) == marks


def links() -> Iterator[Any]:
    for page in PDF.pages:
        for annotation in page.obj.get("/Annots", []):
            if annotation.Subtype == "/Link":
                yield annotation


def test_every_link_leads_to_a_page_of_the_manual_and_says_where():
    found = list(links())

    assert len(found) > 100
    for link in found:
        assert link.Dest[0].objgen in PAGES
        assert str(link.Contents).strip()
        assert int(link.F) == 4


def test_links_lead_where_their_anchors_stand():
    sheets = make_manual(DOSSIER)
    place: dict[str, int] = {}
    for index, sheet in enumerate(sheets):
        for anchor in sheet.anchors:
            place.setdefault(anchor, index)

    for page, sheet in zip(PDF.pages, sheets, strict=True):
        wanted = sorted(place[link.anchor] for link in sheet.links if link.anchor)
        assert sorted(PAGES[link.Dest[0].objgen] for link in page.obj.get("/Annots", [])) == wanted


def test_every_anchor_has_a_name_that_can_be_linked_to_from_outside():
    names = list(PDF.Root.Names.Dests.Names)
    keys = [bytes(key).decode() for key in names[0::2]]

    assert keys == sorted(keys, key=str.encode)
    assert "card:A23" in keys and "chapter:timetable" in keys
    assert all(goal[0].objgen in PAGES for goal in names[1::2])
