"""Rules of the clocks, whose days passed: by row of the ledger and by stretch.

The rows of the ledger are made anew when they are next looked at. Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM ledger_step")
    op.execute("DELETE FROM ledger_head")
    op.create_table(
        "clock_rules",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("suspension", sa.Text(), nullable=False),
        sa.Column("amber_working_days", sa.Integer(), nullable=False),
        sa.Column("approval_slip_days", sa.Integer(), nullable=False),
        sa.Column("joint_working_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_clock_rules_number_counts")),
        sa.CheckConstraint(
            "suspension IN ('whole_days', 'resume_day_counts', 'stop_day_counts')",
            name=op.f("ck_clock_rules_suspension_known"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clock_rules")),
    )
    op.create_table(
        "owned_span",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("after_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "party IN ('authority', 'enterprise', 'intermediary')", name=op.f("ck_owned_span_party_known")
        ),
        sa.ForeignKeyConstraint(
            ["project_number"],
            ["ledger_head.project_number"],
            name=op.f("fk_owned_span_ledger_head"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_number", "step_id", "position", name=op.f("pk_owned_span")),
    )
    with op.batch_alter_table("ledger_head", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rules_number", sa.Integer(), nullable=False))
    with op.batch_alter_table("ledger_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begun_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("counted_to", sa.Date(), nullable=True))
        for party in ("authority", "enterprise", "intermediary"):
            batch_op.add_column(sa.Column(f"{party}_days", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("limit_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("statutory_original_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("joint_due_on", sa.Date(), nullable=True))
        for name, first in (("owned", ()), ("owned_authority", ("authority",))):
            batch_op.create_index(
                f"ix_ledger_step_{name}",
                [*first, "whose", "counted_to", "authority_days", "enterprise_days", "intermediary_days"],
                unique=False,
                sqlite_where=sa.text("closed = 0 AND begun_on IS NOT NULL"),
                postgresql_where=sa.text("closed = 0 AND begun_on IS NOT NULL"),
            )
