"""Other terms of a plan, kept beside the agreed ones.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_variant",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_plan_variant_name_given")),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_plan_variant_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "name", name=op.f("pk_plan_variant")),
    )
