"""What kind of thing a question asks for, where its words give it away, and which passages hold such a thing."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class AnswerKind(NamedTuple):
    """`asked` finds it in a question, `held` in a passage."""

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]


_STREET = r"(?:Street|St\b|Avenue|Ave\b|Road|Rd\b|Drive|Blvd|Boulevard|Lane|Floor|Building|Suite)"
KINDS = (
    AnswerKind(
        "phone",
        re.compile(r"\b(?:phone|telephone|tel|call|dial|ring|toll[- ]free|fax|hotline)\b|電話", re.IGNORECASE),
        re.compile(r"\+?\d[\d()\s./-]{7,}\d"),
    ),
    AnswerKind("email", re.compile(r"\be-?mail address\b|メールアドレス", re.IGNORECASE), re.compile(r"\S@\S+\.\w")),
    AnswerKind(
        "address",
        re.compile(
            r"\b(?:postal|mailing|street|address)\b|\bzip code\b"
            r"|\bwhere\b.{0,40}\b(?:located|post|mail|send|offices?|headquarters?)\b|住所|所在地",
            re.IGNORECASE,
        ),
        re.compile(
            r"〒|\b\d{3}-\d{4}\b|\b[A-Z]{2}\s?\d{5}(?:-\d{4})?\b|P\.?\s?O\.?\s?Box|\b[A-Z][\w-]+-(?:ku|shi|cho|machi|gun)\b"
            rf"|\b\d+[-\d]*,?\s+(?:[A-Z][\w'’-]+,?\s+){{1,4}}{_STREET}|{_STREET}[^.]*\d"
        ),
    ),
    AnswerKind(
        "money",
        re.compile(
            r"\bhow much\b|\b(?:fees?|costs?|prices?|charged?|charges|pay|payment|free|expensive|yen)\b|手数料"
            r"|料金|いくら|費用",
            re.IGNORECASE,
        ),
        re.compile(
            r"[$€£¥￥]\s?\d|\d[\d,.]*\s?(?:yen|dollars?|euros?|usd|eur|円)|\b(?:fee|free of charge|charge|cost)s?\b",
            re.IGNORECASE,
        ),
    ),
    AnswerKind(
        "duration",
        re.compile(
            r"\bhow (?:long|soon|quickly|many (?:days|weeks|months|years))\b|\b(?:period|deadline)\b|いつまで|期間|何日|何年",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:\d+|one|two|three|four|five|six|seven|ten|twelve|thirty|sixty|ninety)[\s-]+(?:business |working |calendar )?"
            r"(?:day|week|month|year|hour)s?\b|\bas long as\b|\bretention period\b|\d+\s*(?:日|年|か月|ヶ月|週間)",
            re.IGNORECASE,
        ),
    ),
    AnswerKind(
        "date",
        re.compile(r"\b(?:when was|what date|which year|effective date|last (?:updated|revised))\b|制定|改定日", re.IGNORECASE),
        re.compile(r"\b(?:19|20)\d\d\b|(?:19|20)\d\d年"),
    ),
)


def kinds_held(passages: Sequence[str]) -> NDArray[np.bool_]:
    """(n, kinds) whether each passage holds a thing of each kind."""
    held = [[kind.held.search(passage) is not None for kind in KINDS] for passage in passages]
    return np.array(held, dtype=np.bool_).reshape(len(passages), len(KINDS))


def kinds_asked(question: str) -> NDArray[np.bool_]:
    """(kinds,) what a question asks for; often nothing that can be told."""
    return np.array([kind.asked.search(question) is not None for kind in KINDS], dtype=np.bool_)
