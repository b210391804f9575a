"""What a question asks for: its form, the kind of value that would answer it, the words it turns on."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.entities import Entity, EntityKind, find_entities
from assistant.patterns import pattern, patterns
from assistant.phrasal_verbs import in_one_word
from assistant.rulings import asks_fee
from assistant.shorthand import written_out
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
    `values` are the figures and addresses it names itself; `premise` is the part it takes for granted ("since …"), if any;
    `asked` is the topic without what the person tells of themselves first, where the rest says enough by itself; `own` are the
    terms of a follow-up apart from those of what it leans on, () for other questions.
    """

    text: str
    topic: str
    form: Form
    seek: Seek
    terms: tuple[str, ...]
    values: tuple[Entity, ...] = ()
    premise: str = ""
    superlative: str = ""
    asked: str = ""
    own: tuple[str, ...] = ()


# A question of fewer words leans on what is said before it; one of so many content words says what it is about by itself.
FEW_WORDS = 4
ENOUGH_TERMS = 3
# Words of a question that say nothing of its topic, beyond the lexical leg's own stop words.
_FRAME_WORDS = frozenset(
    tokenize(
        "please tell know want need like say says said state states stated according policy policies privacy company "
        "companies question answer ask get give show find let help exactly actually really just also any some there "
        "much many long kind kinds type types sort thing things something someone somebody anyone anything one ones "
        "case happen happens mean way ways going make take put about regarding concerning related respect wondering "
        "wonder curious hi hello thanks thank list all each every does did has must might yes no sure he she his her "
        "him up out after before under over more only also again same other own am don doesn didn isn aren won far turn "
        "get got look looking pls im id whom whose else kindly confirm best gett through without"
    )
)
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


def dates_policy(question: Question) -> bool:
    """Whether a date is asked for that is the policy's own: of its establishment, its last change, its coming into force."""
    return question.seek is Seek.DATE and pattern("value", "of_policy").search(question.topic) is not None


def content_terms(text: str) -> tuple[str, ...]:
    """The stemmed words a text turns on, in order, once each."""
    return tuple(dict.fromkeys(token for token in tokenize(text) if token not in _FRAME_WORDS))


_FOR_EXAMPLE = re.compile(r"\b(?:e\. ?g|i\. ?e)\b\.?,? *", re.IGNORECASE)
# What a follow-up leans on, as it is written out: "can they extend that (about …)?".
_LEANS_ON = re.compile(r" \(about (?:[^()]|\([^()]*\))+\)(?=\W*$)")
# A tag that pretends to end or to begin something.
_TAG = re.compile(r"</?[a-z][^<>]{0,40}>", re.IGNORECASE)
# A line of signs that sets one part of a message off from the next.
_RULE = re.compile(r"\s*(?:#{2,}|={3,}|-{3,}|\*{3,}|_{3,})\s*")
_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？]+(?=\s|$|[^\s\d])|$|\n)|[^.!?\n]+\.(?=\S)[^.!?\n]*[.!?]?")


_COLON = re.compile(r"[:;] +(?=\S)")


def _past_instruction(sentence: str) -> list[str]:
    """A sentence, or its two halves where an instruction stands before a colon: "Answer in rhyme: when is it open?".

    The same before a semicolon.
    """
    mark = _COLON.search(sentence)
    if mark is None or not pattern("part", "instruction").search(sentence[: mark.start()]):
        return [sentence]
    return [sentence[: mark.start()], sentence[mark.end() :]]


def the_question(text: str) -> tuple[str, str]:
    """What a message asks, and the same with what the person says before it: (question, question with its circumstances).

    Sentences that instruct the program are left out of both; a message of nothing else is returned as it is.
    """
    text = " ".join(_RULE.sub(". ", _TAG.sub(" ", text)).split()).strip(". ") or text
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text) if match.group().strip()]
    sentences = [part for sentence in sentences for part in _past_instruction(sentence)]
    if len(sentences) < 2:
        return text, text
    kept = [sentence for sentence in sentences if not pattern("part", "instruction").search(sentence)] or sentences[-1:]
    asking = [
        sentence
        for sentence in kept
        if sentence.endswith(("?", "？")) or pattern("form", "open_word").search(sentence) or _asks_yes_no(sentence)
    ]
    if not asking:
        return " ".join(kept), " ".join(kept)
    return " ".join(asking), " ".join(sentence for sentence in kept if not pattern("part", "greeting").fullmatch(sentence))


def read_question(text: str, topic: str = "") -> Question:
    """Take a self-contained question apart; `topic` is the same without company names (the whole text when empty)."""
    plain = _FOR_EXAMPLE.sub("", " ".join((topic or text).split()))
    asked, topic = (
        pattern("part", "polite").sub(" ", part).strip() or part for part in the_question(in_one_word(written_out(plain)))
    )
    premise = pattern("part", "premise").search(topic)
    if premise is not None:
        rest = (topic[: premise.start()] + " " + topic[premise.end() :]).strip(" ,.")
        # "I was told that … Is that right?" asks for what was told.
        confirms = pattern("part", "confirms").search(rest) is not None or not rest
        asked = f"is it true that {premise['premise'] or premise['heard']}?" if confirms else rest
    if pattern("part", "unnamed_recipient").search(topic):
        topic = f"{topic.rstrip(' ?.!')} to third parties?"
    seek = _seek(asked)
    if seek is Seek.NOTHING and (len(asked.split()) < FEW_WORDS or pattern("part", "leans_back").search(asked)):
        # "I want to send a fax. Which number is that?"
        seek = _seek(topic)
    form = _form(asked, seek)
    if form is Form.FACT and not _valued(seek) and pattern("form", "in_full").search(topic):
        # "How is it protected? Name each safeguard."
        form = Form.LIST
    if form is Form.YES_NO and not (seek is Seek.MONEY and asks_fee(asked)) and not _asks_for_one(asked, seek):
        # Yes or no is the answer, whatever value is spoken of.
        seek = Seek.NOTHING
    superlative = pattern("part", "superlative").search(text)
    return Question(
        text=text,
        topic=topic,
        form=form,
        seek=seek,
        terms=content_terms(topic),
        values=tuple(entity for entity in find_entities(topic) if entity.kind is not EntityKind.NUMBER),
        premise=next((part for part in premise.groups() if part), "") if premise is not None else "",
        superlative=superlative.group().lower() if superlative is not None else "",
        asked=asked if premise is None and len(content_terms(asked)) >= ENOUGH_TERMS else topic,
        own=content_terms(_LEANS_ON.sub("", topic)) if _LEANS_ON.search(topic) else (),
    )


def needs_value(seek: Seek) -> bool:
    """Whether a question for this kind of value is answered by nothing but a value of the kind."""
    return seek in (Seek.PHONE, Seek.FAX, Seek.EMAIL, Seek.ADDRESS, Seek.HOURS, Seek.URL)


def _valued(seek: Seek) -> bool:
    return seek in _KINDS_OF or seek in (Seek.PERSON, Seek.CONTACT, Seek.COUNT)


def _asks_for_one(asked: str, seek: Seek) -> bool:
    """Whether a yes/no question is for the thing itself: "do they have a hotline?"."""
    return needs_value(seek) and pattern("form", "exists").search(asked) is not None


def _seek(asked: str) -> Seek:
    unsought = patterns("not_sought")
    for kind, wording in patterns("seek").items():
        if wording.search(asked) and not (kind in unsought and unsought[kind].search(asked)):
            return Seek(kind)
    return Seek.NOTHING


def _asks_yes_no(sentence: str) -> bool:
    last = pattern("form", "yes_no_last").search(sentence) is not None and not pattern("form", "open_last").search(sentence)
    return last or pattern("form", "yes_no").search(sentence) is not None


def _form(asked: str, seek: Seek) -> Form:
    if pattern("form", "how_and_cost").search(asked):
        return Form.PROCEDURE
    if _asks_yes_no(asked) and not pattern("form", "open_word").search(asked):
        return Form.YES_NO
    valued = _valued(seek)
    if pattern("form", "steps").search(asked) and not valued:
        return Form.PROCEDURE
    if pattern("form", "list").search(asked) and not valued and not pattern("form", "which_companies").search(asked):
        return Form.LIST
    if pattern("form", "procedure").search(asked) and not valued:
        return Form.PROCEDURE
    return Form.FACT
