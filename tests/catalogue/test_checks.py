"""One tiny wrong catalogue for each mistake: wrong/*.yaml say what is changed in base/, and the fault to be found.

`instead_of` is replaced by `written` in `file` (without it the whole file is written, or deleted). One mistake gives
one fault; where it cannot, `faults_in_all` says how many.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from gxq_desktop.catalogue.catalogue_files import read_catalogue
from gxq_desktop.catalogue.faults import CatalogueRefused
from gxq_desktop.domain.items import ItemList

HERE = Path(__file__).parent
BASE = HERE / "base"
WRONG = sorted((HERE / "wrong").glob("*.yaml"))
TINY = {
    ItemList.APPROVALS: ("A01", "A09", "A26"),
    ItemList.MATERIALS: ("B01", "B08"),
    ItemList.UTILITIES: ("C01",),
}


def changed(folder: Path, case: dict[str, Any]) -> Path:
    """A copy of the tiny catalogue in FOLDER with the mistake of CASE in it."""
    copy = folder / "catalogue"
    shutil.copytree(BASE, copy)
    path = copy / case["file"]
    if case.get("deleted"):
        path.unlink()
    elif "instead_of" in case:
        text = path.read_text(encoding="utf-8")
        assert case["instead_of"] in text, "the base has changed: what was to be replaced is not there"
        path.write_text(text.replace(case["instead_of"], case["written"], 1), encoding="utf-8")
    else:
        path.write_text(case["written"], encoding="utf-8")
    return copy


def test_the_tiny_catalogue_is_sound():
    catalogue = read_catalogue(BASE, TINY)

    assert [item.code for item in catalogue.items] == ["A01", "A09", "A26", "B01", "B08", "C01"]


@pytest.mark.parametrize("path", WRONG, ids=[path.stem for path in WRONG])
def test_a_mistake_is_refused_with_file_line_item_field_and_what_to_do(path, tmp_path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    folder = changed(tmp_path, case)

    with pytest.raises(CatalogueRefused) as refusal:
        read_catalogue(folder, TINY)

    expected = case["fault"]
    place = (expected["file"], expected["line"], expected.get("subject", ""), expected.get("field", ""))
    found = {(fault.file, fault.line, fault.subject, fault.field): fault for fault in refusal.value.faults}
    assert place in found, refusal.value.problem
    missing = [word for word in expected["words"] if word not in str(found[place])]
    assert not missing, f"{missing} not in: {found[place]}"
    assert found[place].problem.endswith("。") and found[place].next_step.endswith("。")
    assert len(refusal.value.faults) == case.get("faults_in_all", 1), refusal.value.problem


def test_several_mistakes_in_several_files_are_refused_together(tmp_path):
    names = ["promise_above_statutory", "cycle", "window_unknown", "rule_never_true", "lever_lengthens"]
    cases = [yaml.safe_load((HERE / "wrong" / f"{name}.yaml").read_text(encoding="utf-8")) for name in names]
    folder = changed(tmp_path, cases[0])
    for case in cases[1:]:
        path = folder / case["file"]
        path.write_text(path.read_text(encoding="utf-8").replace(case["instead_of"], case["written"], 1), "utf-8")

    with pytest.raises(CatalogueRefused) as refusal:
        read_catalogue(folder, TINY)

    found = {(fault.file, fault.line) for fault in refusal.value.faults}
    assert found == {(case["fault"]["file"], case["fault"]["line"]) for case in cases}
    assert "5 处错误" in refusal.value.problem


def test_every_mistake_has_a_sentence_and_is_a_different_one():
    cases = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in WRONG]

    assert len(cases) >= 70
    assert len({case["mistake"] for case in cases}) == len(cases)
