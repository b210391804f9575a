"""Companies named in Japanese questions that the library does not hold: by legal form, by katakana, by particle."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.everyday import Everyday
from assistant.name_forms import Word
from ingest.policy import Span

_KATAKANA = re.compile(r"[\u30a1-\u30faー・]{3,}")
_JAPANESE_COMPANY = re.compile(
    r"(?:株式会社|合同会社|有限会社)([^\s、。の？?はがでにをとも]{1,20})|([^\s、。の？?はがでにをとも]{1,20})(?:株式会社|合同会社|有限会社)"
)
_PARTICLE = re.compile(r"^(?:の|は|では|も|って|における|について|なら|と(?=[A-Za-zァ-ヶ]))")


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A company asked about that no policy of the library belongs to, as written at `start:end`.

    `placed` is true where it stands as companies stand ("at X", "X's policy"), not only where it looks like a name.
    """

    start: int
    end: int
    text: str
    placed: bool = True


def unknown_in_japanese(question: str, odd: Sequence[Word], taken: Sequence[Span], everyday: Everyday) -> list[UnknownName]:
    """Unknown companies in a Japanese question: 株式会社…, a katakana name that opens it, or one of the `odd` Latin words."""
    found = [
        UnknownName(match.start(), match.end(), match.group())
        for match in _JAPANESE_COMPANY.finditer(question)
        if not _taken(taken, match)
    ]
    opening = _KATAKANA.match(question)
    named = opening and not found and not _taken(taken, opening) and _PARTICLE.match(question[opening.end() :])
    if opening and named and not _composed_of_terms(opening.group(), everyday):
        found.append(UnknownName(0, opening.end(), opening.group()))
    found += [
        UnknownName(token.start, token.end, token.raw)
        for token in odd
        if _PARTICLE.match(question[token.end :]) and not everyday.mentioned(token.key)
    ]
    return found


def _taken(taken: Sequence[Span], match: re.Match[str]) -> bool:
    return any(span.start < match.end() and match.start() < span.end for span in taken)


def _composed_of_terms(katakana: str, everyday: Everyday) -> bool:
    rest = katakana.replace("・", "")
    while rest:
        size = next((size for size in range(len(rest), 1, -1) if everyday.term(rest[:size])), 0)
        if not size:
            return False
        rest = rest[size:]
    return True
