"""What a line says about itself: a title, a sentence, a contact line, a date, a signature, an announcement of a list."""

import re
import unicodedata

# A title longer than this is a sentence that lost its full stop. Numbered titles quote whole statutes.
TITLE_CHARS = 110
NUMBERED_TITLE_CHARS = 320
# A line of a contact block, a date or a signature is never longer.
SHORT_LINE_CHARS = 160

_ABBREVIATED_END = re.compile(
    r"(?:\betc|\binc|\bltd|\bco|\bcorp|\bllc|\bu\.s|\bu\.k|\be\.u|\bs\.a|\bno)\.[)\"”’*_\]]*\Z", re.IGNORECASE
)
_TERMINAL = re.compile(r"[.。;；,、!！][\"”’')\]*_」』）]*\Z")
_COLON = re.compile(r"[:：][\"”’')\]*_」』）\s]*\Z")
_EMPHASIS = re.compile(r"\A(?:\*{1,3}|_{1,3})+|(?:\*{1,3}|_{1,3})+\Z")
_BOLD_LINE = re.compile(r"\A(?:_?\*\*_?|__)(?P<inside>(?=\S).*?\S)(?:_?\*\*_?|__)(?P<colon>:?)[_\s]*\Z")
_INFINITIVE_QUESTION = re.compile(r"\A(?:where|how|when|what|whom) to\b", re.IGNORECASE)
_LINK_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_WORD = re.compile(r"[^\W\d_][\w’'\-]*")

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS},?\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b"
    r"|(?:(?:19|20)\d\d|令和\s*[0-9０-９元]{1,2}|平成\s*[0-9０-９元]{1,2}|[０-９]{4})\s*年\s*[0-9０-９]{1,2}\s*月(?:\s*[0-9０-９]{1,2}\s*日)?"
    rf"|\b{_MONTHS},?\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(
    r"\b(?:established|enacted|revised?|revision|amended|effective|updated?|modified|enforced|published|last|version|dated?|as of|"
    r"posted|created|issued|in force)\b|制定|改[定訂正]|施行|更新|発効|公開",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:tel|telephone|phone|fax|e-?mail|mobile|toll[- ]free)\b\s*(?:no\.?|number|address)?\s*[:.：(+\d/]"
    r"|\b(?:tel|phone|fax|e-?mail|contact no)\.?\s*[:：]?\s*(?:\+?\(?\d|\S+@)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\)?\d[\d ()\-]{6,}|\(\+\d+\)|\b0\d{1,4}-\d{1,4}-\d{3,4}\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b"
    r"|電話|ＴＥＬ|ファックス|メールアドレス|〒\s?\d|お問い?合わせ(?:先|窓口)\s*[:：]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b\d{1,4}-\d{1,3}(?:-\d{1,3})?\s+[A-Z]\w+|,\s*(?:[A-Z][\w.]+\s?){1,3},?\s+\(?\d{3}-?\d{4}\)?|\b(?:Building|Bldg|Floor|Suite|P\.?O\.? Box)\b.*\d"
    r"|\b\d{1,5}\s+(?:[A-Z][\w.']+\s+){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Parkway|Square|Plaza|Court)\b"
    r"|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|[都道府県].{1,12}[市区町村].{0,20}[0-9０-９]",
)
_CONTACT_LABEL = re.compile(
    r"\A[\W_]*(?:contact|inquir\w*|address|mailing address|attn|attention|by (?:mail|post|e-?mail|phone))\s*[:：]",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"\b\d{1,2}[:：]\d{2}\b.*\b\d{1,2}[:：]\d{2}\b|\b(?:office|business|open|reception) hours\b|\b(?:week|business )days\b|受付時間|営業時間",
    re.I,
)
_ORGANISATION = re.compile(
    r"\b(?:Inc|Ltd|LLC|Corp|Corporation|Company|GmbH|B\.V|S\.A|plc|PLC|Limited|Co|KK|K\.K|Pty|LLP|AG|AB|Oy|S\.à r\.l)\b\.?,?\s*\Z|株式会社|合同会社"
)
_OFFICE_TITLE = re.compile(
    r"\b(?:president|ceo|chief (?:\w+ ){1,3}officer|representative director|managing director|chairman|chairperson|"
    r"director general)\b|代表取締役|取締役社長|代表社員",
    re.IGNORECASE,
)
_CONTACT_TITLE = re.compile(r"\A(?:\W*)(?:contact|how to (?:contact|reach)|お問い?合わせ|問い?合わせ|ご連絡先)", re.IGNORECASE)
_BRACKETED = re.compile(r"\A[\[<【＜〈].+[\]>】＞〉]\Z")

_ANNOUNCES = re.compile(
    r"\b(?:the |these )?following\b|\bbelow\b|\bas follows\b|\blisted (?:here|under)\b|次の|以下|下記|つぎの", re.IGNORECASE
)
_ANNOUNCES_WEAKLY = re.compile(r"\b(?:any|one|each|all|either) of the\b|のいずれか|各号", re.IGNORECASE)
_LEANS_ON_BEFORE = re.compile(
    r"\A(?:however|but|provided|in (?:such|this|these|that) cases?|this (?:does|shall|will)|these|exceptions?|except|ただし|但し)\b|\A(?:ただし|但し|なお)",
    re.IGNORECASE,
)
SUBORDINATE_OPENERS = frozenset(
    "when if where in for to from by as with upon while unless because after before during whether through on at".split()
)


def plain(words: str) -> str:
    """The words without emphasis marks, link targets and the white space around them."""
    words = words.strip()
    if "](" in words:
        words = _LINK_TARGET.sub("]", words)
    return _EMPHASIS.sub("", words).strip().strip("[]").strip()


def ends_with_colon(words: str) -> bool:
    """True for a line that announces what comes next by its last character."""
    return _COLON.search(words[-8:]) is not None


def is_complete(words: str) -> bool:
    """True when the words end like a sentence or a clause of one: "." but not "etc." or "Inc."."""
    tail = words[-16:].rstrip()
    if tail.endswith(("?", "？")):
        return False
    return _TERMINAL.search(tail) is not None and _ABBREVIATED_END.search(tail) is None


def is_contact_line(words: str) -> bool:
    """True for a short line with a telephone, e-mail, address or office hours, that is not a sentence."""
    if len(words) > SHORT_LINE_CHARS:
        return False
    if _CONTACT_LABEL.match(words):
        return True
    sentence = is_complete(words) and len(words.split()) > 8
    if sentence:
        return False
    return bool(_CONTACT.search(words) or _ADDRESS.search(words) or _HOURS.search(words))


def is_short_line(words: str) -> bool:
    """True for a line that may belong to a contact block: short and no sentence."""
    words = words.rstrip(",、")
    return len(words) <= SHORT_LINE_CHARS and not (is_complete(words) and len(words.split()) > 4) and not ends_with_colon(words)


def is_date_line(words: str) -> bool:
    """True when the line is a date, with at most a few words saying of what."""
    if len(words) > TITLE_CHARS:
        return False
    match = _DATE.search(words)
    if match is None:
        return False
    rest = words[: match.start()] + words[match.end() :]
    count = len(_WORD.findall(rest))
    return count <= 1 or (count <= 9 and _DATE_WORD.search(rest) is not None and not (is_complete(words) and count > 7))


def is_date_caption(words: str) -> bool:
    """True for "Last modified" and the like, which a date on the next line completes."""
    return len(words) <= 40 and _DATE_WORD.search(words) is not None and len(words.split()) <= 4 and not is_complete(words)


def is_signature(words: str) -> bool:
    """True for the line that names who answers for the policy: a name and an office."""
    if len(words) > SHORT_LINE_CHARS or is_complete(words) and not _ORGANISATION.search(words):
        return False
    return _OFFICE_TITLE.search(words) is not None and len(words.split()) <= 14 and not ends_with_colon(words)


def is_organisation(words: str) -> bool:
    """True for a line that is a company's name."""
    return len(words) <= 80 and len(words.split()) <= 8 and _ORGANISATION.search(words) is not None


def is_contact_title(words: str) -> bool:
    """True for a short heading of a contact block."""
    return len(words.split()) <= 6 and len(words) <= 60 and _CONTACT_TITLE.match(words) is not None


def bold_title(words: str) -> str | None:
    """What a line consisting of one bold run says, None for any other line and for a bold sentence."""
    if not words.startswith(("**", "__", "_**", "_*")) or len(words) > NUMBERED_TITLE_CHARS:
        return None
    match = _BOLD_LINE.match(words)
    if match is None or "**" in match["inside"] or len(match["inside"]) > TITLE_CHARS + 40:
        return None
    inside = match["inside"]
    return None if is_complete(inside) and len(inside.split()) > 8 else inside


def capital_share(words: str) -> float:
    """The share of the words of four letters and more (of all, if there is none) that begin with a capital."""
    found = _WORD.findall(words)
    long_words = [word for word in found if len(word) > 3] or found
    return sum(word[0].isupper() for word in long_words) / len(long_words) if long_words else 0.0


def is_title(words: str, *, numbered: bool = False) -> bool:
    """True when the words can be a heading: short, complete without a full stop, no contact, date or signature line."""
    words = plain(words)
    if not words or len(words) > (NUMBERED_TITLE_CHARS if numbered else TITLE_CHARS):
        return False
    infinitive = _INFINITIVE_QUESTION.match(words) is not None and len(words.split()) <= 14
    if (is_complete(words) and not infinitive) or ends_with_colon(words):
        return False
    if numbered:
        # Inside a long title a full stop before a capital means sentences: a numbered paragraph.
        return not (
            len(words) > TITLE_CHARS and re.search(r"[a-z]\.\s+[A-Z]", words) and not re.search(r"etc\.|Inc\.|No\.", words)
        )
    if words[0].islower() or words[0] in "([<【|" or is_contact_line(words) or is_date_line(words) or is_signature(words):
        return False
    if (words.endswith(".") and not infinitive) or is_organisation(words) or "](" in words or "://" in words:
        return False
    count = len(words.split())
    ideographic = any("\u3040" <= character <= "\u9fff" for character in words)
    return (count <= 16 and not ideographic) or (ideographic and len(words) <= 40)


def is_heading_like(words: str) -> bool:
    """True for a title that reads as one even without blank lines around it: capitals, few words, or a question."""
    count = len(words.split())
    return (
        count <= 8
        or capital_share(words) >= 0.6
        or words.rstrip().endswith("?")
        or _INFINITIVE_QUESTION.match(words) is not None
    )


def is_bracketed_title(words: str) -> bool:
    """True for "[Inquiries]" or "<Contact>" on a line of its own."""
    return len(words) <= TITLE_CHARS and _BRACKETED.match(words) is not None


def announces_list(sentence: str) -> bool:
    """True for a sentence that a list completes: a colon at its end, "the following", "as follows", 「次の」."""
    return ends_with_colon(sentence) or _ANNOUNCES.search(sentence) is not None


def announces_weakly(sentence: str) -> bool:
    """True for a sentence that may be completed by a list: "any of the conditions …"."""
    return _ANNOUNCES_WEAKLY.search(sentence) is not None


def leans_on_before(sentence: str) -> bool:
    """True for a sentence that says nothing without the one before it: "However, …"."""
    return _LEANS_ON_BEFORE.match(sentence) is not None


def first_words(words: str, count: int = 1) -> tuple[str, ...]:
    """The first words, lower case, without emphasis marks."""
    return tuple(word.lower() for word in plain(words[:120]).split()[:count])


def slug(words: str, limit: int = 48) -> str:
    """Lower-case letters and digits of any script joined by hyphens, cut at a word; empty when there are none."""
    pieces = re.findall(
        r"\w+", unicodedata.normalize("NFKC", plain(words[:400])).replace("_", " ").lower().replace("’", "").replace("'", "")
    )
    result = ""
    for piece in pieces:
        if result and len(result) + 1 + len(piece) > limit:
            break
        result = f"{result}-{piece}" if result else piece[:limit]
    return result
