"""Every paper that names an item an officer decided says so; see documents/officer_sign.py."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.officer_sign import EXPLANATION, SIGN, WORDS
from gxq_desktop.documents.papers import Papers
from tests.documents.dossiers import make_dossier
from tests.documents.golden.reading import text_of

PAPERS = Papers()
APPLIES, PACKAGE, STATION, NOT = "A24", "B16", "C10", "A42"
"""An approval, a package and a utility step that officers took in, and an approval that one left out, of N1."""


def _override(code: str, applies: bool) -> dict[str, Any]:
    return {"code": code, "applies": applies, "reason": "管委会第 3 次协调会议定", "officer": "王科长"}


@lru_cache
def _decided(sample: str = "N1") -> Dossier:
    overrides = [_override(APPLIES, True), _override(PACKAGE, True), _override(STATION, True), _override(NOT, False)]
    return make_dossier(sample, edit=lambda document: document.update(overrides=overrides))


def _said(pdf: bytes) -> str:
    """The text with spaces and line ends taken out."""
    return "".join(text_of(pdf).split())


@pytest.fixture(name="dossier", scope="module")
def fixture_dossier() -> Dossier:
    return _decided()


def _short(dossier: Dossier, code: str) -> str:
    return next(row.short_name for row in dossier.verdicts if row.code == code).replace(" ", "")


def test_the_dossier_knows_what_officers_decided(dossier: Dossier):
    assert dossier.officer_decided == {APPLIES, PACKAGE, STATION, NOT}
    assert make_dossier("N1").officer_decided == frozenset()


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_countdown_marks_it_after_its_name_and_explains_the_mark(dossier: Dossier, paper: str):
    said = _said(PAPERS.countdown(dossier, paper))
    assert f"{_short(dossier, APPLIES)}{SIGN}" in said
    assert f"{SIGN}{WORDS}。{dossier.provisional_note.replace(' ', '')}" in said
    assert SIGN not in _said(PAPERS.countdown(make_dossier("N1"), paper))


@pytest.mark.parametrize("paper", ["A3", "A2", "A1", "A0"])
def test_the_wall_chart_marks_it_after_its_name_and_has_the_mark_in_its_legend(dossier: Dossier, paper: str):
    said = _said(PAPERS.wallchart(dossier, paper))
    assert f"{_short(dossier, APPLIES)}{SIGN}" in said
    assert f"{SIGN}{WORDS}" in said
    assert SIGN not in _said(PAPERS.wallchart(make_dossier("N1"), paper))


def test_the_countdown_without_a_provisional_day_says_where_the_reason_stands(dossier: Dossier):
    certain = replace(dossier, provisional_note="")
    assert "".join(EXPLANATION.split()) in _said(PAPERS.countdown(certain, "A4"))
