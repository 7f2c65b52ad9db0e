"""Quizzes: quizzes: segments, drawn questions, seats, turns, presses, rulings.

Revision: 0011, after 0010. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quizzes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("segment_id", sa.Integer(), nullable=True),
        sa.Column("screen", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_quizzes_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quizzes")),
        sa.UniqueConstraint("key", name=op.f("uq_quizzes_key")),
        sa.UniqueConstraint("round_id", name=op.f("uq_quizzes_round_id")),
    )
    op.create_table(
        "quiz_contestants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("substitute", sa.Boolean(), nullable=False),
        sa.Column("join_hash", sa.String(length=64), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_quiz_contestants_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["quiz_id"],
            ["quizzes.id"],
            name=op.f("fk_quiz_contestants_quiz_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_contestants")),
        sa.UniqueConstraint("join_hash", name=op.f("uq_quiz_contestants_join_hash")),
        sa.UniqueConstraint(
            "quiz_id", "entry_id", "seat", name=op.f("uq_quiz_contestants_quiz_id_entry_id_seat")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_quiz_contestants_token_hash")),
    )
    op.create_index(
        op.f("ix_quiz_contestants_quiz_id"), "quiz_contestants", ["quiz_id"], unique=False
    )
    op.create_table(
        "quiz_segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_segments_quiz_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_segments")),
    )
    op.create_index(op.f("ix_quiz_segments_quiz_id"), "quiz_segments", ["quiz_id"], unique=False)
    op.create_table(
        "quiz_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reserve", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["bank_questions.id"], name=op.f("fk_quiz_questions_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_questions_quiz_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["quiz_segments.id"],
            name=op.f("fk_quiz_questions_segment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_questions")),
        sa.UniqueConstraint(
            "quiz_id", "question_id", name=op.f("uq_quiz_questions_quiz_id_question_id")
        ),
    )
    op.create_index(op.f("ix_quiz_questions_quiz_id"), "quiz_questions", ["quiz_id"], unique=False)
    op.create_index(
        op.f("ix_quiz_questions_segment_id"), "quiz_questions", ["segment_id"], unique=False
    )
    op.create_table(
        "quiz_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("stake", sa.Integer(), nullable=True),
        sa.Column("teams", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("heat", sa.Integer(), nullable=False),
        sa.Column("shown_heat", sa.Integer(), nullable=False),
        sa.Column("heat_teams", sa.Text(), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=True),
        sa.Column("clock", sa.String(length=8), nullable=False),
        sa.Column("deadline_at", sa.DateTime(), nullable=True),
        sa.Column("paused_ms", sa.Integer(), nullable=True),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("thrown_out", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_quiz_turns_entry_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["quiz_questions.id"], name=op.f("fk_quiz_turns_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_turns_quiz_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["quiz_segments.id"], name=op.f("fk_quiz_turns_segment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_turns")),
        sa.UniqueConstraint("question_id", name=op.f("uq_quiz_turns_question_id")),
        sa.UniqueConstraint("quiz_id", "key", name=op.f("uq_quiz_turns_quiz_id_key")),
        sa.UniqueConstraint("quiz_id", "number", name=op.f("uq_quiz_turns_quiz_id_number")),
    )
    op.create_index(op.f("ix_quiz_turns_quiz_id"), "quiz_turns", ["quiz_id"], unique=False)
    op.create_index(op.f("ix_quiz_turns_segment_id"), "quiz_turns", ["segment_id"], unique=False)
    op.create_table(
        "quiz_play_along",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("player", sa.String(length=64), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["turn_id"],
            ["quiz_turns.id"],
            name=op.f("fk_quiz_play_along_turn_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_play_along")),
        sa.UniqueConstraint("turn_id", "player", name=op.f("uq_quiz_play_along_turn_id_player")),
    )
    op.create_index(op.f("ix_quiz_play_along_player"), "quiz_play_along", ["player"], unique=False)
    op.create_table(
        "quiz_presses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("heat", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("contestant_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=True),
        sa.Column("arrived_us", sa.BigInteger(), nullable=False),
        sa.Column("claimed_us", sa.BigInteger(), nullable=True),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("earliest_us", sa.BigInteger(), nullable=False),
        sa.Column("latest_us", sa.BigInteger(), nullable=False),
        sa.Column("surely_by_us", sa.BigInteger(), nullable=False),
        sa.Column("uncertainty_us", sa.Integer(), nullable=False),
        sa.Column("round_trip_us", sa.Integer(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["contestant_id"], ["quiz_contestants.id"], name=op.f("fk_quiz_presses_contestant_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_quiz_presses_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["quiz_turns.id"], name=op.f("fk_quiz_presses_turn_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_presses")),
        sa.UniqueConstraint("contestant_id", "key", name=op.f("uq_quiz_presses_contestant_id_key")),
    )
    op.create_index("ix_quiz_presses_heat", "quiz_presses", ["turn_id", "heat"], unique=False)
    op.create_table(
        "quiz_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_quiz_rulings_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_rulings_quiz_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["quiz_turns.id"], name=op.f("fk_quiz_rulings_turn_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_rulings")),
        sa.UniqueConstraint("quiz_id", "key", name=op.f("uq_quiz_rulings_quiz_id_key")),
        sa.UniqueConstraint("quiz_id", "seq", name=op.f("uq_quiz_rulings_quiz_id_seq")),
    )
    op.create_index(op.f("ix_quiz_rulings_quiz_id"), "quiz_rulings", ["quiz_id"], unique=False)
    op.create_index(op.f("ix_quiz_rulings_turn_id"), "quiz_rulings", ["turn_id"], unique=False)
    op.create_table(
        "quiz_seat_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("contestant_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contestant_id"],
            ["quiz_contestants.id"],
            name=op.f("fk_quiz_seat_answers_contestant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_quiz_seat_answers_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"],
            ["quiz_turns.id"],
            name=op.f("fk_quiz_seat_answers_turn_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_seat_answers")),
        sa.UniqueConstraint(
            "contestant_id", "key", name=op.f("uq_quiz_seat_answers_contestant_id_key")
        ),
    )
    op.create_index(
        op.f("ix_quiz_seat_answers_turn_id"), "quiz_seat_answers", ["turn_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_quiz_seat_answers_turn_id"), table_name="quiz_seat_answers")
    op.drop_table("quiz_seat_answers")
    op.drop_index(op.f("ix_quiz_rulings_turn_id"), table_name="quiz_rulings")
    op.drop_index(op.f("ix_quiz_rulings_quiz_id"), table_name="quiz_rulings")
    op.drop_table("quiz_rulings")
    op.drop_index("ix_quiz_presses_heat", table_name="quiz_presses")
    op.drop_table("quiz_presses")
    op.drop_index(op.f("ix_quiz_play_along_player"), table_name="quiz_play_along")
    op.drop_table("quiz_play_along")
    op.drop_index(op.f("ix_quiz_turns_segment_id"), table_name="quiz_turns")
    op.drop_index(op.f("ix_quiz_turns_quiz_id"), table_name="quiz_turns")
    op.drop_table("quiz_turns")
    op.drop_index(op.f("ix_quiz_questions_segment_id"), table_name="quiz_questions")
    op.drop_index(op.f("ix_quiz_questions_quiz_id"), table_name="quiz_questions")
    op.drop_table("quiz_questions")
    op.drop_index(op.f("ix_quiz_segments_quiz_id"), table_name="quiz_segments")
    op.drop_table("quiz_segments")
    op.drop_index(op.f("ix_quiz_contestants_quiz_id"), table_name="quiz_contestants")
    op.drop_table("quiz_contestants")
    op.drop_table("quizzes")
