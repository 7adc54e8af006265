"""Which projects are samples, so that one click takes them away again.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sample_project",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_sample_project_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", name=op.f("pk_sample_project")),
    )
