"""The consultation log: questions of enterprises and their answers.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("is_public", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_consultation_number_counts")),
        sa.CheckConstraint("question <> ''", name=op.f("ck_consultation_question_given")),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_consultation_recorder_named")),
        sa.CheckConstraint("(answered_on IS NULL) = (answer = '')", name=op.f("ck_consultation_answer_has_a_day")),
        sa.CheckConstraint("is_public IN (0, 1)", name=op.f("ck_consultation_public_or_not")),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_consultation_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "number", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consultation_open",
            ["due_on", "project_number", "number"],
            unique=False,
            sqlite_where=sa.text("answered_on IS NULL"),
            postgresql_where=sa.text("answered_on IS NULL"),
        )
        batch_op.create_index(
            "ix_consultation_public",
            ["code", "project_number", "number"],
            unique=False,
            sqlite_where=sa.text("is_public = 1"),
            postgresql_where=sa.text("is_public = 1"),
        )
