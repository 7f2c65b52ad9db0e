"""Classroom: seasons, sessions, rooms, chat, polls, attendance, reading, broadcasts.

Revision: 0003, after 0002. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_seasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("cover", sa.String(length=64), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_class_seasons_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_seasons")),
        sa.UniqueConstraint("key", name=op.f("uq_class_seasons_key")),
    )
    with op.batch_alter_table("class_seasons", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_seasons_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "class_books",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("publisher", sa.String(length=120), nullable=False),
        sa.Column("isbn", sa.String(length=20), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("cover", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["season_id"],
            ["class_seasons.id"],
            name=op.f("fk_class_books_season_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_books")),
    )
    with op.batch_alter_table("class_books", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_books_season_id"), ["season_id"], unique=False)

    op.create_table(
        "class_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=True),
        sa.Column("book_id", sa.Integer(), nullable=True),
        sa.Column("rehearsal_of", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("host_name", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("cover", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("guests_allowed", sa.Boolean(), nullable=False),
        sa.Column("registration", sa.Boolean(), nullable=False),
        sa.Column("seat_limit", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("external_url", sa.String(length=500), nullable=False),
        sa.Column("stream_key_hash", sa.String(length=64), nullable=False),
        sa.Column("replay", sa.String(length=12), nullable=False),
        sa.Column("chat_open", sa.Boolean(), nullable=False),
        sa.Column("moderation", sa.String(length=8), nullable=False),
        sa.Column("slow_seconds", sa.Integer(), nullable=False),
        sa.Column("auto_slow", sa.Boolean(), nullable=False),
        sa.Column("calm_until", sa.DateTime(), nullable=True),
        sa.Column("danmaku", sa.Boolean(), nullable=False),
        sa.Column("minutes_share", sa.Integer(), nullable=False),
        sa.Column("quiz_share", sa.Integer(), nullable=False),
        sa.Column("sign_ins", sa.Integer(), nullable=False),
        sa.Column("presence_checks", sa.Integer(), nullable=False),
        sa.Column("credit_hours", sa.String(length=40), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("excerpt_id", sa.Integer(), nullable=True),
        sa.Column("excerpt_page", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("crowd", sa.String(length=24), nullable=False),
        sa.Column("crowd_here", sa.Integer(), nullable=False),
        sa.Column("went_live_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"],
            ["class_books.id"],
            name=op.f("fk_class_sessions_book_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_class_sessions_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["rehearsal_of"], ["class_sessions.id"], name=op.f("fk_class_sessions_rehearsal_of")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["class_seasons.id"], name=op.f("fk_class_sessions_season_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_class_sessions_key")),
    )
    with op.batch_alter_table("class_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_sessions_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_sessions_rehearsal_of"), ["rehearsal_of"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_sessions_season_id"), ["season_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_sessions_starts_at"), ["starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_sessions_state"), ["state"], unique=False)

    op.create_table(
        "class_broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("program_start", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_broadcasts_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_broadcasts")),
        sa.UniqueConstraint("key", name=op.f("uq_class_broadcasts_key")),
    )
    with op.batch_alter_table("class_broadcasts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_broadcasts_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_checks_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_checks")),
    )
    with op.batch_alter_table("class_checks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_checks_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_excerpts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_excerpts_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_excerpts")),
    )
    with op.batch_alter_table("class_excerpts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_excerpts_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_guests_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_guests")),
    )
    with op.batch_alter_table("class_guests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_guests_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_materials_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_materials")),
    )
    with op.batch_alter_table("class_materials", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_materials_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("nickname", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_class_participants_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_participants_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_participants")),
        sa.UniqueConstraint(
            "session_id", "account_id", name=op.f("uq_class_participants_session_id_account_id")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_class_participants_token_hash")),
    )
    with op.batch_alter_table("class_participants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_participants_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_participants_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("show_results", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_polls_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_polls")),
    )
    with op.batch_alter_table("class_polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_polls_session_id"), ["session_id"], unique=False)

    op.create_table(
        "class_registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("reminder_seen_at", sa.DateTime(), nullable=True),
        sa.Column("moved_up_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_class_registrations_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_registrations_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_registrations")),
        sa.UniqueConstraint(
            "session_id", "account_id", name=op.f("uq_class_registrations_session_id_account_id")
        ),
    )
    with op.batch_alter_table("class_registrations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_registrations_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_registrations_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_class_waiting_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_waiting_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_waiting")),
        sa.UniqueConstraint(
            "session_id", "account_id", name=op.f("uq_class_waiting_session_id_account_id")
        ),
    )
    with op.batch_alter_table("class_waiting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_waiting_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_waiting_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_class_staff_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_staff_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_staff")),
        sa.UniqueConstraint(
            "session_id", "account_id", name=op.f("uq_class_staff_session_id_account_id")
        ),
    )
    with op.batch_alter_table("class_staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_staff_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_staff_session_id"), ["session_id"], unique=False)

    op.create_table(
        "class_topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_topics_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_topics")),
    )
    with op.batch_alter_table("class_topics", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_topics_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_viewer_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("stalled", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_viewer_counts_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_viewer_counts")),
        sa.UniqueConstraint("session_id", "at", name=op.f("uq_class_viewer_counts_session_id_at")),
    )
    with op.batch_alter_table("class_viewer_counts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_viewer_counts_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_reactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_reactions_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_reactions")),
        sa.UniqueConstraint("session_id", "kind", name=op.f("uq_class_reactions_session_id_kind")),
    )

    op.create_table(
        "class_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_class_words_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_words_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_words")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "word",
            name=op.f("uq_class_words_organisation_id_session_id_word"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("class_words", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_words_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_words_session_id"), ["session_id"], unique=False)

    op.create_table(
        "class_check_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["class_checks.id"],
            name=op.f("fk_class_check_answers_check_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_check_answers_participant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_check_answers")),
        sa.UniqueConstraint(
            "check_id",
            "participant_id",
            name=op.f("uq_class_check_answers_check_id_participant_id"),
        ),
    )
    with op.batch_alter_table("class_check_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_check_answers_check_id"), ["check_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_check_answers_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "class_disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_disputes_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_disputes_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_disputes")),
    )
    with op.batch_alter_table("class_disputes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_disputes_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_disputes_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_excerpt_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("excerpt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["excerpt_id"],
            ["class_excerpts.id"],
            name=op.f("fk_class_excerpt_pages_excerpt_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_excerpt_pages")),
        sa.UniqueConstraint(
            "excerpt_id", "number", name=op.f("uq_class_excerpt_pages_excerpt_id_number")
        ),
    )
    with op.batch_alter_table("class_excerpt_pages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_excerpt_pages_excerpt_id"), ["excerpt_id"], unique=False
        )

    op.create_table(
        "class_hands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=True),
        sa.Column("lowered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_hands_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_hands_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_hands")),
    )
    with op.batch_alter_table("class_hands", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_hands_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_hands_session_id"), ["session_id"], unique=False)

    op.create_table(
        "class_highlights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("excerpt_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("box", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["excerpt_id"],
            ["class_excerpts.id"],
            name=op.f("fk_class_highlights_excerpt_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_highlights")),
    )
    with op.batch_alter_table("class_highlights", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_highlights_excerpt_id"), ["excerpt_id"], unique=False
        )

    op.create_table(
        "class_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("held_for", sa.String(length=120), nullable=False),
        sa.Column("pinned_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_messages_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_messages_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_messages")),
        sa.UniqueConstraint(
            "participant_id", "client_key", name=op.f("uq_class_messages_participant_id_client_key")
        ),
    )
    with op.batch_alter_table("class_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_messages_session_id"), ["session_id"], unique=False
        )
        batch_op.create_index(
            "ix_class_messages_session_state", ["session_id", "state"], unique=False
        )

    op.create_table(
        "class_picks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("pool", sa.Text(), nullable=False),
        sa.Column("picked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_picks_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_picks_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_picks")),
        sa.UniqueConstraint(
            "session_id", "participant_id", name=op.f("uq_class_picks_session_id_participant_id")
        ),
    )
    with op.batch_alter_table("class_picks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_picks_session_id"), ["session_id"], unique=False)

    op.create_table(
        "class_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_from", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["class_questions.id"], name=op.f("fk_class_questions_merged_into")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_questions_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_questions_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_questions")),
        sa.UniqueConstraint(
            "participant_id",
            "client_key",
            name=op.f("uq_class_questions_participant_id_client_key"),
        ),
    )
    with op.batch_alter_table("class_questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_questions_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_recordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("begins_ms", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["class_broadcasts.id"], name=op.f("fk_class_recordings_broadcast_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_recordings_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_recordings")),
        sa.UniqueConstraint("broadcast_id", name=op.f("uq_class_recordings_broadcast_id")),
    )
    with op.batch_alter_table("class_recordings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_recordings_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_sanctions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("given_by", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.String(length=40), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_sanctions_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_sanctions_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_sanctions")),
    )
    with op.batch_alter_table("class_sanctions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_sanctions_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_sanctions_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_stays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("from_ms", sa.Integer(), nullable=True),
        sa.Column("to_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_stays_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_stays_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_stays")),
    )
    with op.batch_alter_table("class_stays", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_stays_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index("ix_class_stays_session_kind", ["session_id", "kind"], unique=False)

    op.create_table(
        "class_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_votes_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["class_polls.id"], name=op.f("fk_class_votes_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_votes")),
        sa.UniqueConstraint(
            "poll_id", "participant_id", name=op.f("uq_class_votes_poll_id_participant_id")
        ),
    )
    with op.batch_alter_table("class_votes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_votes_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_votes_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "class_adjustments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["class_disputes.id"], name=op.f("fk_class_adjustments_dispute_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_adjustments_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_adjustments_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_adjustments")),
    )
    with op.batch_alter_table("class_adjustments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_adjustments_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_adjustments_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_complaints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["class_messages.id"], name=op.f("fk_class_complaints_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_complaints_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_class_complaints_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_complaints")),
        sa.UniqueConstraint(
            "message_id",
            "participant_id",
            name=op.f("uq_class_complaints_message_id_participant_id"),
        ),
    )
    with op.batch_alter_table("class_complaints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_complaints_message_id"), ["message_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_complaints_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "class_question_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["class_participants.id"],
            name=op.f("fk_class_question_votes_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["class_questions.id"],
            name=op.f("fk_class_question_votes_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_question_votes")),
        sa.UniqueConstraint(
            "question_id",
            "participant_id",
            name=op.f("uq_class_question_votes_question_id_participant_id"),
        ),
    )
    with op.batch_alter_table("class_question_votes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_question_votes_question_id"), ["question_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("class_question_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_question_votes_question_id"))

    op.drop_table("class_question_votes")
    with op.batch_alter_table("class_complaints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_complaints_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_complaints_message_id"))

    op.drop_table("class_complaints")
    with op.batch_alter_table("class_adjustments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_adjustments_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_adjustments_participant_id"))

    op.drop_table("class_adjustments")
    with op.batch_alter_table("class_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_votes_poll_id"))
        batch_op.drop_index(batch_op.f("ix_class_votes_participant_id"))

    op.drop_table("class_votes")
    with op.batch_alter_table("class_stays", schema=None) as batch_op:
        batch_op.drop_index("ix_class_stays_session_kind")
        batch_op.drop_index(batch_op.f("ix_class_stays_participant_id"))

    op.drop_table("class_stays")
    with op.batch_alter_table("class_sanctions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_sanctions_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_sanctions_participant_id"))

    op.drop_table("class_sanctions")
    with op.batch_alter_table("class_recordings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_recordings_session_id"))

    op.drop_table("class_recordings")
    with op.batch_alter_table("class_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_questions_session_id"))

    op.drop_table("class_questions")
    with op.batch_alter_table("class_picks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_picks_session_id"))

    op.drop_table("class_picks")
    with op.batch_alter_table("class_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_class_messages_session_state")
        batch_op.drop_index(batch_op.f("ix_class_messages_session_id"))

    op.drop_table("class_messages")
    with op.batch_alter_table("class_highlights", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_highlights_excerpt_id"))

    op.drop_table("class_highlights")
    with op.batch_alter_table("class_hands", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_hands_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_hands_participant_id"))

    op.drop_table("class_hands")
    with op.batch_alter_table("class_excerpt_pages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_excerpt_pages_excerpt_id"))

    op.drop_table("class_excerpt_pages")
    with op.batch_alter_table("class_disputes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_disputes_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_disputes_participant_id"))

    op.drop_table("class_disputes")
    with op.batch_alter_table("class_check_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_check_answers_participant_id"))
        batch_op.drop_index(batch_op.f("ix_class_check_answers_check_id"))

    op.drop_table("class_check_answers")
    with op.batch_alter_table("class_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_words_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_words_organisation_id"))

    op.drop_table("class_words")
    op.drop_table("class_reactions")
    with op.batch_alter_table("class_viewer_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_viewer_counts_session_id"))

    op.drop_table("class_viewer_counts")
    with op.batch_alter_table("class_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_topics_session_id"))

    op.drop_table("class_topics")
    with op.batch_alter_table("class_staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_staff_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_staff_account_id"))

    op.drop_table("class_staff")
    with op.batch_alter_table("class_waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_waiting_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_waiting_account_id"))

    op.drop_table("class_waiting")
    with op.batch_alter_table("class_registrations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_registrations_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_registrations_account_id"))

    op.drop_table("class_registrations")
    with op.batch_alter_table("class_polls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_polls_session_id"))

    op.drop_table("class_polls")
    with op.batch_alter_table("class_participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_participants_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_participants_account_id"))

    op.drop_table("class_participants")
    with op.batch_alter_table("class_materials", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_materials_session_id"))

    op.drop_table("class_materials")
    with op.batch_alter_table("class_guests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_guests_session_id"))

    op.drop_table("class_guests")
    with op.batch_alter_table("class_excerpts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_excerpts_session_id"))

    op.drop_table("class_excerpts")
    with op.batch_alter_table("class_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_checks_session_id"))

    op.drop_table("class_checks")
    with op.batch_alter_table("class_broadcasts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_broadcasts_session_id"))

    op.drop_table("class_broadcasts")
    with op.batch_alter_table("class_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_sessions_state"))
        batch_op.drop_index(batch_op.f("ix_class_sessions_starts_at"))
        batch_op.drop_index(batch_op.f("ix_class_sessions_season_id"))
        batch_op.drop_index(batch_op.f("ix_class_sessions_rehearsal_of"))
        batch_op.drop_index(batch_op.f("ix_class_sessions_organisation_id"))

    op.drop_table("class_sessions")
    with op.batch_alter_table("class_books", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_books_season_id"))

    op.drop_table("class_books")
    with op.batch_alter_table("class_seasons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_seasons_organisation_id"))

    op.drop_table("class_seasons")
