"""Register the sample projects (样例项目) and print their papers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from gxq_desktop.application.files import write_whole
from gxq_desktop.application.ports import Report, Services
from gxq_desktop.application.print_paper import print_paper
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.project import ProjectNumber

PAPERS = (("manual", "A4"), ("countdown", "A4"), ("wallchart", "A3"))


def make_demo(services: Services, out: Path, report: Report) -> Sequence[str]:
    """Register each sample that is not registered yet, write its three papers to OUT, and say so, a line each.

    Running it again prints the same projects. Raises what registering and printing raise.
    """
    samples = services.sample_files()
    lines, done, total = [], 0, len(samples) * len(PAPERS)
    for sample in samples:
        document = json.loads(sample.read_text("utf-8"))
        number = _registered(document, services)
        written = []
        for kind, variant in PAPERS:
            printed = print_paper(number, kind, variant, services)
            path = out / f"{sample.stem}-{kind}.pdf"
            write_whole(path, printed.pdf)
            written.append(path.name)
            done += 1
            report(done, total)
        lines.append(f"{number}  {document['project']['name']}  →  {'、'.join(written)}")
    lines.append(f"{len(samples)} 个样例项目的 {total} 份文件已写到 {out}。")
    return lines


def _registered(document: dict[str, dict[str, str]], services: Services) -> ProjectNumber:
    """The number under which the sample is registered already, or its new one."""
    project = document["project"]
    with services.unit_of_work() as uow:
        for number in uow.projects.with_project_code(project["project_code"]):
            if uow.projects.get(number).name == project["name"]:
                return number
    return register_project(document, services).number
