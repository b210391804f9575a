"""Yes or no: what a clause says to a question that can be answered so, and when neither may be said."""

import re

from assistant.acts import acts, held
from assistant.denials import EXCEPTION, NEGATION, REFUSAL, Segment, denials, negated, segments
from assistant.name_forms import SHORTEST_FUZZY
from assistant.named_values import Agreement, agreement, compares, named_values
from assistant.plain_denials import denies_outright
from assistant.proposition import proposition
from assistant.question import Question, content_terms
from assistant.readable import readable
from assistant.rulings import (
    FIRM,
    MAY,
    MODAL_QUESTION,
    Verdict,
    on_abroad,
    on_consent,
    on_days,
    on_duty,
    on_fee,
    on_gone,
    on_notice,
    on_other,
    on_permission,
    unsold,
)
from ingest.policy import Policy
from vectorstore.lexical import tokenize

__all__ = ["Verdict", "names_of", "negated", "verdict"]

# A quote that holds a smaller share of the question's words may speak of something else.
ENOUGH, ENOUGH_OF_KNOWN = 0.5, 0.25
# Words that say nothing of what is asked beside others.
_GENERIC = frozenset(
    tokenize(
        "data information info details personal user users customer customers still too ever even lately sure own called true "
        "never"
    )
)
# Nearness in meaning (cosine) that makes up for other words.
NEAR, NEAR_OF_KNOWN = 0.5, 0.3
# The same where a clause need not even name the act that is asked about.
NEAR_ENOUGH = 0.58
# The same for a clause that denies something of all data, whatever kind is asked about.
NEAR_TO_ALL = 0.45
# The share of the question's words with which a clause as near as that, which speaks of the act asked about, is read.
SOME_OF_NEAR = 1 / 3
# The share of its own words, those that not any clause holds, without which a near clause affirms nothing.
SOME = 0.45
_AUXILIARY_NOT = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|are|was|do|does|did|wo|ca|has|have|should|could|would|were)n['’]?t\b", re.IGNORECASE
)
# "… as I never use it": the person's own circumstances.
_OWN_REASON = re.compile(r"\b(?:as|since|because|although|though|even if|while|if|when) (?:i|we|my)\b.*$", re.IGNORECASE)
# "… statistics that don't identify me": which ones, not whether.
_WHICH_NOT = re.compile(
    r"\b(?:which|that|who) (?:do|does|did|is|are|was|were|can|could|will|would|has|have)(?:n['’]t| not| never)\b[^,?]*",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|solely|exclusively)\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout\b", re.IGNORECASE)
_UNLESS = re.compile(r"\bunless\b", re.IGNORECASE)
# Words that narrow a question so far that a clause without them does not answer it.
_ITSELF = re.compile(r"\b(?:itself|themselves|yourself|yourselves|in-house)\b", re.IGNORECASE)
# Somebody who acts in the company's place.
_OTHERS_ACT = re.compile(
    r"\bthird[- ]part(?:y|ies)\b|\b(?:providers?|vendors?|processors?|partners?)\b|\bon (?:our|its) behalf\b", re.IGNORECASE
)
_MUST_RECUR = (
    _WITHOUT,
    _ITSELF,
    re.compile(r"\b(?:responsib\w+|liab\w+|guarantee\w*|accountable|answerable)\b", re.IGNORECASE),
)
# What data come from is not what is done with them.
_FROM_NAME = re.compile(r"\bfrom (?:[A-Z][\w'’-]*\s?)+")
# Abbreviations of things are no names of anybody.
_PROPER_NAME = re.compile(
    r"(?<=[a-z,] )(?:the )?(?!(?:DM|ID|IP|PC|TV|GPS|SMS|MMS|PDF|QR|CV|PIN|VPN|URL|AI|USB|SIM|PII|FAQ)s?\b)"
    r"(?P<name>[A-Z][\w'’-]+)"
)
_NEGATED_VERB = re.compile(
    r"\b(?:will|shall|is|are|was|were|can|could|do|does|did|may|must|has|have) (?:not|never)\b|\bcannot\b|n['’]t\b",
    re.IGNORECASE,
)
# "We will not: …": the denial reaches all that follows.
_DENIED_LIST = re.compile(
    r"^(?P<lead>[^:.]{0,160}\b(?:not|never|cannot|n['’]t)\s*:)\s*(?P<items>.+)", re.IGNORECASE | re.DOTALL
)
_OF_PERSONS = re.compile(r"(?<!non-)\bpersonal\b|\babout me\b", re.IGNORECASE)
_OF_NOBODY = re.compile(r"\bnon-?personal\w*|\banonymous\w*|\banonymi[sz]ed\b", re.IGNORECASE)
# What the person gives the company is no act of the company.
_GIVEN_BY_YOU = re.compile(
    r"\byou (?:(?:may|choose to|have|voluntarily|can|will) )*"
    r"(?:provide|give|gave|send|share|submit|supply|disclose|upload)\w*\b",
    re.IGNORECASE,
)
_NOT_ANY = re.compile(
    r"\b(?:not|never|cannot)\b[^.;]{1,60}\b(?:your|any|users['’]?|customers['’]?|personal)\W+(?:personal\W+)?(?:data|information)\b",
    re.IGNORECASE,
)
_NOT_THESE = re.compile(r"\b(?:not|never|cannot|n['’]t)\s*:?\s*$", re.IGNORECASE)
_ANY_OTHER = re.compile(r"\b(?:any|no) other\b", re.IGNORECASE)
_ENTRY = re.compile(r"\n+|;\s+|\s\*\s|,\s+(?:or |and )?(?=[a-z]+e?\b)")
_THAT = re.compile(
    r"\b(?:this|that|these|those|such) (?:\w+ )?(?:information|data|features?|settings?|details|content|calls?|items?|option|"
    r"requests?)\b|\b(?:it|them|these|this)\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|be|been|will|shall|must|may|might|can|cannot|could|should|do|does|did|has|have|we|you|they|it|who|not"
    r"|never|no|please|\w+ed|\w{3,}s)\b|n['’]t\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\([^()]*\)")
_NOT_LETTERS = re.compile(r"[\W_]+")
NAME_CHARS = 60
_WE_DO_NOT = re.compile(
    r"\b(?:we|the company|our company)\b[^.;]{0,20}?"
    r"\b(?:(?:do|does|will|shall|may|can|are|is)(?:n['’]t| not)|(?:wo|ca|sha)n['’]t|cannot|never)\b",
    re.IGNORECASE,
)
_WE = re.compile(r"^\W*(?:we|our)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:all|every|everything|entirely|completely|whole|fully|always)\b", re.IGNORECASE)


def names_of(policy: Policy) -> str:
    """What a policy's company is called, as `verdict` wants it."""
    return " ".join((policy.company, policy.legal_name, *policy.aliases))


def verdict(
    question: Question,
    quote: str,
    lead_in: str = "",
    *,
    listed: bool = False,
    nearness: float = 0.0,
    enough: float = ENOUGH,
    names: str = "",
    above: str = "",
) -> Verdict:
    """What a clause says to a yes/no question. `lead_in` is the sentence that introduces a list item; `listed` when it is one.

    `nearness` is the cosine of question and passage, 0 when unknown; `enough` the share of the question's words that a clause
    must hold where it is not near. `names` are the company's, which say nothing of what is asked; `above` are the headings over
    the clause: what they name it need not name again.
    """
    asked = proposition(question.topic)
    lead_in, quote = readable(lead_in) if listed else "", readable(quote)
    if not lead_in and (opened := _DENIED_LIST.match(quote)) is not None:
        lead_in, quote, listed = opened["lead"], opened["items"], True
    says = f"{lead_in} {quote}".strip()
    terms = _turns_on(question, asked)
    own, whole = (len(held(says, words)) / max(len(words), 1) for words in (terms - _GENERIC or terms, terms))
    share = max(own, whole)
    said = _on_values(asked, says, share)
    core = " ".join(part.main for part in segments(asked)) or asked
    if said is None and (unsold(asked, core, says) or _of_the_others(asked, says, terms)):
        return Verdict.NONE
    if said is None:
        said = next((ruled for ruling in _RULINGS if (ruled := ruling(asked, says)) is not None), None)
        if said is not None and share < ENOUGH_OF_KNOWN and nearness < NEAR_OF_KNOWN:
            said = Verdict.NONE
    if said is not None:
        return said
    if any(word.search(core) and not word.search(says) for word in _must_recur(says, names)) or _other_names(
        asked, f"{above} {says}", names
    ):
        return Verdict.NONE
    said = Verdict.NONE
    of_act = nearness >= NEAR_TO_ALL and share >= SOME_OF_NEAR and bool(held(says, asked_acts(core)))
    reads = share >= enough or of_act or _reaches_it(says, terms, nearness) or (nearness >= NEAR and share > 0)
    if reads and not _beside(lead_in, quote, terms):
        speaking = _speaking(says, lead_in, quote, terms | asked_acts(core), listed=listed, act=_first_act(core))
        said = _by_words(question, says, speaking, terms, nearness=nearness, enough=enough)
    if said is not Verdict.NO and _WITHOUT.search(core) and not _WITHOUT.search(says):
        # "… unless you tell us to" denies that it is done without; it affirms nothing of that kind.
        return Verdict.NONE
    return Verdict.NO if said is Verdict.NONE and denies_outright(asked, says, terms - _GENERIC or terms) else said


def _beside(lead_in: str, quote: str, terms: frozenset[str]) -> bool:
    """Whether a list entry holds nothing of what is asked beyond its lead-in, or states nothing: another one is meant."""
    if not lead_in:
        # "A copy of your family register" affirms what is asked of the family register, and of nothing else.
        return _STATES.search(quote) is None and 2 * len(terms & set(tokenize(quote))) < len(terms)
    rest = terms - _GENERIC - held(lead_in, terms)
    return bool(rest) and not held(quote, rest)


def asked_acts(core: str) -> frozenset[str]:
    """What a question asks to be done with data, as stems; a name such as "Google Verify" is no act."""
    return acts(tokenize(_PROPER_NAME.sub(" ", core)))


def _first_act(core: str) -> frozenset[str]:
    """What is asked to be done first of all: of "do they pass on what they collect" the passing on."""
    done = asked_acts(core)
    return frozenset([token for token in tokenize(core) if token in done][:1])


def _by_words(
    question: Question, says: str, speaking: tuple[Segment, bool], terms: frozenset[str], *, nearness: float, enough: float
) -> Verdict:
    """What the statement that speaks of what is asked says to it, word by word."""
    asked = proposition(question.topic)
    core = " ".join(part.main for part in segments(asked)) or asked
    (part, item), near = speaking, nearness >= NEAR
    permitted = None if item else _on_permission(asked, part, says)
    if permitted is not None and (permitted is not Verdict.NONE or _WE.search(part.main)):
        return permitted
    said = _on_words(asked, core, part, terms | asked_acts(core), item=item, near=near)
    if said is Verdict.NO:
        return Verdict.NONE if _another_act(core, part) else said
    if said is Verdict.NONE or (permitted is not None and not near):
        return Verdict.NONE
    own = terms - _GENERIC or terms
    own_share = len(held(says, own)) / max(len(own), 1)
    vague = min(own_share, _share_of(core, says)) < (SOME if near else enough) and not _reaches_it(says, terms, nearness)
    if vague or not _does(core, part, near=nearness >= NEAR_ENOUGH) or re.search(r"[\u3040-\u9fff]", question.text):
        return Verdict.NONE
    wider = _ONLY.search(asked) and not _ONLY.search(says)
    return Verdict.NONE if wider or (_OF_PERSONS.search(core) and _OF_NOBODY.search(part.main)) else said


_NON = re.compile(r"\bnon[- ]?(?P<what>[a-z]+)", re.IGNORECASE)


def _of_the_others(asked: str, says: str, terms: frozenset[str]) -> bool:
    """Whether a clause speaks of all but what the question is about: of "non-service e-mails", not of the service's."""
    others = frozenset(token for match in _NON.finditer(says) for token in tokenize(match["what"]))
    return bool(others & terms) and _NON.search(asked) is None and not held(_NON.sub(" ", says), others & terms)


def _must_recur(says: str, names: str) -> tuple[re.Pattern[str], ...]:
    """Words without which a clause does not answer; the company itself is meant where it, and nobody for it, acts."""
    acting = any(_WE.search(part.main) is not None or _begins_with_name(part.main, names) for part in segments(says))
    acting = acting and _OTHERS_ACT.search(says) is None
    left_out = {_ITSELF} if acting else set()
    if _UNLESS.search(says):
        left_out.add(_WITHOUT)
    return tuple(word for word in _MUST_RECUR if word not in left_out)


def _begins_with_name(words: str, names: str) -> bool:
    """Whether a company does what a statement says: "Acme Mail keeps" of one called after its file AcmeMail.md too."""
    first, joined = words.split()[:3], _NOT_LETTERS.sub("", words[:NAME_CHARS]).casefold()
    return any(
        name in first or (len(name) >= SHORTEST_FUZZY and joined.startswith(_NOT_LETTERS.sub("", name).casefold()))
        for name in names.split()
    )


_RULINGS = (on_fee, on_consent, on_notice, on_days, on_duty, on_other, on_gone, on_abroad)


def _turns_on(question: Question, asked: str) -> frozenset[str]:
    """The words that a question turns on: its asking sentence's, where that has some."""
    terms = frozenset(content_terms(asked))
    return terms if len(terms) > 1 else frozenset(question.terms) or terms


def _reaches_it(says: str, terms: frozenset[str], nearness: float) -> bool:
    """Whether a clause does what is asked to "this information", named before it, or denies it of all data."""
    if nearness < NEAR_OF_KNOWN or not held(says, acts(terms)):
        return False
    return _THAT.search(says) is not None or (nearness >= NEAR_TO_ALL and _NOT_ANY.search(says) is not None)


def _share_of(core: str, says: str) -> float:
    """The share of a question's own words that a clause holds, its circumstances ("when I …") left out."""
    words = frozenset(content_terms(core)) - _GENERIC
    return len(held(says, words)) / len(words) if len(words) > 1 else 1.0


def _does(core: str, part: Segment, *, near: bool) -> bool:
    """Whether a statement speaks of an act that is asked about, where acts are; not of what the person does for the company."""
    done = asked_acts(core)
    words = f"{part.main} {part.condition}"
    own = _GIVEN_BY_YOU.sub(" ", words)
    return not done or negated(part.main) or bool(held(own, done)) or (near and (own == words or not held(words, done)))


def _another_act(core: str, part: Segment) -> bool:
    """Whether a statement denies an act, and none of those asked about: not sold is not "not shared"."""
    done, words = asked_acts(core), _REMARK.sub(" ", f"{part.main} {part.condition} {part.exception}")
    return bool(done and acts(tokenize(_REMARK.sub(" ", part.main)))) and not held(words, done)


def _on_permission(asked: str, part: Segment, says: str) -> Verdict | None:
    permitted = on_permission(asked, part.main)
    if permitted is not Verdict.NONE:
        return permitted
    others = (on_permission(asked, other.main) for other in segments(says) if not other.condition)
    return next((said for said in others if said), Verdict.NONE)


def _on_values(asked: str, says: str, share: float) -> Verdict | None:
    """What a clause says to a question that names a value; None when it names none, or the clause holds it."""
    values = named_values(asked)
    found = agreement(values, says) if values else Agreement.HOLDS
    if found is Agreement.HOLDS:
        return None
    differs = found is Agreement.DIFFERS and not compares(asked) and share >= ENOUGH_OF_KNOWN
    return Verdict.NO if differs else Verdict.NONE


def _on_words(asked: str, core: str, part: Segment, terms: frozenset[str], *, item: bool, near: bool) -> Verdict:
    """What a statement says of a question's words: denied, affirmed, or said to be possible."""
    only = _ONLY.search(part.main)
    if only is not None and not _ONLY.search(asked) and not item and not held(part.main[only.end() :], terms):
        # "… used only for other things".
        return Verdict.NONE
    denied = _denies(part, terms, item=item, near=near)
    if denied is None or (not denied and REFUSAL.search(core) and not NEGATION.search(core) and not negated(part.main)):
        # To "can I refuse", a clause that refuses nothing says neither.
        return Verdict.NONE
    if denied != _asks_denied(asked):
        return Verdict.NO
    if _WHOLE.search(asked) and not _WHOLE.search(f"{part.main} {part.condition}"):
        return Verdict.NONE
    possible = MAY.search(part.main) and not FIRM.search(MAY.sub(" ", part.main)[:60])
    return Verdict.MAY if possible and not MODAL_QUESTION.search(asked) else Verdict.YES


def _other_names(asked: str, says: str, own: str) -> bool:
    """Whether a question is about something with a name of its own that the clause does not speak of."""
    named = frozenset(
        token for match in _PROPER_NAME.finditer(_FROM_NAME.sub(" ", asked)) for token in tokenize(match["name"])
    ) - set(tokenize(own))
    return bool(named) and not held(says, named)


def _speaking(
    says: str, lead_in: str, quote: str, terms: frozenset[str], *, listed: bool, act: frozenset[str]
) -> tuple[Segment, bool]:
    """The statement that speaks of what is asked, `act` above all, and whether it is a list item under a lead-in."""
    if listed and lead_in and not (_WE_DO_NOT.search(quote) and not negated(lead_in)):
        # "… for these purposes and no others:" denies nothing of what is listed.
        lead = tuple(part for part in segments(lead_in) if not _ANY_OTHER.search(part.main)) or segments(lead_in)
        in_lead = held(lead_in, terms)
        if lead and not in_lead and _NOT_THESE.search(lead_in):
            entries = tuple(_segment_of(entry) for entry in _ENTRY.split(quote) if entry.strip(" ,.;"))
            entry = max(entries or (Segment(quote),), key=lambda part: len(part.hits(lambda text: held(text, terms))))
            return Segment(lead[-1].main, f"{entry.main} {entry.condition}", entry.exception), True
        if lead and in_lead and held(quote, terms) - in_lead:
            return Segment(lead[-1].main, quote, lead[-1].exception), True
        says = lead_in if in_lead else quote
    elif listed:
        # "We may share data as follows: … We do not sell any": the entry is a statement of its own.
        says = quote
    parts, done = segments(says) or (Segment(says),), acts(terms)

    def rank(part: Segment) -> tuple[bool, bool, int]:
        # A statement of the act that is asked about comes before one that holds more of the other words.
        hits = len(part.hits(lambda text: held(text, terms)))
        return bool(held(part.main, act)), bool(held(part.main, done)), hits

    return max(parts, key=rank), False


def _segment_of(entry: str) -> Segment:
    return next(iter(segments(entry)), Segment(entry))


def _denies(part: Segment, terms: frozenset[str], *, item: bool, near: bool) -> bool | None:
    """Whether a statement denies what is asked; None when it speaks of it only in a condition, or denies something else."""
    in_main = held(part.main, terms)
    if not in_main and not near and not item:
        return None
    # A lead-in's denial reaches all that is listed under it.
    inside, outside = denials(part.main, lambda after: item or bool(held(after, terms)))
    if outside and not inside:
        if not near or _NEGATED_VERB.search(part.main) is None:
            # "Requests of that kind are not accepted": what is denied is none of the question's words.
            return None
        inside = outside
    denied = inside % 2 == 1
    # "We tell you, unless that is prohibited": what is excepted is itself a denial, and turns nothing round.
    excepted = not negated(part.exception) and held(part.exception, terms) - in_main
    if (item and EXCEPTION.search(part.exception)) or excepted:
        denied = not denied
    return denied


def _asks_denied(asked: str) -> bool:
    """Whether the question itself puts forward a denial: "is it true that they never …"; "isn't it" does not."""
    asked = _WHICH_NOT.sub("", _OWN_REASON.sub("", _AUXILIARY_NOT.sub("", asked)))
    main = " ".join(part.main for part in segments(asked)) or asked
    return sum(denials(main, lambda _: True)) % 2 == 1
