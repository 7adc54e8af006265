"""An extension of the limit of parallel approval (并联延长) may be recorded. Revision 0012, after 0011."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_case_event_kind_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_case_event_kind_known"),
            "kind IN ('preparing', 'submitted', 'noticed', 'corrected', 'accepted', 'declared_commitment', 'provisional_acceptance', 'supplied', 'suspended', 'resumed', 'extended', 'joint_extended', 'overrun', 'not_accepted', 'granted', 'refused', 'delivered', 'withdrawn', 'ready', 'received', 'applied', 'started', 'done', 'cleared')",
        )
