from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gxq_desktop.application.ports import ChangedElsewhere, EditionNotFound, ProjectNotFound, ProjectSummary, StoreError
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.facts import FactDefinition, FactDictionary, FactKey, Facts, FactType
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import ProjectNumber, Stage, StageEntry
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.store.engine import Store
from tests.store.builders import DICTIONARY, edition, facts, hand_over, keep, opened, paper, project, read

NUMBER = ProjectNumber("GX-2026-0001")


def test_a_project_comes_back_as_it_was_added(store: Store) -> None:
    keep(store, project())

    assert read(store) == project()


def test_numbers_of_a_year_count_from_one_and_each_year_has_its_own(store: Store) -> None:
    with store.unit_of_work() as uow:
        taken = [uow.projects.next_number(year) for year in (2026, 2026, 2027, 2026)]

    assert taken == ["GX-2026-0001", "GX-2026-0002", "GX-2027-0001", "GX-2026-0003"]


def test_a_number_is_taken_for_good_only_by_a_commit(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.projects.next_number(2026)
        uow.commit()
    with store.unit_of_work() as uow:
        uow.projects.next_number(2026)  # given up

    with store.unit_of_work() as uow:
        assert uow.projects.next_number(2026) == "GX-2026-0002"


def test_a_number_after_9999_has_five_digits_and_is_listed_last(store: Store) -> None:
    keep(store, project("GX-2026-10000"), project("GX-2026-9999"), project("GX-2027-0001"), project("GX-2025-0001"))

    with store.unit_of_work() as uow:
        listed = [line.number for line in uow.projects.list()]

    assert listed == ["GX-2025-0001", "GX-2026-9999", "GX-2026-10000", "GX-2027-0001"]


def test_an_unknown_project_is_a_refusal_naming_its_number(store: Store) -> None:
    with store.unit_of_work() as uow:
        with pytest.raises(ProjectNotFound, match="GX-2026-0009"):
            uow.projects.get(ProjectNumber("GX-2026-0009"))
        with pytest.raises(ProjectNotFound, match="GX-2026-0009"):
            uow.projects.save(project("GX-2026-0009"))


def test_a_project_cannot_be_added_twice(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as uow, pytest.raises(ValueError, match="already there"):
        uow.projects.add(project())


def test_saving_raises_the_revision_and_returns_the_project_with_it(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as uow:
        saved = uow.projects.save(project(name="改名后的项目"))
        uow.commit()

    assert saved == project(name="改名后的项目", revision=2)
    assert read(store) == saved


def test_saving_only_facts_raises_the_revision_too(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as uow:
        uow.projects.save(project(facts=facts(river=True)))
        uow.commit()

    assert read(store) == project(facts=facts(river=True), revision=2)


def test_a_project_can_be_saved_twice_in_one_unit_of_work(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as uow:
        once = uow.projects.save(project(name="一"))
        twice = uow.projects.save(replace(once, name="二", overrides={}))
        uow.commit()

    assert twice.revision == 3
    assert read(store) == twice


def test_facts_overrides_and_stages_are_added_changed_and_taken_away_by_a_save(store: Store) -> None:
    keep(store, project())
    changed = project(
        facts=facts(products="纤维", energy_tce=Decimal("0.10"), land_supply="owned"),
        overrides={ItemCode("B03"): Override(False, "另案办理", "赵科长", date(2026, 4, 1))},
        stages=(StageEntry(Stage.BUILDING, date(2026, 6, 1)),),
        contacts=(),
        key_level=None,
    )

    with store.unit_of_work() as uow:
        uow.projects.save(changed)
        uow.commit()

    kept = read(store)
    assert kept == replace(changed, revision=2)
    assert list(kept.facts) == ["products", "energy_tce", "land_supply"]


def test_digits_of_a_number_are_kept_as_they_were_given(store: Store) -> None:
    for written in ("1.50", "0.1", "1E+3", "60000", "0.1234567890123456789012345678", "0E-8"):
        keep(store, project(f"GX-2026-{written}", facts=facts(energy_tce=Decimal(written))))

        assert str(read(store, f"GX-2026-{written}").facts[FactKey("energy_tce")]) == written


def test_answers_to_questions_no_longer_in_the_catalogue_wait_in_the_store(where: str) -> None:
    more = FactDictionary([*DICTIONARY, FactDefinition(FactKey("old"), "旧问题", FactType.TEXT, "旧", "?")])
    store = opened(where)
    keep(store, project(facts=Facts(more, {FactKey("old"): "旧答案", FactKey("river"): True})))

    assert read(store).facts == facts(river=True)
    with store.unit_of_work() as uow:
        uow.projects.save(project(facts=facts(river=False)))
        uow.commit()
    store.dispose()

    later = Store(store.engine, lambda: more)
    assert read(later).facts == Facts(more, {FactKey("old"): "旧答案", FactKey("river"): False})
    later.dispose()


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE project; --",
        '<b>&amp;"引号"’”</b>',
        "%s %(name)s :name {name} \\ \\n",
        "𠮷野家𡈽㐂🏭\u200d\ufeff",
        "e\u0301 é ﬁ Ａ",
        " 前后空格\t\r\n第二行\u2028 ",
        "‮rtl",
        "x" * 100_000,
    ],
)
def test_hostile_text_is_stored_and_returned_exactly(store: Store, text: str) -> None:
    odd = project(
        name=text,
        facts=facts(products=text),
        overrides={ItemCode("A09"): Override(True, f"因{text}", f"科长{text}", date(2026, 3, 5))},
        plan=replace(project().plan, levers=(text,)),
    )

    keep(store, odd)

    kept = read(store)
    assert kept == odd
    assert kept.facts[FactKey("products")] == text


@pytest.mark.parametrize("text", ["零\x00字节", "半个\ud842字"])
def test_text_no_database_can_hold_is_refused_by_its_code_point(store: Store, text: str) -> None:
    with store.unit_of_work() as uow, pytest.raises(DomainError, match=r"不能保存的字符（U\+(0000|D842)）"):
        uow.projects.add(project(name=text))

    with store.unit_of_work() as uow:
        assert uow.projects.list() == []


def test_the_list_says_where_each_project_stands(store: Store) -> None:
    keep(store, project("GX-2026-0002", stages=(StageEntry(Stage.BUILDING, date(2026, 6, 1)),)), project())
    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.editions.add(edition(edition=2))
        uow.commit()

    with store.unit_of_work() as uow:
        lines = uow.projects.list()

    one = project()
    first = ProjectSummary(
        NUMBER, one.name, one.enterprise.name, one.project_code, Stage.LANDING, one.registered_on, latest_edition=2
    )
    second = replace(first, number=ProjectNumber("GX-2026-0002"), stage=Stage.BUILDING, latest_edition=None)
    assert lines == [first, second]


def test_projects_are_found_by_their_code_and_a_missing_code_finds_none(store: Store) -> None:
    keep(store, project("GX-2026-0002"), project(), project("GX-2026-0003", project_code=""))

    with store.unit_of_work() as uow:
        assert uow.projects.with_project_code("2603-511700-04-01-123456") == ["GX-2026-0001", "GX-2026-0002"]
        assert uow.projects.with_project_code("2603-511700-04-01-999999") == []
        assert uow.projects.with_project_code("") == []


def test_an_edition_comes_back_as_it_was_issued(store: Store) -> None:
    keep(store, project())
    first, second = edition(), edition(edition=2, facts={"名": ["𠮷", None, {"a": 0.1}]}, dates={}, box_numbers={})

    with store.unit_of_work() as uow:
        assert uow.editions.latest(NUMBER) is None
        uow.editions.add(second)
        uow.editions.add(first)
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.editions.get(NUMBER, 1) == first
        assert uow.editions.latest(NUMBER) == second
        assert uow.editions.of_project(NUMBER) == [first, second]
        assert uow.editions.of_project(ProjectNumber("GX-2026-0002")) == []


def test_an_unknown_edition_is_a_refusal_naming_it(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as uow:
        with pytest.raises(EditionNotFound, match="没有第 7 版"):
            uow.editions.get(NUMBER, 7)
        with pytest.raises(EditionNotFound, match="没有第 7 版"):
            uow.editions.add_paper(NUMBER, 7, paper())


def test_an_edition_of_no_project_is_refused(store: Store) -> None:
    with store.unit_of_work() as uow, pytest.raises(ProjectNotFound):
        uow.editions.add(edition("GX-2026-0009"))


def test_the_same_edition_number_is_not_given_twice(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.commit()

    with store.unit_of_work() as uow, pytest.raises(ChangedElsewhere):
        uow.editions.add(edition(content_digest="e" * 64))


def test_a_check_code_is_found_whatever_its_hyphen_blanks_width_and_case(store: Store) -> None:
    keep(store, project())
    issued = edition()
    code = issued.check_code
    with store.unit_of_work() as uow:
        uow.editions.add(issued)
        uow.commit()

    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    with store.unit_of_work() as uow:
        for typed in (
            code,
            code.lower(),
            code.replace("-", ""),
            f" {code[:4]} {code[5:]}\n",
            code.replace("-", "—"),
            wide,
        ):
            assert uow.editions.by_check_code(typed) == issued
        for typed in ("", "-", "2222-2222", code[:-1]):
            assert uow.editions.by_check_code(typed) is None


def test_a_check_code_that_is_already_in_use_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, project(), project("GX-2026-0002"))
    monkeypatch.setattr("gxq_desktop.domain.editions.check_code", lambda *_: "2222-2222")

    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        with pytest.raises(StoreError, match="校验码 2222-2222 已用于项目“GX-2026-0001”第 1 版"):
            uow.editions.add(edition("GX-2026-0002"))


def test_a_paper_is_kept_byte_for_byte(store: Store) -> None:
    keep(store, project())
    manual, chart = paper(bytes(range(256)) * 400), paper(b"", "wallchart", "A3")

    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        for each in (manual, chart, manual):  # the same again changes nothing
            uow.editions.add_paper(NUMBER, 1, each)
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.editions.paper(NUMBER, 1, "manual", "A4") == manual
        assert uow.editions.paper(NUMBER, 1, "wallchart", "A3") == chart
        assert uow.editions.paper(NUMBER, 1, "wallchart", "A1") is None


def test_other_bytes_in_place_of_a_kept_paper_are_a_mistake(store: Store) -> None:
    keep(store, project())

    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.editions.add_paper(NUMBER, 1, paper(b"one"))
        with pytest.raises(ValueError, match="already has another manual A4"):
            uow.editions.add_paper(NUMBER, 1, paper(b"two"))
        with pytest.raises(ValueError, match="sha256 does not fit"):
            uow.editions.add_paper(NUMBER, 1, replace(paper(b"three"), sha256="0" * 64))


def test_a_paper_whose_bytes_have_changed_on_the_disk_is_not_handed_out(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.editions.add_paper(NUMBER, 1, paper())
        uow.commit()
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE issued_paper SET pdf = '\\x00'"
            if "postgres" in store.engine.name
            else "UPDATE issued_paper SET pdf = x'00'"
        )

    with store.unit_of_work() as uow, pytest.raises(StoreError, match="已损坏"):
        uow.editions.paper(NUMBER, 1, "manual", "A4")


def test_the_kept_papers_of_an_edition_are_listed_without_their_bytes(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        for number in (1, 2):
            uow.editions.add(edition(edition=number))
        for each in (paper(), paper(b"", "countdown", "A3"), paper(b"-", "countdown", "A4")):
            uow.editions.add_paper(NUMBER, 2, each)
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.editions.kept_papers(NUMBER, 1) == []
        assert uow.editions.kept_papers(NUMBER, 2) == [("countdown", "A3"), ("countdown", "A4"), ("manual", "A4")]


def test_hand_overs_come_back_as_they_were_written_down_oldest_edition_first(store: Store) -> None:
    keep(store, project(), project("GX-2026-0002"))
    later, first, again = hand_over(edition=2, note=""), hand_over(), replace(hand_over(receiver="王总"), number=2)
    with store.unit_of_work() as uow:
        for number in (1, 2):
            uow.editions.add(edition(edition=number))
        for each in (later, again, first):
            uow.editions.add_hand_over(each)
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.editions.hand_overs(NUMBER) == [first, again, later]
        assert uow.editions.hand_overs(ProjectNumber("GX-2026-0002")) == []


def test_a_hand_over_is_of_an_edition_and_its_number_is_given_once(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        with pytest.raises(EditionNotFound, match="没有第 1 版"):
            uow.editions.add_hand_over(hand_over())
        uow.editions.add(edition())
        uow.editions.add_hand_over(hand_over())
        uow.commit()

    with store.unit_of_work() as uow, pytest.raises(ChangedElsewhere):
        uow.editions.add_hand_over(hand_over(receiver="王总"))


def test_a_hand_over_written_down_by_mistake_is_taken_back(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.editions.add(edition())
        uow.editions.add_hand_over(hand_over())
        uow.editions.remove_hand_over(NUMBER, 1, 1)
        uow.editions.remove_hand_over(NUMBER, 1, 7)
        uow.commit()

    with store.unit_of_work() as uow:
        assert uow.editions.hand_overs(NUMBER) == []


def test_a_sample_goes_with_its_hand_overs(store: Store) -> None:
    keep(store, project())
    with store.unit_of_work() as uow:
        uow.samples.mark(NUMBER)
        uow.editions.add(edition())
        uow.editions.add_hand_over(hand_over())
        uow.commit()

    with store.unit_of_work() as uow:
        uow.samples.remove(NUMBER)
        uow.commit()

    with store.unit_of_work() as uow, pytest.raises(ProjectNotFound):
        uow.projects.get(NUMBER)
