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
    (Seek.FAX, _words(r"\bfax(?:es)?\b(?! (?:it|this|that|the|my))|\bfacsimile\b|ファックス|FAX")),
    (
        Seek.EMAIL,
        _words(
            r"\be-?mail (?:address(?:es)?|id)\b|\b(?:what|which|the|their|its|your|dpo|contact|privacy|support)(?:['’]s| is| are)?(?: [\w'’-]+){0,3} e-?mails?\b\W*(?:$|for\b|of\b|to\b)"
            r"|^\W*(?:[\w'’-]+ ){0,3}e-?mails?\W*$|メールアドレス"
        ),
    ),
    (
        Seek.HOURS,
        _words(
            r"^\W*(?:[\w'’-]+ ){0,2}hours\W*$|\b(?:opening|office|business|working|reception|open|contact|desk|phone|support) (?:hours|times?)\b|\bhours of operation\b"
            r"|\b(?:what|which) (?:hours|times?|days)\b.*\b(?:open|call|phone|reach|answer|available|close[sd]?|staffed)\b"
            r"|\bwhen (?:is|are|can|do|does)\b.*\b(?:open|call|phone|ring|available|close[sd]?)\b|営業時間|受付時間|何時"
        ),
    ),
    (
        Seek.PHONE,
        _words(
            r"\b(?:tele)?phone (?:numbers?|no\b)|\b(?:tele)?phone\W*$|\b(?:the|a|their|its|your) (?:tele)?phone\b(?! (?:call|conversation))|\btel\b\.?|\bhotline\b"
            r"|\bnumbers?\b.*\b(?:call|ring|dial|dail|phone)\b|^\W*(?:the |what(?:'s|’s| is) the )?number (?:of|for) the\b|\b(?:under|on|to|at) (?:what|which) number\b|\b(?:toll[- ]free|contact) numbers?\b|電話"
        ),
    ),
    (
        Seek.MONEY,
        _words(
            r"\bhow much (?:does|do|is|are|will|would|must|should|money|it|to|for|can|extra|more|in)\b|\bhow much\W*$|\bhow expensive\b"
            r"|\b(?:fees?|costs?|prices?|pricing|(?<!in )charges?|charged|charging|pay|paid|payment amount|(?:how|most|least|more|less) expensive|cheap\w*|free of charge|for free|billed|bill (?:me|you)|invoiced?|what sum)\b"
            r"|\b(?:how many|in) (?:yen|dollars|euros)\b|\byen\b|手数料|料金|費用|いくら|無料|有料"
        ),
    ),
    (
        Seek.DURATION,
        _words(
            r"\bhow (?:long|soon|quickly|fast|many (?:\w+ )?(?:days|weeks|months|years|hours))\b|\b(?:retention|storage|response|waiting) (?:period|times?)\b"
            r"|\b(?:deadline|time ?limit|time ?frame|turnaround|life ?span|maximum period)\b|\b(?:within|after|for) (?:what|which|how) (?:long|many|time|period)\b"
            r"|\b(?:longest|shortest|maximum|minimum) (?:time|period)\b|どのくらいの期間|何日|いつまで|保存期間|保管期間"
        ),
    ),
    (
        Seek.ADDRESS,
        _words(
            r"^\W*(?:the )?address of\b|\b(?:postal|mailing|street|office|physical|business)(?: \w+)? address(?:es)?\b|\b(?<!mail )(?<!ip )(?<!web )address\W*$|\bwhat(?:'s|’s| is| are) (?:the |their |its )?(?:\w+ )?(?<!e-mail )(?<!email )(?<!ip )address"
            r"|\bwhere (?:is|are)\b.*\b(?:located?|office|based|headquarter\w*|building|seat)\b|\b(?:post ?code|zip code|headquarters?|registered (?:office|seat))\b"
            r"|\b(?:which|what) (?:street|building|floor|city)\b|住所|所在地|郵送先"
        ),
    ),
    (Seek.URL, _words(r"\b(?:web ?site address|url|web address|which (?:web ?site|page)|(?:the|a) link (?:to|for))\b")),
    (
        Seek.DATE,
        _words(
            r"^\W*(?:and |so )?(?:since )?when (?:was|were|did)\b|\bwhen (?:does|is|has|did|was) (?:the|this|its|your|their) (?:privacy |new |latest |current )?(?:policy|statement|notice|version)\b|\b(?:what|which|effective|revision|last|issue|as of what) (?:date|year|day)\b"
            r"|\bdate of\b|\bas of when\b|\bhow (?:old|recent|current|up[- ]to[- ]date) is\b|\bsince when\b"
            r"|\b(?:last|most recently|latest) (?:updated?|revised?|revision|modified|changed?|version)\b|\b(?:updated?|revised?|modified|changed) (?:most recently|last)\b|\b(?:newest|oldest) (?:policy|version|revision)\b|\b(?:in force|effective|valid) since\b|いつ"
        ),
    ),
    (
        Seek.PERSON,
        _words(
            r"^\W*(?:and )?(?:who(?:'s|’s)?|which person(?: \w+){0,3}?) (?:is|are|was|signed?|heads?|leads?|runs?|acts?|serves?|represents?|manages?|supervises?|has been appointed|was appointed|bears)\b(?! (?:responsible|it|this|that|in charge)\W*$)"
            r"|\bwho(?:'s|’s) (?:the|their|your|its)\b|\b(?:names? of|who (?:is|are)) the (?:[\w-]+ ){0,5}(?:manager|officer|president|ceo|director|administrator|representative|dpo|head|controller)s?\b"
            r"|\b(?:president|ceo|chief executive|representative director|dpo name)\W*$|代表者|社長|責任者|誰"
        ),
    ),
    (
        Seek.CONTACT,
        _words(
            r"\bcontact (?:details?|information|person|point|desk|address|them|you|us|the|someone|anyone|for|about|regarding|if|when)\b|\bcontacts?\W*$|\b(?:i|we|to|how|who|whom|can|should) contact\b"
            r"|\b(?:reach (?:them|you|the|out|someone)|get in touch|write to|complain to|turn to|talk to|speak (?:to|with)|complaints? (?:to|desk|office))\b"
            r"|\bwho(?:m)? (?:do|can|should|to|would|handles?|deals?|takes?)\b|\bwho is (?:in charge|responsible)\b"
            r"|\bwhere (?:do|can|should|to|must|would)\b.*\b(?:complain|complaint|file|inquir|enquir|send|mail|post|write|apply|turn|go)"
            r"|問い合わせ|連絡先|窓口|苦情"
        ),
    ),
    (Seek.COUNT, _words(r"\bhow many\b|\bwhat (?:number|percentage|share) of\b|\b(?:minimum|maximum) age\b|\b(?:what|which|from what) age\b|\bhow old\b|何人|何件|いくつ|何歳")),
)
_PROCEDURE = _words(
    r"\bhow (?:do|can|should|would|could|to|does one|must|might|may) ?(?:i|we|you|one|a|an|the|my|someone"
    r"|customers?|users?|people)?\b"
    r"(?!.*\b(?:protect|secure|use|share|collect|store|handle|process|know)\b.*\bmy\b)|\b(?:procedures?|process"
    r"|steps?|instructions?)\b"
    r"|\bwalk me through\b|\bwhat (?:do|must|should) i (?:have to |need to )?do\b"
    r"|\bwhat happens\b.{0,60}\b(?:after|when|if|once) (?:i|we|you|he|she|they|one|someone|my|the|a|an)\b"
    r"|\bhow (?:do|does|will|would) .{0,60}\bwork\b|\bhow (?:(?:do|does|will|would) )?(?:this|that|it"
    r"|things) (?:goes|go|works?)\b"
    r"|\bhow, and\b|手続|方法|手順|どうすれば|どうやって"
)
# Asks which companies of the library do something: one sentence a company answers.
_WHICH_COMPANIES = _words(
    r"^\W*which (?:compan(?:y|ies)|polic(?:y|ies)|firms?|ones?|of (?:them|these|those)(?: \w+)?)\b(?! (?:does|do"
    r"|did|may|can|will|would|could|of|to|in|from|that|outside|within)\b)"
)
# A procedure whatever noun the question begins with: "What are the steps …", "Which procedure …".
_STEPS = _words(
    r"\bsteps? (?:of|to|for|in|must|do|should|are|by)\b|\bstep[- ]by[- ]step\b|\bwalk me through\b"
    r"|\b(?:what|which|describe|explain|outline)(?:['’]s| is| are)? (?:the |its "
    r"|their )?(?:\w+ ){0,2}(?:procedures?|process)\b(?! (?:my|personal|data|information)\b)"
)
# How it goes and what it costs, asked in one breath.
_HOW_AND_COST = _words(
    r"\bhow\b(?! (?:much|many|long|expensive|soon)).{0,80}(?:\band\b|,).{0,30}\b(?:costs?|fees?|charged?|charges|pay|free)\b"
)
# Nouns in the plural: "Which documents …" asks for a list, "Which document …" for one thing.
_LISTED = (
    r"(?:cases|exceptions|exclusions|purposes?|reasons?|grounds|circumstances|conditions|documents|papers"
    r"|certificates|items|types?|kinds?|sorts?|"
    r"categories|measures|safeguards|rights|ways|methods|means|routes|channels|parties|partners|companies|firms"
    r"|recipients|providers|vendors|processors|subcontractors|"
    r"affiliates|gateways|countries|uses|operations|activities|situations|occasions|events|cookies|technologies"
    r"|tools|things|details|fields|services|requests|steps|"
    r"requirements|criteria|factors|sources|obligations|duties|perspectives|principles|powers|options|choices|everything)"
)
_LIST = _words(
    r"^\W*(?:(?:if|when|once|after|as)\b[^,?]{0,80}, )?(?:and |so |also |please )*"
    r"(?:(?:by|from|of|at|in|under|for|on|with|to|through|against|during) (?:what|which|whom)|what|which|list"
    r"|name|enumerate|tell me|give me)\b(?! (?:if|happens|can happen)\b)"
    rf"(?: (?:kinds? |sorts? |types? )?(?:of )?(?:[\w-]+ ){{0,2}}(?:data|information)\b(?! \w+ (?:organi[sz]ation"
    rf"|manager|officer|policy))|(?:\W+[\w.'’-]+){{0,5}}?\W+{_LISTED}\b)"
    rf"|\b(?:by|from|in|under|for|on|through) (?:what|which) (?:\w+ ){{0,2}}{_LISTED}\b"
    rf"|\b(?:list|name|enumerate) (?:me )?(?:all|every|each|everything|any)\b|\b(?:list of|all(?: of)? the|every"
    rf"|all|enumerate the|list the|name the) {_LISTED}\b|^\W*names of\b"
    rf"|^\W*(?!(?:i|my|we|if|how|who|when|where|why|does|do|is|are|can|the)\b)(?:[\w'’-]+\W{{1,2}}){{0,5}}(?:cases"
    rf"|exceptions|purposes|reasons|grounds|documents|papers|measures|safeguards|rights|conditions"
    rf"|requirements)\b(?!.*\?.)[^?]*\??$"
    r"|^\W*what (?:do|must|should|can|could|may|would) (?:i|we|he|she|they|you|one|my \w+) (?:have to "
    r"|need to )?(?:send|enclose|provide|bring|submit|attach|include|present|show|use|ask)\b"
    r"|^\W*what (?:does|do|may|might|can|will|would)\b.* (?:for|with)\W*$|^\W*what (?:does|do) .{1,60}? do with\b"
    r"|^\W*what (?:is|are|does|do)\b.{1,60}\b(?:count|counted|excluded|regarded|exempt)\b"
    r"|^\W*(?:(?:with|to|from) who(?:m|se)?|who(?:m)?)\b(?: else)?.* (?:share[sd]?|sharing|disclos\w+|transfer\w*"
    r"|pass(?:es)?|hand(?:s|ed)?|sells?|give[ns]?|sends?|provid\w+|receives?|ha(?:s|ve) access)\b"
    r"|^\W*why (?:might|may|could|can|would|does|do|is|are)\b|^\W*when (?:can|may|might|could|will|would|do|does"
    r"|is|are|need|must|shall|should)\b"
    r"|一覧|どのような場合|目的は|例外"
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
        "does did has must might yes no sure he she his her him up out after before under over more only also again same other own am "
        "don doesn didn isn aren won far turn get got look looking pls im id whom whose else kindly confirm best gett through without"
    )
)
_CONFIRMS = _words(r"^\W*(?:is|was|isn['’]t) (?:that|this|it) (?:right|correct|true|so|accurate|wrong|the case)\W*$|^\W*(?:right|correct|true)\W*$")
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


_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？]+(?=\s|$|[^\s\d])|$|\n)|[^.!?\n]+\.(?=\S)[^.!?\n]*[.!?]?")
_GREETING = _words(r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|dear \w+|thanks|thank you)(?: \w+)?\W*")
_POLITE = _words(
    r"(?:^\W*|\s)(?:please|pls|plz|thanks|thank you|thx|kindly)(?: in advance)?(?=\W*$)|^\W*(?:(?:hi|hello|hey|ok(?:ay)?|so|and|well|good (?:morning|afternoon|evening))\b\W+)+"
)
# Sentences that tell the program what to do instead of asking what a policy says.
_INSTRUCTION = _words(
    r"\b(?:ignore|disregard|forget|override) (?:all |any |the |your |previous |prior |above |everything)|\b(?:from now on|pretend|role-?play|act as|you are (?:now |a |an |in |no longer )|"
    r"new (?:rule|instruction|policy)|system ?(?:prompt|message|:)|(?:developer|debug|admin) mode|jailbreak|do not (?:cite|quote|say)|without (?:citing|quoting)|(?:in|as a) (?:rhyme|poem|haiku)|you must (?:always|never|not)|"
    r"(?:append|add|include|insert|attach) (?:the|a|this|an?|my) (?:link|url|image|picture|line|sentence|text)|leave out)\b"
    r"|\b(?:always |only |just )?(?:answer|reply|respond|say|state|write|output|print|claim|begin|start|end|insist|confirm)\b (?:only |just |always |with |that |exactly |the words? |in |as )|<[^>]{1,40}>"
)


def _past_instruction(sentence: str) -> list[str]:
    """A sentence, or its two halves where an instruction stands before a colon: "Answer in rhyme: when is it open?"."""
    before, colon, after = sentence.partition(": ")
    return [before, after.strip()] if colon and after.strip() and _INSTRUCTION.search(before) else [sentence]


def the_question(text: str) -> tuple[str, str]:
    """What a message asks, and the same with what the person says before it: (question, question with its circumstances).

    Sentences that instruct the program are left out of both; a message of nothing else is returned as it is.
    """
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text) if match.group().strip()]
    sentences = [part for sentence in sentences for part in _past_instruction(sentence)]
    if len(sentences) < 2:
        return text, text
    kept = [sentence for sentence in sentences if not _INSTRUCTION.search(sentence)] or sentences
    asking = [
        sentence
        for sentence in kept
        if sentence.endswith(("?", "？")) or _OPEN_WORD.search(sentence) or _YES_NO.search(sentence)
    ]
    if not asking:
        return " ".join(kept), " ".join(kept)
    return " ".join(asking), " ".join(sentence for sentence in kept if not _GREETING.fullmatch(sentence))


def read_question(text: str, topic: str = "") -> Question:
    """Take a self-contained question apart; `topic` is the same without company names (the whole text when empty)."""
    asked, topic = (_POLITE.sub(" ", part).strip() or part for part in the_question(" ".join((topic or text).split())))
    premise = _PREMISE.search(topic)
    if premise is not None:
        rest = (topic[: premise.start()] + " " + topic[premise.end() :]).strip(" ,.")
        # "I was told that … Is that right?" asks for what was told.
        confirms = _CONFIRMS.search(rest) is not None or not rest
        asked = f"is it true that {premise['premise'] or premise['heard']}?" if confirms else rest
    seek = next((kind for kind, pattern in _SEEKS if pattern.search(asked)), Seek.NOTHING)
    form = _form(asked, seek)
    if form is Form.YES_NO and seek is not Seek.MONEY:
        # Yes or no is the answer, whatever value is spoken of.
        seek = Seek.NOTHING
    superlative = _SUPERLATIVE.search(text)
    return Question(
        text=text,
        topic=topic,
        form=form,
        seek=seek,
        terms=content_terms(topic),
        values=tuple(entity for entity in find_entities(topic) if entity.kind is not EntityKind.NUMBER),
        premise=next((part for part in premise.groups() if part), "") if premise is not None else "",
        superlative=superlative.group().lower() if superlative is not None else "",
    )


def _form(asked: str, seek: Seek) -> Form:
    if _YES_NO.search(asked) and not _OPEN_WORD.search(asked):
        return Form.YES_NO
    valued = seek in _KINDS_OF or seek in (Seek.PERSON, Seek.CONTACT, Seek.COUNT)
    if _HOW_AND_COST.search(asked) or (_STEPS.search(asked) and not valued):
        return Form.PROCEDURE
    if _LIST.search(asked) and not valued and not _WHICH_COMPANIES.search(asked):
        return Form.LIST
    if _PROCEDURE.search(asked) and not valued:
        return Form.PROCEDURE
    return Form.FACT
