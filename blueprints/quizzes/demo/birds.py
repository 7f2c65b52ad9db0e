"""A small picture quiz that waits to be played: eight birds of lakes and parks, drawn for it."""

from datetime import datetime
from pathlib import Path

from blueprints.contests.demo.skills import person
from blueprints.contests.services import progress
from blueprints.contests.services import setup as contests
from blueprints.quizzes.rules.kinds import MediaKind, QuestionKind, SegmentKind
from blueprints.quizzes.rules.questions import QuestionInput
from blueprints.quizzes.rules.segments import SecondChance, preset
from blueprints.quizzes.services import setup
from blueprints.quizzes.services.bank import media
from blueprints.quizzes.services.bank.importing import import_rows
from blueprints.quizzes.services.bank.reading import Row
from blueprints.quizzes.services.drawing import draw_segment
from store.actors import SYSTEM

PICTURES = Path(__file__).parent / "birds"
TITLE, SUBJECT, SEED = "西湖常见鸟类识别赛", "鸟类识别", "birds-2026"
TEAMS, SEATS = ("示例林场队", "示例湿地队", "示例公园队", "示例植物园队"), 2
# Picture, four names with the right one first, what it is known by.
BIRDS = (
    ("egret", ("白鹭", "苍鹭", "夜鹭", "池鹭"), "全身洁白，嘴和腿黑色，趾黄色"),
    ("mallard", ("绿头鸭", "斑嘴鸭", "鸳鸯", "绿翅鸭"), "雄鸟头颈绿色，有白色领环"),
    ("magpie", ("喜鹊", "乌鸫", "八哥", "白鹡鸰"), "黑白两色，长尾带蓝绿色金属光泽"),
    ("hoopoe", ("戴胜", "大斑啄木鸟", "黑枕黄鹂", "斑鸠"), "扇形羽冠，嘴细长下弯"),
    ("kingfisher", ("普通翠鸟", "蓝翡翠", "北红尾鸲", "蓝矶鸫"), "背部亮蓝色，胸腹橙棕色"),
    ("sparrow", ("树麻雀", "白头鹎", "金翅雀", "棕头鸦雀"), "头顶栗褐色，白颊有黑斑"),
    ("blue-magpie", ("红嘴蓝鹊", "灰喜鹊", "松鸦", "喜鹊"), "红嘴红腿，蓝色长尾末端白色"),
    ("moorhen", ("黑水鸡", "白骨顶", "小䴙䴘", "普通鸬鹚"), "额甲和嘴基红色，嘴端黄色"),
)
RULE = (("media", MediaKind.PICTURE.value), ("subject", SUBJECT))
DRAWN = {"questions": 3, "reserves": 1, "rule": RULE}
SEGMENTS = (
    (SegmentKind.TOGETHER, "看图识鸟", preset(SegmentKind.TOGETHER, **DRAWN)),
    (
        SegmentKind.BUZZER,
        "看图抢答",
        preset(SegmentKind.BUZZER, second=SecondChance.NEXT_PRESS, **DRAWN),
    ),
)


def bird_quiz(federation: int, now: datetime) -> int:
    """The quiz in an open round, its questions drawn; the quiz's id."""
    _fill_bank(federation, now)
    given = contests.ContestInput(TITLE, "示例市湿地公园", now.date().isoformat())
    contest_id = contests.create_contest(SYSTEM, federation, given, now)
    event_id = contests.add_event(SYSTEM, contest_id, "图片识别", now)
    round_id = contests.add_round(SYSTEM, event_id, "决赛", "speech", "each", now)
    contests.add_entries(SYSTEM, round_id, _teams(), now)
    contests.set_prizes(SYSTEM, round_id, [("一等奖", 1), ("二等奖", 1)], now)
    quiz_id = setup.create_quiz(SYSTEM, round_id, now, base=0, seats=SEATS)
    for kind, title, rules in SEGMENTS:
        segment_id = setup.add_segment(SYSTEM, quiz_id, kind, title, rules, now)
        draw_segment(SYSTEM, segment_id, SEED, now)
    setup.seat_teams(SYSTEM, quiz_id, now)
    progress.open_round(SYSTEM, round_id, now)
    return quiz_id


def _fill_bank(federation: int, now: datetime) -> None:
    questions = [_question(number, *bird) for number, bird in enumerate(BIRDS, 1)]
    rows = [Row(line, given, "") for line, given in enumerate(questions, 1)]
    import_rows(SYSTEM, federation, rows, now)
    pictures = [
        (question.ref, media.MediaInput(MediaKind.PICTURE, "image/png", _picture(name)))
        for question, (name, _names, _known_by) in zip(questions, BIRDS, strict=True)
    ]
    media.attach_media(SYSTEM, federation, pictures, now)


def _question(number: int, _picture: str, names: tuple[str, ...], known_by: str) -> QuestionInput:
    place = number % len(names)  # the right one stands at every place in turn
    options = names[1 : place + 1] + names[:1] + names[place + 1 :]
    return QuestionInput(
        ref=f"B{number:03d}",
        kind=QuestionKind.SINGLE,
        subject=SUBJECT,
        difficulty=1 + number % 3,
        text="图中是哪一种鸟？",
        options=options,
        answer=(place,),
        explanation=known_by,
        source="自绘图版",
        tags=("图片",),
    )


def _picture(name: str) -> bytes:
    return (PICTURES / f"{name}.png").read_bytes()


def _teams() -> list[contests.EntryInput]:
    return [
        contests.EntryInput(
            name=name,
            unit=name,
            people=tuple(person(40 + place * SEATS + seat) for seat in range(SEATS)),
        )
        for place, name in enumerate(TEAMS)
    ]
