"""A file is looked at before it is kept as evidence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gxq_desktop.application.evidence import LARGEST_EVIDENCE, look_at_evidence


def test_a_file_that_can_be_kept_says_its_name_and_size(tmp_path: Path) -> None:
    file = tmp_path / "专家评审通知.pdf"
    file.write_bytes(b"x" * 217_000)

    state = look_at_evidence(file)

    assert (state.told, state.fault) == ("专家评审通知.pdf（212 KB）", "")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    assert look_at_evidence(tmp_path / "没有.pdf").fault == "读不到这个文件：没有这个文件或文件夹。"


def test_a_folder_is_no_evidence(tmp_path: Path) -> None:
    assert "文件夹" in look_at_evidence(tmp_path).fault


def test_an_empty_file_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "空.pdf").touch()

    assert look_at_evidence(tmp_path / "空.pdf").fault == "这个文件是空的。"


def test_a_file_that_is_too_large_is_named_with_its_size(tmp_path: Path) -> None:
    file = tmp_path / "录像.mp4"
    with file.open("wb") as written:
        written.truncate(LARGEST_EVIDENCE + 2**20)  # sparse: no bytes on the disk

    assert look_at_evidence(file).fault == "有 201 MB，超过 200 MB，核对选的文件。"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "机密.pdf"
    file.write_bytes(b"x")
    file.chmod(0)

    assert "没有权限" in look_at_evidence(file).fault


def test_a_name_no_system_has_is_no_traceback() -> None:
    assert look_at_evidence(Path("a\0b")).fault.startswith("读不到这个文件")
