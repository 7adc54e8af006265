"""What 工作台 asks of the rows of the ledger: from which day one can begin, and indexes of what is begun and what can begin.

The rows are made anew when they are next looked at; the dates of plans are no longer looked up. Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_ledger_step_open", ["act_by", "project_number", "step_id", "closed", "begun_on"], "closed = 0"),
    (
        "ix_ledger_step_begun",
        ["act_by", "project_number", "step_id", "whose", "state", "missing_until", "closed", "begun_on"],
        "closed = 0 AND begun_on IS NOT NULL",
    ),
    (
        "ix_ledger_step_ready",
        ["kind", "ready_on", "act_by", "project_number", "step_id", "closed"],
        "closed = 0 AND ready_on IS NOT NULL",
    ),
)


def upgrade() -> None:
    op.execute("DELETE FROM owned_span")
    op.execute("DELETE FROM ledger_step")
    op.execute("DELETE FROM ledger_head")
    with op.batch_alter_table("ledger_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ready_on", sa.Date(), nullable=True))
        batch_op.drop_index("ix_ledger_step_open")
        for name, columns, where in _INDEXES:
            batch_op.create_index(
                name, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
            )
    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_step_late_start_early_start")
        batch_op.drop_index("ix_plan_step_late_finish")
    with op.batch_alter_table("plan_summary", schema=None) as batch_op:
        batch_op.create_index("ix_plan_summary_hand", ["undecided", "provisional", "refusal"], unique=False)
