"""Many manuals: order, bytes, bounds."""

from dataclasses import replace

import pytest

from gxq_desktop.documents.batch import FEW, make_many
from gxq_desktop.documents.papers import Papers
from tests.documents.dossiers import make_dossier

DOSSIERS = [make_dossier("N2"), make_dossier("N6")]
SINGLE = [Papers().manual(dossier) for dossier in DOSSIERS]


def test_two_processes_make_the_bytes_of_one_in_order():
    many = (DOSSIERS * FEW)[:FEW]

    assert list(make_many(many, workers=2)) == (SINGLE * FEW)[:FEW]


def test_a_few_are_made_without_processes():
    assert list(make_many(DOSSIERS, workers=8)) == SINGLE


def test_none_make_none():
    assert list(make_many([], workers=2)) == []


def test_no_workers_are_refused():
    with pytest.raises(ValueError, match="workers"):
        make_many(DOSSIERS, workers=0)


def test_what_cannot_be_made_is_raised_in_its_turn():
    broken = replace(DOSSIERS[0], cards=None)
    made = make_many([*DOSSIERS, broken, *DOSSIERS * 2], workers=2)

    assert [next(made), next(made)] == SINGLE
    with pytest.raises(TypeError):
        next(made)
