"""What the quizzes' actions are called in the audit log."""

from flask_babel import lazy_gettext as _

NAMES = {
    "quiz.created": _("Quiz made"),
    "quiz.changed": _("Quiz changed"),
    "quiz.removed": _("Round is no quiz any more"),
    "quiz.segment_added": _("Segment of a quiz added"),
    "quiz.segment_changed": _("Segment of a quiz changed"),
    "quiz.segment_moved": _("Segment of a quiz moved"),
    "quiz.segment_removed": _("Segment of a quiz removed"),
    "quiz.teams_seated": _("Teams of a quiz seated"),
    "quiz.seats_renamed": _("Contestants of a quiz renamed"),
    "quiz.override": _("Points of a quiz set by the referee"),
    "quiz.undo": _("Decision in a quiz taken back"),
    "quiz.thrown_out": _("Question of a quiz thrown out"),
    "quiz.restored": _("Question of a quiz counts again"),
    "quiz.objection_ruled": _("Objection in a quiz decided"),
}
