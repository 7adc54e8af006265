"""What the bureau says about itself takes the place of the templates, in the catalogue and in its digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gxq_desktop.application.bureau import (
    BureauDetails,
    details_of,
    faults_of,
    read_bureau,
    with_bureau,
    write_bureau,
)
from tests.documents.dossiers import shipped_catalogue

OURS = BureauDetails("达州高新区行政审批局", "政务中心", "南北大道 1 号", "0818-2380000", "0818-2389999")


def test_the_catalogue_takes_the_details_and_another_digest() -> None:
    catalogue = with_bureau(shipped_catalogue(), OURS)

    assert details_of(catalogue) == OURS
    assert not catalogue.centre.provenance.template
    assert catalogue.digest != shipped_catalogue().digest
    assert catalogue.digest == with_bureau(shipped_catalogue(), OURS).digest


def test_details_come_back_from_their_file(tmp_path: Path) -> None:
    write_bureau(tmp_path / "bureau.json", OURS)

    assert read_bureau(tmp_path / "bureau.json") == OURS


@pytest.mark.parametrize("content", ["", "{", "[]", '{"bureau": "x"}', "null"])
def test_a_file_that_cannot_be_read_leaves_the_templates(tmp_path: Path, content: str) -> None:
    (tmp_path / "bureau.json").write_text(content, "utf-8")

    assert read_bureau(tmp_path / "bureau.json") is None
    assert read_bureau(tmp_path / "missing.json") is None


def test_each_field_is_checked_by_itself() -> None:
    assert faults_of(OURS) == {}

    faults = faults_of(replace(OURS, bureau=" ", phone="12", address="长" * 61))

    assert set(faults) == {"bureau", "phone", "address"}
    assert "61 个字" in faults["address"]
