"""What short words of a follow-up stand for, beyond names and rights: the fee, the request, things spoken of, the reason."""

import re
from collections.abc import Sequence

from assistant.name_forms import JAPANESE
from assistant.rewording import at_names, join_names, plurals, right_noun, with_company_for_pronoun

_LEADING = re.compile(r"^\s*(?:(?:and|or|but|also|ok(?:ay)?|so|then|now|well|oh)\b[\s,.!;:-]*)+", re.IGNORECASE)
_OF_MONEY = re.compile(r"\bhow\s+(?:much|expensive)\b|\b(?:fees?|costs?|charges?|charged|prices?|pay)\b", re.IGNORECASE)
_FEE_PRONOUN = re.compile(
    r"\b(?:it|that|this)\b(?=\s+(?:appl(?:y|ies)|include|includes|including|inclusive|exclude|excluding|per\b|plus\b|before\b|refund\w*|paid|"
    r"payable|waived|reduced|charged|due\b|with(?:out)?\s+(?:tax|vat)|tax\w*))|(?<=\bpay )(?:it|that|this)\b|"
    r"(?<=\brefund )(?:it|that|this)\b|(?<=\bwaive )(?:it|that|this)\b|(?<=\braise )(?:it|that|this)\b|"
    r"(?<=\bpaid )(?:it|that|this)\b|"
    r"(?<=\bin )(?:it|that|this)\b(?=\s*\?)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\b(which|what|how\s+many|are\s+any|is\s+any)(?:\s+ones)?\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"\b\w+est\b|\b(?:most|least|compan\w+|firms?|polic\w+)\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"^\W*(?:what\s+(?:happens\s+)?)?if\s+(?:they|you|it|the\s+company)\s+"
    r"(?:(?:should\s+)?(?:refuse|reject|decline|deny|say\s+no)s?|denies|says\s+no|"
    r"do(?:es)?\s+not\s+agree|don['’]t\s+agree|doesn['’]t\s+agree|won['’]t)(?:\s+(?:it|that|this|me|my\s+request))?\W*$",
    re.IGNORECASE,
)
_TELLS_WHY = re.compile(r"\b(?:tell|say|explain|know|inform|give|state)\b[^?.]*\bwhy\s*(?:not)?(?=\W*$)", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^\W*(?:can|could|may|might|will|would|does|do|did|must|should)\s+(?:the\s+company|they|it|you)\s+(?P<rest>.+?)\W*$",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\b(?P<verb>answer|reply|respond|react|get\s+back|come\s+back)(?:\s+to)?(?:\s+(?:me|us|it|that|this))?(?=\W*$)",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?P<verb>do|make|submit|file|send|start|begin|cancel|withdraw|sign|mail|post|lodge)\s+(?:it|that|this)\b", re.IGNORECASE
)
_FOR_ME = re.compile(r"\s+for\s+me\b", re.IGNORECASE)
_THEY_ARE_DONE_TO = re.compile(
    r"\bthey(?=\s+(?:(?:ever|also|all|always|still)\s+)?(?:be\s+\w+|last|expire|stay)\b)|(?<=\bare )they(?=\s+(?:\w+ed|"
    r"set|kept|sold|sent|read|used|"
    r"necessary|optional|essential|mandatory|encrypted|safe|permanent)\b)",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"^\W*where\s+(?:are\s+(?:they|you)|is\s+(?:the\s+company|it))(?:\s+(?:located|based|situated))?\W*$", re.IGNORECASE
)
_YES_NO = re.compile(r"^(?:can|could|may|might|will|would|does|do|did|must|should|is|are|was|has|have)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"^\W*(why|how|when|where|how\s+(?:much|long|soon|often)|what\s+for|why\s+not|(?:since|until|by)\s+when|(?:with|to|from|by)\s+whom|"
    r"for\s+how\s+long|(?:in|to|under|for|from|by|on|with)\s+(?:which|what)(?:\s+\w+)?)\W*$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"[\s?.!]+$")
_AUTHORITIES = (
    "authority",
    "regulator",
    "body",
    "organization",
    "organisation",
    "association",
    "agency",
    "commission",
    "ombudsman",
)
_ROLE = re.compile(
    r"\b(?:the\s+company's|the|its|their|your|which|what|a)\s+(?P<role>(?:(?!(?:is|are|does|do|of|for|to)\b)[\w-]+\s+){0,4}?"
    r"(?:president|officer|dpo|ceo|director|manager|administrator|representative|chairman|founder|counsel|"
    rf"{'|'.join(_AUTHORITIES)}))\b",
    re.IGNORECASE,
)
_HIS = re.compile(
    r"\b(?:his\s+or\s+her|his|her|their)\b(?=\s+(?:\w+\s+){0,2}?(?:address|e-?mail|mail|phone|telephone|number|name|fax|website|url|"
    r"contact|office|title|role|duties|details)\b)",
    re.IGNORECASE,
)
_HIM = re.compile(r"\b(?:he\s+or\s+she|him\s+or\s+her|him|he|she|her)\b(?!\s+or\b)", re.IGNORECASE)
_FOR_DOING = re.compile(
    r"^\W*(?:(?:what|how)\s+about\s+)?"
    r"(for\s+(?!(?:marketing|advertising|profiling)\b)\w{3,}ing\s+(?:me|my|us|our|the|a|an|data)\b.*?)\W*$",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"^\W*((?:within\s+|for\s+|in\s+|after\s+)?how\s+(?:many\s+\w+|long|much|soon|often)(?:\s+does\s+it\s+(?:take|cost))?)\b",
    re.IGNORECASE,
)
_TO_WHICH = re.compile(r"^\W*(?:with|to|from|by)\s+(?:which|what|whom)\b", re.IGNORECASE)
_WHICH_ONES = re.compile(r"^\W*which(?:\s+ones)?\W*$", re.IGNORECASE)
_LAST_THINGS = re.compile(
    r"^(?P<rest>.*\s(?:with|to|for|from|by|of|use|uses|collect|share|need))\s+(?P<things>(?:\w+\s+)?\w+s)\W*$", re.IGNORECASE
)
_RECIPIENT = re.compile(r"^((?:with|to)\s+[\w .&'’-]{2,60}?)(?:\s+(?:too|as\s+well|also))?\W*$", re.IGNORECASE)
_GIVEN = re.compile(
    r"^(.*\b(?:shar\w+|sell\w*|giv\w+|provid\w+|transfer\w*|disclos\w+|send\w*|pass\w*)\b.*?)\s(?:with|to)\s[^?]*\W*$",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^\W*(?:then\s+)?what(?:\s+(?:then|next|happens(?:\s+(?:next|then|now|afterwards|after(?:\s+(?:that|this))?))?))?\W*$",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(
    r"\b(?:cheaper|faster|slower|quicker|longer|shorter|higher|lower|stricter|easier|better|worse|(?:more|less)\s+expensive)\b",
    re.IGNORECASE,
)
_TO_THEM = re.compile(r"\b(to|with|from|by) them\b", re.IGNORECASE)
_ACTS_ON_THEM = re.compile(r"\b(?:it|they|the company)\b[^?]*\b(?:to|with|from|by) them\b", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"\b(?:if|when|in case|unless|until|once) (?:it|they|you|the company) "
    r"(?:do|does|did|will|would|can|could|wo|ca)(?:n['’]t|nnot| not)?\W*$|\bif (?:not|so)\W*$",
    re.IGNORECASE,
)
_TAKES_THEM = re.compile(r"(?<=\btake) (?:them|you)\b", re.IGNORECASE)
_THOSE = re.compile(
    r"\b(?:those|these|such)\s+(?!cases?\b)[a-z]+"
    r"|(?<!true )(?<!heard )(?<!says )(?<!say )(?<!said )(?<!think )(?<!know )(?<!sure )\b(?:that|this)\s+"
    r"(?:person|man|woman|agent|form|request|document|paper|letter|deadline|time|period|limit|list|option|setting"
    r"|amount|rule|right|case|event|step|process|decision|notice|copy|kind|sort|type|address|number|office"
    r"|role|position|post|job)\b"
    r"|^\W*(?:are|is)\s+there\s+(?:an?\s+|any\s+)?(?:exceptions?|exemptions?|conditions?|limits?|restrictions?|alternatives?)\W*$",
    re.IGNORECASE,
)


def opened_by(question: str, earlier: str) -> str:
    """A bare "in which cases?" before the yes-no question it follows: "in which cases does A share data?"; "" after others."""
    opening = _OPENS.match(_LEADING.sub("", question))
    if opening is None or not _YES_NO.match(earlier):
        return ""
    rest = _ENDING.sub("", earlier[0].lower() + earlier[1:])
    words = opening.group(1)
    return f"what {rest} for?" if words.casefold() == "what for" else f"{words} {rest}?"


def without_them(question: str) -> str:
    """ "How long will it take them?" takes as long without them."""
    return _TAKES_THEM.sub("", question)


def with_recipients_for_them(question: str, earlier: str) -> str:
    """ "What does it check before it sends data to them?": they are whom the earlier question asked about, not the company."""
    if not _ACTS_ON_THEM.search(question):
        return question
    named = plurals(earlier)
    return _TO_THEM.sub(rf"\1 those {named[-1]}", question) if named else question


def leaves_out_verb(question: str) -> bool:
    """Whether a question ends in a verb whose doing was asked about before: "is a reason given when they don't?"."""
    return bool(_LEFT_OUT.search(question))


def fee_of(earlier: str) -> str:
    """The fee an earlier question asks for, as a noun: "the disclosure fee"; "" when it asks for none."""
    noun = right_noun(earlier)
    if not _OF_MONEY.search(earlier) or JAPANESE.search(earlier):
        return ""
    return f"the {noun} fee" if noun else "the fee"


def with_fee_for_pronoun(question: str, earlier: str) -> str:
    """ "Does that include tax?" asked of the fee that the earlier question is about; the question itself when it is not."""
    fee = fee_of(earlier)
    return _FEE_PRONOUN.sub(fee, question, count=1) if fee else question


def than_names(question: str, names: Sequence[str]) -> str:
    """ "Is it cheaper at B?" asked after A: cheaper than at A."""
    if not names or not _COMPARATIVE.search(question) or re.search(r"\bthan\b", question, re.IGNORECASE):
        return question
    end = _ENDING.search(question)
    cut = end.start() if end else len(question)
    return f"{question[:cut]} than at {join_names(names)}{question[cut:]}"


def names_those(question: str) -> bool:
    """Whether a question points back with a noun: "how long are these records kept?"."""
    return bool(_THOSE.search(question))


def resolved_reference(question: str, earlier: str, topic: str, names: Sequence[str]) -> str | None:
    """A follow-up whose short words stand for more than a name or a right, written out; None where they do not.

    `topic` is the earlier question without its companies, `names` the companies of the conversation.
    """
    if JAPANESE.search(question) or JAPANESE.search(earlier):
        return None
    body = _LEADING.sub("", question)
    if (role := role_of(topic)) and (told := _with_role(body, role)):
        return at_names(told, names)
    if (doing := _FOR_DOING.match(body)) and (opening := _MEASURE.match(earlier)):
        return at_names(f"{opening.group(1)} {doing.group(1)}?", names)
    if _TO_WHICH.match(body) and (opened := opened_by(body, earlier)):
        return opened
    if len(names) == 1 and _WHICH_ONES.match(body) and (listed := _LAST_THINGS.match(earlier)) and _YES_NO.match(earlier):
        return f"which {listed['things']} {listed['rest'][0].lower()}{listed['rest'][1:]}?"
    if _WHERE.match(body) and names:
        return f"where {'is' if len(names) == 1 else 'are'} {join_names(names)} located?"
    if len(names) == 1 and (of_them := _OF_THEM.search(body)) and not _SUPERLATIVE.search(body):
        things = plurals(topic)
        return at_names(body[: of_them.end(1)] + f" {things[-1]}" + body[of_them.end() :], names) if things else None
    if things := plurals(topic) if _THEY_ARE_DONE_TO.search(body) else []:
        return at_names(_THEY_ARE_DONE_TO.sub(things[-1], body, count=1), names)
    return _of_request(body, earlier, topic, names)


def role_of(topic: str) -> str:
    """The office or authority that a question turns on: "the data protection officer"; "" where there is none."""
    found = _ROLE.search(topic)
    return f"the {found['role']}" if found else ""


def _with_role(question: str, role: str) -> str:
    """His, her, their address, him, she: of the one who holds the office."""
    told = _HIS.sub(f"{role}'s", question)
    if not role.endswith(_AUTHORITIES):
        told = _HIM.sub(role, told)
    if told == question:
        return ""
    # "his postal address?" asks what it is.
    return f"what is {told[0].lower()}{told[1:]}" if told.casefold().startswith(f"{role}'s".casefold()) else told


def to_recipient(question: str, earlier: str) -> str:
    """ "And with Acme?" after "does A share data with third parties?": the same asked of another recipient; else ""."""
    whom = _RECIPIENT.match(_LEADING.sub("", question))
    given = _GIVEN.match(earlier) if whom else None
    return f"{given.group(1)} {whom.group(1)}?" if whom and given and _YES_NO.match(earlier) else ""


def _of_request(body: str, earlier: str, topic: str, names: Sequence[str]) -> str | None:
    noun = right_noun(earlier)
    company = join_names(names) if names else "the company"
    if noun and _REFUSED.match(body):
        return f"what happens if {company} {'refuses' if len(names) < 2 else 'refuse'} {noun}?"
    if noun and _THEN.match(body):
        return f"what happens after a {noun} request at {company}?"
    clause = _CLAUSE.match(topic)
    changed = body
    if clause and (why := _TELLS_WHY.search(body)):
        changed = f"{body[: why.end()]} they {clause['rest']}{body[why.end() :]}"
        return with_company_for_pronoun(body[: why.end()], names) + changed[why.end() :]
    if noun and (answers := _ANSWERS.search(body)):
        # Policies respond to requests, whatever verb a person has for it.
        verb = "reply" if answers["verb"].casefold() == "reply" else "respond"
        changed = f"{body[: answers.start()]}{verb} to my {noun} request{body[answers.end() :]}"
    elif noun and (makes := _MAKES.search(body)):
        verb = "make" if makes["verb"].casefold() == "do" else makes["verb"]
        rest = _FOR_ME.sub(" on my behalf", body[makes.end() :])
        changed = f"{body[: makes.start()]}{verb} a {noun} request{rest}"
    else:
        changed = with_fee_for_pronoun(body, earlier)
    if changed == body:
        return None
    named = with_company_for_pronoun(changed, names)
    return named if named != changed else at_names(changed, names)
