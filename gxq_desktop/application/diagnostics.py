"""What a maintainer needs to know about an installation (诊断信息), without any name, number or address of an enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gxq_desktop.application.backup_schedule import last_backup
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.errors import DomainError


def diagnostics(services: Services | None, surroundings: Mapping[str, str], second: Path | None = None) -> str:
    """Lines "name：value". surroundings: versions of program, Python, Qt, system, screen, as the caller knows them.

    services: None while the data could not be opened. What cannot be read is said in its line instead of raised. Names and
    numbers of projects and enterprises, contacts, file names of the user and the log are left out.
    """
    lines = [f"{name}：{value}" for name, value in surroundings.items()]
    if services is None:
        return "\n".join([*lines, "数据：没有打开"])
    catalogue, calendar = services.catalogue, services.calendar
    lines.append(
        f"事项库：{catalogue.version}（{catalogue.digest[:12]}），{len(catalogue.items)} 项、{len(catalogue.links)} 条先后关系"
    )
    certain = [str(notice.year) for notice in calendar.notices if not notice.provisional]
    lines.append(
        f"日历：{calendar.first_year}–{calendar.last_year}，已公布 {certain[0]}–{certain[-1]}"
        if certain
        else "日历：全部暂定"
    )
    lines.append(f"今天：{services.clock.today().isoformat()}")
    lines.append(f"数据：{_store(services)}")
    lines.append(f"备份：{_backups(services, second)}")
    return "\n".join(lines)


def _store(services: Services) -> str:
    kind = "PostgreSQL" if services.backups.refusal is not None else "SQLite"
    try:
        projects = services.lists.projects()
    except DomainError as refusal:
        return f"{kind}，读不出来（{type(refusal.__cause__ or refusal).__name__}）"
    samples = sum(line.is_sample for line in projects)
    issued = sum(line.latest_edition or 0 for line in projects)
    refused = sum(bool(line.refusal) for line in projects)
    return f"{kind}，{len(projects)} 个项目（示例 {samples} 个，排不出时间表 {refused} 个），{issued} 版手册"


def _backups(services: Services, second: Path | None) -> str:
    if services.backups.refusal is not None:
        return "由数据库自己备份"
    files = services.backups.files(second)
    last = last_backup(files)
    if last is None:
        return "还没有"
    here = sum(not each.second for each in files)
    there = f"，第二文件夹 {len(files) - here} 份" if second is not None else ""
    return f"{here} 份{there}，最近 {last.made_at:%Y-%m-%d %H:%M}，{last.size_bytes / 1e6:.1f} MB"
