"""What a yes/no question puts forward, apart from what is said around it."""

import re

_TAG = re.compile(
    r"[,.]?\s*(?:(?:is|isn['’]?t|are|aren['’]?t|was|wasn['’]?t|do|don['’]?t|does|doesn['’]?t|did|didn['’]?t|will|won['’]?t"
    r"|can|can['’]?t|has|hasn['’]?t|have|haven['’]?t)\s+(?:it|he|she|they|that|there|i|you|one)(?:\s+not)?"
    r"|right|correct|true|is that (?:right|correct|so|true)|yes|no|or not)\s*\?+\s*$"
    r"|[\s,.;:–—-]{0,3}\b(?:yes or no|yes/no|y/n|or not)\W*$",
    re.IGNORECASE,
)
# "For sensitive requests, does …", "According to …, does …": where, not what.
_SETTING = re.compile(
    r"^\W*(?:(?:for|in|at|with|under|according(?: to)?|regarding|concerning)\b[^,?]{0,80},"
    r"|(?:as a rule|in general|generally|normally|usually|in principle|by default),?)\s*"
    r"(?=(?:do|does|did|is|are|was|were|can|could|will|would|may|might|must|should|shall|has|have|am)\b)",
    re.IGNORECASE,
)
# "I have the signal switched on, do they respect it": what the person has done or is, then what is asked.
_SAID_FIRST = re.compile(
    r"^(?!\W*(?:and |so |but )?(?:if|when|once|after|unless|where|before|as soon as"
    r"|do|does|did|is|are|was|were|can|could|will|would|may|might|must|should|shall|has|have|am)\b)"
    r".*(?:[,;:]|\s[–—-])\s*(?:(?:and|so|but|also|then) )*"
    r"(?=(?:do|does|did|is|are|was|were|can|could|will|would|may|might|must|should|shall|has|have|am) \w+)",
    re.IGNORECASE,
)


def proposition(topic: str) -> str:
    """What a yes/no question puts forward: its asking sentence, without a tag such as "isn't it?"."""
    sentences = [sentence for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Za-z])", topic.strip()) if sentence]
    asked = _TAG.sub("", sentences[-1]).strip() if sentences else topic
    if len(asked.split()) < 2 and len(sentences) > 1:
        asked = sentences[-2]
    return _SAID_FIRST.sub("", _SETTING.sub("", asked))
