"""Projects with their facts, overrides and stages; editions and the papers issued under them; numbers given.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_sequence",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_serial >= 1", name=op.f("ck_number_sequence_last_serial_counts")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_number_sequence")),
    )
    op.create_table(
        "project",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enterprise_name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("project_code", sa.Text(), nullable=False),
        sa.Column("industry_code", sa.Text(), nullable=False),
        sa.Column("industry_name", sa.Text(), nullable=False),
        sa.Column("industry_track", sa.Text(), nullable=False),
        sa.Column("key_level", sa.Text(), nullable=True),
        sa.Column("contacts", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("key_level IN ('国家级', '省级', '市级')", name=op.f("ck_project_key_level_known")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_project_name_given")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_project_revision_counts")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_project_code"), "project", ["project_code"])
    op.create_table(
        "edition",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("catalogue_version", sa.Text(), nullable=False),
        sa.Column("catalogue_digest", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("dates", sa.Text(), nullable=False),
        sa.Column("box_numbers", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("check_code", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_edition_number_counts")),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_edition_project"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("project_number", "number", name=op.f("pk_edition")),
        sa.UniqueConstraint("check_code", name=op.f("uq_edition_check_code")),
    )
    op.create_table(
        "project_fact",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'number', 'boolean', 'date')", name=op.f("ck_project_fact_kind_known")),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_project_fact_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "key", name=op.f("pk_project_fact")),
    )
    op.create_table(
        "project_override",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_project_override_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "item_code", name=op.f("pk_project_override")),
    )
    op.create_table(
        "project_stage",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('招引', '落地', '建设', '投产', '培育')", name=op.f("ck_project_stage_stage_known")
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_project_stage_position_counts")),
        sa.ForeignKeyConstraint(
            ["project_number"], ["project.number"], name=op.f("fk_project_stage_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_number", "position", name=op.f("pk_project_stage")),
    )
    op.create_table(
        "issued_paper",
        sa.Column("project_number", sa.Text(), nullable=False),
        sa.Column("edition_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_issued_paper_sha256_whole")),
        sa.ForeignKeyConstraint(
            ["project_number", "edition_number"],
            ["edition.project_number", "edition.number"],
            name=op.f("fk_issued_paper_edition"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("project_number", "edition_number", "kind", "variant", name=op.f("pk_issued_paper")),
    )
