"""The life of a contest in steps (DOMAIN: 赛项的全过程), in the one order they may have.

A contest may leave steps out, never reorder them. Which of the optional ones it has is a list
in `Contest.steps`; the others every contest goes through. Pure: knows no database.
"""

from enum import StrEnum


class Step(StrEnum):
    """A step; the order of the members is the order of the steps."""

    DRAFT = "draft"  # 草稿
    REGISTRATION = "registration"  # 报名
    ELIGIBILITY = "eligibility"  # 资格审查
    DRAW = "draw"  # 抽签加密
    CHECK_IN = "check_in"  # 检录
    SCORING = "scoring"  # 评分
    SIGNING = "signing"  # 签字锁定
    REVIEW = "review"  # 裁判长复核
    SPOT_CHECK = "spot_check"  # 监督抽检
    DECODING = "decoding"  # 解密
    RESULTS = "results"  # 成绩公布
    APPEALS = "appeals"  # 申诉
    NOTICE = "notice"  # 公示
    PRIZES = "prizes"  # 定奖
    CERTIFICATES = "certificates"  # 发证
    ARCHIVED = "archived"  # 归档


OPTIONAL = (
    Step.REGISTRATION,
    Step.ELIGIBILITY,
    Step.DRAW,
    Step.CHECK_IN,
    Step.SIGNING,
    Step.SPOT_CHECK,
    Step.DECODING,
    Step.APPEALS,
    Step.NOTICE,
)
