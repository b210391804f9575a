"""Which companies' policies a question is put to: those it names, those of the filter, or all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.names import Mention, NameBook
from assistant.topic import without_names
from assistant.unknown import unknown_names
from assistant.unknown_japanese import UnknownName
from ingest.policy import Span

ScopeKind = Literal["named", "given", "all", "unknown", "clarify"]

_COMPANY = r"(?:compan(?:y|ies)|firms?|business(?:es)?|providers?|organi[sz]ations?|polic(?:y|ies)|services?|apps?|ones?)"
# "which companies do you share it with" asks about one company's partners, not about the library.
_ABOUT_PARTNERS = (
    r"(?!\s+(?:do|does|did|can|will|are|is|have|has|may)\s+"
    r"(?:you|it|they|we|i|my|this|he|she|the\s+(?:company|firm|business|policy|provider|app|site))\b)"
)
ALL_COMPANIES = re.compile(
    rf"\b(?:which|what)\s+(?:of\s+(?:the|these|those)\s+)?(?:compan(?:y|ies)|firms?|businesses|providers|ones?|polic(?:y|ies))\b{_ABOUT_PARTNERS}"
    rf"|\bwhich\s+of\s+(?:the[ms]e?|those|the\s+(?:five|four|three|six|\d+))\b|\bhow\s+many\s+(?:of\s+the\s+)?(?:companies|policies|firms)\b{_ABOUT_PARTNERS}"
    rf"|\b(?:each|every|all|any|both)\s+(?:of\s+)?(?:the\s+|these\s+|those\s+|\d+\s+|five\s+)?{_COMPANY}\b(?<!all services)"
    r"|\b(?:all|each|any|none)\s+of\s+them\b|\bacross\s+(?:the\s+)?(?:companies|policies|board)\b|\bcompar(?:e|ed|ison|ing)\b"
    r"|\beach\s+(?:compan|firm|polic)|\bwho(?:'s|\s+is|\s+has|\s+charges|\s+offers)\s+the\s+\w+est\b|\bwho\s+charges\b|\bside\s+by\s+side\b"
    r"|どの(?:会社|企業|ポリシー)|どこの会社|各社|各企業|全社|(?:会社|企業)は(?:どこ|あります|ある)|全て?の(?:会社|企業)|すべての(?:会社|企業)|会社ごと|企業ごと|比較|比べ|それぞれの(?:会社|企業)",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
# Each of them is asked, not whichever of them has an answer: "all five companies", "each of the five", "every company". Not
# those that data goes to, or that are described further: "with all companies in the group".
EACH_COMPANY = re.compile(
    rf"(?<!\bwith )(?<!\bto )\b(?:each|every|all)\s+(?:(?:one\s+)?of\s+)?(?:(?:the|these|those)\s+)?"
    rf"(?:(?:{_NUMBER}\s+)?(?:compan(?:y|ies)|firms?|polic(?:y|ies)|providers?)|(?<=\bof the ){_NUMBER}(?!\s+\w*[^\Ws]s\b))\b"
    r"(?!\s+(?:in|of|that|who|which|whose|they|it|we|you)\b)"
    r"|各社|各企業",
    re.IGNORECASE,
)
# Asked of one company, and yet about all: "is X the only one that …", "is X cheaper than the others".
_AGAINST_ALL = re.compile(
    r"\bthe\s+only\s+(?:one|company|firm|policy|provider)\b|\b(?:than|to|with|from)\s+(?:the|all|any|every)\s+(?:of\s+the\s+)?others?\b"
    r"|\b(?:than|(?:compar\w+|relative|similar|equal|next)\s+(?:to|with))\s+(?:(?:all|any|every|the)\s+)*other\s+"
    r"(?:compan|firm|polic|provider)|\bof\s+all\s+(?:the\s+)?(?:compan|polic|firm)"
    r"|一番|最も|いちばん|他社|ほかの会社|他の会社",
    re.IGNORECASE,
)
_SUPERLATIVE = r"\b(?:cheapest|the\s+lowest|the\s+highest|most\s+expensive|fastest|strictest|longest|shortest)\b"
_EXTREME = re.compile(_SUPERLATIVE, re.IGNORECASE)
# Of one company's longest period only it is asked; "is X the cheapest" is about all.
_IS_EXTREME = re.compile(
    rf"^\W*(?:(?:and|so|but|ok)\W+)?(?:is|are|does|do|has|have|isn['’]t|doesn['’]t)\b.*(?<!at the ){_SUPERLATIVE}",
    re.IGNORECASE,
)
# "All companies other than X", "who except X": every one but those named.
_BUT = re.compile(
    r"(?:,\s*)?\b(?:except(?:ing)?(?:\s+for)?|other\s+than|apart\s+from|aside\s+from|besides|excluding|but\s+not)\s+$",
    re.IGNORECASE,
)
# Beside a known company, an unknown one counts where it is asked about just as that one is.
_JOINED = re.compile(
    r"^(?:['’]s?)?\s*(?:,|/|&|、|と|や|か)?\s*(?:(?:and|or|vs\.?|versus|than|nor|with|to|compared)\s*){0,2}"
    r"(?:(?:at|for|of|by|in|from|with|to)\s*)?(?:the\s+)?$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:than|versus|vs\.?|compared\s+(?:to|with)|unlike)\s+(?:(?:at|for|that\s+of|those\s+of)\s+)?$", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"\b(?:at|(?:and|or)\s+(?:does|do|is|can|will|of|by|what\s+about)|what\s+about|how\s+about)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The policies a question is put to.

    `unknown` are names asked about that the library does not hold, `outside` companies it holds that the filter leaves out.
    `topic` is the question without the names of companies asked about. `kind` says why these policies: named in the
    question, given by the filter, all (asked about all, or few enough); "unknown": only companies without a policy in reach;
    "clarify": too many. `each` when every one of them is asked, not whichever has an answer.
    """

    policy_ids: tuple[str, ...]
    companies: tuple[str, ...]
    kind: ScopeKind
    topic: str
    unknown: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    each: bool = False


def asks_all(question: str) -> bool:
    """Whether a question asks about every company: "which companies …", "compare …", どの会社."""
    return bool(ALL_COMPANIES.search(question))


def resolve_scope(question: str, book: NameBook, *, given: Sequence[str] | None = None, few: int = 12) -> Scope:
    """The scope of a question. `given` limits it to these names; without names all policies are meant when at most `few`."""
    mentions = book.mentions(question)
    left_out = _left_out(question, mentions)
    asked = _asked_about(question, [mention for mention in mentions if mention not in left_out])
    strangers = also_asked(question, unknown_names(question, _spans(mentions), book.everyday), asked)
    if given and not asked:
        # The filter says which company is meant; a name that only looks like one is a thing of it.
        strangers = tuple(name for name in strangers if name.placed)
    each = None if asked or strangers or given else EACH_COMPANY.search(question)
    spoken = [
        *_spans(asked),
        *(Span(_begins(question, mention), mention.end) for mention in left_out),
        *(Span(name.start, name.end) for name in strangers),
        *([Span(*each.span())] if each else []),
    ]
    topic = without_names(question, spoken)
    named = list(dict.fromkeys(mention.policy_id for mention in asked))
    others = {mention.policy_id for mention in left_out}
    unknown = [name.text for name in strangers]
    allowed = [name.policy_id for name in book.names if name.policy_id not in others]
    filtered = bool(given)
    outside: list[str] = []
    if given:
        held = {name: book.with_name(name) for name in given}
        unknown_given = [name for name, policy_ids in held.items() if not policy_ids]
        allowed = list(dict.fromkeys(policy_id for policy_ids in held.values() for policy_id in policy_ids))
        outside = [policy_id for policy_id in named if policy_id not in allowed] if allowed else []
        named = [policy_id for policy_id in named if policy_id in allowed]
        unknown = [*unknown_given, *unknown] if not allowed else unknown

    def scope(policy_ids: Sequence[str], kind: ScopeKind) -> Scope:
        companies = tuple(dict.fromkeys(book.company(policy_id) for policy_id in policy_ids))
        left_out = tuple(dict.fromkeys(book.company(policy_id) for policy_id in outside))
        names = tuple(dict.fromkeys(unknown))
        return Scope(tuple(policy_ids), companies, kind, topic, names, left_out, mentions, each is not None)

    if not allowed:
        return scope((), "unknown" if unknown else "clarify")
    against_all = bool(_AGAINST_ALL.search(question) or (_IS_EXTREME if named else _EXTREME).search(question))
    if named and not (len(named) == 1 and against_all):
        return scope(named, "named")
    if not named and (outside or unknown):
        return scope((), "unknown")
    if filtered:
        return scope(allowed, "given")
    if named or others or asks_all(question) or against_all or len(allowed) <= few:
        return scope(allowed, "all")
    return scope((), "clarify")


def _left_out(question: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The companies that a question leaves out: "all other than A and B"."""
    found: list[Mention] = []
    for mention in mentions:
        before = question[: mention.start]
        joined = found and _JOINED.match(question[found[-1].end : mention.start]) and not _AGAINST.search(before)
        if _BUT.search(before) or joined:
            found.append(mention)
    return found


def _begins(question: str, mention: Mention) -> int:
    """Where the words that leave a company out begin."""
    but = _BUT.search(question[: mention.start])
    return but.start() if but is not None else mention.start


def _spans(mentions: Sequence[Mention]) -> list[Span]:
    return [Span(mention.start, mention.end) for mention in mentions]


def also_asked(question: str, strangers: Sequence[UnknownName], asked: Sequence[Mention]) -> tuple[UnknownName, ...]:
    """The unknown names asked about: beside known companies only those joined to or set against them ("A or X")."""
    if not asked:
        return tuple(strangers)
    kept: list[UnknownName] = []
    spans = sorted(_spans(asked))
    for name in strangers:
        joined = any(
            (span.end <= name.start and _JOINED.match(question[span.end : name.start]))
            or (name.end <= span.start and _JOINED.match(question[name.end : span.start]))
            for span in spans
        )
        set_against = _AGAINST.search(question[: name.start])
        if joined or set_against or (name.placed and _ELSEWHERE.search(question[: name.start])):
            kept.append(name)
            spans.append(Span(name.start, name.end))
    return tuple(kept)


_RECIPIENT = re.compile(
    r"\b(?:shar\w*|sell\w*|sold|giv\w+|send\w*|sent|transfer\w*|pass\w*|us(?:e|es|ed|ing)|work\w*|partner\w*|integrat\w*|connect\w*|"
    r"outsourc\w*|entrust\w*|provid\w*|supply|supplies)\b"
    r"[^?.!;]*?\b(?:with|to|via|through|using|use|uses)\s+$"
    # Not "an age for using X", "when I use X": there the person does.
    r"|(?<!\bfor )(?<!\bto )(?<!\bi )(?<!\bwe )(?<!\bwhen )(?<!\bwhile )(?<!\bby )(?<!\bstop )(?<!\bkids )(?<!\bchildren )"
    r"(?<!\bpeople )\b(?:use|uses|using)\s+$",
    re.IGNORECASE,
)


def is_recipient(question: str, mention: Mention) -> bool:
    """Whether a company is named as somebody data goes to, or as a service used: "share it with X", "use X"."""
    return bool(_RECIPIENT.search(question[: mention.start]))


def _asked_about(question: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Without the companies another one's data goes to: of "does X share data with Y" only X is asked about."""
    asked = [mention for mention in mentions if not is_recipient(question, mention)]
    first = min((mention.start for mention in asked), default=0)
    if not asked or len(asked) == len(mentions):
        return mentions
    return asked if all(first < mention.start for mention in mentions if mention not in asked) else mentions
