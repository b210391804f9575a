"""Parts of a sentence and what each denies: where a "not" reaches, and what an exception or a condition holds."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.patterns import ignoring_case
from ingest.policy import Span
from ingest.sentences import split_sentences
from vectorstore.lexical import tokenize

NEGATION = ignoring_case(
    r"\b(?:not|never|no|cannot|neither|nor|none|nobody|nothing)\b|n['’]t\b|ません|ない(?=。|もの|\s*$)|できません|しません"
)
# Verbs that deny what they govern; a question that uses one itself asks about the refusing.
REFUSAL = ignoring_case(
    r"\b(?:refus|declin|reject|den(?:y|ied|ies)|prohibit|forbid|prevent|refrain|unable|fail)\w*"
    r"|\brestrict\w*(?= [^.;]{0,40}\bfrom\b)|\bturned? (?:\w+ )?(?:down|away)\b"
)
_HARMLESS = ignoring_case(
    r"\bnot (?:only|limited to|necessarily)\b|\bnotwithstanding\b|\bno later than\b|\bwhether or not\b|\bwithout (?:undue "
    r"|unreasonable |any )?delay\b"
    r"|\bwithout (?:limitation|limiting|prejudice|notice)\b|\bdo not hesitate\b|\b(?:phone|contact|tel|reference|fax) no\b"
    r"|^\W*(?:in order )?to (?:help )?(?:prevent|avoid|combat|stop|fight)\b[^,;.]{0,120}(?:, [^,;.]{1,60}){0,3},"
    r"|\b(?:to|for(?: the purposes?)?(?: of)?) (?:help )?(?:\w+,? (?:and |or )?){0,3}(?:prevent|avoid)(?:ing)?\b"
    # A browser's signal and a register are called so; "we do not track" denies.
    r"|(?-i:\bDo[- ]Not[- ](?:Track|Call|Sell)\b)|[\"“‘']do[- ]not[- ](?:track|call|sell)\b"
    r"|\bdo[- ]not[- ](?:track|call|sell|share)(?= (?:signals?|settings?|headers?|requests?|preferences?|lists?|register"
    r"|registry|thing|switch\w*|turned|option|feature|mechanism|browser|link)\b)"
    r"|\b(?:honou?rs?|respects?|obeys?|supports?|heeds?|recogni[sz]es?|follows?|(?:respond|react|adhere)s? to|compl(?:y|ies)"
    r" with) (?:the |my |a )?do[- ]not[- ](?:track|call|sell)\b|\bdont[- ]?(?:track|sell)[- ](?:me|my)\b"
    r"|\bno matter\b|\bif not\b|\bor not\b(?=\W*$)"
    r"|\bwith or without\b|\bno\. ?\d|\bwithout (?:your|the user|the individual|prior|his|my|consent)[^.;,]{0,40}\b(?:consent"
    r"|permission|approval|agreement)\b"
)
EXCEPTION = ignoring_case(
    r"\b(?:except|unless|excluding|other than"
    r"|(?<!relevant )(?<!applicable )(?<!legal )(?<!any )exceptions?|with the exception of|apart from)\b|除き|除く|場合を除"
)
_ENDS = ignoring_case(
    r"(?<=;)\s+|\n+|,?\s+(?:but|however|although|though|whereas|while|nevertheless)\b,?|;\s+|\s[–—]\s|,\s+(?:and|or"
    r"|nor) (?=(?:we|you|it|they|he|she|our|your)\b)|\s+(?:and|or) (?=(?:(?:do|does|did|will|shall|are|is|can|may|must|have"
    r"|has) (?:not|never)|never|cannot)\b)"
)
_CONDITION = ignoring_case(
    r"\b(?:if|when|whenever|where|once|in case|in the event|because|should (?:you|your|any|the|a|an|one)|to the extent"
    r"|provided(?: that)?(?= (?:that|no|you|we|the|it|they)\b)|as long as|on condition|based on whether)\b"
)
_INSERTED = ignoring_case(r"\b(?:other than|apart from|excluding)\b[^,;—–]*?(?=[,;—–]|\s(?:will|shall|is|are|may|can|must)\b)")
# What stands between two denials of which neither denies the other.
_BESIDE = ignoring_case(r"\b(?:and|or|nor|but)\b|,")

# "… prohibiting you from access, blocking …": the next doing in a row is none of the first one's objects.
_DOING, _NEXT_DOING = ignoring_case(r"\w+ing"), ignoring_case(r",\s*(?:or |and )?\w+ing\b")
# "… from someone who is not a member, and files of others": a denial of what is meant reaches to the end of saying so, one of
# who is meant is of somebody else.
_AUXILIARIES = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|will|would|shall|should|must)"
_OF_WHAT = ignoring_case(rf"\b(?:which|that) {_AUXILIARIES} ?$|\bwhich $")
_OF_WHOM = ignoring_case(rf"\bwho (?:{_AUXILIARIES} ?)?$")
_MEANT_ENDS = ignoring_case(r"[,;]")
# What only asks for attention is no part of what is said.
_NOTE_THAT = ignoring_case(
    r"^\W*(?:please )?(?:(?:be (?:aware|advised)|note|keep in mind|bear in mind|remember|understand)(?: also)?(?: that\b|,)\W*)"
)
_MODAL = ignoring_case(r"\b(?:will|shall|may|must)\b")
_ASKS = ignoring_case(r"\b(?:can|could|will|would|may|might|do|does|is|are|am|must|should) (?:i|we|they|you|it|the|my)\b")
_AUXILIARY = ignoring_case(r"\b(?:will|shall|may|might|must|can|cannot|could|do|does|is|are|was|were|has|have)\b")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a sentence with one statement: `main`, apart from its `condition` and the `exception` it makes."""

    main: str
    condition: str = ""
    exception: str = ""

    def hits(self, holds: Callable[[str], frozenset[str]]) -> frozenset[str]:
        """The terms of a question that the segment holds."""
        return holds(" ".join((self.main, self.condition, self.exception)))


def blanked(text: str) -> str:
    """The text with phrases that only look like denials overwritten, every offset kept."""
    return _HARMLESS.sub(lambda match: "_" * len(match.group()), text)


def negated(text: str) -> bool:
    """Whether a sentence denies something, apart from phrases that only look like it."""
    words = blanked(text)
    return NEGATION.search(words) is not None or REFUSAL.search(words) is not None


def segments(text: str) -> tuple[Segment, ...]:
    """The statements of a text, in order."""
    sentences = (text[span.start : span.end] for span in split_sentences(text, Span(0, len(text))))
    return tuple(_segment(_NOTE_THAT.sub("", part.strip())) for words in sentences for part in _parts(words))


def _parts(sentence: str) -> list[str]:
    """A sentence cut where a new statement begins; a condition in front stays whole up to its comma."""
    parts: list[str] = []
    start = 0
    for end in _ENDS.finditer(sentence):
        part = sentence[start : end.start()]
        opened = _CONDITION.match(part.strip())
        if opened is None or "," in f"{part}{end.group()}":
            parts.append(part)
            start = end.end()
    return [part for part in (*parts, sentence[start:]) if part.strip(" ,.;:–—-")]


def _segment(text: str) -> Segment:
    inserted = _INSERTED.search(text)
    excepted = ""
    if inserted is not None:
        # "Data other than … will not be …": what follows goes on with the statement.
        excepted, text = inserted.group(), f"{text[: inserted.start()]} {text[inserted.end() :]}"
    exception = EXCEPTION.search(text)
    if exception is not None:
        comma = text.find(",", exception.end())
        if exception.start() < 3 and comma > 0:
            # "Except in the following cases, we …"
            excepted, text = text[:comma], text[comma + 1 :]
        else:
            excepted, text = text[exception.start() :], text[: exception.start()]
    condition = _CONDITION.search(text)
    if condition is None:
        return Segment(text, "", excepted)
    if not tokenize(text[: condition.start()]):
        comma = text.find(",", condition.end())
        asked = _ASKS.search(text, condition.end())
        if asked is not None and (comma < 0 or asked.start() < comma):
            return Segment(text[asked.start() :], text[: asked.start()], excepted)
        if comma < 0:
            return Segment(text, "", excepted)
        rest = _segment(text[comma + 1 :])
        return Segment(rest.main, f"{text[: comma + 1]} {rest.condition}".strip(), f"{excepted} {rest.exception}".strip())
    head, tail = text[: condition.start()], text[condition.start() :]
    goes_on = None if _AUXILIARY.search(head) else _MODAL.search(tail)
    if goes_on is not None:
        # "Data received when you call us will be used …": the statement goes on after the condition.
        return Segment(f"{head}{tail[goes_on.start() :]}", tail[: goes_on.start()], excepted)
    return Segment(head, tail, excepted)


def denials(text: str, reaches: Callable[[str], bool]) -> tuple[int, int]:
    """How many denials inside one another reach what `reaches` tells apart in the words after them, and how many do not.

    Denials side by side ("do not read and do not store", "neither … nor") count once.
    """
    words = blanked(text)
    found = sorted((match.start(), match.end()) for pattern in (NEGATION, REFUSAL) for match in pattern.finditer(words))
    inside = outside = 0
    before = -1
    for start, end in found:
        beside = before >= 0 and _BESIDE.search(words[before:end]) is not None
        before = end
        if _OF_WHOM.search(words[:start]) is not None:
            continue
        of_what = _OF_WHAT.search(words[:start]) is not None
        stop = _NEXT_DOING.search(text, end) if _DOING.fullmatch(text, start, end) else None
        stop = _MEANT_ENDS.search(text, end) if of_what else stop
        if not reaches(text[end : stop.start() if stop is not None else len(text)]):
            outside += not of_what
        elif not (beside and inside):
            inside += 1
    return inside, outside
