"""Export and the way back, as a clerk does it: the ending chooses the kind, a manual is an intake file."""

import json
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from gxq_desktop.app import Desk
from gxq_desktop.cli.main import LARGEST_INTAKE
from gxq_desktop.documents.attachment import attach
from gxq_desktop.documents.pdf_writer import write_pdf
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.tokens import A4
from gxq_desktop.domain.project import Project, ProjectNumber
from tests.cli.conftest import SAMPLES, Run
from tests.documents.dossiers import make_dossier
from tests.documents.reading import META


def stored(folder: Path, project_number: str) -> Project:
    desk = Desk(folder / "data")
    with desk.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(project_number))
    desk.close()
    return project


def compared(project: Project) -> list[object]:
    """All of PROJECT but its number, its days of registration and its revision."""
    names = (
        "name",
        "enterprise",
        "project_code",
        "industry",
        "key_level",
        "contacts",
        "facts",
        "overrides",
        "plan",
        "stage",
    )
    return [getattr(project, name) for name in names]


def test_the_ending_chooses_the_kind(run: Run, number: str, tmp_path: Path) -> None:
    for ending in ("ics", "xlsx", "json", "ICS"):
        ran = run("export", number, "--out", tmp_path / "new" / f"plan.{ending}")
        assert ran.code == 0 and f"plan.{ending}  第 1 版  校验码" in ran.out

    folder = tmp_path / "new"
    assert Calendar.from_ical((folder / "plan.ics").read_bytes()).walk("VEVENT")
    assert openpyxl.load_workbook(folder / "plan.xlsx").sheetnames == ["时间表", "材料清单", "事项", "说明"]
    assert json.loads((folder / "plan.json").read_text("utf-8"))["edition"]["project"] == number
    assert (folder / "plan.ICS").read_bytes() == (folder / "plan.ics").read_bytes()
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize("name", ["plan", "plan.doc", "plan.pdf", "ics", ".json"])
def test_another_ending_is_wrong_usage_and_writes_nothing(run: Run, number: str, tmp_path: Path, name: str) -> None:
    ran = run("export", number, "--out", tmp_path / name)

    assert (ran.code, ran.out) == (2, "") and ".ics（手机日历）" in ran.err
    assert not (tmp_path / name).exists()


def test_an_unknown_project_and_a_place_that_cannot_be_written_are_refused(
    run: Run, number: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("keep me")

    assert "没有编号为" in run("export", "GX-2020-0001", "--out", tmp_path / "x.ics").err
    assert "没有写成" in run("export", number, "--out", tmp_path / "file" / "x.ics").err
    assert (tmp_path / "file").read_text() == "keep me"


@pytest.mark.parametrize("name", ["N1", "N5", "S17-obstacle"])
def test_a_printed_manual_brings_its_project_back(run: Run, tmp_path: Path, name: str) -> None:
    first = run("intake", SAMPLES / f"{name}.json").out.strip()
    assert run("override", first, "A25", "yes", "--reason", "喷漆房𠮷", "--officer", "张琳").code == 0
    assert run("manual", first, "--out", tmp_path / "manual.pdf").code == 0

    ran = run("intake", tmp_path / "manual.pdf")

    assert (ran.code, ran.out) == (0, "GX-2026-0002\n") and f"已登记为 {first}" in ran.err
    assert compared(stored(tmp_path, "GX-2026-0002")) == compared(stored(tmp_path, first))


def test_an_exported_json_brings_its_project_back(run: Run, number: str, tmp_path: Path) -> None:
    run("export", number, "--out", tmp_path / "plan.json")

    assert run("intake", tmp_path / "plan.json").out == "GX-2026-0002\n"
    assert compared(stored(tmp_path, "GX-2026-0002")) == compared(stored(tmp_path, number))


def test_a_pdf_is_known_by_its_first_bytes_and_not_by_its_name(run: Run, tmp_path: Path) -> None:
    pdf = write_pdf([Sheet(A4)], attach(META, make_dossier("N2")))
    (tmp_path / "manual.json").write_bytes(pdf)
    (tmp_path / "sample.txt").write_bytes((SAMPLES / "N2.json").read_bytes())

    assert run("intake", tmp_path / "manual.json").out == "GX-2026-0001\n"
    assert run("intake", tmp_path / "sample.txt").out == "GX-2026-0002\n"
    assert compared(stored(tmp_path, "GX-2026-0001")) == compared(stored(tmp_path, "GX-2026-0002"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.pdf", b"not a PDF", "这个文件不是 PDF"),
        ("x.pdf", b"", "这个文件不是 PDF"),
        ("x.pdf", b"%PDF-1.7\nrubbish", "已经损坏"),
        ("x.pdf", write_pdf([Sheet(A4)], META), "没有带项目数据"),
        ("x.json", b'{"format": "other/project"}', "不是本程序写的项目数据"),
        ("x.json", b'{"format": "gxq-desktop/project", "version": 99}', "请升级本程序"),
        ("x.json", b'{"project": ' + b"1" * 10_000 + b"}", "数字长得离谱"),
    ],
)
def test_what_holds_no_project_is_refused_and_takes_no_number(
    run: Run,
    tmp_path: Path,
    name: str,
    content: bytes,
    words: str,
) -> None:
    (tmp_path / name).write_bytes(content)

    ran = run("intake", tmp_path / name)

    assert (ran.code, ran.out) == (1, "") and words in ran.err
    assert run("intake", SAMPLES / "N2.json").out == "GX-2026-0001\n"


def test_a_file_without_end_is_refused(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "x.json").open("wb") as file:
        file.truncate(LARGEST_INTAKE + 1)

    assert "超过 128 MB" in run("intake", tmp_path / "x.json").err
