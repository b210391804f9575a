"""A question without its company names: what is left is the topic, fit for retrieval in any company's policy."""

import re
from collections.abc import Sequence

from assistant.name_forms import JAPANESE
from ingest.policy import Span

_BEFORE = re.compile(
    r"(?:,?\s*\b(?:at|by|for|from|in|with|of|to|about|under|on|against|between|among|than|regarding)(?:\s+both)?)?\s*$",
    re.IGNORECASE,
)
_AUX = re.compile(
    r"\b(?:does|do|did|is|are|was|has|have|had|can|could|will|would|should|may|must|if|that|whether|when|because|since)\s*$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"^\s*(?:,|/|&|;|、|と|や|か|and|or|vs\.?|versus|nor)*(?:\s*(?:and|or))?\s*$", re.IGNORECASE)
_VERB_AFTER = re.compile(
    r"^\s*(?:is|are|was|has|have|had|can|could|will|would|should|may|must|does|do|did|\w+s)\b", re.IGNORECASE
)
# "I want Acme to show me …"
_TO_DO = re.compile(r"^\s*(?:not )?to [a-z]", re.IGNORECASE)
# "The e-mail at A and at B" without A and B.
_LEFT_OVER = re.compile(r"(?:,|\s(?:and|or|vs\.?|versus|nor|&))+(?:\s(?:at|of|for|with|by))?(?=\s*[?.!]*$)", re.IGNORECASE)
_PARTICLE = re.compile(r"^\s*(?:における|について|では|でも|には|の|は|も|が|で|に|って|、)+")


def without_names(question: str, spans: Sequence[Span]) -> str:
    """The question with the names at `spans` left out, or "the company" where the sentence needs a subject."""
    groups: list[Span] = []
    for span in sorted(spans):
        if groups and (span.start < groups[-1].end or _JOIN.match(question[groups[-1].end : span.start])):
            groups[-1] = Span(groups[-1].start, max(groups[-1].end, span.end))
        else:
            groups.append(span)
    text = question
    for start, end in reversed(groups):
        text = _without(text, start, end)
    text = re.sub(r"\s+([?.!,;:])", r"\1", re.sub(r"[ \t]{2,}", " ", text))
    text = _LEFT_OVER.sub("", text) if groups else text
    return re.sub(r"^[\s,;:、。\-–—?]+", "", text).strip()


def _without(text: str, start: int, end: int) -> str:
    before, name, after = text[:start], text[start:end], text[end:]
    if JAPANESE.search(text):
        return before + _PARTICLE.sub("", after)
    possessive = name.endswith(("'s", "’s"))
    if possessive and re.match(r"\s*\w", after):
        return f"{before}the company's{after}"
    if _AUX.search(before) and re.match(r"^\s*\w", after):
        return f"{before}the company{after}"
    preposition = _BEFORE.search(before)
    if preposition and preposition.group().strip():
        kept = before[: preposition.start()]
        if re.match(r"^\s*(?:policy|privacy)\b", after):
            return f"{before}the{after}" if not re.search(r"\bthe\s*$", before) else before + after
        return kept + after if not re.search(r"\b(?:what|how)\s*$", kept, re.IGNORECASE) else kept.rstrip() + after
    if before.strip() and (_VERB_AFTER.match(after) or _TO_DO.match(after)):
        return f"{before}the company{after}"
    if not before.strip() and re.match(r"^\s*(?:is|has|can|will|does|may|must)\b", after):
        return f"the company{after}"
    return before + after.lstrip(" ,:-–—") if not before.strip() else before + after
