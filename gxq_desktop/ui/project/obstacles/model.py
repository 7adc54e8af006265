"""The table of obstacles."""

from __future__ import annotations

from gxq_desktop.application.project_obstacles import ObstacleRow
from gxq_desktop.application.wording import plain_day, weekday
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column


def state_text(row: ObstacleRow) -> str:
    if row.days_left < 0:
        return "已过排除日"
    if row.worst:
        return f"拖后 {row.worst} 个工作日"
    return f"推迟 {len(row.delays)} 个环节" if row.delays else "不拖后"


def state_mark(row: ObstacleRow) -> Mark:
    if row.days_left < 0 or row.worst:
        return Mark.OVERDUE
    return Mark.SOON if row.delays else Mark.ON_TIME


def obstacle_columns(plan_year: int) -> tuple[Column[ObstacleRow], ...]:
    def day(row: ObstacleRow) -> str:
        return f"{plain_day(row.finish.on, plan_year)}（{weekday(row.finish.on)}）"

    def after(row: ObstacleRow) -> str:
        if row.after_finish is None:
            return "—"
        return f"{row.after}，到 {plain_day(row.after_finish.on, plan_year)}"

    return (
        Column("影响", show=state_text, sort=lambda row: (-row.worst, -len(row.delays)), width=150, mark=state_mark),
        Column("障碍", show=lambda row: row.name, least=180, searchable=True),
        Column(
            "责任",
            show=lambda row: row.owner or "没有责任单位",
            width=120,
            most=200,
            color=lambda row: "" if row.owner else "seal",
            bold=lambda row: not row.owner,
            searchable=True,
        ),
        Column(
            "排除",
            show=day,
            sort=lambda row: row.finish.on,
            width=112,
            most=140,
            right=True,
            dashed=lambda row: row.finish.provisional,
        ),
        Column("排除后还要", show=after, width=180, most=300, color=lambda row: "text2", drop=2),
        Column("挡住", show=lambda row: row.blocks_text, width=190, most=320, color=lambda row: "text2", drop=1),
        Column(
            "机动",
            show=lambda row: str(row.total_float),
            sort=lambda row: row.total_float,
            width=54,
            right=True,
            color=lambda row: "seal" if row.total_float < 0 else "text2",
            tip=lambda row: f"再拖 {row.total_float} 个工作日才推迟最后的日期" if row.total_float > 0 else "没有机动",
        ),
    )
