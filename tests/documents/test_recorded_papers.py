"""Papers made from what was recorded: archived, tagged, safe in grey, and safe from whatever was typed."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageStat

from gxq_desktop.application.views import NoticeLine, RecordedNotice, WriteOffView
from gxq_desktop.documents.papers import Papers
from gxq_desktop.documents.papers_small.notices import make_notice
from gxq_desktop.documents.papers_small.owned_days import BAR_HEIGHT, draw_owned_days, shares_of
from gxq_desktop.documents.papers_small.write_off_list import make_write_off_list
from gxq_desktop.documents.papers_small.write_off_slip import make_write_off_slip
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.tokens import A5
from tests.documents.golden.papers import MAKERS
from tests.documents.papers_small.written_off import dossier_with_write_offs, view_of
from tests.documents.reading import characters_of, opened, picture, written
from tests.documents.sections.chapters import tags
from tests.documents.test_hostile import PIECES, faults, filled

NAMES = ("write-off", "write-off-list", "recorded-notice", "changed-pages")
PAPERS = Papers()


@lru_cache
def paper(name: str) -> bytes:
    return MAKERS[name]()


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_nothing_wrong(name: str, tmp_path: Path):
    assert pikepdf.open(io.BytesIO(paper(name))).check_pdf_syntax() == []
    if shutil.which("qpdf") is not None:
        (tmp_path / "paper.pdf").write_bytes(paper(name))
        checked = subprocess.run(["qpdf", "--check", str(tmp_path / "paper.pdf")], capture_output=True)
        assert checked.returncode == 0, checked.stderr.decode()


@pytest.mark.parametrize("name", NAMES)
def test_the_paper_is_archived_tagged_and_said_to_be_chinese(name: str):
    with opened(paper(name)) as document:
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang).startswith("zh")
        assert "/StructTreeRoot" in document.Root and "/OutputIntents" in document.Root
        assert b"pdfaid:part" in document.Root.Metadata.read_bytes()
        assert "/Encrypt" not in document.trailer


@pytest.mark.parametrize("name", NAMES)
def test_made_again_it_is_the_same_file(name: str):
    assert MAKERS[name]() == paper(name)


def test_rows_of_the_papers_have_heads_for_the_screen_reader():
    dossier = dossier_with_write_offs()

    for sheets in (
        make_write_off_slip(dossier, view_of("A07")),
        make_write_off_list(dossier, dossier.written_off),
        make_notice(dossier, dossier.notices[0]),
    ):
        assert tags(sheets, "TH") and tags(sheets, "TD") and tags(sheets, "H1")


# --- grey -------------------------------------------------------------------------------------------------------------------


def test_whose_days_are_told_apart_in_grey():
    sheet, dots = Sheet(A5), 12.0
    shares = shares_of(view_of("A07"))
    draw_owned_days(sheet, 10, 20, 128, shares)
    page = picture(written(sheet), 0, dots)

    looks, at = [], 10.0
    for share in shares:
        long = share.days * 128 / sum(each.days for each in shares)
        middle = (at + 1.0, 21.0, at + long - 1.0, 20 + BAR_HEIGHT - 1.8)
        at += long
        stat = ImageStat.Stat(page.crop(tuple(round(mm * dots) for mm in middle)))
        looks.append((stat.mean[0], stat.stddev[0]))

    (authority, even), (enterprise, white), (_, hatched) = looks
    assert 120 < authority < 175 and even < 12
    assert enterprise > 250 and white < 12
    assert hatched > 30


# --- what was typed -----------------------------------------------------------------------------------------------------------


def stuffed(view: WriteOffView, piece: str) -> WriteOffView:
    text = filled(piece, 400)
    return replace(
        view,
        name=text,
        authority=text,
        outcome=filled(piece, 12),
        person=filled(piece, 60),
        moved_because=(text, text),
        late_because=(text,),
        proof=(text, text),
        recorded=tuple(replace(line, person=text, document=text, note=text) for line in view.recorded),
    )


SHEETS: dict[str, Callable[[str], list[Sheet]]] = {
    "slip": lambda piece: make_write_off_slip(dossier_with_write_offs(), stuffed(view_of("A07"), piece)),
    "list": lambda piece: make_write_off_list(dossier_with_write_offs(), [stuffed(view_of("A07"), piece)] * 3),
    "notice": lambda piece: make_notice(
        dossier_with_write_offs(),
        RecordedNotice(
            "A07",
            (NoticeLine(filled(piece, 300), filled(piece, 300)),) * 3,
            dossier_with_write_offs().notices[0].noticed_on,
            dossier_with_write_offs().notices[0].correct_by,
            filled(piece, 60),
            filled(piece, 200),
            correction=True,
        ),
    ),
}


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("make", SHEETS)
def test_whatever_was_recorded_stays_inside_and_is_text(make: str, piece: str):
    sheets = SHEETS[make](PIECES[piece])

    found = faults(sheets)
    if piece == "punctuation":  # a line of nothing but closing marks has to begin with one
        found = [fault for fault in found if "行首不能是" not in fault and "行末不能是" not in fault]
    assert found == []
    assert characters_of(sheets)
    if piece == "markup":
        assert "<b>甲&乙</b>" in characters_of(sheets)
