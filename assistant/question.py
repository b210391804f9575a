"""What a question asks for: its form, the kind of value that would answer it, the words it turns on."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.entities import Entity, EntityKind, find_entities
from vectorstore.lexical import tokenize


class Form(StrEnum):
    """The shape of a good answer."""

    FACT = "fact"
    YES_NO = "yes_no"
    LIST = "list"
    PROCEDURE = "procedure"


class Seek(StrEnum):
    """The kind of value asked for; `NOTHING` when any sentence can answer."""

    MONEY = "money"
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    URL = "url"
    ADDRESS = "address"
    HOURS = "hours"
    DATE = "date"
    DURATION = "duration"
    PERSON = "person"
    CONTACT = "contact"
    COUNT = "count"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Question:
    """A self-contained question taken apart.

    `topic` is what it is about, without company names; `terms` are the topic's content words, stemmed, in order, once each;
    `values` are the figures and addresses it names itself; `premise` is the part it takes for granted ("since …"), if any.
    """

    text: str
    topic: str
    form: Form
    seek: Seek
    terms: tuple[str, ...]
    values: tuple[Entity, ...] = ()
    premise: str = ""
    superlative: str = ""


def _words(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


# In order: the first that matches decides. English question words and nouns, then Japanese ones.
_SEEKS: tuple[tuple[Seek, re.Pattern[str]], ...] = (
    (Seek.FAX, _words(r"\bfax\b|\bfacsimile\b|ファックス|FAX")),
    (Seek.EMAIL, _words(r"\be-?mails?\b(?!ed)(?! (?:newsletter|marketing|campaign|advert|promotion))|メール(?:アドレス)?")),
    (
        Seek.MONEY,
        _words(
            r"\bhow much (?:does|do|is|are|will|would|must|should|money|it|to|for|can)\b|\bhow much\b(?! (?:time|data|information))"
            r"|\b(?:fees?|costs?|prices?|pricing|charges?|charged|pay|paid|payment amount|expensive|cheap\w*|free of charge|for free)\b"
            r"|\b(?:how many|in) (?:yen|dollars|euros)\b|\byen\b|手数料|料金|費用|いくら|無料|有料"
        ),
    ),
    (
        Seek.DURATION,
        _words(
            r"\bhow (?:long|soon|quickly|fast|many (?:days|weeks|months|years|hours))\b|\b(?:retention|storage|response) (?:period|times?)\b"
            r"|\b(?:deadline|time ?limit|time ?frame|turnaround)\b|\bwithin (?:what|which|how)\b|どのくらいの期間|何日|いつまで|保存期間|保管期間"
        ),
    ),
    (
        Seek.HOURS,
        _words(
            r"\b(?:opening|office|business|working|reception|open|contact) (?:hours|times?)\b|\bhours of operation\b|\bwhat hours\b"
            r"|\b(?:when|what time) (?:is|are|can|do|does)\b.*\b(?:open|call|phone|reach|answer|available|close)|営業時間|受付時間|何時"
        ),
    ),
    (Seek.PHONE, _words(r"\b(?:tele)?phone\b(?! (?:model|type|camera))|\btel\b|\bcall(?:ing)?\b(?!ed)|\bhotline\b|電話")),
    (
        Seek.ADDRESS,
        _words(
            r"\b(?:postal|mailing|street|office|physical)? ?address\b(?!es? (?:the|this|these))|\bwhere (?:is|are|do|does|can|should|to)\b.*"
            r"\b(?:located?|send|sent|mail|post|write|office|based|headquarter\w*|building)\b|\b(?:post ?code|zip code|headquarters?)\b|住所|所在地|郵送先"
        ),
    ),
    (Seek.URL, _words(r"\b(?:web ?site address|url|web address|link)\b")),
    (
        Seek.DATE,
        _words(
            r"^\W*(?:since )?when (?:was|were|did|is|does|has|have)\b|\bwhen (?:was|were|did)\b|\b(?:what|which|effective|revision|last|issue) (?:date|year|day)\b"
            r"|\bdate of\b|\bas of when\b|\b(?:last|most recently|latest) (?:updated?|revised?|revision|modified|changed?)\b|\bsince when\b|いつ"
        ),
    ),
    (
        Seek.PERSON,
        _words(
            r"^\W*(?:and )?who(?:'s|’s)? (?:is|are|was|signed?|heads?|leads?|runs?|acts?|serves?|represents?|manages?|supervises?)\b"
            r"|\b(?:name of|who is) the (?:\w+ ){0,4}(?:manager|officer|president|ceo|director|administrator|representative|dpo)\b"
            r"|\b(?:president|ceo|chief executive|representative director)\b|代表者|社長|責任者|誰"
        ),
    ),
    (
        Seek.CONTACT,
        _words(
            r"\b(?:contact|reach|get in touch|write to|complain to|turn to|talk to|speak (?:to|with)|complaints? (?:to|desk|office))\b"
            r"|\bwho(?:m)? (?:do|can|should|to|would|handles?|deals?|is responsible|takes?)\b|\bwhere (?:do|can|should|to)\b.*\b(?:complain|complaint|file|inquir|enquir)"
            r"|問い合わせ|連絡先|窓口|苦情"
        ),
    ),
    (Seek.COUNT, _words(r"\bhow many\b|\bwhat (?:number|percentage|share) of\b|何人|何件|いくつ")),
)
_PROCEDURE = _words(
    r"\bhow (?:do|can|should|would|could|to|does one|must|might|may) ?(?:i|we|you|one|a|an|the|someone|customers?|users?|people)?\b"
    r"(?!.*\b(?:protect|secure|use|share|collect|store|handle|process|know)\b.*\bmy\b)|\b(?:procedures?|process|steps?|instructions?)\b"
    r"|\bwalk me through\b|\bwhat (?:do|must|should) i (?:have to |need to )?do\b|\bwhat happens (?:after|when|if) i\b|手続|方法|手順|どうすれば|どうやって"
)
_LIST = _words(
    r"^\W*(?:and |so |also )?(?:what|which|list|name|enumerate|tell me|give me|in (?:what|which)|under (?:what|which)|for (?:what|which)|with whom|to whom|on what)\b.*"
    r"\b(?:cases?|exceptions?|purposes?|reasons?|grounds?|circumstances?|conditions?|documents?|data|information|items?|types?|kinds?|categories|"
    r"measures?|rights?|ways?|methods?|parties|partners|companies|countries|uses?|steps?|situations?|cookies|things|services?|requirements?)\b"
    r"|\b(?:list|all) (?:of )?(?:the )?(?:exceptions|purposes|reasons|grounds|documents|cases|measures|rights|ways|conditions)\b|^\W*(?:exceptions|purposes)\b"
    r"|^\W*why (?:might|may|could|can|would|does|do|is|are)\b|^\W*when (?:can|may|might|could|will|would|do|does|is|are)\b|一覧|どのような場合|目的は|例外"
)
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|can|could|will|would|may|might|must|should|shall|has|have|am|isn['’]t|aren['’]t|don['’]t|doesn['’]t|"
    r"won['’]t|can['’]t|didn['’]t|hasn['’]t|haven['’]t)"
)
_YES_NO = _words(
    rf"^\W*(?:(?:and|so|but|ok(?:ay)?|please|hi|hello|hey|excuse me|also|well|sorry|now|then|actually|thanks)\W+)*(?:(?:at|with|for|in|under) [\w .&'’-]+?,\s*)?{_AUXILIARY}\b"
    rf"|\b(?:tell me|know|wonder(?:ing)?|check|confirm|ask|sure|clarify|say|says)\b[^.?!]{{0,30}}\b(?:if|whether)\b|,\s*{_AUXILIARY}\s+(?:i|they|you|it|we|the)\b[^?]*\?"
    r"|\b(?:right|correct|true|is that so)\s*\?\s*$|(?:ますか|ですか)[。？?]?\s*$|\bany (?:fee|charge|cost)s?\b.*\?"
)
_OPEN_WORD = _words(
    r"^\W*(?:(?:and|so|but|ok|please|hi|hello|hey|also|well)\W+)*(?:what|which|who|whom|whose|when|where|why|how)\b"
)
_PREMISE = _words(
    r"(?:^|[,.;]\s*|\bbut )(?:since|given that|as|because|considering(?: that)?|now that|seeing that|if it is true that)\s+(?P<premise>(?:[^,?]|,(?=\d)){8,160}),"
    r"|\b(?:i (?:heard|read|understand|was told|thought|know|saw|believe)(?: that)?|they say|apparently)\s+(?P<heard>(?:[^,.?]|[,.](?=\d)){8,160})"
)
_SUPERLATIVE = _words(
    r"\b(cheapest|least expensive|lowest(?: fees?| costs?| price)?|most expensive|highest(?: fees?| costs?| price)?|dearest|only (?:one|company|policy)|"
    r"which (?:one|company|companies|of them|policies|policy))\b|最も安い|一番安い|どの会社"
)
# Words of a question that say nothing of its topic, beyond the lexical leg's own stop words.
_FRAME_WORDS = frozenset(
    tokenize(
        "please tell know want need like say says said state states stated according policy policies privacy company companies "
        "question answer ask get give show find let help exactly actually really just also any some there much many long kind kinds "
        "type types sort thing things something someone somebody anyone anything one ones case happen happens mean way ways going make "
        "take put about regarding concerning related respect wondering wonder curious hi hello thanks thank list all each every "
        "does did has must might yes no sure"
    )
)
_CONFIRMING = frozenset(tokenize("right correct true wrong accurate so"))
_KINDS_OF = {
    Seek.MONEY: EntityKind.MONEY,
    Seek.PHONE: EntityKind.PHONE,
    Seek.FAX: EntityKind.PHONE,
    Seek.EMAIL: EntityKind.EMAIL,
    Seek.URL: EntityKind.URL,
    Seek.ADDRESS: EntityKind.POSTCODE,
    Seek.HOURS: EntityKind.TIME,
    Seek.DATE: EntityKind.DATE,
    Seek.DURATION: EntityKind.DURATION,
}


def entity_kind(seek: Seek) -> EntityKind | None:
    """The kind of value that answers what is sought, where there is one."""
    return _KINDS_OF.get(seek)


def content_terms(text: str) -> tuple[str, ...]:
    """The stemmed words a text turns on, in order, once each."""
    return tuple(dict.fromkeys(token for token in tokenize(text) if token not in _FRAME_WORDS))


def read_question(text: str, topic: str = "") -> Question:
    """Take a self-contained question apart; `topic` is the same without company names (the whole text when empty)."""
    topic = " ".join((topic or text).split())
    premise = _PREMISE.search(topic)
    asked = topic
    if premise is not None:
        rest = (topic[: premise.start()] + " " + topic[premise.end() :]).strip(" ,.")
        # "I was told that … Is that right?" asks for what was told.
        asked = rest if set(content_terms(rest)) - _CONFIRMING else f"is it true that {premise['premise'] or premise['heard']}?"
    seek = next((kind for kind, pattern in _SEEKS if pattern.search(asked)), Seek.NOTHING)
    superlative = _SUPERLATIVE.search(text)
    return Question(
        text=text,
        topic=topic,
        form=_form(asked, seek),
        seek=seek,
        terms=content_terms(asked) or content_terms(topic),
        values=tuple(entity for entity in find_entities(topic) if entity.kind is not EntityKind.NUMBER),
        premise=next((part for part in premise.groups() if part), "") if premise is not None else "",
        superlative=superlative.group().lower() if superlative is not None else "",
    )


def _form(asked: str, seek: Seek) -> Form:
    if _YES_NO.search(asked) and not _OPEN_WORD.search(asked):
        return Form.YES_NO
    valued = seek in _KINDS_OF or seek in (Seek.PERSON, Seek.CONTACT, Seek.COUNT)
    if _LIST.search(asked) and not valued:
        return Form.LIST
    if _PROCEDURE.search(asked) and not valued:
        return Form.PROCEDURE
    return Form.FACT
