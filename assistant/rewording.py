"""Changes to the wording of a question: another company, another right, a company added, a pronoun resolved."""

import re
from collections.abc import Sequence

from assistant.name_forms import JAPANESE
from assistant.rights import rights_in
from ingest.policy import Span

# The noun and the verb people use for each right; the nouns also as policies head their sections.
# Sources: Act on the Protection of Personal Information (Japan) Art. 32-39; GDPR Art. 15-22.
_NOUNS: dict[str, tuple[str, ...]] = {
    "disclosure": ("disclosure", "access", "inspection", "disclosing"),
    "correction": ("correction", "rectification", "amendment", "revision", "addition", "correcting"),
    "deletion": ("deletion", "erasure", "removal", "deleting"),
    "suspension": ("suspension", "cessation", "restriction", "suspending"),
    "notification": ("notification of purpose of use", "notification of the purpose of use", "notification"),
    "portability": ("portability",),
    "objection": ("objection",),
}
_VERBS: dict[str, tuple[str, ...]] = {
    "disclosure": ("disclose", "access", "inspect", "see"),
    "correction": ("correct", "rectify", "amend", "fix"),
    "deletion": ("delete", "erase", "remove"),
    "suspension": ("suspend", "cease"),
    "objection": ("object to",),
}
_JAPANESE_RIGHTS = ("利用目的の通知", "利用停止", "第三者提供の停止", "提供記録の開示", "開示", "訂正", "追加", "削除", "消去")
_IN_JAPANESE = {
    "disclosure": "開示",
    "correction": "訂正",
    "deletion": "削除",
    "suspension": "利用停止",
    "notification": "利用目的の通知",
}
_JOINED = r"(?:\s*(?:,|/|and|or|&)\s*)+"


def _either(table: dict[str, tuple[str, ...]]) -> str:
    return "|".join(sorted((re.escape(word) for found in table.values() for word in found), key=len, reverse=True))


_NOUN = re.compile(rf"\b(?:{_either(_NOUNS)})(?:{_JOINED}(?:{_either(_NOUNS)}))*\b", re.IGNORECASE)
# A verb of a right after the one who does it or "to"; "access" and "correct" are other words elsewhere.
_VERB = re.compile(
    rf"(?<=\bi )(?:{_either(_VERBS)})\b|(?<=\bto )(?:{_either(_VERBS)})\b|(?<=\byou )(?:{_either(_VERBS)})\b", re.IGNORECASE
)
_JAPANESE_RIGHT = re.compile("|".join(_JAPANESE_RIGHTS))
_END = re.compile(r"[\s?.!？。！]*$")
_PREPOSITION = re.compile(
    r"^(?:by|via|through|in|on|for|with|without|from|under|after|before|during|of|to|if|when)\b", re.IGNORECASE
)


def join_names(names: Sequence[str], japanese: bool = False) -> str:
    """ "A", "A and B", "A, B and C"; in Japanese AとB."""
    if japanese:
        return "と".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_WHICH_COMPANIES = re.compile(
    r"^\s*(?:which|what)\s+companies\s+(?!are|is|do|did|can|will|have|has|may|would|should|were|in|of)(\w+)", re.IGNORECASE
)
_OPEN_END = re.compile(r"\s(?:for|with|to|from|of)$", re.IGNORECASE)
_SINGULAR_BEFORE = re.compile(r"\b(does|is|has|was)\s+$", re.IGNORECASE)
_EACH_COMPANY = re.compile(r"\bat\s+(?:each|every|all)\s+(?:of\s+the\s+)?compan(?:y|ies)\b|各社", re.IGNORECASE)


def with_names(question: str, spans: Sequence[Span], names: Sequence[str]) -> str:
    """The question with its last named companies (at `spans`) replaced by `names`, or with these added where it names none."""
    if not spans:
        if which := _WHICH_COMPANIES.match(question):
            return f"{'Does' if len(names) == 1 else 'Do'} {join_names(names)} {which.group(1)}{question[which.end() :]}"
        if each := _EACH_COMPANY.search(question):
            japanese = each.group() == "各社"
            put = join_names(names, japanese) if japanese else f"at {join_names(names)}"
            return question[: each.start()] + put + question[each.end() :]
        return at_names(question, names)
    groups: list[Span] = []
    for span in sorted(spans):
        between = question[groups[-1].end : span.start] if groups else ""
        if groups and (span.start < groups[-1].end or re.fullmatch(rf"{_JOINED}|\s*[とや、]\s*", between, re.IGNORECASE)):
            groups[-1] = Span(groups[-1].start, max(groups[-1].end, span.end))
        else:
            groups.append(span)
    start, end = groups[-1]
    phrase = join_names(names, bool(JAPANESE.search(question)))
    if question[start:end].endswith(("'s", "’s")):
        phrase += "'s"
    before = question[:start]
    if len(names) > 1 and (verb := _SINGULAR_BEFORE.search(before)):
        plural = {"does": "do", "is": "are", "has": "have", "was": "were"}[verb.group(1).casefold()]
        before = before[: verb.start()] + (plural.capitalize() if verb.group(1)[0].isupper() else plural) + " "
    return before + phrase + question[end:]


def at_names(question: str, names: Sequence[str]) -> str:
    """The question put to companies: "… at A and B?", Aの… in Japanese."""
    if not names:
        return question
    if JAPANESE.search(question):
        return f"{join_names(names, True)}の{question}"
    end = _END.search(question)
    cut = end.start() if end else len(question)
    return f"{question[:cut]} at {join_names(names)}{question[cut:]}"


def about(question: str, subject: str, names: Sequence[str]) -> str:
    """The question with what it refers to in parentheses: "who is that (about … at A)?"."""
    end = _END.search(question)
    cut = end.start() if end else len(question)
    place = f" at {join_names(names)}" if names else ""
    return f"{question[:cut]} (about {subject}{place}){question[cut:]}"


def right_noun(question: str) -> str:
    """The right a question is about, as a noun; "" when it names none."""
    if found := _NOUN.search(question) or _JAPANESE_RIGHT.search(question):
        return found.group()
    if verb := _VERB.search(question):
        return next((_NOUNS[right][0] for right, verbs in _VERBS.items() if verb.group().casefold() in verbs), "")
    return ""


def with_right(question: str, fragment: str) -> str | None:
    """The question asked of another right ("deletion" where it said "disclosure"); None where that cannot be said."""
    if japanese := _JAPANESE_RIGHT.search(question):
        wanted = _JAPANESE_RIGHT.search(fragment)
        put = (
            wanted.group()
            if wanted
            else next((_IN_JAPANESE[right] for right in rights_in(fragment) if right in _IN_JAPANESE), "")
        )
        return question[: japanese.start()] + put + question[japanese.end() :] if put else None
    if JAPANESE.search(fragment):
        fragment = next((_NOUNS[right][0] for right in sorted(rights_in(fragment)) if right in _NOUNS), "")
    wanted_noun = right_noun(fragment)
    rest = re.sub(r"^(?:for|of|with)\s+|^(?:a|an|the|my)\s+", "", fragment, flags=re.IGNORECASE)
    if not wanted_noun and not rights_in(fragment):
        return None
    if wanted_noun and re.match(r"to\s", rest, re.IGNORECASE):
        rest = wanted_noun
    if noun := _NOUN.search(question):
        before = question[: noun.start()]
        # "disclosure of my data" keeps its object, "the disclosure" its article.
        return before + (rest if rest else wanted_noun) + question[noun.end() :]
    verb = _VERB.search(question)
    if verb is None:
        return None
    wanted_verb = _verb_of(rest)
    return question[: verb.start()] + wanted_verb + question[verb.end() :] if wanted_verb else None


def _verb_of(fragment: str) -> str:
    word = fragment.casefold().strip()
    for right, nouns in _NOUNS.items():
        verbs = _VERBS.get(right, ())
        if word in verbs:
            return word
        if word in nouns and verbs:
            return verbs[nouns.index(word)] if nouns.index(word) < len(verbs) else verbs[0]
    return ""


def starts_circumstance(phrase: str) -> bool:
    """Whether a phrase says by what, for whom or when: "by mail", "for minors"."""
    return bool(_PREPOSITION.match(phrase))


def with_circumstance(question: str, phrase: str) -> str | None:
    """The question with "by mail", "for minors" added, in place of the same kind of phrase; None when it is none."""
    opening = _PREPOSITION.match(phrase)
    if opening is None or JAPANESE.search(question):
        return None
    same = re.compile(
        rf"\s{opening.group()}\s(?:e-?mail|mail|post|phone|telephone|fax|person|proxy|letter|courier|online)\b", re.IGNORECASE
    )
    end = _END.search(question)
    cut = end.start() if end else len(question)
    body = same.sub("", question[:cut])
    if open_end := _OPEN_END.search(body):
        # "What do they use data for", asked of somebody's data: before the preposition the question ends in.
        whose = re.sub(r"^for\b", "of", phrase, flags=re.IGNORECASE)
        return f"{body[: open_end.start()]} {whose}{open_end.group()}{question[cut:]}"
    return f"{body} {phrase}{question[cut:]}"


_COMPANY_PRONOUNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(do|are|have|were|don't|aren't|haven't)\s+(?:they|you)\b", re.IGNORECASE), "{verb} {name}"),
    (re.compile(r"\b(?:their|the company's|this company's|that company's|your)\b", re.IGNORECASE), "{name}'s"),
    (
        re.compile(
            r"\b(contact|reach|call|ask|email|e-mail|phone|tell|write to|complain to|complain\w*\b[^?.,]{0,25}\babout"
            r"|from|with|"
            r"(?<!listen )(?<!access )(?<!apply )(?<!happen )(?<!happens )(?<!object )(?<!consent )(?<!agree )to|by)\s+them\b",
            re.IGNORECASE,
        ),
        "{verb} {name}",
    ),
    (
        re.compile(
            r"\b(?:they|the company|this company|that company|the firm|the same company)\b"
            r"(?:\s+(do|are|have|were|don't|aren't|haven't)\b)?",
            re.IGNORECASE,
        ),
        "{name} {verb}",
    ),
    (re.compile(r"(?:その会社|この会社|同社|あの会社|そこ|あそこ|御社|貴社)"), "{name}"),
)
_SINGULAR = {
    "do": "does",
    "are": "is",
    "have": "has",
    "were": "was",
    "don't": "doesn't",
    "aren't": "isn't",
    "haven't": "hasn't",
}
_IT_COMPANY = re.compile(
    r"\b(does|did|will|can|could|would|may|is|has)\s+it\s+(?=(?:also\s+|ever\s+)?(?:share|sell|use|collect|store|keep|process|provide|"
    r"disclose|transfer|track|have|handle|retain|give|send|outsource|entrust|charge|accept|offer|reply|respond|allowed\s+to|publish)\b)",
    re.IGNORECASE,
)
_THERE = re.compile(r"(?<!is )(?<!are )(?<!was )(?<!if )\bthere\b(?!\s+(?:is|are|any|a)\b)", re.IGNORECASE)
_IS_THERE = re.compile(r"\b(?:is|are|was|were)\s+there\b|\bif\s+there\b", re.IGNORECASE)


def with_company_for_pronoun(question: str, names: Sequence[str]) -> str:
    """They, their, the company, it (that shares data), there: replaced by the companies' names."""
    if not names:
        return question
    japanese = bool(JAPANESE.search(question))
    name = join_names(names, japanese)
    text = question
    for pattern, form in _COMPANY_PRONOUNS:

        def replaced(match: re.Match[str], form: str = form) -> str:
            verb = (match.group(1) or "") if match.re.groups else ""
            if verb and len(names) == 1:
                single = _SINGULAR.get(verb.casefold(), verb)
                verb = single.capitalize() if verb[:1].isupper() else single
            return form.format(verb=verb, name=name).strip()

        text = pattern.sub(replaced, text)
    text = _IT_COMPANY.sub(lambda match: f"{match.group(1)} {name} ", text)
    return text if _IS_THERE.search(text) else _THERE.sub(f"at {name}", text)


_PLEONASTIC = re.compile(
    r"\bit\s+(?:possible|necessary|required|ok|okay|allowed|true|legal|mandatory|the case)\b|\bit\s+(?:take|cost)\s+to\b",
    re.IGNORECASE,
)
# Words after which "it", "that" or "this" is no article: the pronoun is the whole subject or object.
_AFTER_PRONOUN = (
    "cost|take|include|work|mean|apply|happen|require|need|free|done|go|come|be|is|are|was|for|at|by|in|on|from|expensive|cheaper|"
    "faster|slower|longer|shorter|higher|lower|more|less|different|included|charged|paid|refundable|refunded|sent|handled|made|"
    "too|as well|also|exactly|actually|precisely|then|now|again|altogether|in total|each|per"
)
_THING_PRONOUN = re.compile(
    r"(?<!ignore )(?<!forget )(?<!mind )\b(?:it|that|this|those|these)\b"
    rf"(?=\s*(?:[?.!,]|$)|\s+(?:{_AFTER_PRONOUN})\b|\s+the\s+\w+est\b)|\bthem\b|(?:それ|これ)(?=は|を|が|の)",
    re.IGNORECASE,
)


def refers_to_thing(question: str) -> bool:
    """Whether a pronoun stands for what was asked about before: "how much is it?"."""
    return bool(_THING_PRONOUN.search(question)) and not _PLEONASTIC.search(question)


_DATA = re.compile(r"\b(?:my|personal|your|customers?'?|their)\s+(?:\w+\s+)?(?:data|information|details)\b", re.IGNORECASE)
_PLURAL_PRONOUN = re.compile(r"\b(?:them|those|these)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b[a-z]{2,}(?<!s)s\b")


def plurals(text: str) -> list[str]:
    """The nouns in the plural of a text, in order; where some say only where or how ("ads in channels"), without these."""
    found = [match for match in _PLURAL.finditer(text) if match.group() not in _NOT_PLURAL]
    objects = [match.group() for match in found if not _PLACED.search(text[: match.start()])]
    return objects or [match.group() for match in found]


def thing_of(earlier: str, question: str) -> str:
    """What a pronoun of `question` stands for in the earlier one: a right, the data, a plural for "them"; or ""."""
    if _PLURAL_PRONOUN.search(question):
        things = plurals(earlier)
        return things[-1] if things else ""
    if noun := right_noun(earlier):
        return noun
    data = _DATA.search(earlier)
    return data.group() if data and _DONE_TO_DATA.search(question) else ""


_DONE_TO_DATA = re.compile(
    r"\b(?:share|sell|use|collect|store|keep|delete|see|access|transfer|give|disclose|process|retain|protect|send|read|change|correct)\s+"
    r"(?:it|that|this)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:in|on|at|from|through|via|during)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NOT_PLURAL = frozenset("does has was his its this yes uses purposes".split())


def with_thing_for_pronoun(question: str, noun: str) -> str:
    """The pronoun replaced by the noun it stands for."""
    return _THING_PRONOUN.sub(noun, question, count=1)
