"""A follow-up made self-contained: company, topic and what a pronoun stands for come from the earlier questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asides import SCAFFOLD, content, is_aside, on_subject
from assistant.name_forms import JAPANESE, words
from assistant.names import NameBook
from assistant.persons import names_person
from assistant.references import (
    leaves_out_verb,
    names_those,
    opened_by,
    resolved_reference,
    than_names,
    to_recipient,
    with_fee_for_pronoun,
    with_recipients_for_them,
    without_them,
)
from assistant.rewording import (
    about,
    at_names,
    refers_to_thing,
    right_noun,
    starts_circumstance,
    thing_of,
    with_circumstance,
    with_company_for_pronoun,
    with_names,
    with_right,
    with_thing_for_pronoun,
)
from assistant.scope import ALL_COMPANIES, also_asked, asks_all, is_recipient
from assistant.strangers import stranger_in
from assistant.topic import without_names
from assistant.turn_words import (
    ADDS,
    ASKS_AFTER,
    BARE_QUESTION,
    CONNECTIVE,
    DIALLED,
    ELSE,
    ENDING,
    FILLER,
    GOES_ON,
    HANDLING,
    LEADING,
    LONGEST_FRAGMENT,
    LONGEST_NOUN,
    MOST_NAMED,
    NEEDS,
    NOUN_OF,
    OF_A_REQUEST,
    OTHERS,
    PEOPLE,
    PERSON_PRONOUN,
    SENTENCE,
    SUPERLATIVE,
    SUPPOSED,
    TURNS_REMEMBERED,
)
from assistant.unknown import unknown_names
from ingest.policy import Span
from vectorstore.lexical import STOP_WORDS

ANY_FIRMS = frozenset("companies firms parties partners providers contractors people others".split())
# A question with more words of its own says what it is about.
MOST_LEANING = 5
_MEASURED = re.compile(r"^\W*how \w+ ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no history, and whether that took a change.

    `leaning` is the same question with what was asked before beside it, to be put where the question alone finds nothing; ""
    for one that says enough or begins something new. `leans` when its words show that it goes on ("so would it still …").
    """

    question: str
    rewritten: bool
    leaning: str = ""
    leans: bool = False


@dataclass(frozen=True, slots=True)
class _Context:
    """What the conversation is about so far: the last question on the subject, self-contained, and the companies named."""

    question: str = ""
    names: tuple[str, ...] = ()


def standalone(question: str, history: Sequence[str], book: NameBook) -> Standalone:
    """The question with what it takes from the earlier ones (`history`, oldest first) written out.

    A company carries over until another is named or all are asked about; a topic until a question brings its own.
    """
    context = _Context()
    for earlier in history[-TURNS_REMEMBERED:]:
        context = _after(context, _resolved(earlier, context, book), earlier, book)
    resolved = _resolved(question, context, book)
    leaning = _leaning(question, resolved, context, book)
    return Standalone(resolved, resolved != question, leaning, bool(leaning) and GOES_ON.search(question) is not None)


def _leaning(question: str, resolved: str, context: _Context, book: NameBook) -> str:
    """ "Would they warn me first?" after a question on the deletion of accounts: the warning before that."""
    if not context.names or JAPANESE.search(question) or is_aside(question) or asks_all(question) or _named(question, book)[1]:
        return ""
    if len(content(question)) > MOST_LEANING or " (about " in resolved or right_noun(resolved):
        return ""
    subject = _subject(context, book)
    named = with_company_for_pronoun(LEADING.sub("", question), context.names)
    return about(named, subject, () if named != LEADING.sub("", question) else context.names) if subject else ""


def _after(context: _Context, resolved: str, asked: str, book: NameBook) -> _Context:
    spans, names = _named(resolved, book)
    if not spans and (is_aside(asked) or not on_subject(resolved, book.everyday)):
        return context
    if asks_all(resolved) and not spans:
        return _Context(resolved, ())
    if spans and not content(without_names(resolved, spans)):
        # A company alone at the beginning of a conversation: what is asked of it comes next.
        return _Context(context.question, names)
    return _Context(resolved, names or context.names)


def _named(question: str, book: NameBook) -> tuple[list[Span], tuple[str, ...]]:
    """Where a question names companies, and their names: the library's for those it holds."""
    found = book.mentions(question)
    strangers = unknown_names(question, [Span(mention.start, mention.end) for mention in found], book.everyday)
    mentions = [mention for mention in found if not is_recipient(question, mention)]
    strangers = also_asked(question, strangers, mentions)
    spans = [Span(mention.start, mention.end) for mention in mentions]
    placed = [(mention.start, book.company(mention.policy_id)) for mention in mentions]
    placed += [(name.start, name.text) for name in strangers]
    spans += [Span(name.start, name.end) for name in strangers]
    return sorted(set(spans)), tuple(dict.fromkeys(name for _, name in sorted(placed)))


def _resolved(question: str, context: _Context, book: NameBook) -> str:
    if not context.question and not context.names:
        return question
    spans, names = _named(question, book)
    stranger = None if names else stranger_in(question, book)
    if stranger:
        spans, names = [stranger], (question[stranger.start : stranger.end],)
    if names:
        return _of_named(question, spans, names, context, book)
    if context.question:
        topic = without_names(context.question, _named(context.question, book)[0])
        meant = resolved_reference(question, context.question, topic, context.names)
        if meant is not None:
            return meant
    if asks_all(question) or OTHERS.search(question):
        rest = FILLER.sub(" ", OTHERS.sub(" ", ALL_COMPANIES.sub(" ", question)))
        if not content(rest):
            return _to_all(question, context, book) if context.question else question
        noun = right_noun(context.question)
        if noun and not content(SUPERLATIVE.sub(" ", rest)) and not JAPANESE.search(question):
            return f"{ENDING.sub('', question)} for {noun}{question[len(ENDING.sub('', question)) :]}"
        return question
    if is_aside(question):
        return question
    return _of_unnamed(question, context, book)


def _of_named(question: str, spans: Sequence[Span], names: tuple[str, ...], context: _Context, book: NameBook) -> str:
    topic = without_names(question, spans)
    if not context.question:
        return question
    if to_whom := to_recipient(question, context.question):
        return to_whom
    earlier_spans, earlier_names = _named(context.question, book)
    if not content(FILLER.sub(" ", topic)):
        if ADDS.match(question):
            names = tuple(dict.fromkeys((*(earlier_names or context.names), *names)))
        return with_names(context.question, earlier_spans, names)
    connective = CONNECTIVE.match(topic)
    fragment = ENDING.sub("", topic[connective.end() :] if connective else topic)
    if connective and connective.end() and _is_fragment(fragment):
        changed = _with_fragment(context.question, fragment)
        if changed is not None:
            changed_spans, _ = _named(changed, book)
            return with_names(changed, changed_spans, names)
        return question
    if noun := _whose_request(topic, context):
        question = LEADING.sub("", question)
        return f"{ENDING.sub('', question)} for {noun}{question[len(ENDING.sub('', question)) :]}"
    if (paid := with_fee_for_pronoun(question, context.question)) != question:
        return paid
    if names_those(topic) and (subject := _subject(context, book)):
        return about(question, subject, ())
    if refers_to_thing(topic):
        noun = right_noun(context.question)
        if noun and not right_noun(topic):
            return than_names(with_thing_for_pronoun(question, noun), earlier_names or context.names)
        return about(question, _subject(context, book), ()) if _subject(context, book) else question
    return question


def _of_unnamed(question: str, context: _Context, book: NameBook) -> str:
    names = context.names
    question = with_recipients_for_them(without_them(question), context.question)
    if BARE_QUESTION.match(question):
        if context.question and (opened := opened_by(question, context.question)):
            return opened
        subject = _subject(context, book)
        return about(question, subject, names) if subject else question
    supposed = SUPPOSED.match(question)
    asks_itself = supposed is not None and ASKS_AFTER.search(supposed.group(1)) is not None
    if (
        supposed
        and not asks_itself
        and context.question
        and (changed := with_circumstance(context.question, f"if {supposed.group(1)}"))
    ):
        return changed
    connective = CONNECTIVE.match(question)
    stripped = question[connective.end() :] if connective else question
    connected = bool(connective and connective.group().strip())
    fragment = re.sub(r"^(?:even|also|only|just)\s+", "", ENDING.sub("", stripped), flags=re.IGNORECASE)
    if context.question and _is_fragment(fragment):
        return _of_fragment(question, fragment, connected, context)
    body = stripped if connected and SENTENCE.match(stripped) else question
    if noun := _whose_request(body, context):
        body = f"{ENDING.sub('', body)} for {noun}{body[len(ENDING.sub('', body)) :]}"
    if JAPANESE.search(body) and OF_A_REQUEST.search(body) and not right_noun(body):
        noun = right_noun(context.question)
        body = f"{noun}の{body}" if noun and not noun.isascii() else body
    named = with_company_for_pronoun(body, names)
    placed = named if named != body else at_names(body, names)
    if refers_to_thing(named) and context.question:
        noun = thing_of(context.question, named)
        if noun and not right_noun(body):
            put = with_thing_for_pronoun(placed, noun)
            # "How does it pick them?" says little with "companies" for them.
            leans = noun in ANY_FIRMS and len(content(body)) <= 1
            return about(put, _subject(context, book), ()) if leans else put
        subject = _subject(context, book)
        return about(body if named == body else named, subject, names if named == body else ()) if subject else placed
    if leaves_out_verb(body) and _subject(context, book):
        return about(named, _subject(context, book), ())
    if (PERSON_PRONOUN.search(body) or names_those(body)) and context.question:
        return about(body, _subject(context, book), names)
    if named != body:
        return named
    return placed if on_subject(body, book.everyday, 1) or names_person(body) else question


def _of_fragment(question: str, fragment: str, connected: bool, context: _Context) -> str:
    """A few words without a verb: another right, circumstance or noun than before, or a question of their own."""
    if connected and (put := _with_noun(context.question, fragment)):
        return put
    opened = connected or bool(right_noun(fragment)) or starts_circumstance(fragment)
    changed = _with_fragment(context.question, fragment) if opened else None
    if changed is not None:
        return changed
    noun = right_noun(context.question)
    if noun and OF_A_REQUEST.search(fragment) and not right_noun(fragment):
        ending = question[len(question.rstrip("?.!？。！ ")) :] or "?"
        if JAPANESE.search(question):
            return at_names(f"{noun}の{question}", context.names)
        return at_names(f"{fragment} for {noun}{ending}", context.names)
    named = with_company_for_pronoun(question, context.names) if JAPANESE.search(question) else question
    return named if named != question else at_names(LEADING.sub("", question), context.names)


def _with_fragment(earlier: str, fragment: str) -> str | None:
    """The earlier question with its right or circumstance changed to the fragment's; None when it has none of the kind."""
    whom = re.sub(r"^(?:of|for|with)\s+", "", fragment, flags=re.IGNORECASE)
    if PEOPLE.match(whom):
        fragment = f"for {whom}"
    return with_right(earlier, fragment) or with_circumstance(earlier, fragment)


def _with_noun(earlier: str, fragment: str) -> str:
    """ "And the fax?" after "What is the phone number of A?": what is the fax number of A; "" after other questions."""
    asked = NOUN_OF.match(earlier)
    article = re.match(r"(?:the|their|its)\s+", fragment, re.IGNORECASE)
    if asked is None or article is None or right_noun(fragment) or len(fragment.split()) > LONGEST_NOUN:
        return ""
    noun = fragment[article.end() :]
    if asked["noun"].casefold().endswith(" number") and DIALLED.match(noun):
        noun += " number"
    return f"{asked['opening']}{noun}{asked['rest']}"


def _to_all(question: str, context: _Context, book: NameBook) -> str:
    """ "And the other companies?": the earlier question put to each of them by name when few, else to every company."""
    spans, _ = _named(context.question, book)
    others = [name.company for name in book.names if name.company not in context.names]
    if spans and ELSE.search(question) and 0 < len(others) <= MOST_NAMED:
        return with_names(context.question, spans, tuple(dict.fromkeys(others)))
    topic = without_names(context.question, spans)
    ending = topic[len(ENDING.sub("", topic)) :] or "?"
    return f"{ENDING.sub('', topic)} at each company{ending}" if not JAPANESE.search(topic) else f"各社の{topic}"


def _is_fragment(text: str) -> bool:
    if JAPANESE.search(text):
        return not re.search(r"(?:ます|です|ですか|ますか|どう|いつ|誰|何|どこ|いくら|なぜ)", text)
    found = words(text)
    return 0 < len(found) <= LONGEST_FRAGMENT and not SENTENCE.search(text)


def _whose_request(question: str, context: _Context) -> str:
    """The right that a question about fee, deadline or documents belongs to, when it names nothing else."""
    if (
        JAPANESE.search(question)
        or right_noun(question)
        or refers_to_thing(question)
        or not (OF_A_REQUEST.search(question) or NEEDS.search(question))
    ):
        return ""
    rest = [key for key in content(OF_A_REQUEST.sub(" ", question)) if key not in SCAFFOLD | HANDLING]
    return "" if rest else right_noun(context.question)


def _subject(context: _Context, book: NameBook) -> str:
    """What the conversation's last question is about, in its own words."""
    spans, _ = _named(context.question, book)
    if JAPANESE.search(context.question):
        return right_noun(context.question)
    topic = _MEASURED.sub("", ENDING.sub("", without_names(context.question, spans)))
    found = [word for word in words(topic) if word.key not in STOP_WORDS | SCAFFOLD]
    return topic[found[0].start : found[-1].end] if found else ""
