"""The hand-over sheet alone."""

from gxq_desktop.documents.papers_small.hand_over_sheet import make_hand_over_sheet
from tests.documents.dossiers import make_dossier
from tests.documents.sections.chapters import words


def test_it_is_one_sheet_on_which_the_pages_of_the_manual_are_written_by_pen():
    sheets = make_hand_over_sheet(make_dossier("N1"))

    assert len(sheets) == 1
    assert "审批服务手册" in words(sheets)
    assert "审批服务手册（本册）" not in words(sheets)
    assert "1 页" not in words(sheets)
