"""A summary of each project's plan: its figures, and the dates of its steps, for what falls into a week over all projects.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_summary",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("catalogue_digest", sa.Text(), nullable=False),
        sa.Column("calendar_digest", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("applies", sa.Integer(), nullable=False),
        sa.Column("undecided", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("first_question", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("operate_on", sa.Date(), nullable=True),
        sa.Column("operate_provisional", sa.Boolean(), nullable=False),
        sa.Column("target_name", sa.Text(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("short_by", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_plan_summary_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", name=op.f("pk_plan_summary")),
    )
    op.create_table(
        "plan_step",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("early_start", sa.Date(), nullable=False),
        sa.Column("early_finish", sa.Date(), nullable=False),
        sa.Column("late_start", sa.Date(), nullable=False),
        sa.Column("late_finish", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('approval', 'excluded', 'material', 'utility', 'construction', 'milestone', 'obstacle', 'follow_on')",
            name=op.f("ck_plan_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["project_number"],
            ["plan_summary.project_number"],
            name=op.f("fk_plan_step_plan_summary"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_number", "step_id", name=op.f("pk_plan_step")),
    )
    op.create_index(op.f("ix_plan_step_late_start_early_start"), "plan_step", ["late_start", "early_start"])
    op.create_index(op.f("ix_plan_step_late_finish"), "plan_step", ["late_finish"])
