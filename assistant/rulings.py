"""Yes or no to the questions that people put to every policy: about fees, consent, duties, permissions and opening days."""

import re
from enum import StrEnum

from assistant.acts import held
from assistant.denials import NEGATION, blanked
from assistant.entities import EntityKind, kinds_in
from assistant.patterns import ignoring_case, pattern
from ingest.policy import Span
from ingest.sentences import split_sentences
from vectorstore.lexical import tokenize


class Verdict(StrEnum):
    """What stands before the quote; `NONE` when the clause alone must speak."""

    YES = "Yes"
    MAY = "Yes, it may"
    NO = "No"
    NONE = ""


def opposite(first: Verdict, other: Verdict) -> bool:
    """Whether two verdicts exclude each other; yes and "yes, it may" do not."""
    return Verdict.NONE not in (first, other) and (first is Verdict.NO) != (other is Verdict.NO)


MAY = ignoring_case(r"\b(?:may|might|could)\b(?! \d)")
FIRM = ignoring_case(r"\b(?:will|shall|must|do|does|are|is|has|have)\b")
MODAL_QUESTION = ignoring_case(r"\b(?:can|could|may|might|able|allowed|possible|permitted)\b")

_FREE = ignoring_case(
    r"\b(?:is|are) (?:it|this|that|they|(?:\w+ )?requests?) free\b|\bfree\b(?! (?:to|will|of (?!charge))\b)|\bwithout (?:a "
    r"|any )?(?:fee|charge|cost|pay)|\bno (?:fee|charge|cost)|\bgratis\b|\b(?:not|n['’]t) (?:even |ever )?charge\b"
    r"|\b(?:charg\w+|costs?|pays?|takes?|wants?|asks?(?: for)?) (?:nothing|no money)\b|無料"
)
_ASKS_FEE = ignoring_case(
    r"\b(?:is|are|will|would|could|can|might|may) there (?:be )?(?:\w+ ){0,3}(?:fees?|charges?|costs?)\b"
    r"|\bany (?:\w+ )?(?:fees?|charges?|costs?)\b"
    r"|\bcharg(?:es?|ed|ing)\b(?: (?:a|any|me|us|extra|money|something|anything|people|customers))?(?: \w+)? ?(?:fees?|for"
    r"|when|if|to|extra|money|$|\?)"
    r"|\b(?:have|need|obliged|required|got) to pay\b|\bmust (?:i|we|you|one) pay\b|\bdo(?:es)? (?:i|we|one|you"
    r"|\w+ customers) pay\b|\bpay (?:\w+ ){0,4}(?:for|to)\b"
    r"|\bcosts? (?:me|us|anything|money|something|extra)\b|\bdo(?:es)? \w+ cost\b|\b(?:wants?|asks? for|takes?"
    r"|demands?) (?:extra |any |more )?money\b"
    r"|\b(?:takes?|collects?|wants?|demands?|levy|levies|imposes?) (?:a|any) (?:\w+ )?(?:fee|charge)\b"
    r"|手数料(?:は|が|を)|料金(?:は|が|を)|有料"
)
_PRICED = ignoring_case(
    r"\b(?:fees?|costs?|prices?|charges?|charged|charging|yen|dollars?|euros?|expensive|cheap\w*)\b|手数料|料金|費用"
)
_IN_CHARGE = ignoring_case(r"\bin charge\b")
_TAX = ignoring_case(r"\btax(?:es)?\b|税")
_WITH_TAX = ignoring_case(r"\btax(?:es)?[- ](?:is |are )?includ|\bincl\w*\.? (?:of )?(?:\w+ )?tax|税込")
_WITHOUT_TAX = ignoring_case(
    r"\btax(?:es)?[- ](?:is |are )?(?:exclud|not includ)|\bexcl\w*\.? (?:of )?(?:\w+ )?tax|\bplus (?:\w+ )?tax|税抜|税別"
)


def asks_fee(asked: str) -> bool:
    """Whether a question asks if something costs money."""
    return any(wording.search(asked) for wording in (_FREE, _ASKS_FEE, _TAX, _PRICED))


def asks_free(asked: str) -> bool:
    """Whether a question asks if something costs nothing."""
    return _FREE.search(asked) is not None


def told_free(asked: str, says: str) -> bool | None:
    """Whether what is asked about is told to be free rather than to cost something; None where neither is said more."""
    terms = frozenset(tokenize(_PRICED.sub(" ", _FREE.sub(" ", asked))))
    best = {True: 0, False: 0}
    for span in split_sentences(says, Span(0, len(says))):
        sentence = says[span.start : span.end]
        free = pattern("value", "no_fee").search(sentence) is not None
        if free or pattern("speaks_of", "money").search(sentence):
            best[free] = max(best[free], len(terms & set(tokenize(sentence))))
    return None if best[True] == best[False] else best[True] > best[False]


def on_fee(asked: str, says: str) -> Verdict | None:
    """Whether something costs money, or whether tax is in the price; None for another question."""
    if _TAX.search(asked) and re.search(r"\b(?:includ|exclud)|込|別", asked):
        wants_in = re.search(r"\bexclud|別", asked) is None
        if _WITHOUT_TAX.search(says):
            return Verdict.NO if wants_in else Verdict.YES
        if _WITH_TAX.search(says):
            return Verdict.YES if wants_in else Verdict.NO
        return Verdict.NONE
    free_asked = _FREE.search(asked) is not None
    if not free_asked and not _ASKS_FEE.search(asked):
        return None
    if pattern("value", "no_fee").search(says):
        if EntityKind.MONEY in kinds_in(says):
            # Free for one request, not for another: for which is told by the sentence that holds more of the question's words.
            free = told_free(asked, says)
            return Verdict.NONE if free is None else Verdict.YES if free == free_asked else Verdict.NO
        return Verdict.YES if free_asked else Verdict.NO
    if not pattern("speaks_of", "money").search(_IN_CHARGE.sub(" ", says)) and EntityKind.MONEY not in kinds_in(says):
        return Verdict.NONE
    if free_asked:
        return Verdict.NONE if MAY.search(says) else Verdict.NO
    return Verdict.MAY if MAY.search(says) else Verdict.YES


_CONSENT = r"consent\w*|permission|approv\w+|agree\w*|authori[sz]\w+|opt(?:ed)?[- ]in|allowed by"
_NOTICE = (
    r"notif\w+|notice|inform(?:s|ed|ing)?\b|tell(?:s|ing)?|told|warning|let(?:ting)? \w+ know|announce\w*|knowing|knowledge"
)
_NOT_DENIED = r"(?:(?!\b(?:not|never|cannot)\b|n['’]t)[^.;]){0,40}"
_WITHOUT_CONSENT = ignoring_case(
    rf"\bwithout\b[^?,]{{0,40}}\b(?:{_CONSENT}|asking)|\b(?:if|unless|though|although) (?:i|we) (?:haven['’]?t|have not"
    rf"|don['’]?t|do not|didn['’]?t|never)(?: \w+)? (?:{_CONSENT})"
)
_WITHOUT_NOTICE = ignoring_case(rf"\bwithout\b[^?,]{{0,40}}\b(?:{_NOTICE})")
_CONSENT_NEEDED = ignoring_case(
    rf"\bonly (?:after|with|if|when|upon|where|once|to the extent)\b[^.;]{{0,60}}\b(?:{_CONSENT})|\b(?:obtain|seek|request"
    rf"|ask|get|require|need)\w*\b[^.;]{{0,50}}\b(?:consent|permission|approval)"
    rf"|\b(?:with|upon|unless|subject to|after)\b[^.;]{{0,40}}\b(?:{_CONSENT})"
    rf"|(?<!even )\b(?:if|when|where)\b{_NOT_DENIED}\b(?:{_CONSENT})\b{_NOT_DENIED}\b(?:obtained|given|received|granted)\b"
)
_NOTICE_GIVEN = ignoring_case(rf"\b(?:will|shall|must|do|going to)\b[^.;]{{0,40}}\b(?:{_NOTICE})")


_UNLESS_TOLD = ignoring_case(
    r"\bunless (?:you|users?|customers?|the (?:person|individual|principal|user|customer)s?)\b(?: \w+){0,3}? "
    r"(?:direct|ask|tell|instruct|request|choose|allow|permit|enable|consent|agree|opt|say)\w*\b"
)
_CONSENT_GIVEN = ignoring_case(
    r"\b(?:if|when|once|after|since|now that) (?:i|we|you|he|she|they|one)(?: have| has|['’]ve|['’]s)?(?: \w+ly)? "
    r"(?:consent(?:ed)?|agreed?|approved?|given (?:\w+ ){0,2}(?:consent|permission|approval))\b"
)
_ASKS_CONSENT_NEEDED = ignoring_case(
    r"\b(?:need|require|ask|seek|obtain|want|get)s?\b(?: for)?(?: (?!to\b)[\w'’]+){0,2}"
    r" (?:consent|permission|approval|agreement)\b"
)


def on_consent(asked: str, says: str) -> Verdict | None:
    """Whether something is done without consent or without notice, or needs consent; None for another question."""
    if _ASKS_CONSENT_NEEDED.search(asked) and not _WITHOUT_CONSENT.search(asked):
        without = re.search(rf"\bwithout\b[^.;]{{0,60}}\b(?:{_CONSENT})", says, re.IGNORECASE)
        if without is not None:
            return Verdict.YES if NEGATION.search(blanked(says[: without.start()])) else Verdict.NO
        return Verdict.YES if _CONSENT_NEEDED.search(says) else Verdict.NONE
    if _CONSENT_GIVEN.search(asked) and (
        without := re.search(rf"\bwithout\b[^.;]{{0,60}}\b(?:{_CONSENT})", says, re.IGNORECASE)
    ):
        # What is not done without consent may be done with it.
        return Verdict.YES if NEGATION.search(blanked(says[: without.start()])) else None
    if _WITHOUT_CONSENT.search(asked):
        kind, needed = _CONSENT, _CONSENT_NEEDED
    elif _WITHOUT_NOTICE.search(asked):
        kind, needed = _NOTICE, _NOTICE_GIVEN
    else:
        return None
    if re.search(r"\bwith or without\b", says, re.IGNORECASE):
        return Verdict.YES
    without = re.search(rf"\bwithout\b[^.;]{{0,60}}\b(?:{kind})", says, re.IGNORECASE)
    if without is not None:
        before = says[: without.start()]
        if NEGATION.search(blanked(before)):
            return Verdict.NO
        return Verdict.MAY if MAY.search(before) and not MODAL_QUESTION.search(asked) else Verdict.YES
    if needed.search(says):
        return Verdict.NO
    unless = _UNLESS_TOLD.search(says)
    return Verdict.NO if unless is not None and NEGATION.search(blanked(says[: unless.start()])) else Verdict.NONE


_ASKS_NOTICE = ignoring_case(
    r"\b(?:tell|inform|notify|warn|alert) (?:me|us|you|people|users|customers)\b|\blet (?:me|us) know\b"
    r"|\b(?:be|get|is|are) (?:[\w'’]+ ){0,2}(?:told|notified|informed|warned|alerted)\b"
    r"|\bget (?:a|any|some) (?:heads[- ]up|warning|notice)\b"
)
_TOLD = ignoring_case(
    rf"\b(?:{_NOTICE})|\b(?:alert\w*|warn\w*|contact(?:ing)? you|e-?mail\w*|messages?|announc\w+|post(?:ed|ing)?"
    r"|publish\w*|advis\w+|communicat\w+|respond\w*|repl(?:y|ies)|publicly|update\w*|explain\w*|indicat\w+|display\w*|prompt\w*|aware|learn)\b"
)
_NO_NOTICE = ignoring_case(r"(?<!or )\bwithout (?:\w+ )?(?:notice|notification|notifying|informing|telling|warning)\b")


def on_notice(asked: str, says: str) -> Verdict | None:
    """Whether people are told of something: no where it is done without notice, NONE where nobody is told.

    None for another question, or where the words must tell.
    """
    if not _ASKS_NOTICE.search(asked):
        return None
    if _NO_NOTICE.search(says):
        return Verdict.NO
    return None if _TOLD.search(says) else Verdict.NONE


_ASKS_DUTY = ignoring_case(
    r"\b(?:do|does|did|will|would) (?:[\w’'-]+ ){1,4}?(?:have|need) to\b|\b(?:required|obliged|obligated|obligatory|mandatory"
    r"|compulsory|forced)\b"
    r"|^\W*(?:and |so |but )?must\b|\bmust i\b|^\W*(?:and |so |but )?(?:is|are) .*\bnecessary\b"
)
_ASKS_CHOICE = ignoring_case(
    r"\b(?:voluntary|voluntarily|optional|of (?:my|your|one's) (?:own )?free will|up to me|my choice)\b"
)
_CHOICE = ignoring_case(
    r"\b(?:voluntary|voluntarily|optional|optionally)\b"
    r"|\b(?:not|n['’]t|never)(?: \w+)? (?:be )?(?:required?|obliged|obligated|mandatory"
    r"|compulsory|necessary|have to|need)\b"
    r"|\bneed not\b|\bwithout (?:the |any |a )?(?:need|having|obligation|giving|stating)\b"
    r"|\b(?:can|may|free to|right to|always) (?:always )?(?:decline|refuse|choose|opt out|skip|decide)\b"
    r"|\b(?:choose|decide) (?:whether|not)\b|\byour choice\b"
    r"|\bno (?:obligation|need|requirement|legal obligation)\b|\bdo(?:es)? not (?:require|need)\b"
)
_DUTY = ignoring_case(
    r"\b(?:must|shall|required?|requires|mandatory|obligatory|obligated|obliged|compulsory)\b|\b(?:have|has|need|needs"
    r"|needed) to\b|\b(?:is|are) necessary\b|\basking you to\b|\byou (?:will be|are) (?:asked|prompted|requested) to\b"
)


_GIVING = ignoring_case(r"\b(?:giv\w+|provid\w+|provision|suppl\w+|submit\w*|disclos\w+|data|information|details?)\b")
# What is to be given, as far as its noun: "give you my street address".
_TO_GIVE = ignoring_case(
    r"\b(?:giv\w+|provid\w+|suppl\w+|submit\w*|disclos\w+|enter\w*|tell\w*|share|send|upload\w*)\b(?: [\w'’]+){0,3}? "
    r"(?:my|our|a|an) (?P<what>[\w-]+(?: [\w-]+)?)(?= (?:to|for|when|if|in|on|at|with|before|as|of|and|or)\b|\W*$)"
)
_OF_COMPANY = ignoring_case(r"(?:^\W*|,\s*)(?:do|does|is|are|must|will) (?:the company|you|they|it)\b")
# Duties of the company, and of the law, are none of the person's.
_WE_MUST = ignoring_case(
    r"\b(?:we|us|the company|it) (?:must|shall(?! (?:request|require|ask))|(?:are|is) (?:legally )?(?:required|obliged"
    r"|obligated)|(?:have|has|need|needs) to)\b|\bwe (?:will|may) need to\b"
    r"|\b(?:as |is |are |where |when |if )*(?:required|necessary|permitted) (?:by|under|for)\b|\b(?:by|until) law required\b"
)


def on_duty(asked: str, says: str) -> Verdict | None:
    """Whether something has to be done, or may be left; None for another question."""
    choice_asked = _ASKS_CHOICE.search(asked) is not None
    if not choice_asked and not _ASKS_DUTY.search(asked):
        return None
    choice = _CHOICE.search(says)
    if choice is not None and choice.group().lower() == "voluntarily" and not _GIVING.search(asked):
        choice = None
    if choice is not None:
        return Verdict.YES if choice_asked else Verdict.NO
    own = says if _OF_COMPANY.search(asked) else _WE_MUST.sub(" ", says)
    if _DUTY.search(blanked(own)):
        to_give = None if choice_asked else _TO_GIVE.search(asked)
        what = frozenset(tokenize(to_give["what"])) if to_give is not None else frozenset()
        if what - held(says, what):
            # An e-mail address has to be given; that says nothing of a street address.
            return Verdict.NONE
        return Verdict.NO if choice_asked else Verdict.YES
    return Verdict.NONE


_PERSON = (
    r"(?:i|we|one|someone else|somebody else"
    r"|someone|somebody|anyone|anybody|(?:an? |the |my )?(?:customers?|users?|people|parents?|individuals?"
    r"|consumers?|members?|subscribers?|visitors?|deputy|agents?|representative))"
)
# "Can I be charged" asks for no permission, nor "can I get spam", but "can I get a copy" does.
_NOT_DONE = r"(?!(?:still |also |ever )?(?:be|(?:get|have)(?! (?:a|an) (?:copy|download|export|list|file)\b))\b)"
_ASKS_PERMISSION = ignoring_case(
    rf"^\W*(?:(?:and|so|but|then|also|ok|please|hi|hello)\W+)*(?:can|could|may|might|can['’]t"
    rf"|couldn['’]t) {_PERSON} {_NOT_DONE}"
    rf"|\bam i (?:able|allowed|free|entitled|permitted|eligible) to\b|\b(?:is|would) it (?:be )?possible (?:for \w+ )?to\b"
    rf"|\bdo (?:i|we) have (?:the|a|any) (?:right|choice|option|say|possibility)"
    rf"|(?:, |\b[a-z]+ )(?:can|could|may) {_PERSON} {_NOT_DONE}"
)
_GRANTED = ignoring_case(
    r"\b(?:you|users?|customers?|individuals?|consumers?|members?|parents?|agents?|they|who|principals?|anyone"
    r"|deputy)\b(?: \w+){0,2} (?:can|may|could|are (?:always )?(?:able|free|entitled|welcome)|have (?:the|a"
    r"|an)(?: \w+){0,2} (?:right|option|choice|ability)|will be able)\b"
    r"|\b(?:rights?|entitled|ability|option|choice|opportunity|free|possible) (?:at any time,? )?(?:to|of)\b|\b(?:allow"
    r"|enable|permit|let)s? (?:you|users|customers)\b|\bat any time\b"
    r"|\b(?:can|may) be (?:\w+ )?(?:done|made|requested|changed|deleted|cancel\w*|revoked|withdrawn|disabled|deactivated"
    r"|accessed|submitted|unsubscribed|exercised|paid)\b|\b(?:are|is) (?:\w+ )?accepted\b"
)
# Whose requests are answered may make them.
_REQUESTS_OF = ignoring_case(
    r"\b(?:responds?|accepts?|handles?|process|honou?rs?)\b[^.;]{0,40}\brequests?\b[^.;]{0,90}\b(?:from|by|through|via)\b"
)
_WITHHELD = ignoring_case(
    r"\b(?:cannot|can['’]t|can not|unable|impossible|prohibited|denied)\b|\b(?:not|n['’]t)(?: be)?(?: \w+)? (?:able|possible"
    r"|permitted|allowed|accept\w*|available|eligible|permit|allow|offer|provide|support|have the (?:right|option))\b"
    r"|\bmust not\b|\balways (?:on|active|enabled)\b"
)


def on_permission(asked: str, says: str) -> Verdict | None:
    """Whether a person may do something, NONE when nothing is granted or withheld; None for another question."""
    if not _ASKS_PERMISSION.search(asked):
        return None
    granted, withheld = _GRANTED.search(says), _WITHHELD.search(blanked(says))
    if granted is None and NEGATION.search(blanked(says)) is None:
        granted = _REQUESTS_OF.search(says)
    if granted is not None and (withheld is None or granted.start() < withheld.start()):
        return Verdict.YES
    return Verdict.NO if withheld is not None else Verdict.NONE


_ASKS_OTHER = ignoring_case(r"\b(?:any|some|an)?other (?:purposes?|reasons?|uses?|than)\b|\b(?:for )?anything else\b")
_NO_OTHER = ignoring_case(r"\b(?:not|never|no)\b[^.;]{0,60}\bother\b|\b(?:only|solely|exclusively)\b")


def on_other(asked: str, says: str) -> Verdict | None:
    """Whether anything beyond what is listed is done; None for another question, or a clause that does not end its list."""
    return Verdict.NO if _ASKS_OTHER.search(asked) and _NO_OTHER.search(says) else None


_ASKS_GONE = ignoring_case(
    r"\b(?:go(?:es)? away|disappear\w*|vanish\w*|(?:be|is|are) (?:all |then )?(?:gone|removed)|no longer see|stop seeing"
    r"|(?:everything|all) (?:go|goes))\b"
)
_STAYS = ignoring_case(
    r"\b(?:still|continue to|remains?)\b|\b(?:not|n['’]t)(?: \w+)? (?:prevent|stop|remove|delete|eliminate|affect|mean)\b"
    r"|\bmay (?:retain|keep|store)\b|\bwill be (?:retained|kept|stored)\b"
)


def on_gone(asked: str, says: str) -> Verdict | None:
    """Whether something disappears; None for another question, or a clause that does not say that it stays."""
    return Verdict.NO if _ASKS_GONE.search(asked) and _STAYS.search(says) else None


_ASKS_ABROAD = ignoring_case(
    r"\b(?:outside|leave[sd]?|abroad|overseas|beyond)\b.*\b(?:eu|eea|europe\w*|country|countries|union)\b"
)
_ABROAD = ignoring_case(r"\b(?:outside|abroad|overseas|third countr\w+|other countries|worldwide|internationally|leave)\b")
_ONLY_INSIDE = ignoring_case(r"\b(?:only|exclusively|solely)\b[^.;]{0,60}\b(?:within|in|inside)\b")


def on_abroad(asked: str, says: str) -> Verdict | None:
    """Whether data leave a region, where a clause keeps them in it; None for another question or clause."""
    if not _ASKS_ABROAD.search(asked) or _ABROAD.search(says):
        return None
    return Verdict.NO if _ONLY_INSIDE.search(says) else None


_REST_DAY = ignoring_case(r"\b(?:saturdays?|sundays?|week-?ends?|(?:public |national |bank )?holidays?)\b")
_WEEKDAYS = ignoring_case(r"\bweekdays?\b|\bmon(?:day)?\.?s?\b ?(?:to|through|thru|until|–|-|~) ?fri(?:day)?s?\b|平日")
_CLOSED = ignoring_case(r"\b(?:except|excluding|exclud\w+|closed|other than|without)\b|除")
_ASKS_OPEN = ignoring_case(
    r"\b(?:open|desk|available|call|reach|phone|anyone|anybody|someone|staffed|hours|office|answer\w*)\b"
)


def on_days(asked: str, says: str) -> Verdict | None:
    """Whether a desk is open on a day of rest; None for another question."""
    day = _REST_DAY.search(asked)
    if day is None or not _ASKS_OPEN.search(asked):
        return None
    stem = day.group().lower().split()[-1].rstrip("s").replace("-", "")
    held = re.search(stem, says, re.IGNORECASE)
    asks_closed = re.search(r"\bclosed\b", asked, re.IGNORECASE) is not None
    if held is None:
        shut = _WEEKDAYS.search(says) is not None
        if not shut:
            return Verdict.NONE
    else:
        shut = _CLOSED.search(says[: held.start()]) is not None or re.search(r"\bclosed\b", says, re.IGNORECASE) is not None
    return Verdict.YES if shut == asks_closed else Verdict.NO


_SOLD = ignoring_case(r"\b(?:(?:re)?(?:sell|sells|selling|sold|sale)|rent|rents|renting|rented|monetiz\w+)\b")
# Selling a business is not selling data.
_BUSINESS_SOLD = ignoring_case(
    r"\b(?:sell|sells|selling|sold|sale)\b"
    r"(?=(?:,? (?:or |and )?(?:transfer|merge|assign|lease|buy|purchase|acquire|exchange|otherwise dispose of))*,?"
    r" (?:or \w+ )?(?:(?:of )?(?:all|some|any|parts?|our|its|the|assets?|substantially|or)\b)"
    r"[^.;,]{0,40}\b(?:business|assets?|company|stock|division)\b)|\b(?:asset|business) sales?\b"
    r"|\bmergers?\b[^.;]{0,40}\bsales?\b|\bsales?\b(?=,? (?:or |and )?(?:acquisition|divestiture|merger|restructuring|joint)\b)"
    r"|\bcompany (?:is|gets|were|was|be) (?:ever )?sold\b|\bnegotiate to sell\b",
)


def unsold(asked: str, core: str, says: str) -> bool:
    """Whether a question is about selling data, and a clause about nothing that is sold but a business."""
    if _SOLD.search(core) is None or _BUSINESS_SOLD.search(asked):
        return False
    return _SOLD.search(_BUSINESS_SOLD.sub(" ", says)) is None
