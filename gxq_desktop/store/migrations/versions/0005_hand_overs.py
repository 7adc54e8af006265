"""Hand-overs: which papers of an edition were given to whom, by whom, when.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_over",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("edition_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.CheckConstraint("officer <> '' AND receiver <> ''", name=op.f("ck_hand_over_people_named")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_hand_over_number_counts")),
        sa.ForeignKeyConstraint(
            ["project_number", "edition_number"],
            ["edition.project_number", "edition.number"],
            name=op.f("fk_hand_over_edition"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("project_number", "edition_number", "number", name=op.f("pk_hand_over")),
    )
