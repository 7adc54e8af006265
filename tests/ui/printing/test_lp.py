"""Papers to a CUPS queue: a fake `lp` on PATH writes down what it is told and what it is given."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.documents.papers import Papers
from gxq_desktop.ui.printing import lp
from gxq_desktop.ui.printing.lp import NotTaken, Order, find_lp, hand_to_queue
from gxq_desktop.ui.printing.printers import (
    PaperJob,
    PrinterGone,
    PrinterStopped,
    QueueRefused,
    print_papers_on,
)
from tests.documents.dossiers import make_dossier
from tests.ui.printing.conftest import FilePrinter, FilePrinters

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="lp is asked on Linux only")

NAME = "HP LaserJet M507"
DOSSIER = make_dossier("N2")
CARD = PaperJob(PaperChoice("item_card", "A01"), Papers().item_card(DOSSIER, DOSSIER.cards[0].code), duplex=True)
CHART = PaperJob(PaperChoice("wallchart", "A3"), Papers().wallchart(DOSSIER, "A3"), duplex=False)
GONE = "/usr/bin/lp: Error - The printer or class does not exist."


def no_report(done: int, total: int) -> None:
    pass


class Cancel(Exception):
    pass


def after(calls: int) -> Callable[[], None]:
    """A tick that cancels at its CALLS-th call."""
    left = [calls]

    def tick() -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise Cancel

    return tick


class QueuePrinter(FilePrinter):
    def outputFormat(self) -> QPrinter.OutputFormat:
        return QPrinter.OutputFormat.NativeFormat


class Queues(FilePrinters):
    """Printers the system has as queues."""

    def open(self, name: str) -> QPrinter:
        if name in self.gone:
            raise PrinterGone(name)
        printer = QueuePrinter(self.folder / f"{len(self.opened)}.pdf", self.sides)
        self.opened.append(printer)
        return printer


@dataclass(frozen=True)
class FakeLp:
    """Programs `lp` and `cancel` in FOLDER/bin that write what they get to FOLDER."""

    folder: Path

    def write(self, program: str, *lines: str) -> None:
        path = self.folder / "bin" / program
        path.write_text("\n".join(["#!/bin/sh", f"cd '{self.folder}'", *lines, ""]), "utf-8")
        path.chmod(0o755)

    def takes(self, *ending: str) -> None:
        """`lp` records its call, then does the lines of ENDING."""
        self.write(
            "lp",
            "n=$(ls | grep -c args)",
            "printf '%s\\0' \"$@\" > $n.args",
            "cat > $n.pdf",
            *(ending or ('echo "request id is Q-1$n (0 file(s))"',)),
        )

    def refuses(self, complaint: str) -> None:
        (self.folder / "complaint").write_text(complaint, "utf-8")
        self.takes("cat complaint >&2", "exit 1")

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of every call of `lp`."""
        return [path.read_text("utf-8").split("\0")[:-1] for path in sorted(self.folder.glob("*.args"))]

    @property
    def given(self) -> list[bytes]:
        """Standard input of every call of `lp`."""
        return [path.read_bytes() for path in sorted(self.folder.glob("*.pdf"))]

    @property
    def cancelled(self) -> str:
        path = self.folder / "cancelled"
        return path.read_text("utf-8") if path.exists() else ""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLp:
    fake = FakeLp(tmp_path / "lp 假")
    (fake.folder / "bin").mkdir(parents=True)
    fake.takes()
    fake.write("cancel", 'echo "$@" > cancelled')
    monkeypatch.setenv("PATH", f"{fake.folder / 'bin'}:/usr/bin:/bin")
    return fake


@pytest.fixture
def queues(tmp_path: Path, qapp: object) -> Queues:
    folder = tmp_path / "printed"
    folder.mkdir()
    return Queues(folder, NAME)


def option(call: list[str], flag: str) -> list[str]:
    """Every value FLAG has in CALL."""
    return [value for key, value in pairwise(call) if key == flag]


def order(title: str = "办理手册", duplex: bool = False, lying: bool = False) -> Order:
    return Order(title, 1, "A4", duplex, lying)


def hand(order: Order, pdf: bytes = b"%PDF", queue: str = NAME, tick: Callable[[], None] = lambda: None) -> None:
    found = find_lp()
    assert found is not None
    hand_to_queue(found, queue, pdf, order, tick)


# -- papers on their way --------------------------------------------------------------------------------------------


def test_a_queue_gets_the_pdf_itself_and_nothing_is_drawn(fake: FakeLp, queues: Queues) -> None:
    told: list[tuple[int, int]] = []

    pages = print_papers_on(NAME, (CARD, CHART), 3, queues, lambda done, total: told.append((done, total)))

    assert fake.given == [CARD.pdf, CHART.pdf]
    assert queues.printed == []
    assert told[0] == (0, pages) and told[-1] == (pages, pages)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_queue_copies_sides_size_and_title_are_told(fake: FakeLp, queues: Queues) -> None:
    print_papers_on(NAME, (CARD, CHART), 3, queues, no_report)

    card, chart = fake.calls
    assert [option(call, "-d") for call in fake.calls] == [[NAME], [NAME]]
    assert [option(call, "-n") for call in fake.calls] == [["3"], ["3"]]
    assert option(card, "-o") == ["sides=two-sided-long-edge", "media=A4", "collate=true", "print-scaling=none"]
    assert option(chart, "-o") == ["sides=one-sided", "media=A3", "collate=true", "print-scaling=none"]
    assert option(chart, "-t") == ["上墙工期图 A3"]
    assert option(card, "-P") == []


def test_a_lying_paper_is_turned_over_its_short_edge(fake: FakeLp, queues: Queues) -> None:
    print_papers_on(NAME, (PaperJob(CHART.choice, CHART.pdf, duplex=True),), 1, queues, no_report)

    assert "sides=two-sided-short-edge" in option(fake.calls[0], "-o")


def test_printing_goes_on_at_a_page(fake: FakeLp, queues: Queues) -> None:
    manual = PaperJob(PaperChoice("manual", "A4"), Papers().manual(DOSSIER), duplex=True)
    pages = print_papers_on(NAME, (CARD, manual), 1, queues, no_report, (1, 15))

    (call,) = fake.calls
    card = pages - int(option(call, "-P")[0].removeprefix("16-"))
    assert option(call, "-P") == [f"16-{pages - card}"] and card in (1, 2)
    assert fake.given == [manual.pdf]


def test_a_queue_that_is_gone_when_lp_asks_is_a_printer_that_is_gone(fake: FakeLp, queues: Queues) -> None:
    fake.refuses(GONE)

    with pytest.raises(PrinterGone, match="找不到打印机“HP LaserJet M507”"):
        print_papers_on(NAME, (CARD,), 1, queues, no_report)


def test_a_printer_that_is_gone_is_said_before_lp_is_asked(fake: FakeLp, queues: Queues) -> None:
    queues.gone.add(NAME)

    with pytest.raises(PrinterGone):
        print_papers_on(NAME, (CARD,), 1, queues, no_report)

    assert fake.calls == []


def test_a_paper_the_queue_refuses_says_why_and_where_to_go_on(fake: FakeLp, queues: Queues) -> None:
    fake.takes("[ $n = 0 ] && exit 0", f"echo '{GONE}' >&2", "exit 1")

    with pytest.raises(QueueRefused) as refused:
        print_papers_on(NAME, (CARD, CHART), 1, queues, no_report)

    assert isinstance(refused.value, PrinterStopped)
    assert refused.value.at == (1, 0) and refused.value.done > 0
    assert refused.value.problem == "上墙工期图 A3没有送到打印机“HP LaserJet M507”：打印服务里没有这台打印机了。"
    assert "数据都在" in refused.value.next_step and "接着打" in refused.value.next_step
    assert str(refused.value) == refused.value.problem + refused.value.next_step


def test_without_lp_pages_are_drawn(queues: Queues, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    print_papers_on(NAME, (CARD,), 1, queues, no_report)

    assert len(queues.printed) == 1


def test_a_printer_that_is_a_file_is_drawn_though_there_is_lp(
    fake: FakeLp, printers: FilePrinters, qapp: object
) -> None:
    print_papers_on(NAME, (CARD,), 1, printers, no_report)

    assert fake.calls == [] and len(printers.printed) == 1


def test_elsewhere_than_on_linux_lp_is_not_asked(fake: FakeLp, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_lp() == str(fake.folder / "bin" / "lp")
    monkeypatch.setattr(sys, "platform", "win32")
    assert find_lp() is None


# -- one paper ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("-d 别的", "-d 别的"),
        ("--", "--"),
        ("一\n二\r\x1b[0m\0三", "一 二 [0m 三"),
        ("$(touch x) `touch x`; touch x", "$(touch x) `touch x`; touch x"),
        ("\n", "PDF"),
        ("长" * 300, "长" * 66),
    ],
)
def test_no_title_does_harm(fake: FakeLp, title: str, told: str) -> None:
    hand(order(title))

    (call,) = fake.calls
    assert call[-2:] == ["-t", told]
    assert not (fake.folder / "x").exists()


def test_a_name_is_one_argument_whatever_it_is(fake: FakeLp) -> None:
    hand(order(), queue="-o raw; 'x'")

    assert fake.calls[0][:2] == ["-d", "-o raw; 'x'"]


def test_a_large_paper_arrives_whole(fake: FakeLp) -> None:
    pdf = b"%PDF" + bytes(range(256)) * 20_000

    hand(order(), pdf)

    assert fake.given == [pdf]


@pytest.mark.parametrize(
    ("complaint", "reason"),
    [
        ('lp: Destination "x" is not accepting jobs.', "这台打印机现在不收打印任务。"),
        ("lp: Error - scheduler not responding.", "连不上这台电脑的打印服务（CUPS）。"),
        ("lp: Unable to connect to server", "连不上这台电脑的打印服务（CUPS）。"),
        ("lp: No such file or directory", "连不上这台电脑的打印服务（CUPS）。"),
        ("lp: Forbidden", "打印服务不许这个账户用它。"),
        ("lp: Quota limit reached.", "打印限额用完了。"),
        ("/usr/bin/lp: Error - Out\nof \x1b[1m toner", "打印服务说：“Out of [1m toner”。"),
        ("", "打印服务没有说原因。"),
    ],
)
def test_what_lp_complains_of_is_said_in_chinese(fake: FakeLp, complaint: str, reason: str) -> None:
    fake.refuses(complaint)

    with pytest.raises(NotTaken) as refused:
        hand(order())

    assert refused.value.reason == reason and not refused.value.gone


def test_an_lp_that_reads_nothing_is_a_refusal_not_a_broken_pipe(fake: FakeLp) -> None:
    fake.write("lp", 'echo "lp: Error - unknown destination \\"x\\"!" >&2', "exit 1")

    with pytest.raises(NotTaken) as refused:
        hand(order(), b"x" * 5_000_000)

    assert refused.value.gone


def test_an_lp_that_cannot_run_is_a_refusal(fake: FakeLp) -> None:
    program = fake.folder / "bin" / "lp"
    program.unlink()

    with pytest.raises(NotTaken, match="lp 用不了"):
        hand_to_queue(str(program), NAME, b"", order(), lambda: None)


def test_an_lp_that_does_not_answer_is_ended(fake: FakeLp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp, "LIMIT_SECONDS", 0.2)
    fake.write("lp", "sleep 60", "echo late > late")
    began = time.monotonic()

    with pytest.raises(NotTaken, match="太久没有回应"):
        hand(order(), b"x" * 1_000_000)

    assert time.monotonic() - began < 10
    assert not (fake.folder / "late").exists()


# -- cancelling -----------------------------------------------------------------------------------------------------


def test_cancelling_while_lp_runs_lets_it_end_and_takes_its_job_back(fake: FakeLp) -> None:
    fake.takes("sleep 0.4", 'echo "request id is Q-17 (0 file(s))"')

    with pytest.raises(Cancel):
        hand(order(), tick=after(1))

    assert fake.cancelled == "Q-17\n"


def test_cancelling_when_lp_is_done_takes_its_job_back(fake: FakeLp) -> None:
    fake.takes('echo "request id is -Q-18 (0 file(s))"')

    def tick() -> None:
        if (fake.folder / "0.pdf").exists():
            raise Cancel

    with pytest.raises(Cancel):
        hand(order(), tick=tick)

    assert fake.cancelled == "18\n"


def test_cancelling_an_lp_that_hangs_ends_it(fake: FakeLp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp, "GRACE_SECONDS", 0.2)
    fake.write("lp", "sleep 60")
    began = time.monotonic()

    with pytest.raises(Cancel):
        hand(order(), tick=after(1))

    assert time.monotonic() - began < 10
    assert fake.cancelled == ""


def test_cancelling_before_a_paper_hands_nothing_more_over(fake: FakeLp, queues: Queues) -> None:
    def report(done: int, total: int) -> None:
        if fake.calls:
            raise Cancel

    with pytest.raises(Cancel):
        print_papers_on(NAME, (CARD, CHART), 1, queues, report)

    assert len(fake.calls) == 1
