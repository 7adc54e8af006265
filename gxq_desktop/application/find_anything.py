"""Find projects, enterprises, items, materials, obstacles, open questions and commands by one query (全局搜索).

The answers are hits that a screen shows as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from gxq_desktop.application.desk_lists import ObstacleLine, OpenQuestionLine, ProjectLine, StepLine
from gxq_desktop.application.pinyin_match import Quality, Readings, TextIndex, match, nearest, terms
from gxq_desktop.application.ports import Services
from gxq_desktop.application.wording import plain_day
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, Item, RequiredMaterial, UnitMaterial, UtilityConnection
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import ProjectNumber

SHOWN = 6
"""Hits of each group that are shown."""
SHOWN_COMMANDS = 60
_PAIRED = 4
_DOT = " · "


class HitKind(StrEnum):
    """What a hit is. key of a hit: an item's code, a project's number, a command's id; number/code of a step,
    number/id of an obstacle, number/entry of a question.
    """

    PROJECT = "项目与企业"
    ITEM = "事项"
    MATERIAL = "申请材料"
    STEP = "项目中的事项"
    OBSTACLE = "障碍"
    QUESTION = "待答复的咨询"
    COMMAND = "命令"
    SPELLING = "相近的写法"


@frozen
class Hit:
    """A line of the results. name_marks, detail_marks: positions of the matched characters. state: at the right, in words."""

    kind: HitKind
    key: str
    name: str
    detail: str
    name_marks: tuple[int, ...] = ()
    detail_marks: tuple[int, ...] = ()
    state: str = ""


@frozen
class HitGroup:
    """total: how many there are; hits: the first of them."""

    kind: HitKind
    title: str
    hits: tuple[Hit, ...]
    total: int


@frozen
class Findings:
    """Groups that have hits, the one with the best hit first. is_loose: all of them match with gaps only."""

    query: str
    groups: tuple[HitGroup, ...]
    is_loose: bool = False

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


@frozen
class FindableCommand:
    """A command of the desk: text as in its menu, menu "" if it is in none, reason why it cannot be used now or ""."""

    id: str
    text: str
    menu: str
    keywords: str = ""
    shortcut: str = ""
    reason: str = ""


class CommandFinder:
    """Finds commands by text, keywords and menu."""

    def __init__(self, commands: Sequence[FindableCommand], readings: Readings) -> None:
        self._commands = tuple(commands)
        self._readings = readings
        self.index = TextIndex(
            ((each.text.rstrip("…"), *each.keywords.split(), f"{each.menu}{each.text}") for each in self._commands),
            readings,
        )

    def find(self, query: str, limit: int = SHOWN_COMMANDS) -> Findings:
        """The best commands; all of them, in the order of the menus, for an empty query."""
        if not terms(query):
            hits = tuple(_command_hit(each, query, self._readings) for each in self._commands)
            return Findings(query, (HitGroup(HitKind.COMMAND, "全部命令", hits, len(hits)),) if hits else ())
        results = self.index.search(query, limit, gaps=False)
        is_loose = not results.hits
        if is_loose:
            results = self.index.search(query, limit)
        hits = tuple(self.hit(found.entry, query) for found in results.hits)
        group = HitGroup(HitKind.COMMAND, HitKind.COMMAND.value, hits, results.total)
        return Findings(query, (group,) if hits else (), is_loose)

    def hit(self, entry: int, query: str) -> Hit:
        """The command at ENTRY as a hit of QUERY."""
        return _command_hit(self._commands[entry], query, self._readings)


class Finder:
    """Finds what the catalogue and the store hold. Built anew when either changes; 10,000 projects take some 50 ms."""

    def __init__(
        self,
        catalogue: Catalogue,
        projects: Sequence[ProjectLine],
        readings: Readings,
        obstacles: Sequence[ObstacleLine] = (),
        questions: Sequence[OpenQuestionLine] = (),
        year: int = 0,
    ) -> None:
        """year: days of it are shown without their year."""
        self._readings = readings
        self._obstacles, self._questions, self._year = tuple(obstacles), tuple(questions), year
        self._items = catalogue.items
        self._projects = tuple(projects)
        self._materials = _materials(catalogue)
        self._item_index = TextIndex(
            ((item.name, item.short_name, item.map_name, item.code) for item in self._items), readings
        )
        self._project_index = TextIndex(
            ((each.name, each.enterprise, each.number, each.project_code) for each in self._projects), readings
        )
        self._material_index = TextIndex(((name,) for name, _ in self._materials), readings)
        self._obstacle_index = TextIndex(((each.name, each.owner) for each in self._obstacles), readings)
        self._question_index = TextIndex(((each.question, each.asked_by) for each in self._questions), readings)

    def find(self, query: str, commands: CommandFinder | None = None, limit: int = SHOWN) -> Findings:
        """The best LIMIT of each kind; groups in the order of their best hit. Hits with gaps only where there are no others."""
        for gaps in (False, True):
            groups = self._groups(query, commands, limit, gaps)
            if groups:
                break
        groups.sort(key=lambda pair: pair[0][:2])
        return Findings(query, tuple(group for _, group in groups), is_loose=gaps)

    def _groups(
        self, query: str, commands: CommandFinder | None, limit: int, gaps: bool
    ) -> list[tuple[Quality, HitGroup]]:
        groups: list[tuple[Quality, HitGroup]] = []

        def add(kind: HitKind, index: TextIndex, make: Callable[[int, str], Hit]) -> None:
            results = index.search(query, limit, gaps)
            if results.hits:
                hits = tuple(make(found.entry, query) for found in results.hits)
                groups.append((results.hits[0].quality, HitGroup(kind, kind.value, hits, results.total)))

        add(HitKind.ITEM, self._item_index, self._item_hit)
        add(HitKind.PROJECT, self._project_index, self._project_hit)
        add(HitKind.MATERIAL, self._material_index, self._material_hit)
        add(HitKind.OBSTACLE, self._obstacle_index, self._obstacle_hit)
        add(HitKind.QUESTION, self._question_index, self._question_hit)
        if commands is not None:
            add(HitKind.COMMAND, commands.index, commands.hit)
        return groups

    def pairs(self, query: str, recent: Sequence[str]) -> tuple[Sequence[ProjectNumber], Sequence[str]]:
        """Which projects and item codes a query may mean together, for `find_steps`.

        "澜岳 sgxk": the projects of the first word and the items of the others; one word: the items in the RECENT projects.
        """
        words = query.split()
        if len(words) > 1:
            numbers = [
                self._projects[each.entry].number
                for each in self._project_index.search(words[0], _PAIRED, gaps=False).hits
            ]
            rest = " ".join(words[1:])
        else:
            known = {each.number for each in self._projects}
            numbers = [ProjectNumber(each) for each in recent if each in known]
            rest = query
        codes = [self._items[each.entry].code for each in self._item_index.search(rest, _PAIRED, gaps=False).hits]
        return (numbers, codes) if numbers and codes else ((), ())

    def nearest(self, query: str, commands: CommandFinder | None = None, commands_only: bool = False) -> str:
        """The nearest spelling of a QUERY that finds nothing, as it stands in a text; "" if there is none near."""
        indexes = [commands.index] if commands is not None else []
        if not commands_only:
            own = self._material_index, self._project_index, self._obstacle_index, self._question_index
            indexes = [self._item_index, *indexes, *own]
        return nearest(query, indexes, self._readings)

    def projects_named(self, numbers: Iterable[str]) -> HitGroup | None:
        """The projects with these NUMBERS as a group 最近项目; None if none of them is there any more."""
        by_number = {each.number: position for position, each in enumerate(self._projects)}
        hits = tuple(
            self._project_hit(by_number[ProjectNumber(each)], "")
            for each in numbers
            if ProjectNumber(each) in by_number
        )
        return HitGroup(HitKind.PROJECT, "最近项目", hits, len(hits)) if hits else None

    def _item_hit(self, entry: int, query: str) -> Hit:
        item = self._items[entry]
        return self._hit(HitKind.ITEM, item.code, item.name, _item_detail(item), query)

    def _project_hit(self, entry: int, query: str) -> Hit:
        line = self._projects[entry]
        detail = _DOT.join(
            part for part in (line.enterprise, line.number, f"{line.stage}环节" if line.stage else "") if part
        )
        return self._hit(HitKind.PROJECT, line.number, line.name, detail, query)

    def _material_hit(self, entry: int, query: str) -> Hit:
        name, uses = self._materials[entry]
        item, material = uses[0]
        more = f"等 {len(uses)} 项" if len(uses) > 1 else ""
        how = "共享免交" if material.shared else "，".join(part for part in (material.form, material.copies) if part)
        detail = _DOT.join(part for part in (f"{item.code} {item.short_name}{more}", how) if part)
        return self._hit(HitKind.MATERIAL, item.code, name, detail, query)

    def _obstacle_hit(self, entry: int, query: str) -> Hit:
        line = self._obstacles[entry]
        detail = _DOT.join((line.owner or "无人牵头", line.project, line.enterprise))
        return self._hit(HitKind.OBSTACLE, f"{line.number}/{line.id}", line.name, detail, query)

    def _question_hit(self, entry: int, query: str) -> Hit:
        line = self._questions[entry]
        due = f"{plain_day(line.due_on, self._year)} 前答复"
        detail = _DOT.join(part for part in (line.asked_by, line.code, line.project, due) if part)
        return self._hit(HitKind.QUESTION, f"{line.number}/{line.entry}", line.question, detail, query)

    def _hit(self, kind: HitKind, key: str, name: str, detail: str, query: str, state: str = "") -> Hit:
        return Hit(kind, key, name, detail, *_marks(query, name, detail, self._readings), state)


def build_finder(services: Services) -> Finder:
    """A Finder over all that is there now. Raises StoreError."""
    lists, year = services.lists, services.clock.today().year
    return Finder(
        services.catalogue, lists.projects(), services.readings, lists.obstacles(), lists.open_questions(), year
    )


def find_steps(finder: Finder, services: Services, query: str, recent: Sequence[str]) -> HitGroup | None:
    """Where in projects the items stand that QUERY means: "澜岳精工 · 施工许可证核发". Raises StoreError."""
    numbers, codes = finder.pairs(query, recent)
    if not numbers:
        return None
    lines = [line for line in services.lists.steps_in(numbers, codes) if line.step.step_id == line.step.code]
    if not lines:
        return None
    order = {number: at for at, number in enumerate(numbers)}, {code: at for at, code in enumerate(codes)}
    lines.sort(key=lambda line: (order[1][line.step.code], order[0][line.number], line.step.early_start))
    year = services.clock.today().year
    readings = services.readings
    hits = tuple(_step_hit(line, year, query, readings) for line in lines[:SHOWN])
    return HitGroup(HitKind.STEP, HitKind.STEP.value, hits, len(lines))


def _step_hit(line: StepLine, year: int, query: str, readings: Readings) -> Hit:
    step = line.step
    name = f"{line.project}{_DOT}{step.name}"
    begins = "受理" if step.kind is StepKind.APPROVAL else "开始"
    ends = "办结" if step.kind is StepKind.APPROVAL else "完成"
    about = "（暂定）" if step.provisional else ""
    detail = f"计划 {plain_day(step.early_start, year)} {begins}，{plain_day(step.early_finish, year)} {ends}{about}"
    return Hit(HitKind.STEP, f"{line.number}/{step.code}", name, detail, *_marks(query, name, "", readings))


def _command_hit(command: FindableCommand, query: str, readings: Readings) -> Hit:
    detail = _DOT.join(part for part in ("命令", f"{command.menu}菜单" if command.menu else "", command.reason) if part)
    return Hit(
        HitKind.COMMAND, command.id, command.text, detail, *_marks(query, command.text, "", readings), command.shortcut
    )


def _marks(query: str, name: str, detail: str, readings: Readings) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions matched in the name; if it does not match whole, those of each term that matches there or in the detail."""
    whole = match(query, name, readings)
    if whole is not None:
        return whole.positions, ()
    names, details = set[int](), set[int]()
    for word in query.split():
        found = match(word, name, readings)
        if found is not None:
            names.update(found.positions)
        elif (other := match(word, detail, readings)) is not None:
            details.update(other.positions)
    return tuple(sorted(names)), tuple(sorted(details))


def _item_detail(item: Item) -> str:
    parts: tuple[str, ...]
    match item:
        case ApprovalItem():
            days = f"承诺 {item.promised_working_days} 个工作日"
            parts = (item.code, item.phase.short, item.owner, days)
        case UnitMaterial():
            parts = (item.code, "企业准备材料", item.prepared_by)
        case UtilityConnection():
            parts = (item.code, f"{item.utility}接入", item.owner)
    return _DOT.join(part for part in parts if part)


def _materials(catalogue: Catalogue) -> tuple[tuple[str, tuple[tuple[ApprovalItem, RequiredMaterial], ...]], ...]:
    """Each name of a material once, with the items that want it, in the order of the catalogue."""
    found: dict[str, list[tuple[ApprovalItem, RequiredMaterial]]] = {}
    for item in catalogue.approvals:
        for material in item.materials:
            found.setdefault(material.name, []).append((item, material))
    return tuple((name, tuple(uses)) for name, uses in found.items())
