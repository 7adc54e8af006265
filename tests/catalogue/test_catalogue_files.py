"""The catalogue that ships: complete, sound, every value with its source; and how it is kept between two starts."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gxq_desktop.catalogue.catalogue_files import CATALOGUE_FOLDER, catalogue_digest, load_catalogue
from gxq_desktop.catalogue.faults import CatalogueRefused
from gxq_desktop.catalogue.item_files import MAP_NAME_LENGTH, OWNER_LENGTH, SHORT_NAME_LENGTH
from gxq_desktop.domain.basis import Confidence
from gxq_desktop.domain.caps import broken_cap
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ApprovalItem, ItemCode, ItemList, LeverKind, Phase, UtilityConnection
from gxq_desktop.domain.limits import Limit, LimitUnit, exceeds


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_the_shipped_catalogue_has_46_approvals_36_materials_and_23_utility_steps(catalogue):
    assert [item.code for item in catalogue.approvals] == [f"A{number:02}" for number in range(1, 47)]
    assert [item.code for item in catalogue.materials] == [f"B{number:02}" for number in range(1, 37)]
    assert [item.code for item in catalogue.utilities] == [f"C{number:02}" for number in range(1, 24)]
    assert [len(catalogue.of_list(item_list)) for item_list in ItemList] == [46, 36, 23]
    assert catalogue.version and catalogue.title and catalogue.how_to_read


def test_every_promise_keeps_the_caps_and_its_statutory_limit(catalogue):
    for item in catalogue.approvals:
        cases = [(item.promised_working_days, item.statutory)]
        cases += [(variant.working_days, variant.statutory or item.statutory) for variant in item.variants]
        for days, statutory in cases:
            assert days >= 1 and broken_cap(item.code, days) is None, item.code
            assert not exceeds(days, statutory), item.code


def test_limits_that_differ_by_circumstance_are_read_with_their_promises(catalogue):
    def variants(code):
        return {variant.name: (variant.working_days, variant.statutory) for variant in catalogue.by_code[code].variants}

    assert variants("A09") == {"报告书": (5, Limit(10)), "报告表": (1, Limit(1))}
    licence, permit = variants("A45")["安全生产许可证"], variants("A45")["经营许可证"]
    assert licence == (25, Limit(45, LimitUnit.CALENDAR_DAY))
    assert permit[0] <= 20 and permit[1] == Limit(30, LimitUnit.CALENDAR_DAY)
    assert variants("B06") == {"报告表": (20, None), "报告书": (45, None)}
    assert catalogue.by_code[ItemCode("A01")].statutory == Limit.unset()


def test_names_fit_the_chart_the_map_and_the_who_column(catalogue):
    for item in catalogue.items:
        assert 0 < len(item.short_name) <= SHORT_NAME_LENGTH
        assert 0 < len(item.map_name) <= MAP_NAME_LENGTH
        assert 0 < len(item.owner) <= OWNER_LENGTH


def test_every_row_has_what_a_service_guide_holds(catalogue):
    for item in catalogue.approvals:
        assert item.authority and item.basis and item.conditions and item.materials and item.return_reasons, item.code
        assert item.result.name and item.fee and item.remedies and item.online_matter_code, item.code
        assert "60" in item.remedies and "6 个月" in item.remedies
    for material in catalogue.materials:
        assert material.form and material.form_short and material.defects and material.basis, material.code
    for utility in catalogue.utilities:
        assert utility.provider and utility.result and utility.fee_rule and utility.materials, utility.code


def test_every_row_names_its_source_and_local_figures_are_marked_as_templates(catalogue):
    sources = [*catalogue.items, *catalogue.policies, *catalogue.centre.windows, catalogue.centre]
    for each in sources:
        assert each.provenance.source
        assert each.provenance.template or each.provenance.confidence is not Confidence.LOW
    assert all(window.provenance.template and "555 01" in window.phone for window in catalogue.centre.windows)
    assert all(policy.provenance.template for policy in catalogue.policies if policy.nature == "样例")
    assert all(item.provenance.template for item in catalogue.approvals)
    assert all(utility.provenance.template for utility in catalogue.utilities)


def test_every_row_with_a_counter_is_sent_to_a_window_that_exists(catalogue):
    for item in catalogue.items:
        if isinstance(item, (ApprovalItem, UtilityConnection)):
            assert catalogue.centre.window(item.window_id).name
    assert {utility.window_id for utility in catalogue.utilities} == {"W5"}
    assert catalogue.by_code[ItemCode("A29")].window_id == "W3"
    assert {catalogue.by_code[ItemCode(code)].window_id for code in ("A19", "A42")} == {"W7"}


def test_there_are_eight_special_windows_and_the_comprehensive_ones(catalogue):
    special = [window.name for window in catalogue.centre.windows if window.special]
    others = {window.name for window in catalogue.centre.windows if not window.special}

    assert len(special) == 8
    assert {"综合咨询", "跨省通办", "川渝通办", "办不成事反映"} < set(special)
    assert {"工程建设项目审批", "市场准入", "民生保障", "水电气讯联合报装", "不动产登记"} <= others


def test_there_are_15_policies_and_those_without_facts_have_no_rule(catalogue):
    assert [policy.id for policy in catalogue.policies] == [f"P{number:02}" for number in range(1, 16)]
    assert {policy.nature for policy in catalogue.policies} == {"国", "样例"}
    ruled = {policy.id: policy.when.text for policy in catalogue.policies if policy.when}
    assert ruled == {"P12": "供地方式 = 租用"}


def test_every_kind_of_lever_and_every_phase_is_used(catalogue):
    assert {lever.kind for item in catalogue.items for lever in item.levers} == set(LeverKind)
    assert {item.phase for item in catalogue.items} == set(Phase)


def test_what_is_kept_equals_what_is_read_and_is_dropped_when_a_file_changes(tmp_path):
    folder, kept = tmp_path / "catalogue", tmp_path / "data" / "cache"
    shutil.copytree(CATALOGUE_FOLDER, folder)

    first = load_catalogue(folder, kept)
    again = load_catalogue(folder, kept)
    heading = folder / "catalogue.yaml"
    heading.write_text(heading.read_text("utf-8").replace(f'"{first.version}"', '"2099.01"'), "utf-8")
    changed = load_catalogue(folder, kept)

    assert again is not first
    assert (again.items, again.links, again.digest) == (first.items, first.links, first.digest)
    assert changed.version == "2099.01" and changed.digest != first.digest
    assert len(list(kept.iterdir())) == 1


def test_a_damaged_or_foreign_kept_file_is_made_anew(tmp_path):
    whole = load_catalogue(cache_dir=tmp_path)
    (path,) = tmp_path.iterdir()
    for damaged in (b"", b"\x80\x05nonsense", path.read_bytes()[:-50], pickle.dumps({"not": "a catalogue"})):
        path.write_bytes(damaged)

        assert load_catalogue(cache_dir=tmp_path).items == whole.items

        assert len(path.read_bytes()) > 100_000


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("")

    assert len(load_catalogue(cache_dir=blocked / "cache").items) == 105


def test_a_kept_wrong_catalogue_is_never_used(tmp_path):
    folder, kept = tmp_path / "catalogue", tmp_path / "cache"
    shutil.copytree(CATALOGUE_FOLDER, folder)
    load_catalogue(folder, kept)
    links = folder / "links.yaml"
    links.write_text(links.read_text("utf-8").replace("to: A44", "to: A99"), "utf-8")

    for _ in range(2):
        with pytest.raises(CatalogueRefused, match="A99"):
            load_catalogue(folder, kept)


def test_a_start_with_a_kept_catalogue_needs_neither_yaml_nor_the_parser(tmp_path):
    load_catalogue(cache_dir=tmp_path)
    script = (
        "import sys; from pathlib import Path; from gxq_desktop.catalogue.catalogue_files import load_catalogue; "
        f"load_catalogue(cache_dir=Path({str(tmp_path)!r})); print('yaml' in sys.modules, 'lark' in sys.modules)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )

    assert ran.stdout.split() == ["False", "False"]


def test_the_digest_names_every_file_and_nothing_else(tmp_path):
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE_FOLDER, folder)
    same = catalogue_digest(folder)
    (folder / "README.md").write_text("别的说明", "utf-8")
    still = catalogue_digest(folder)
    approvals = folder / "approvals" / "land.yaml"
    approvals.write_text(approvals.read_text("utf-8") + "\n", "utf-8")

    assert same == still == catalogue_digest()
    assert catalogue_digest(folder) != same


def test_an_empty_folder_is_refused_with_every_missing_file(tmp_path):
    with pytest.raises(CatalogueRefused) as refusal:
        load_catalogue(tmp_path)

    assert {fault.file for fault in refusal.value.faults} >= {"links.yaml", "rules.yaml", "facts.yaml", "land.yaml"}
    assert all("找不到" in fault.problem for fault in refusal.value.faults)
