"""The ledger: what is recorded for each step, agreed and missed; its list; versions of projects.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreed_plan",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("dates", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agreed_plan_number_counts")),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_agreed_plan_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "number", name=op.f("pk_agreed_plan")),
    )
    op.create_table(
        "case_event",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("evidence_name", sa.Text(), nullable=False),
        sa.Column("evidence_sha256", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.Column("superseded_by", sa.Text(), nullable=False),
        sa.Column("superseded_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('preparing', 'submitted', 'noticed', 'corrected', 'accepted', 'declared_commitment', 'provisional_acceptance', 'supplied', 'suspended', 'resumed', 'extended', 'overrun', 'not_accepted', 'granted', 'refused', 'delivered', 'withdrawn', 'ready', 'received', 'applied', 'started', 'done', 'cleared')",
            name=op.f("ck_case_event_kind_known"),
        ),
        sa.CheckConstraint("person <> ''", name=op.f("ck_case_event_person_named")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_case_event_number_counts")),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_case_event_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "number", name=op.f("pk_case_event")),
    )
    op.create_table(
        "ledger_head",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("catalogue_digest", sa.Text(), nullable=False),
        sa.Column("calendar_digest", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.Column("open_rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_ledger_head_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "ledger_warning",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("light", sa.Text(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_ledger_warning_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "step_id", name=op.f("pk_ledger_warning")),
    )
    op.create_table(
        "missed_date",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('企业材料不齐', '方案或设计修改', '中介或评审拖延', '现场障碍未排除', '前项晚了', '部门办理超时', '已按时办，登记晚了', '其他')",
            name=op.f("ck_missed_date_reason_known"),
        ),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_missed_date_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "number", name=op.f("pk_missed_date")),
    )
    op.create_table(
        "project_version",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_project_version_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "revision", name=op.f("pk_project_version")),
    )
    op.create_table(
        "ledger_step",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("window_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("whose", sa.Text(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("finish_by", sa.Date(), nullable=False),
        sa.Column("start_by", sa.Date(), nullable=True),
        sa.Column("statutory_due_on", sa.Date(), nullable=True),
        sa.Column("act_by", sa.Date(), nullable=False),
        sa.Column("left_when_stopped", sa.Integer(), nullable=True),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.Column("missing_until", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('approval', 'excluded', 'material', 'utility', 'construction', 'milestone', 'obstacle', 'follow_on')",
            name=op.f("ck_ledger_step_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'preparing', 'submitted', 'noticed', 'accepted', 'declared_commitment', 'provisional_acceptance', 'suspended', 'not_accepted', 'granted', 'refused', 'delivered', 'withdrawn', 'ready', 'received', 'applied', 'started', 'done', 'cleared')",
            name=op.f("ck_ledger_step_state_known"),
        ),
        sa.CheckConstraint(
            "whose IN ('authority', 'enterprise', 'intermediary')", name=op.f("ck_ledger_step_whose_known")
        ),
        sa.CheckConstraint("closed IN (0, 1)", name=op.f("ck_ledger_step_closed_or_not")),
        sa.ForeignKeyConstraint(
            ["project_number"],
            ["ledger_head.project_number"],
            name=op.f("fk_ledger_step_ledger_head"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_number", "step_id", name=op.f("pk_ledger_step")),
    )
    with op.batch_alter_table("ledger_step", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_step_missing",
            ["missing_until", "project_number", "step_id"],
            unique=False,
            sqlite_where=sa.text("closed = 0 AND missing_until IS NOT NULL"),
            postgresql_where=sa.text("closed = 0 AND missing_until IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_ledger_step_open",
            ["act_by", "project_number", "step_id"],
            unique=False,
            sqlite_where=sa.text("closed = 0"),
            postgresql_where=sa.text("closed = 0"),
        )
        batch_op.create_index(
            "ix_ledger_step_open_authority",
            ["authority", "act_by", "project_number", "step_id"],
            unique=False,
            sqlite_where=sa.text("closed = 0"),
            postgresql_where=sa.text("closed = 0"),
        )
        batch_op.create_index(
            "ix_ledger_step_open_person",
            ["person", "act_by", "project_number", "step_id"],
            unique=False,
            sqlite_where=sa.text("closed = 0"),
            postgresql_where=sa.text("closed = 0"),
        )
        batch_op.create_index(
            "ix_ledger_step_open_window",
            ["window_id", "act_by", "project_number", "step_id"],
            unique=False,
            sqlite_where=sa.text("closed = 0"),
            postgresql_where=sa.text("closed = 0"),
        )
