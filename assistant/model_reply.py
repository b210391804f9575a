"""What a chat model replied, read forgivingly: JSON in a code fence, amid prose, with other keys, or cut off."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

# Far above what an answer needs; what is beyond is not read.
MOST_CHARS = 60_000
MOST_CLAIMS = 40
MOST_QUOTES = 12

_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_CLAIM_LISTS = ("claims", "answers", "statements", "results", "items", "sentences")
_TEXTS = ("text", "claim", "statement", "sentence", "answer", "content")
_QUOTE_LISTS = ("quotes", "citations", "evidence", "sources", "references", "quote", "citation", "source")
_KEYS = ("clause", "key", "id", "clause_id", "source", "marker", "letter", "citation")
_WORDS = ("words", "quote", "text", "quotation", "excerpt", "exact_words", "exact words")
_NAMED = re.compile(r"[A-Z]{1,2}")

# The form asked for, as JSON schema, for models that can be held to one.
REPLY_SCHEMA: dict[str, object] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["stated", "claims"],
    "properties": {
        "stated": {"type": "boolean"},
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "quotes"],
                "properties": {
                    "text": {"type": "string"},
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["clause", "words"],
                            "properties": {"clause": {"type": "string"}, "words": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class ProposedQuote:
    """Words that a model says stand in the clause with this key; the key is empty when it named none."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A sentence and what it is said to rest on. Nothing of it is believed yet."""

    text: str
    quotes: tuple[ProposedQuote, ...]


@dataclass(frozen=True, slots=True)
class ModelReply:
    """A reply taken apart. `readable` is false when no object of the asked form was found; `stated` is what the model said."""

    claims: tuple[ProposedClaim, ...] = ()
    stated: bool = True
    readable: bool = True


def read_reply(text: str) -> ModelReply:
    """Take a reply apart. Never raises: what cannot be read is no claim."""
    text = _THINKING.sub(" ", text[:MOST_CHARS])
    claims: list[ProposedClaim] = []
    readable = False
    stated = True
    for value in json_values(text):
        found = _claims(value)
        if found is not None:
            readable = True
            claims += found
        if isinstance(value, Mapping) and _lower(value).get("stated") in (False, "false", "no"):
            stated = False
            readable = True
    return ModelReply(tuple(claims[:MOST_CLAIMS]), stated or bool(claims), readable)


def json_values(text: str) -> list[object]:
    """The JSON values of a text, whatever is around them; of one that is cut off, the whole objects inside it."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    place = 0
    while (start := _next_opening(text, place)) >= 0:
        try:
            value, place = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            # An object that is not whole: whole ones may stand inside.
            place = start + 1
            continue
        values.append(value)
    return values


def _next_opening(text: str, place: int) -> int:
    found = [position for position in (text.find("{", place), text.find("[", place)) if position >= 0]
    return min(found, default=-1)


def _lower(value: Mapping[object, object]) -> dict[str, object]:
    return {str(key).strip().lower(): item for key, item in value.items()}


def _claims(value: object) -> list[ProposedClaim] | None:
    """The claims of a JSON value; None when it has not the form of any."""
    if isinstance(value, list):
        found = [claims for item in value if (claims := _claims(item)) is not None]
        return [claim for claims in found for claim in claims] if found else None
    if not isinstance(value, Mapping):
        return None
    fields = _lower(value)
    for name in _CLAIM_LISTS:
        if isinstance(fields.get(name), list | dict):
            inner = fields[name]
            return _claims(inner if isinstance(inner, list) else [inner]) or []
    claim = _claim(fields)
    return [claim] if claim is not None else None


def _claim(fields: Mapping[str, object]) -> ProposedClaim | None:
    text = next((fields[name] for name in _TEXTS if isinstance(fields.get(name), str)), None)
    quotes = next((fields[name] for name in _QUOTE_LISTS if fields.get(name)), None)
    if quotes is None and isinstance(fields.get("words"), str):
        quotes = [fields]
    if not isinstance(text, str) or quotes is None:
        return None
    key = next((str(fields[name]) for name in ("clause", "key") if isinstance(fields.get(name), str)), "")
    entries = quotes if isinstance(quotes, list) else [quotes]
    found = tuple(quote for entry in entries[:MOST_QUOTES] if (quote := _quote(entry, key)) is not None)
    return ProposedClaim(text, found)


def _quote(entry: object, key: str) -> ProposedQuote | None:
    if isinstance(entry, str):
        return ProposedQuote(_key(key), entry) if not _NAMED.fullmatch(entry.strip(" []()")) else None
    if not isinstance(entry, Mapping):
        return None
    fields = _lower(entry)
    words = next((fields[name] for name in _WORDS if isinstance(fields.get(name), str)), None)
    named = next((fields[name] for name in _KEYS if isinstance(fields.get(name), str) and fields[name] is not words), key)
    if words is None and len(fields) == 1 and _key(str(next(iter(entry)))):
        # {"A": "exact words"}
        named, words = next(iter(entry.items()))
    return ProposedQuote(_key(str(named)), words) if isinstance(words, str) else None


def _key(named: str) -> str:
    """The letters of a key however decorated: "[A]", "clause A", "(a)"; empty when there are none."""
    bare = re.sub(r"(?i)\bclause\b|[^A-Za-z ]", " ", named).split()
    letters = bare[0].upper() if len(bare) == 1 else ""
    return letters if _NAMED.fullmatch(letters) else ""
