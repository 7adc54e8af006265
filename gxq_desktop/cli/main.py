"""The command line (命令行): stable commands for clerks and scripts.

Exit codes: 0 done, 1 refused (the message says why and what next), 2 wrong usage. `--json` prints English keys.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gxq_desktop.application.files import reason_of, write_whole
from gxq_desktop.application.ports import Report, Services
from gxq_desktop.cli.reporting import reported
from gxq_desktop.cli.usage import UsageError, usage_sentence
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.paths import default_data_dir

if TYPE_CHECKING:
    from gxq_desktop.application.consultation import ConsultationChange

MakeServices = Callable[[Path | None, str | None, date | None], Services]
OpenWindow = Callable[[Path | None, str | None, date | None, Sequence[Path]], int]
TakePictures = Callable[[date | None, Path, str, float, tuple[int, int], Report], Sequence[Path]]

EVERYWHERE = ("--db", "--data-dir", "--today")
"""Options that may stand anywhere on the line, before or after the command."""

INTERRUPTED = 130
"""What the parser library returns for Ctrl+C."""

LARGEST_INTAKE = 128 * 1024 * 1024
"""Bytes of a file that intake reads at all."""

program = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
catalogue_commands = typer.Typer(no_args_is_help=True, help="事项库")
calendar_commands = typer.Typer(no_args_is_help=True, help="工作日历")
program.add_typer(catalogue_commands, name="catalogue")
program.add_typer(calendar_commands, name="calendar")

Number = Annotated[str, typer.Argument(metavar="NO", help="项目编号，如 GX-2026-0001")]
AsJson = Annotated[bool, typer.Option("--json", help="输出机器可读的 JSON")]
Out = Annotated[Path, typer.Option("--out", help="写到哪个文件")]
EditionNumber = Annotated[int | None, typer.Option("--edition", min=1, help="重印第几版；不写则印当前版")]


def run(
    arguments: Sequence[str], make_services: MakeServices, open_window: OpenWindow, take_pictures: TakePictures
) -> int:
    """Run the command line ARGUMENTS and return the exit code.

    make_services: data dir, database, today → services. open_window: the same and the files to take in → exit code.
    take_pictures: today, folder, theme, text scale, window size, report → the pictures' paths.
    """
    held = _Held(make_services, open_window, take_pictures)

    def work() -> int:
        try:
            left = program(_hoisted(list(arguments)), standalone_mode=False, obj=held, prog_name="gxq-desktop")
            if left == INTERRUPTED:  # the parser library has swallowed the KeyboardInterrupt
                raise KeyboardInterrupt
            return left if isinstance(left, int) else 0
        except UsageError as misuse:
            print(f"用法不对：{usage_sentence(misuse)}gxq-desktop --help 列出全部命令和选项。", file=sys.stderr)
            return 2
        except typer.Exit as left_with:
            return left_with.exit_code
        except typer.Abort as stopped:
            raise KeyboardInterrupt from stopped
        except SystemExit as left:  # the parser library ends so, whatever the command, when nobody reads on
            raise BrokenPipeError(errno.EPIPE, "the reader has gone") from left
        finally:
            held.close()

    return reported(work, lambda: held.log_folder)


class _Held:
    """The services of this run, made once the options are known."""

    def __init__(self, make_services: MakeServices, open_window: OpenWindow, take_pictures: TakePictures) -> None:
        self._make = make_services
        self._open_window = open_window
        self.take_pictures = take_pictures
        self._services: Services | None = None
        self.options: tuple[Path | None, str | None, date | None] = (None, None, None)

    @property
    def log_folder(self) -> Path:
        return (self.options[0] or default_data_dir()) / "logs"

    def open_window(self, files: Sequence[Path]) -> int:
        return self._open_window(*self.options, files)

    def services(self) -> Services:
        if self._services is None:
            self._services = self._make(*self.options)
        return self._services

    def close(self) -> None:
        if self._services is not None:
            self._services.close()


def _hoisted(arguments: list[str]) -> list[str]:
    """ARGUMENTS with the EVERYWHERE options moved to the front, so that they may stand after the command too."""
    front, rest = [], []
    position = 0
    while position < len(arguments):
        argument = arguments[position]
        if argument == "--":
            rest += arguments[position:]
            break
        if argument in EVERYWHERE and position + 1 < len(arguments):
            front += arguments[position : position + 2]
            position += 2
            continue
        (front if argument.startswith(tuple(f"{name}=" for name in EVERYWHERE)) else rest).append(argument)
        position += 1
    return front + rest


def _date(text: str | None, what: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{what}“{text}”不是日期，请写成 2026-03-09 的样子。") from error


def _print_json(value: object) -> None:
    """Chinese as it is where the reader takes UTF-8, as all do but a pipe on Windows; there in escapes, right for everyone."""
    is_unicode = sys.stdout is None or (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not is_unicode, indent=2))


def _services(context: typer.Context) -> Services:
    held: _Held = context.obj
    return held.services()


def _operator(context: typer.Context) -> str:
    """The name of who works at this desk, "" if nobody was chosen."""
    from gxq_desktop.application.staff import operator_name

    return operator_name(_services(context))


@program.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    db: Annotated[str | None, typer.Option("--db", help="数据库文件或地址，默认在数据文件夹里")] = None,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="数据文件夹")] = None,
    today: Annotated[str | None, typer.Option("--today", help="把今天当作这一天（演练用）")] = None,
) -> None:
    """审批服务手册与倒计时工期：从项目事实到交给企业的纸。"""
    held: _Held = context.obj
    held.options = (data_dir, db, _date(today, "今天"))
    if context.invoked_subcommand is None:
        raise typer.Exit(held.open_window(()))


@program.command()
def desk(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]…", help="打开后接件的文件")] = None,
) -> None:
    """打开桌面窗口（不写命令也是）；窗口已经开着就把文件交给它。"""
    held: _Held = context.obj
    raise typer.Exit(held.open_window(files or ()))


@program.command()
def demo(context: typer.Context, out: Annotated[Path, typer.Option("--out", help="样例文件写到哪个目录")]) -> None:
    """登记样例项目，给每个项目印手册、倒计时工期表和上墙图。"""
    from gxq_desktop.application.demo import make_demo

    services = _services(context)
    with _Progress("印制样例") as progress:
        made = make_demo(services, out, progress)
    for line in made:
        print(line)


@program.command()
def intake(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="接件文件（JSON），或本程序印的办理手册（PDF）")],
) -> None:
    """一窗接件：登记一个项目，打印项目编号。"""
    from gxq_desktop.application.register_project import register_project

    services = _services(context)
    registered = register_project(_read_intake(file, services), services)
    for warning in registered.warnings:
        print(f"提醒：{warning}", file=sys.stderr)
    print(registered.number)


@program.command()
def projects(context: typer.Context, as_json: AsJson = False) -> None:
    """列出已登记的项目。"""
    services = _services(context)
    with services.unit_of_work() as uow:
        summaries = uow.projects.list()
    if as_json:
        _print_json(
            [
                {
                    "number": each.number,
                    "name": each.name,
                    "enterprise": each.enterprise,
                    "project_code": each.project_code,
                    "stage": each.stage,
                    "registered_on": each.registered_on.isoformat(),
                    "latest_edition": each.latest_edition,
                }
                for each in summaries
            ]
        )
        return
    if not summaries:
        print("还没有登记项目。用 gxq-desktop intake 文件 接件，或 gxq-desktop demo --out 目录 建样例。")
    for each in summaries:
        edition = f"第 {each.latest_edition} 版" if each.latest_edition else "未发手册"
        print(f"{each.number}  {each.name}（{each.enterprise}）  {each.stage}  {edition}")


@program.command()
def facts(context: typer.Context, as_json: AsJson = False) -> None:
    """列出全部事实：名称、取值、提问。"""
    from gxq_desktop.application.fact_listing import list_facts

    listing = list_facts(_services(context).catalogue)
    if as_json:
        _print_json(listing)
        return
    for fact in listing:
        choices = "、".join(f"{choice['label']}={choice['value']}" for choice in fact["choices"])
        print(f"{fact['key']}  {fact['label']}  {fact['unit']}{choices}  {fact['question']}")


@program.command()
def answer(
    context: typer.Context,
    number: Number,
    answers: Annotated[list[str], typer.Argument(metavar="FACT=VALUE…", help="事实=答案；答案留空表示不清楚")],
) -> None:
    """改一个项目的事实。"""
    from gxq_desktop.application.answer_questions import answer_questions

    given = {}
    for each in answers:
        name, equals, value = each.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{each}”里没有等号，请写成 事实=答案。")
        given[name] = value
    changed = answer_questions(number, given, _services(context))
    effect = f"适用的事项有变化：{'、'.join(changed)}。" if changed else "适用的事项没有变化。"
    print(f"已记下 {len(given)} 个答案。{effect}")


@program.command()
def override(
    context: typer.Context,
    number: Number,
    code: Annotated[str, typer.Argument(metavar="CODE", help="事项编码，如 A25")],
    applies: Annotated[str, typer.Argument(metavar="yes|no|clear", help="办、不办，或撤销认定")],
    reason: Annotated[str, typer.Option("--reason", help="理由")] = "",
    officer: Annotated[str, typer.Option("--officer", help="认定人")] = "",
) -> None:
    """人工认定一个事项办不办，写明理由和姓名；规则自己的结论另外保留。"""
    from gxq_desktop.application.override_verdict import override_verdict

    if applies not in ("yes", "no", "clear"):
        raise typer.BadParameter(f"“{applies}”应是 yes、no 或 clear。")
    decision = None if applies == "clear" else applies == "yes"
    print(override_verdict(number, code, decision, reason, officer, _services(context)))


@program.command()
def items(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """一个项目的 105 项：办不办、为什么、依据。"""
    from gxq_desktop.application.item_listing import list_items

    listing = list_items(number, _services(context))
    if as_json:
        _print_json(listing)
        return
    marks = {"applies": "办　", "not_applicable": "不办", "undecided": "待定"}
    for item in listing["items"]:
        print(f"{item['code']}  {marks[item['verdict']]}  {item['name']}  {item['reason']}")


@program.command()
def questions(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """还要问什么，最管用的排在前面。"""
    from gxq_desktop.application.question_listing import list_questions

    listing = list_questions(number, _services(context))
    if as_json:
        _print_json(listing)
        return
    if not listing["questions"]:
        print("没有待定的事项，不用再问。")
    for question in listing["questions"]:
        print(f"{question['key']}  {question['question']}")
        print(f"    关系到 {'、'.join(question['touches'])}。{question['help']}")


@program.command()
def schedule(
    context: typer.Context,
    number: Number,
    start: Annotated[str | None, typer.Option("--start", help="从哪天起排")] = None,
    target: Annotated[list[str] | None, typer.Option("--target", help="门槛=日期，M_START=2026-06-18，可多次")] = None,
    as_json: AsJson = False,
) -> None:
    """通排时间表：最早与最迟日期、浮动、关键线路、目标差多少、怎样更快。"""
    from gxq_desktop.application.schedule_listing import list_schedule, schedule_lines

    targets = {}
    for each in target or ():
        gate, equals, on = each.partition("=")
        day = _date(on, "目标日期") if equals else None
        if day is None:
            raise typer.BadParameter(f"“{each}”应写成 门槛=日期，如 M_START=2026-06-18。")
        targets[gate] = day
    listing = list_schedule(number, _services(context), start_on=_date(start, "起排日"), targets=targets)
    if as_json:
        _print_json(listing)
        return
    for line in schedule_lines(listing):
        print(line)


@program.command()
def manual(context: typer.Context, number: Number, out: Out, edition: EditionNumber = None) -> None:
    """印办理手册（PDF）。"""
    _print_paper(context, number, "manual", "A4", out, edition)


@program.command()
def countdown(
    context: typer.Context,
    number: Number,
    out: Out,
    paper: Annotated[str, typer.Option("--paper", help="A4 或 A3")] = "A4",
    edition: EditionNumber = None,
) -> None:
    """印倒计时工期表（PDF）。"""
    _print_paper(context, number, "countdown", _paper(paper, ("A4", "A3")), out, edition)


@program.command()
def wallchart(
    context: typer.Context,
    number: Number,
    out: Out,
    paper: Annotated[str, typer.Option("--paper", help="A3、A2、A1 或 A0")] = "A3",
    edition: EditionNumber = None,
) -> None:
    """印上墙工期图（PDF）。"""
    _print_paper(context, number, "wallchart", _paper(paper, ("A3", "A2", "A1", "A0")), out, edition)


@program.command()
def paper(
    context: typer.Context,
    number: Number,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="哪种纸，如 checklist、item_card；写错会列出全部")],
    out: Out,
    of: Annotated[str, typer.Option("--of", help="事项编码、主办单位或旧版次；手册的章，如 A4:map,cards；或纸张")] = "",
    edition: EditionNumber = None,
) -> None:
    """印一种纸（PDF）：材料清单、下次来办单、事项卡、部门办理单、变更单、换页、告知书、销号单、移交签收单……"""
    from gxq_desktop.application.paper_kinds import checked

    choice = checked(kind, of)
    _print_paper(context, number, choice.kind, choice.variant, out, edition)


@program.command()
def notice(
    context: typer.Context,
    number: Number,
    code: Annotated[str, typer.Argument(metavar="CODE", help="审批事项编码，如 A23")],
    out: Out,
    missing: Annotated[
        list[str] | None, typer.Option("--missing", help="材料=缺什么或哪里不对，可多次；不写则取台账里最近一次告知")
    ] = None,
    officer: Annotated[str, typer.Option("--officer", help="经办人，不写则取记录的")] = "",
    by: Annotated[str | None, typer.Option("--by", help="补正截止日，不写为十个工作日后")] = None,
    correction: Annotated[bool, typer.Option("--correction", help="补正通知（不写为一次性告知书）")] = False,
) -> None:
    """印一次性告知书或补正通知（PDF），供签字；缺什么取自记录，或现写。"""
    from gxq_desktop.application.print_notice import NoticeRequest, print_notice
    from gxq_desktop.application.views import NoticeLine

    lines = []
    for each in missing or ():
        name, equals, problem = each.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"“{each}”应写成 材料=缺什么，如 授权委托书=没有签字。")
        lines.append(NoticeLine(name.strip(), problem.strip()))
    request = NoticeRequest(code, tuple(lines), officer, _date(by, "补正截止日"), correction)
    write_whole(out, print_notice(number, request, _services(context)))
    print(out)


@program.command()
def export(context: typer.Context, number: Number, out: Out) -> None:
    """导出手机日历（.ics）、工作簿（.xlsx）或项目数据（.json），种类看文件名的结尾。"""
    from gxq_desktop.application.export_project import KIND_LABELS, export_project

    kind = out.suffix.lower().removeprefix(".")
    if kind not in KIND_LABELS:
        endings = "、".join(f".{ending}（{label}）" for ending, label in KIND_LABELS.items())
        raise typer.BadParameter(f"文件名“{out.name}”的结尾应是 {endings} 之一。")
    exported = export_project(number, kind, _services(context))
    for warning in exported.warnings:
        print(f"提醒：{warning}", file=sys.stderr)
    write_whole(out, exported.content)
    print(f"{out}  第 {exported.edition.number} 版  校验码 {exported.edition.check_code}")


@program.command()
def screenshots(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="图片写到哪个目录")],
    theme: Annotated[str, typer.Option("--theme", help="light、dark 或 contrast")] = "light",
    scale: Annotated[float, typer.Option("--scale", min=0.9, max=1.5, help="字号倍数，0.9 至 1.5")] = 1.0,
    size: Annotated[str, typer.Option("--size", help="窗口大小，如 1280x720")] = "1440x900",
) -> None:
    """在样例数据上给每个画面和对话框拍图。"""
    if theme not in ("light", "dark", "contrast"):
        raise typer.BadParameter(f"主题“{theme}”应是 light、dark、contrast 之一。")
    width, cross, height = size.partition("x")
    if not (
        cross and width.isdigit() and height.isdigit() and 1280 <= int(width) <= 7680 and 720 <= int(height) <= 4320
    ):
        raise typer.BadParameter(f"窗口大小“{size}”应写成 宽x高，不小于 1280x720。")
    held: _Held = context.obj
    with _Progress("拍图") as progress:
        pictures = held.take_pictures(held.options[2], out, theme, scale, (int(width), int(height)), progress)
    print(f"{len(pictures)} 张图已写到 {out}。")


@program.command()
def record(
    context: typer.Context,
    number: Number,
    item: Annotated[str, typer.Argument(metavar="ITEM", help='事项编码；纸上的编号可以连写几个，如 "3 7 12"、3-7')],
    state: Annotated[str, typer.Argument(metavar="STATE", help="发生了什么，如 accepted 或 受理；写错会列出全部")],
    on: Annotated[str | None, typer.Option("--on", help="哪天发生的，不写为今天")] = None,
    document: Annotated[str, typer.Option("--document", help="文号")] = "",
    evidence: Annotated[Path | None, typer.Option("--evidence", help="证据文件，复制到数据文件夹")] = None,
    person: Annotated[str, typer.Option("--person", help="办件人，不写为本机办件人，没选过为项目的帮办员")] = "",
    note: Annotated[str, typer.Option("--note", help="备注")] = "",
    reason: Annotated[str, typer.Option("--reason", help="中止、不予许可、延长的事由；超期原因也可以写在这里")] = "",
    late_reason: Annotated[str, typer.Option("--late-reason", help="超期原因")] = "",
    days: Annotated[int | None, typer.Option("--days", help="延长或顺延的工作日数")] = None,
    until: Annotated[str | None, typer.Option("--until", help="容缺补齐的日期")] = None,
    approver: Annotated[str, typer.Option("--approver", help="延长、并联延长的批准人")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="只看对后面日期的影响，不保存")] = False,
    as_json: AsJson = False,
) -> None:
    """记录办件：受理、中止、办结、销账……，并说明后面哪些日期跟着动。"""
    from gxq_desktop.application.record_event import RecordRequest, preview_events, record_events, requests_for_numbers
    from gxq_desktop.application.record_listing import prepared_lines, prepared_listing
    from gxq_desktop.application.write_off_numbers import read_numbers
    from gxq_desktop.domain.case_states import EventKind

    kind = EventKind.named(state.strip())
    if kind is None:
        known = "、".join(f"{each.value}（{each.label}）" for each in EventKind)
        raise typer.BadParameter(f"“{state}”不是能记录的情形，可以写：{known}。")
    happened, promised = _date(on, "发生日"), _date(until, "补齐日")
    person = person or _operator(context)
    asked = RecordRequest(
        item, kind, happened, person, note, reason, late_reason, document, evidence, days, promised, approver
    )
    services = _services(context)
    requests = (asked,)
    if item.strip()[:1].isdecimal():  # no code begins with a figure
        requests = requests_for_numbers(number, read_numbers(item), asked, services)
    done = preview_events(number, requests, services) if preview else record_events(number, requests, services)
    if as_json:
        _print_json(prepared_listing(done))
        return
    for warning in done.warnings:
        print(f"提醒：{warning}", file=sys.stderr)
    for line in prepared_lines(done, saved=not preview):
        print(line)


@program.command()
def undo(
    context: typer.Context,
    number: Number,
    action: Annotated[int, typer.Argument(metavar="ACTION", help="记录时给出的号")],
) -> None:
    """撤销今天的一次记录，不留痕迹；隔日的要更正（correct）。"""
    from gxq_desktop.application.record_event import take_back

    taken = take_back(number, action, _services(context))
    print("、".join(f"{event.step_id} {event.kind.label}" for event in taken.events) + " 已撤销。")


@program.command()
def correct(
    context: typer.Context,
    number: Number,
    event: Annotated[int, typer.Argument(metavar="RECORD", help="第几条记录")],
    reason: Annotated[str, typer.Option("--reason", help="为什么更正；原值保留")],
    on: Annotated[str | None, typer.Option("--on", help="改为哪天")] = None,
    document: Annotated[str | None, typer.Option("--document", help="改为哪个文号")] = None,
    note: Annotated[str | None, typer.Option("--note", help="改备注")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="误记，作废")] = False,
    person: Annotated[str, typer.Option("--person", help="更正人")] = "",
) -> None:
    """更正一条记录：旧值、新值和理由都保留。"""
    from gxq_desktop.application.record_event import Correction, correct_event
    from gxq_desktop.application.record_listing import prepared_lines

    change = Correction(on=_date(on, "发生日"), note=note, document=document, withdraw=withdraw)
    person = person or _operator(context)
    for line in prepared_lines(correct_event(number, event, change, reason, _services(context), person), saved=True):
        print(line)


@program.command()
def journal(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """一个项目的办件记录，更正过的也在内。"""
    from gxq_desktop.application.record_event import journal_of
    from gxq_desktop.application.record_listing import event_line, event_listing

    events = journal_of(number, _services(context)).events
    if as_json:
        _print_json([event_listing(each) for each in events])
        return
    for each in events:
        print(event_line(each))
    if not events:
        print("还没有办件记录。")


@program.command()
def consult(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[NO]", help="项目编号；不写则列全部项目的")] = "",
    item: Annotated[str, typer.Argument(metavar="[ITEM]", help="事项编码，如 A23；问整个项目的写 -")] = "",
    question: Annotated[str, typer.Option("--question", help="企业问什么；不写则列出已有的")] = "",
    answer: Annotated[str, typer.Option("--answer", help="怎么答的；可以以后再补")] = "",
    person: Annotated[str, typer.Option("--person", help="记录和答复的人，不写为项目的帮办员")] = "",
    asker: Annotated[str, typer.Option("--asker", help="谁问的，不写为企业经办人")] = "",
    on: Annotated[str | None, typer.Option("--on", help="哪天问的（答的），不写为今天")] = None,
    due: Annotated[str | None, typer.Option("--due", help="哪天前答复，不写为三个工作日内")] = None,
    entry: Annotated[int | None, typer.Option("--entry", min=1, help="第几条：补答复、更正或公开它")] = None,
    reason: Annotated[str, typer.Option("--reason", help="为什么更正（隔日必写，原文保留）")] = "",
    public: Annotated[
        bool | None, typer.Option("--public/--private", help="可公开：别的项目的手册也印，不印谁问的")
    ] = None,
    only_open: Annotated[bool, typer.Option("--open", help="只列没有答复的")] = False,
    as_json: AsJson = False,
) -> None:
    """咨询记录：记下企业的问题和答复；不写 --question 则列出。答过的常见问题印进以后的手册。"""
    from gxq_desktop.application import consultation as log

    services = _services(context)
    code = "" if item == "-" else item
    if entry is None and question:
        if not number:
            raise typer.BadParameter("写咨询要先写项目编号。")
        form = log.QuestionForm(
            code, question, asker, _date(on, "提问日"), _date(due, "答复期限"), answer, person=person,
            is_public=bool(public),
        )  # fmt: skip
        changed = log.ask_question(number, form, services)
    elif entry is not None:
        changed = _changed_entry(number, entry, question, answer, person, _date(on, "答复日"), reason, public, services)
    elif answer or public is not None:
        raise typer.BadParameter("没有写问题（--question），也没有写第几条（--entry）。")
    else:
        lines = log.list_consultations(services, log.ConsultationFilter(number, code.upper(), only_open=only_open))
        if as_json:
            _print_json(log.consultation_listing(lines))
            return
        for line in log.consultation_lines(lines):
            print(line)
        return
    kept = [
        line
        for line in log.list_consultations(services, log.ConsultationFilter(number))
        if line.entry.number == changed.entry.number
    ]
    if as_json:
        _print_json(log.consultation_listing(kept)[0])
        return
    for line in log.consultation_lines(kept):
        print(line)


def _changed_entry(
    number: str,
    entry: int,
    question: str,
    answer: str,
    person: str,
    on: date | None,
    reason: str,
    public: bool | None,
    services: Services,
) -> ConsultationChange:
    """Answer entry ENTRY, or correct it if it is answered; then show it to others or not."""
    from gxq_desktop.application import consultation as log

    kept = [
        line.entry
        for line in log.list_consultations(services, log.ConsultationFilter(number))
        if line.entry.number == entry
    ]
    changed = None
    if answer and kept and kept[0].is_open:
        changed = log.answer_question(number, entry, answer, services, person, on)
    elif question or answer:
        changed = log.correct_consultation(number, entry, services, question or None, answer or None, reason, person)
    if public is not None:
        changed = log.publish_consultation(number, entry, public, services)
    if changed is None:
        raise typer.BadParameter("没有写要改什么：--answer、--question 或 --public。")
    return changed


@program.command()
def ledger(
    context: typer.Context,
    project: Annotated[str, typer.Option("--project", help="只列一个项目")] = "",
    authority: Annotated[str, typer.Option("--authority", help="只列一个部门")] = "",
    window: Annotated[str, typer.Option("--window", help="只列一个窗口")] = "",
    person: Annotated[str, typer.Option("--person", help="只列一个经办人")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="只列超期的")] = False,
    due_within: Annotated[
        int | None, typer.Option("--due-within", min=0, help="几个工作日内到期的（含已超期）")
    ] = None,
    closed: Annotated[bool, typer.Option("--closed", help="列已销账的")] = False,
    missing: Annotated[bool, typer.Option("--missing", help="只列容缺材料还没补齐的")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多列几项")] = 1_000_000,
    as_json: AsJson = False,
) -> None:
    """台账：全部项目没有销账的事项，先到期的在前。"""
    from gxq_desktop.application.ledger_listing import (
        LedgerFilter,
        ledger_lines,
        ledger_listing,
        list_ledger,
        refresh_ledger,
    )

    services = _services(context)
    with _Progress("整理台账") as progress:
        refresh_ledger(services, progress)
    asked = LedgerFilter(
        number=project, authority=authority, window_id=window, person=person, overdue=overdue, due_within=due_within,
        closed=closed, missing=missing,
    )  # fmt: skip
    page = list_ledger(services, asked, limit)
    if as_json:
        _print_json(ledger_listing(page.lines))
        return
    for line in ledger_lines(page):
        print(line)


@program.command()
def today(
    context: typer.Context,
    only: Annotated[
        str,
        typer.Option(
            "--only",
            help="只列一类：overdue 超期，today 今天，week 本周，next_week 下周，startable 可开始，enterprise 等企业，"
            "authority 等部门，stopped 停钟，missing 容缺，reissue 手册要重发，mend 要处理",
        ),
    ] = "all",
    as_json: AsJson = False,
) -> None:
    """工作台：今天要办的，和窗口里的一样。"""
    from gxq_desktop.application.look_at_today import look_at_today
    from gxq_desktop.application.plan_summaries import refresh_plans
    from gxq_desktop.application.today import TodayAsk
    from gxq_desktop.application.today_listing import filter_named, today_lines, today_listing, whole_view

    asked = filter_named(only)
    if asked is None:
        raise DomainError(f"没有“{only}”这一类。", "请用 gxq-desktop today --help 查看有哪几类。")
    services = _services(context)
    with _Progress("整理台账") as progress:
        refresh_plans(services, progress)
    view = whole_view(services, look_at_today(services, ask=TodayAsk(asked)))
    if as_json:
        _print_json(today_listing(view))
        return
    for line in today_lines(view):
        print(line)


@program.command()
def staff(
    context: typer.Context,
    add: Annotated[str, typer.Option("--add", help="加一个人：姓名")] = "",
    department: Annotated[str, typer.Option("--department", help="加的人在哪个部门或窗口")] = "",
    phone: Annotated[str, typer.Option("--phone", help="加的人的电话")] = "",
    roles: Annotated[str, typer.Option("--roles", help="加的人的角色，几个之间用顿号")] = "",
    operator: Annotated[str, typer.Option("--operator", help="定为本机办件人，记录不写 --person 时用他的名字")] = "",
    retire: Annotated[str, typer.Option("--retire", help="停用，记录仍查得到")] = "",
    restore: Annotated[str, typer.Option("--restore", help="恢复停用的人")] = "",
    as_json: AsJson = False,
) -> None:
    """人员名单和本机办件人。"""
    from gxq_desktop.application.staff import (
        Person,
        choose_operator,
        list_staff,
        new_person_id,
        person_named,
        roles_of,
        save_person,
        set_active,
        staff_lines,
        staff_listing,
    )

    services = _services(context)
    if add:
        save_person(Person(new_person_id(), add, department, phone, roles_of(roles)), services)
    for name, active in ((retire, False), (restore, True)):
        if name:
            set_active(person_named(name, services).id, active, services)
    if operator:
        choose_operator(person_named(operator, services).id, services)
    found = list_staff(services)
    if as_json:
        _print_json(staff_listing(found))
        return
    for line in staff_lines(found):
        print(line)


@program.command()
def warnings(context: typer.Context, as_json: AsJson = False) -> None:
    """预警：新变黄、变红的事项，每次变化只说一遍。"""
    from gxq_desktop.application.ledger_listing import (
        LedgerPage,
        ledger_lines,
        ledger_listing,
        new_warnings,
        refresh_ledger,
    )

    services = _services(context)
    with _Progress("整理台账") as progress:
        refresh_ledger(services, progress)
    found = new_warnings(services)
    if as_json:
        _print_json(ledger_listing(found))
        return
    for line in ledger_lines(LedgerPage(found, len(found))) if found else ("没有新的预警。",):
        print(line)


@program.command()
def missed(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[NO]", help="项目编号；不写则列全部项目的")] = "",
    since: Annotated[str | None, typer.Option("--since", help="哪天起到期的")] = None,
    until: Annotated[str | None, typer.Option("--until", help="到哪天为止到期的")] = None,
    as_json: AsJson = False,
) -> None:
    """超期记录：错过的日期、哪天才办完、原因；还没办完的也在内。"""
    from gxq_desktop.application.ledger_listing import refresh_ledger
    from gxq_desktop.application.missed_dates import list_missed, missed_lines, missed_listing

    services = _services(context)
    with _Progress("整理台账") as progress:
        refresh_ledger(services, progress)
    found = list_missed(services, _date(since, "起始日"), _date(until, "截止日"), number)
    if as_json:
        _print_json(missed_listing(found))
        return
    for line in missed_lines(found):
        print(line)


@program.command()
def explain(
    context: typer.Context,
    number: Number,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="事项编码")],
    reason: Annotated[str, typer.Argument(metavar="REASON", help="超期原因；写错会列出全部")],
    note: Annotated[str, typer.Option("--note", help="备注")] = "",
    person: Annotated[str, typer.Option("--person", help="谁写的，不写为项目的帮办员")] = "",
) -> None:
    """给已超期还没办完的事项写明原因；办完时不再问。"""
    from gxq_desktop.application.missed_dates import explain_missed

    made = explain_missed(number, item, reason, _services(context), note, person)
    print(f"已记录：{made.step_id} 应在 {made.due_on} 前办完，原因 {made.reason.value}。")


@program.command()
def clocks(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[NO]", help="项目编号；不写则合计全部项目")] = "",
    since: Annotated[str | None, typer.Option("--since", help="哪天起，不写则从各项开始算")] = None,
    until: Annotated[str | None, typer.Option("--until", help="到哪天为止，不写为今天")] = None,
    authority: Annotated[str, typer.Option("--authority", help="只算一个部门的事项")] = "",
    as_json: AsJson = False,
) -> None:
    """三个时钟：过去的工作日各算谁的，部门、企业还是中介；可以只算一段时间。"""
    from gxq_desktop.application.ledger_listing import LedgerFilter, refresh_ledger
    from gxq_desktop.application.owned_listing import owned_report, owned_report_lines, owned_report_listing

    services = _services(context)
    with _Progress("整理台账") as progress:
        refresh_ledger(services, progress)
    first, last = _date(since, "起始日"), _date(until, "截止日")
    period = None
    if first is not None or last is not None:
        period = (first or date(services.calendar.first_year, 1, 1), last or services.clock.today())
    report = owned_report(services, LedgerFilter(number=number, authority=authority, every=True), period)
    if as_json:
        _print_json(owned_report_listing(report))
        return
    for line in owned_report_lines(report):
        print(line)


@program.command("clock-rules")
def clock_rules_command(
    context: typer.Context,
    suspension: Annotated[
        str | None, typer.Option("--suspension", help="停钟扣哪几天：whole_days、resume_day_counts 或 stop_day_counts")
    ] = None,
    amber: Annotated[int | None, typer.Option("--amber", help="剩几个工作日及以内亮黄灯")] = None,
    slip: Annotated[int | None, typer.Option("--slip", help="门槛推迟超过几天要批准人")] = None,
    joint: Annotated[int | None, typer.Option("--joint", help="并联审批共几个工作日，至多 45")] = None,
    person: Annotated[str, typer.Option("--person", help="谁定的，改规则时必写")] = "",
    as_json: AsJson = False,
) -> None:
    """时限规则：停钟怎么扣、几天亮黄灯、推迟几天要批准、并联总时限。不写选项则只看。"""
    from dataclasses import replace

    from gxq_desktop.application.clock_rules import clock_rules_of, rules_lines, rules_listing, set_clock_rules
    from gxq_desktop.domain.limits import SuspensionRule

    services = _services(context)
    rules = clock_rules_of(services)
    if suspension is not None and suspension not in {each.value for each in SuspensionRule}:
        known = "、".join(f"{each.value}（{each.label}）" for each in SuspensionRule)
        raise typer.BadParameter(f"“{suspension}”不是停钟的数法，可以写：{known}。")
    asked = {"amber_working_days": amber, "approval_slip_days": slip, "joint_working_days": joint}
    changed = replace(
        rules,
        suspension=SuspensionRule(suspension) if suspension is not None else rules.suspension,
        **{name: value for name, value in asked.items() if value is not None},
    )
    if changed != rules:
        rules = set_clock_rules(services, changed, person)
    if as_json:
        _print_json(rules_listing(rules))
        return
    for line in rules_lines(rules):
        print(line)


@program.command("replan")
def replan_command(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """从今天重排：预计哪天完成、由哪一串决定、与约定差多少；不保存。"""
    from gxq_desktop.application.replan import replan, replan_lines, replan_listing

    found = replan(number, _services(context))
    if as_json:
        _print_json(replan_listing(found))
        return
    for line in replan_lines(found):
        print(line)


@program.command()
def backup(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", help="另外写一份到这个文件夹，如 U 盘")] = None,
) -> None:
    """备份全部数据，写完读一遍核对。"""
    from gxq_desktop.application.backup_schedule import back_up
    from gxq_desktop.application.ports import BackupReason

    services = _services(context)
    with _Progress("备份") as progress:
        made = back_up(services, BackupReason.ASKED, to, progress)
    if made.second_problem:
        raise DomainError(made.second_problem, f"本机的备份在 {made.file.path}。")
    print(f"{made.file.path}  {made.projects} 个项目  {made.file.size_bytes / 1e6:.1f} MB  已核对")
    if to is not None:
        print(to / made.file.path.name)


@program.command("check-data")
def check_data(context: typer.Context, as_json: AsJson = False) -> None:
    """检查数据：文件是否完好、每个项目能否排出时间表、已发的手册是否还作数。"""
    from gxq_desktop.application.check_store import check_store, in_words

    services = _services(context)
    with _Progress("检查") as progress:
        found = check_store(services, progress)
    if as_json:
        _print_json(
            {
                "sound": found.is_sound,
                "projects": found.projects,
                "editions": found.editions,
                "findings": [
                    {
                        "gravity": each.gravity.name.lower(),
                        "number": each.number,
                        "problem": each.problem,
                        "next_step": each.next_step,
                    }
                    for each in found.findings
                ],
            }
        )
    else:
        for line in in_words(found):
            print(line)
    if not found.is_sound:
        raise typer.Exit(1)


@program.command("reissue")
def reissue_command(
    context: typer.Context,
    number: Number,
    out: Out,
    reason: Annotated[str, typer.Option("--reason", help="为什么改，印在变更单上")] = "",
    person: Annotated[str, typer.Option("--person", help="经办人")] = "",
    approver: Annotated[str, typer.Option("--approver", help="批准人（里程碑推迟超过 30 天时必写）")] = "",
    changed: Annotated[
        Path | None, typer.Option("--changed-pages", help="另把有改动的页写到哪个文件，附换页说明")
    ] = None,
) -> None:
    """重发：新一版手册和变更单（在旁边，文件名加“变更单”）；新日期从此算约定的计划。"""
    from gxq_desktop.application.changed_pages import changed_pages_lines, print_changed_pages
    from gxq_desktop.application.reissue import reissue, reissue_lines

    done = reissue(number, _services(context), reason, person, approver)
    for warning in done.warnings:
        print(f"提醒：{warning}", file=sys.stderr)
    slip = out.with_name(f"{out.stem}-变更单{out.suffix}")
    write_whole(out, done.manual)
    write_whole(slip, done.slip)
    print(out)
    print(slip)
    for line in reissue_lines(done):
        print(line)
    if changed is not None:
        try:
            part = print_changed_pages(number, _services(context))
        except DomainError as refusal:  # the reissue itself is done
            print(f"提醒：换页没有印。{refusal.problem}{refusal.next_step}", file=sys.stderr)
            return
        write_whole(changed, part.pages.pdf)
        print(changed)
        for line in changed_pages_lines(part):
            print(line)


@program.command("changed-pages")
def changed_pages_command(
    context: typer.Context,
    number: Number,
    out: Out,
    since: Annotated[
        int | None, typer.Option("--since", min=1, help="企业手里是第几版；不写则取最近移交的一版")
    ] = None,
) -> None:
    """换页：只印手册里有改动的张（PDF），第一张说明抽出哪些旧页、放入哪些新页。"""
    from gxq_desktop.application.changed_pages import changed_pages_lines, print_changed_pages

    done = print_changed_pages(number, _services(context), since)
    for warning in done.warnings:
        print(f"提醒：{warning}", file=sys.stderr)
    write_whole(out, done.pages.pdf)
    print(out)
    for line in changed_pages_lines(done):
        print(line)


@program.command()
def verify(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="纸上二维码旁的校验码，如 7K3F-92QD")],
    as_json: AsJson = False,
) -> None:
    """验纸：是第几版、哪天印的、之后变了什么。"""
    from gxq_desktop.application.verify_paper import verified_lines, verified_listing, verify_paper

    found = verify_paper(code, _services(context))
    if as_json:
        _print_json(verified_listing(found))
        return
    for line in verified_lines(found):
        print(line)


@program.command("as-of")
def as_of(
    context: typer.Context,
    number: Number,
    day: Annotated[str, typer.Argument(metavar="DATE", help="哪一天，如 2026-09-16")],
    as_json: AsJson = False,
) -> None:
    """过去某一天的计划和台账，与当时看到的一样。"""
    from gxq_desktop.application.plan_as_of import as_of_lines, as_of_listing, plan_as_of

    on = _date(day, "日期")
    assert on is not None
    found = plan_as_of(number, on, _services(context))
    if as_json:
        _print_json(as_of_listing(found))
        return
    for line in as_of_lines(found):
        print(line)


@catalogue_commands.command("check")
def catalogue_check(
    context: typer.Context, folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="事项库目录")] = None
) -> None:
    """检查事项库，列出全部错误。"""
    catalogue = _services(context).check_catalogue(folder)
    print(
        f"事项库 {catalogue.version} 没有错误：审批 {len(catalogue.approvals)} 项、材料 {len(catalogue.materials)} 项、"
        f"接入 {len(catalogue.utilities)} 步，先后关系 {len(catalogue.links)} 条。"
    )


@calendar_commands.command("show")
def calendar_show(
    context: typer.Context, year: Annotated[int, typer.Argument(metavar="YEAR")], as_json: AsJson = False
) -> None:
    """一年的放假、调休和工作日数。"""
    from gxq_desktop.application.calendar_listing import calendar_lines, list_year

    listing = list_year(_services(context).calendar, year)
    if as_json:
        _print_json(listing)
        return
    for line in calendar_lines(listing):
        print(line)


@calendar_commands.command("import")
def calendar_import(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """装入一年的放假通知（YAML），该年不再暂定。"""
    year = _services(context).import_notice(file)
    print(f"{year} 年的放假通知已装入，这一年的日期不再暂定；已发的手册请重印。")


def _paper(paper: str, allowed: Iterable[str]) -> str:
    if paper.upper() not in allowed:
        raise typer.BadParameter(f"纸张“{paper}”应是 {'、'.join(allowed)} 之一。")
    return paper.upper()


def _print_paper(context: typer.Context, number: str, kind: str, variant: str, out: Path, edition: int | None) -> None:
    from gxq_desktop.application.print_paper import print_paper

    printed = print_paper(number, kind, variant, _services(context), edition=edition)
    for warning in printed.warnings:
        print(f"提醒：{warning}", file=sys.stderr)
    write_whole(out, printed.pdf)
    print(f"{out}  第 {printed.edition.number} 版  校验码 {printed.edition.check_code}")


def _read_intake(path: Path, services: Services) -> object:
    """What stands in PATH, parsed: JSON, or the project file inside a manual. A PDF is known by its first bytes."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_INTAKE + 1)
    except OSError as error:
        raise DomainError(f"读不到文件“{path}”：{reason_of(error)}。", "请核对文件名。") from error
    if len(content) > LARGEST_INTAKE:
        raise DomainError(f"文件“{path}”超过 {LARGEST_INTAKE // 2**20} MB，不像接件文件。", "请核对文件名。")
    if content.startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
        return services.companions.read_attachment(content)
    return _parsed_json(content, path)


def _parsed_json(content: bytes, path: Path) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DomainError(f"文件“{path}”不是 UTF-8 文字。", "请另存为 UTF-8 编码后重试。") from error
    except json.JSONDecodeError as error:
        raise DomainError(
            f"文件“{path}”第 {error.lineno} 行第 {error.colno} 列不合 JSON 的写法。", "请检查逗号、引号和括号是否成对。"
        ) from error
    except ValueError as error:  # a number of more digits than Python reads
        raise DomainError(f"文件“{path}”里有一个数字长得离谱。", "请改正后重试。") from error
    except RecursionError as error:
        raise DomainError(f"文件“{path}”嵌套太深。", "请对照 resources/samples 里的样例重写。") from error


class _Progress:
    """A progress bar on standard error, quiet when piped."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        if self._shown:
            filled = 30 * done // max(total, 1)
            print(f"\r{self._label} [{'█' * filled}{'·' * (30 - filled)}] {done}/{total}", end="", file=sys.stderr)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print(file=sys.stderr)
