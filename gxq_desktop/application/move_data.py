"""Move the data folder (移动数据文件夹): copy everything, read the copy again, and only then let it take the old one's place.

The old folder is left as it is. The switch is the last step and one atomic write: a program killed before it goes on in the old
folder, one killed after it in the new one. An unfinished copy carries a mark and is made anew in the same folder.
"""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gxq_desktop.application.backup_schedule import EVIDENCE_FOLDER
from gxq_desktop.application.files import reason_of, write_whole
from gxq_desktop.application.folders import look_at_folder
from gxq_desktop.application.ports import Report, Services, StoreError
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

MARK = "moving.part"
"""Lies in the new folder until the copy is whole."""
CALENDAR_FOLDER = "calendar"
SPARE_BYTES = 50_000_000
TRIES = 3
"""So often is the store copied when something is written meanwhile."""
_OLD_STAYS = "数据还在原来的文件夹，没有变。"

State = tuple[tuple[int, int], ...]
"""Size and time of the store's files: changes with whatever is written."""


@frozen
class MovedData:
    """Where the data is. projects: counted in the copied store. files: all others. state: of the store when it was copied."""

    folder: Path
    projects: int
    files: int
    state: State


def check_target(target: Path, services: Services) -> None:
    """Raise DomainError unless the data can move to TARGET: empty or not there yet, on a local disk, writable, large enough."""
    store = _store_of(services)
    source = store.parent
    if not target.is_absolute():
        raise DomainError("请写完整的路径。", "点“移动”重新选一个文件夹。")
    try:
        here, there = source.resolve(), target.resolve()
        if here == there:
            raise DomainError("数据已经在这个文件夹里。", "请选另一个文件夹。")
        if here in there.parents:
            raise DomainError("新文件夹在现在的数据文件夹里面。", "请选外面的一个空文件夹。")
        services.refuse_network_drive(target / store.name)
        state = look_at_folder(target)
        if not state.usable:
            raise DomainError(f"“{target}”{state.sentence}", "请选另一个文件夹。")
        if target.exists() and not _is_unfinished(target) and any(target.iterdir()):
            raise DomainError(f"“{target}”不是空的。", "请选一个空文件夹，或先新建一个。")
        needed = sum(file.stat().st_size for file in (*_store_files(store), *_files(source))) + SPARE_BYTES
        free = shutil.disk_usage(next(each for each in (target, *target.parents) if each.exists())).free
    except OSError as error:
        raise StoreError(f"“{target}”不能使用：{reason_of(error)}。", "请选另一个文件夹。") from error
    if free < needed:
        raise DomainError(
            f"“{target}”所在的磁盘只剩 {free // 10**6} MB，移动要 {needed // 10**6} MB。", "请先腾出空间，或换一块盘。"
        )


def move_data(target: Path, services: Services, switch: Callable[[Path], None], report: Report) -> MovedData:
    """`copy_data` and `take_over` in one."""
    return take_over(copy_data(target, services, report), services, switch)


def copy_data(target: Path, services: Services, report: Report) -> MovedData:
    """Copy the data to TARGET and compare; nothing refers to the copy yet. Usable on a pool thread.

    Raises DomainError as `check_target` does; StoreError if copying fails or the store is written to all the while. Then nothing
    is left in TARGET.
    """
    check_target(target, services)
    store = _store_of(services)
    with _cleared_if_refused(target, store.name):
        target.mkdir(parents=True, exist_ok=True)
        write_whole(target / MARK, b"")
        state, projects = _copy_store(store, target, services, report)
        files = _copy_files(store.parent, target, services)
    return MovedData(target, projects, files, state)


def take_over(copied: MovedData, services: Services, switch: Callable[[Path], None]) -> MovedData:
    """Call SWITCH, which must be atomic, with the folder COPIED to. Where the desk writes on the UI thread, call it there.

    Raises StoreError if something was written since it was copied, or the switch fails; then the old folder holds and nothing
    is left in the new one.
    """
    store = _store_of(services)
    with _cleared_if_refused(copied.folder, store.name):
        if _state(store) != copied.state:
            raise StoreError("抄完以后又有数据写入。", f"{_OLD_STAYS}请再移一次。")
        (copied.folder / MARK).unlink()
        switch(copied.folder)
    return copied


@contextmanager
def _cleared_if_refused(target: Path, store: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _clear(target, store)
        raise StoreError(f"数据没有移成：{reason_of(error)}。", _OLD_STAYS) from error
    except BaseException:
        _clear(target, store)
        raise


def _store_of(services: Services) -> Path:
    store = services.store_file
    if store is None:
        raise DomainError("数据在数据库服务器里，不在文件夹里。", "要换地方，请数据库管理员迁移。")
    if not store.is_file():
        raise DomainError(f"数据文件“{store}”还不存在，没有可移动的。", "先登记一个项目。")
    return store


def _copy_store(store: Path, target: Path, services: Services, report: Report) -> tuple[State, int]:
    """Copy the store as a backup is copied, read again and counted; anew if something was written meanwhile."""
    for _ in range(TRIES):
        before = _state(store)
        _clear(target, store.name, keep_mark=True)
        projects = services.backups.write_to(target / store.name, report)
        services.evidence.copy_to(target / EVIDENCE_FOLDER)
        if _state(store) == before:
            return before, projects
    raise StoreError("移动的时候一直有数据写入。", f"{_OLD_STAYS}请关掉别的窗口和命令，再移一次。")


def _copy_files(source: Path, target: Path, services: Services) -> int:
    """Copy what lies beside the store and compare all of it byte by byte; returns how many files."""
    count = 0
    for file in _files(source):
        there = target / file.relative_to(source)
        if there.parent.parent.name != EVIDENCE_FOLDER:  # evidence was copied already
            write_whole(there, file.read_bytes())
        if not there.is_file() or not filecmp.cmp(file, there, shallow=False):
            raise StoreError(f"“{there.name}”抄过去的和原来的不一样。", f"{_OLD_STAYS}请换一个磁盘或文件夹后重试。")
        count += 1
    return count


def _files(source: Path) -> Iterator[Path]:
    """What belongs to the data besides the store. Not the cache, the log or old backups: these stay behind."""
    yield from sorted(source.glob("*.json"))
    yield from sorted((source / CALENDAR_FOLDER).glob("*.yaml"))
    yield from sorted(file for file in (source / EVIDENCE_FOLDER).glob("??/*") if file.suffix != ".part")


def _store_files(store: Path) -> Iterator[Path]:
    return (file for file in (store, Path(f"{store}-wal")) if file.is_file())


def _state(store: Path) -> State:
    found = (file.stat() for file in _store_files(store))
    return tuple((each.st_size, each.st_mtime_ns) for each in found if each.st_size)


def _is_unfinished(target: Path) -> bool:
    return (target / MARK).is_file()


def _clear(target: Path, store: str, keep_mark: bool = False) -> None:
    """Take out of TARGET what a move puts there."""
    shutil.rmtree(target / EVIDENCE_FOLDER, ignore_errors=True)
    shutil.rmtree(target / CALENDAR_FOLDER, ignore_errors=True)
    for file in (*target.glob("*.json"), target / store, target / f"{store}.part"):
        file.unlink(missing_ok=True)
    if not keep_mark:
        (target / MARK).unlink(missing_ok=True)
