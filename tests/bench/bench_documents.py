"""The manual against others and against the floor, in one table: `python -m tests.bench.bench_documents`.

All renderers get the same content, with our fonts: ours a pickled dossier; the others JSON in which sentences, dates and
table rows are worded already and the places of the process map, the modules of the QR code and the rows of half-page cards
are worked out (rivals/content.py), all of which ours does itself. So nobody pays for the database, the catalogue or planning;
the row "CLI" shows what those add. All draw the same manual: cover with the chart of all steps, how-to-use page, page at a
glance, contents, process map, timetable, full and half-page cards with limit bar and neighbours, list of the rest, material
matrix and defects, utility lines, why-not tables, policies, service, hand-over form, running heads and folios; Typst nearly
stroke by stroke (manual.typ lists what it leaves out), Word with tables and shaded cells (word_manual.py says where). Ours
alone is PDF/A with the project attached; ours and "Typst, tagged" alone are tagged.

Cold is a fresh process from start to the file on disk (best of --rounds, taken in turns); CPU is the processor time, user and
system, of that process and its children, which other work on the machine disturbs less (Typst and LibreOffice use several
threads, ours one); peak is resident memory. Warm is the manual of one project right after those of two others in the same
process; Typst is given the same turns. The floor is bare_canvas.py. Warm is processor time for ours and the floor, for Typst
the clock's. Needs the extras test and bench; the Word row needs LibreOffice (soffice), else it is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.paths import RESOURCES

FONTS = RESOURCES / "fonts"
OTHERS = ("N5", "N3")
TODAY = "2026-03-09"


# --- what runs in processes of its own --------------------------------------------------------------------------------


def prepare(folder: Path, sample: str) -> None:
    """Put dossiers, contents and the Typst template into FOLDER. In a process of its own: what the measuring process has
    read would count as memory of those it starts.
    """
    from tests.bench.rivals.content import content_json
    from tests.documents.dossiers import SAMPLES, make_dossier

    for name in SAMPLES:
        dossier = make_dossier(name)
        (folder / f"{name}.pickle").write_bytes(pickle.dumps(dossier))
        if name in (*OTHERS, sample):
            (folder / name).mkdir()
            (folder / name / "content.json").write_text(content_json(dossier), "utf-8")
            for template in (Path(__file__).parent / "rivals").glob("*.typ"):
                shutil.copy(template, folder / name)


def facts(folder: Path, file: str) -> None:
    """Bytes and pages of a PDF."""
    import pypdfium2

    data = (folder / file).read_bytes()
    print(json.dumps([len(data), len(pypdfium2.PdfDocument(data))]))


def ours_cold(folder: Path, sample: str) -> None:
    from gxq_desktop.app import collect_rarely

    collect_rarely()  # as the command does
    from gxq_desktop.documents.papers import Papers

    dossier = pickle.loads((folder / f"{sample}.pickle").read_bytes())
    (folder / "ours.pdf").write_bytes(Papers().manual(dossier))


def typst_cold(folder: Path, sample: str, tagged: str) -> None:
    _typst(folder)(sample, tagged == "tagged")


def typst_warm(folder: Path, sample: str) -> None:
    compile_one = _typst(folder)
    for other in OTHERS:
        compile_one(other, False)
    begin = time.process_time()
    warm = _seconds(lambda: compile_one(sample, False))
    print(json.dumps({"warm": warm, "processor": time.process_time() - begin}))


def _typst(folder: Path) -> Callable[[str, bool], None]:
    """One compiler, which keeps its fonts from one manual to the next."""
    import typst

    compiler = typst.Compiler(root=str(folder), font_paths=[str(FONTS)], ignore_system_fonts=True)

    def compile_one(sample: str, tagged: bool) -> None:
        output = folder / f"typst-{'tagged' if tagged else 'untagged'}.pdf"
        compiler.compile(input=str(folder / sample / "manual.typ"), output=str(output), pdf_tags=tagged)

    return compile_one


def ours_warm(folder: Path, sample: str) -> None:
    from gxq_desktop.documents.collection import uncollected
    from gxq_desktop.documents.manual import make_manual
    from gxq_desktop.documents.papers import Papers
    from tests.bench import bare_canvas

    dossiers = {name: (folder / f"{name}.pickle").read_bytes() for name in (*OTHERS, sample)}
    papers = Papers()
    for other in OTHERS:
        papers.manual(pickle.loads(dossiers[other]))
    dossier = pickle.loads(dossiers[sample])
    warm = _seconds(lambda: papers.manual(dossier), time.process_time)
    again = min(_seconds(lambda: papers.manual(dossier), time.process_time) for _ in range(3))
    recorded = bare_canvas.recorded(make_manual(dossier))

    def floor() -> None:
        with uncollected():
            bare_canvas.draw(recorded)

    floor()
    print(
        json.dumps({"warm": warm, "again": again, "floor": min(_seconds(floor, time.process_time) for _ in range(3))})
    )


def ours_many(folder: Path, sample: str, count: str) -> None:
    """Memory after half of COUNT manuals and after all, MiB."""
    from gxq_desktop.documents.papers import Papers

    names = sorted(path.stem for path in folder.glob("*.pickle"))
    papers, sizes = Papers(), []
    for turn in range(int(count)):
        papers.manual(pickle.loads((folder / f"{names[turn % len(names)]}.pickle").read_bytes()))
        if turn + 1 in (int(count) // 2, int(count)):
            sizes.append(_resident_mib())
    print(json.dumps(sizes))


def ours_batch(folder: Path, sample: str, count: str) -> None:
    """Seconds for COUNT manuals with one worker and with two, and whether the bytes are the same."""
    from gxq_desktop.application.paper_kinds import PaperChoice, PaperOrder
    from gxq_desktop.documents.batch import make_many
    from gxq_desktop.documents.papers import Papers

    names = sorted(path.stem for path in folder.glob("*.pickle"))
    orders = [
        PaperOrder(
            pickle.loads((folder / f"{names[turn % len(names)]}.pickle").read_bytes()), (PaperChoice("manual", "A4"),)
        )
        for turn in range(int(count))
    ]
    made: list[list[tuple[bytes, ...]]] = []

    def make(workers: int) -> None:
        made.append([each.result() for each in make_many(orders, len(orders), Papers(), workers)])

    seconds = [_seconds(lambda: make(workers)) for workers in (1, 2)]  # noqa: B023
    print(json.dumps([*seconds, made[0] == made[1]]))


def _resident_mib() -> float:
    with Path("/proc/self/statm").open() as status:
        return int(status.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


# --- measuring processes ----------------------------------------------------------------------------------------------


@frozen
class Cold:
    """One fresh process: wall time in s, its processor time with its children's in s, peak resident memory in MiB."""

    seconds: float
    processor: float
    peak_mib: float


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> Cold:
    """Run COMMAND to its end. CalledProcessError if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cold(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _part(name: str, folder: Path, sample: str, *more: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.bench_documents", "--part", name, str(folder), sample, *more]


def _told(command: Sequence[str]) -> object:
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def best_of(runs: Sequence[Cold]) -> Cold:
    """The shortest times and the median of memory."""
    return Cold(
        min(run.seconds for run in runs),
        min(run.processor for run in runs),
        statistics.median(run.peak_mib for run in runs),
    )


# --- the table --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    name: str
    cold: Cold | None = None
    warm: float | None = None
    size: int | None = None
    pages: int | None = None
    tagged: str = ""

    def cells(self) -> list[str]:
        return [
            self.name,
            f"{self.cold.seconds:.2f}" if self.cold else "–",
            f"{self.cold.processor:.2f}" if self.cold else "–",
            f"{self.warm:.3f}" if self.warm else "–",
            f"{self.cold.peak_mib:.0f}" if self.cold else "–",
            f"{self.size / 1000:.0f}" if self.size else "–",
            str(self.pages) if self.pages else "–",
            self.tagged,
        ]


def measure(folder: Path, sample: str, rounds: int, manuals: int, batch: int) -> None:
    """Measure everything and print it as it becomes known; the tables last."""
    rivals = {
        "ours": _part("ours_cold", folder, sample),
        "untagged": _part("typst_cold", folder, sample, "untagged"),
        "tagged": _part("typst_cold", folder, sample, "tagged"),
    }
    for command in rivals.values():
        run(command)  # files into the system's cache
    runs: dict[str, list[Cold]] = {name: [] for name in rivals}
    warm: list[dict[str, float]] = []
    typst: list[dict[str, float]] = []
    for _ in range(rounds):
        for name, command in rivals.items():
            runs[name].append(run(command))
        warm.append(_told(_part("ours_warm", folder, sample)))  # type: ignore[arg-type]
        typst.append(_told(_part("typst_warm", folder, sample)))  # type: ignore[arg-type]
    ours = Row("ours (ReportLab canvas; tagged PDF/A-3, project file attached)", best_of(runs["ours"]), tagged="yes")
    ours.warm = min(each["warm"] for each in warm)
    again = min(each["again"] for each in warm)
    floor = min(each["floor"] for each in warm)
    plain = Row("Typst, untagged", best_of(runs["untagged"]), min(each["warm"] for each in typst), tagged="no")
    tagged = Row("Typst, tagged", best_of(runs["tagged"]), tagged="yes")
    for row, file in ((ours, "ours"), (plain, "typst-untagged"), (tagged, "typst-tagged")):
        row.size, row.pages = _told(_part("facts", folder, f"{file}.pdf"))  # type: ignore[misc]
    command_line = Row(
        "ours, whole CLI: `gxq-desktop manual` from the database", _cli(folder, sample, rounds), tagged="yes"
    )
    word, words = _word(folder, sample, rounds)
    rows = [
        ours,
        command_line,
        plain,
        tagged,
        *([word] if word else []),
        Row("floor: bare canvas replay", warm=floor, tagged="no"),
    ]
    batches: list[list[float]] = [_told(_part("ours_batch", folder, sample, str(batch))) for _ in range(3)]  # type: ignore[misc]
    same = all(each[2] for each in batches)
    faster = min(one for one, _, _ in batches) / min(two for _, two, _ in batches)
    early, late = _told(_part("ours_many", folder, sample, str(manuals)))  # type: ignore[misc]
    _print_table(
        ["renderer", "cold s", "CPU s", "warm s", "peak MiB", "PDF kB", "pages", "tagged"],
        [row.cells() for row in rows],
    )
    cold = ours.cold
    assert cold and plain.cold and ours.size and plain.size and tagged.size
    goals = [
        ["warm manual ÷ floor", f"{ours.warm / floor:.2f}", "≤ 1.5"],
        ["the same manual again ÷ floor", f"{again / floor:.2f}", ""],
        ["cold ÷ Typst untagged", f"{cold.seconds / plain.cold.seconds:.2f}", "≤ 0.9"],
        ["cold CPU ÷ Typst untagged", f"{cold.processor / plain.cold.processor:.2f}", ""],
        ["warm ÷ Typst untagged", f"{ours.warm / (plain.warm or 1):.2f}", ""],
        ["warm CPU ÷ Typst untagged", f"{ours.warm / min(each['processor'] for each in typst):.2f}", ""],
        ["peak memory ÷ Typst untagged", f"{cold.peak_mib / plain.cold.peak_mib:.2f}", "≤ 0.6"],
        ["PDF size ÷ Typst untagged", f"{ours.size / plain.size:.2f}", "≤ 1.0"],
        ["PDF size ÷ Typst tagged", f"{ours.size / tagged.size:.2f}", ""],
        *(
            [
                ["cold ÷ Word → LibreOffice", f"1/{word.cold.seconds / cold.seconds:.1f}", "≤ 1/15"],
                ["cold CPU ÷ Word → LibreOffice", f"1/{word.cold.processor / cold.processor:.1f}", ""],
            ]
            if word and word.cold
            else []
        ),
        [f"{batch} manuals, 2 workers: times faster than 1", f"{faster:.2f}", "≥ 1.7"],
        ["(a bare Python loop in 2 processes: times faster than 1)", f"{_both_cores():.2f}", ""],
        ["the same bytes", "yes" if same else "NO", "yes"],
        [
            f"memory after {manuals} manuals, MiB more than after {manuals // 2}",
            f"{late - early:+.1f} of {late:.0f}",
            "flat",
        ],
    ]
    print()
    _print_table(["goal", "measured", "wanted"], goals)
    print(f"\nSample {sample}, best of {rounds} rounds; {platform.python_implementation()} {platform.python_version()}, "
          f"{os.cpu_count()} cores. {words}")  # fmt: skip


def _both_cores() -> float:
    """How much more two processes get done than one on this machine: what no batch can beat."""
    command = [sys.executable, "-c", "for _ in range(20_000_000): pass"]
    alone = min(run(command).seconds for _ in range(3))

    def together() -> None:
        for process in [subprocess.Popen(command) for _ in range(2)]:
            process.wait()

    return 2 * alone / min(_seconds(together) for _ in range(3))


def _cli(folder: Path, sample: str, rounds: int) -> Cold:
    """A first print every time: each on a day of its own, for on the same day the file already made would come back."""
    base = [sys.executable, "-m", "gxq_desktop", "--data-dir", str(folder / "home"), "--today"]
    intake = [*base, TODAY, "intake", str(RESOURCES / "samples" / f"{sample}.json")]
    told = subprocess.run(intake, check=True, capture_output=True, text=True).stdout
    number = next(word for word in told.replace("：", " ").split() if word.startswith("GX-"))
    first = date.fromisoformat(TODAY)
    days = [str(first + timedelta(days=later)) for later in range(rounds + 1)]
    runs = [run([*base, day, "manual", number.rstrip("。，"), "--out", str(folder / "cli.pdf")]) for day in days]
    return best_of(runs[1:])


def _word(folder: Path, sample: str, rounds: int) -> tuple[Row | None, str]:
    office = shutil.which("soffice")
    if office is None:
        return None, "LibreOffice is not installed: no Word row."
    fonts = folder / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder / 'fontcache'}</cachedir></fontconfig>")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    make = [
        sys.executable,
        "-m",
        "tests.bench.rivals.word_manual",
        str(folder / sample / "content.json"),
        str(folder / "word.docx"),
    ]
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "word.docx")]
    run(make)
    run(convert, environment)  # makes the profile
    runs = []
    for _ in range(max(3, rounds // 2)):
        made, converted = run(make), run(convert, environment)
        runs.append(_both(made, converted))
    row = Row("Word file (python-docx) → LibreOffice", best_of(runs), tagged="no")
    row.size, row.pages = _told(_part("facts", folder, "word.pdf"))  # type: ignore[misc]
    return row, "Word: profile and font cache made beforehand; the peak is that of LibreOffice's largest process."


def _both(first: Cold, second: Cold) -> Cold:
    """One after the other."""
    peak = max(first.peak_mib, second.peak_mib)
    return Cold(first.seconds + second.seconds, first.processor + second.processor, peak)


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")


PARTS: dict[str, Callable[..., None]] = {
    part.__name__: part
    for part in (prepare, facts, ours_cold, typst_cold, typst_warm, ours_warm, ours_many, ours_batch)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", default="N1")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--manuals", type=int, default=200, help="for the memory row")
    parser.add_argument("--batch", type=int, default=36, help="manuals of the batch row")
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        name, folder, *more = asked.part
        PARTS[name](Path(folder), *more)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")  # compiled once, as when installed
        subprocess.run(_part("prepare", Path(folder), asked.sample), check=True)
        measure(Path(folder), asked.sample, asked.rounds, asked.manuals, asked.batch)


if __name__ == "__main__":
    main()
