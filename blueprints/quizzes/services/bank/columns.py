"""The columns of a bank's table, and every spelling by which files name them and their values."""

import unicodedata
from functools import cache

from flask_babel import LazyString, force_locale, lazy_pgettext

from blueprints.quizzes.rules.kinds import Level, MediaKind, QuestionKind
from blueprints.quizzes.rules.questions import LETTERS
from web.languages import LANGUAGES

KINDS: dict[str, LazyString] = {
    QuestionKind.SINGLE: lazy_pgettext("bank", "Single choice"),
    QuestionKind.MULTIPLE: lazy_pgettext("bank", "Multiple choice"),
    QuestionKind.TRUE_FALSE: lazy_pgettext("bank", "True or false"),
    QuestionKind.FILL_IN: lazy_pgettext("bank", "Fill in"),
    QuestionKind.OPEN: lazy_pgettext("bank", "Open question"),
}
LEVELS: dict[str, LazyString] = {
    Level.NATIONAL: lazy_pgettext("bank", "National"),
    Level.PROVINCIAL: lazy_pgettext("bank", "Provincial"),
    Level.CITY: lazy_pgettext("bank", "City"),
}
DIFFICULTIES: dict[int, LazyString] = {
    1: lazy_pgettext("bank", "Easy"),
    2: lazy_pgettext("bank", "Medium"),
    3: lazy_pgettext("bank", "Hard"),
}
MEDIA: dict[str, LazyString] = {
    MediaKind.PICTURE: lazy_pgettext("bank", "Picture"),
    MediaKind.AUDIO: lazy_pgettext("bank", "Audio"),
    MediaKind.VIDEO: lazy_pgettext("bank", "Video"),
}
COLUMNS: dict[str, LazyString] = {
    "ref": lazy_pgettext("bank", "No."),
    "kind": lazy_pgettext("bank", "Kind"),
    "subject": lazy_pgettext("bank", "Subject"),
    "level": lazy_pgettext("bank", "Level"),
    "difficulty": lazy_pgettext("bank", "Difficulty"),
    "text": lazy_pgettext("bank", "Question"),
    "answer": lazy_pgettext("bank", "Answer"),
    "explanation": lazy_pgettext("bank", "Explanation"),
    "source": lazy_pgettext("bank", "Source"),
    "tags": lazy_pgettext("bank", "Tags"),
    "practice": lazy_pgettext("bank", "For practice"),
    "media": lazy_pgettext("bank", "Picture or sound"),
}
OPTIONS = tuple(f"option_{letter}" for letter in LETTERS)
_SPELLINGS = {
    "ref": ("id", "题号", "编号"),  # 序号 counts the lines of a list and names no question
    "kind": ("type", "题型", "类型", "题目类型"),
    "subject": ("科目", "类别", "专题", "知识点", "分类"),
    "level": ("级别", "层级"),
    "text": ("text", "题干", "题目", "试题", "问题", "题目内容"),
    "answer": ("答案", "正确答案", "标准答案", "参考答案"),
    "explanation": ("解析", "答案解析", "解答", "说明"),
    "source": ("出处", "来源", "依据", "法条", "出题依据"),
    "tags": ("tag", "标签", "标记"),
    "difficulty": ("难度", "难易程度"),
}
_WORDS = {
    QuestionKind.SINGLE: ("单选", "单选题", "单项选择题", "选择题"),
    QuestionKind.MULTIPLE: ("多选", "多选题", "多项选择题", "不定项选择题"),
    QuestionKind.TRUE_FALSE: ("判断", "判断题", "是非题"),
    QuestionKind.FILL_IN: ("填空", "填空题"),
    QuestionKind.OPEN: ("简答", "简答题", "问答题", "论述题", "案例分析题"),
    Level.NATIONAL: ("全国", "国家", "国家级"),
    Level.PROVINCIAL: ("省", "省级", "自治区"),
    Level.CITY: ("市", "市级", "地市"),
    "1": ("易", "简单", "低"),
    "2": ("中", "中等", "一般"),
    "3": ("难", "困难", "高"),
}
_TRUE = ("true", "t", "yes", "y", "对", "正确", "是", "√", "✓", "a")
_FALSE = ("false", "f", "no", "n", "错", "错误", "否", "×", "✗", "x", "b")


@cache
def column_names() -> dict[str, str]:
    """Column by every spelling: the name itself, its label in each language, and usual words."""
    known = {name: name for name in (*COLUMNS, *OPTIONS)}
    for name, letter in zip(OPTIONS, LETTERS, strict=True):
        spelled = (letter, f"选项{letter}", f"{letter}选项", f"option {letter}")
        known |= dict.fromkeys(spelled, name)
    known |= {word: name for name, words in _SPELLINGS.items() for word in words}
    return _looked_up(known | _labels(COLUMNS))


@cache
def value_names() -> dict[str, str]:
    """Kind, level and difficulty by every spelling."""
    own = (*KINDS, *LEVELS, *(str(one) for one in DIFFICULTIES))
    known = {str(name): str(name) for name in own}
    known |= {word: str(name) for name, words in _WORDS.items() for word in words}
    labels = {**KINDS, **LEVELS, **{str(n): label for n, label in DIFFICULTIES.items()}}
    return _looked_up(known | _labels(labels))


def unified(text: str) -> str:
    """A word as it is looked up: whatever its width, case and spaces are."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def truth(text: str) -> bool | None:
    """Whether a word says true or false; None when it says neither."""
    word = unified(text)
    return True if word in _TRUE else False if word in _FALSE else None


def _looked_up(known: dict[str, str]) -> dict[str, str]:
    return {unified(word): name for word, name in known.items()}


def _labels(labels: dict[str, LazyString]) -> dict[str, str]:
    found = dict[str, str]()
    for language in LANGUAGES:
        with force_locale(language):
            found |= {str(label): str(name) for name, label in labels.items()}
    return found
