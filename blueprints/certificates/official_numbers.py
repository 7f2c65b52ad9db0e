"""The number of a state certificate of a skill level (职业技能等级证书): its form, no more.

The state issues it and this system never makes one up; whether it was really given to this
person can only be asked of the state's own register.
"""

import re

# Kind of evaluating body (Y an employer, S a society), then digits in groups of 4+2+6+2+1+6.
_FORM = re.compile(r"[YS][0-9]{4}[0-9]{2}[0-9]{6}[0-9]{2}[0-9][0-9]{6}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９ＹＳｙｓ", "0123456789YSYS")
LENGTH = 22


def tidy(text: str) -> str:
    """As people type or copy it, in one spelling: no blanks, ASCII, capitals."""
    return "".join(text.split()).translate(_FULL_WIDTH).upper()


def is_well_formed(number: str) -> bool:
    """Whether a tidied number has the 22 characters of one."""
    return _FORM.fullmatch(number) is not None
