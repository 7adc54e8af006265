"""The consultation log from the command line."""

from __future__ import annotations

from tests.cli.conftest import Run


def test_a_question_is_written_down_answered_and_listed(run: Run, number: str) -> None:
    asked = run("consult", number, "A23", "--question", "要不要公示？", "--asker", "陈立", "--json").json

    assert (asked["item"], asked["open"], asked["due_on"]) == ("A23", True, "2026-03-12")
    answered = run("consult", number, "--entry", "1", "--answer", "要，7 日。", "--person", "王芳", "--json").json
    assert (answered["answer"], answered["answered_by"], answered["open"]) == ("要，7 日。", "王芳", False)
    assert [each["number"] for each in run("consult", number, "a23", "--json").json] == [1]
    assert run("consult", "--open", "--json").json == []
    assert "要，7 日。" in run("consult").out


def test_a_question_about_the_whole_project_is_asked_with_a_dash(run: Run, number: str) -> None:
    assert run("consult", number, "-", "--question", "在哪个窗口？", "--answer", "一楼 06 号").code == 0

    assert run("consult", number, "--json").json[0]["item"] == ""


def test_an_answer_is_corrected_and_made_public(run: Run, number: str) -> None:
    run("consult", number, "A23", "--question", "要不要公示？", "--answer", "要。")

    corrected = run("consult", number, "--entry", "1", "--answer", "要，7 日。", "--public", "--json").json

    assert (corrected["answer"], corrected["public"]) == ("要，7 日。", True)
    assert run("consult", number, "--entry", "1", "--private", "--json").json["public"] is False


def test_misuse_and_refusals_say_what_to_do(run: Run, number: str) -> None:
    for arguments, code, words in (
        (("consult", number, "Z99", "--question", "问"), 1, "事项库里没有"),
        (("consult", number, "A23", "--answer", "答"), 2, "--entry"),
        (("consult", number, "--entry", "1"), 2, "--answer"),
        (("consult", number, "--entry", "9", "--answer", "答"), 1, "没有第 9 条咨询"),
        (("consult", "GX-2026-0099"), 1, "没有编号"),
        (("consult", number, "A23", "--question", "问", "--on", "2026-13-01"), 2, "提问日"),
    ):
        ran = run(*arguments)
        assert ran.code == code and words in ran.err, arguments
