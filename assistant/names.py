"""Company names as people write them: the forms a name takes, and where a text mentions one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

# Words that say what kind of company it is, not which. Sources: company acts of Japan, the UK, the US states, Germany, France.
LEGAL_FORMS = frozenset(
    "co company corp corporation inc incorporated ltd limited llc llp lp plc gmbh ag sa sas srl bv nv oy ab as pty pte kk gk "
    "holdings group 株式会社 合同会社 有限会社 合資会社 合名会社".split()
)
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f"
_WORD = re.compile(rf"[{_CJK}ー]+|[^\W_{_CJK}]+(?:[.&'’][^\W_{_CJK}]+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DOMAIN = re.compile(r"\.(?:com|net|org|io|co|jp|ai|app|us|uk|de|eu)(?:\.[a-z]{2})?$")

# Letters wrong per length of a word: none in 4 letters or fewer, where one letter makes another name or an ordinary word.
_SHORTEST_FUZZY = 5
_TWO_ERRORS_FROM = 8


@dataclass(frozen=True, slots=True)
class CompanyName:
    """One policy's company and every way its name is known to be written."""

    policy_id: str
    company: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A company named in a text at `start:end`. `exact` is false for a misspelling, `form` the normalised form matched."""

    policy_id: str
    start: int
    end: int
    form: str
    exact: bool
    cased: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: what it is once width, case and a possessive ending are set aside, and where it stands."""

    key: str
    raw: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """The words of a text with their offsets. CJK runs are one word each; `'s` is dropped from the key, not from the span."""
    found = []
    for match in _WORD.finditer(text):
        raw = match.group()
        found.append(Word(_key(_POSSESSIVE.sub("", raw)), raw, match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(ch for ch in unicodedata.normalize("NFD", folded) if not unicodedata.combining(ch)).replace(".", "")


def name_keys(name: str) -> tuple[str, ...]:
    """A name as normalised words without its legal form: "ALJ Co., Ltd." is ("alj",)."""
    spaced = name.replace("_", " ").replace("-", " ")
    keys = [_key(_POSSESSIVE.sub("", match.group())) for match in _WORD.finditer(spaced)]
    kept = []
    for key in keys:
        for form in ("株式会社", "合同会社", "有限会社"):
            key = key.removeprefix(form).removesuffix(form)  # noqa: PLW2901
        if key and key not in LEGAL_FORMS:
            kept.append(key)
    return tuple(kept or keys)


def forms_of(company: str, legal_name: str = "", aliases: Iterable[str] = ()) -> tuple[str, ...]:
    """Every normalised form (words joined by spaces) of a company's names, the longest first."""
    forms: set[str] = set()
    for name in (company, legal_name, *aliases):
        if not name.strip():
            continue
        forms.add(" ".join(name_keys(name)))
        bare = _DOMAIN.sub("", name.strip().casefold())
        if bare != name.strip().casefold():
            forms.add(" ".join(name_keys(bare)))
        camel = _CAMEL.sub(" ", name)
        if camel != name:
            forms.add(" ".join(name_keys(camel)))
    return tuple(sorted((form for form in forms if form), key=lambda form: (-len(form), form)))


class NameBook:
    """The names of the library's companies. A first word alone stands for a longer name where no other company shares it."""

    def __init__(self, names: Sequence[CompanyName]) -> None:
        self.names = tuple(names)
        self._forms: dict[str, set[str]] = {}
        for name in self.names:
            for form in name.forms:
                self._forms.setdefault(form, set()).add(name.policy_id)
        first: dict[str, set[str]] = {}
        for form, owners in list(self._forms.items()):
            head, _, rest = form.partition(" ")
            if rest:
                first.setdefault(head, set()).update(owners)
        for head, owners in first.items():
            if len(owners) == 1 and len(head) >= _SHORTEST_FUZZY and head not in self._forms:
                self._forms[head] = owners
        self._longest = max((form.count(" ") + 1 for form in self._forms), default=0)
        self._by_id = {name.policy_id: name for name in self.names}
        self._joined: dict[str, set[str]] = {}
        for form, owners in self._forms.items():
            self._joined.setdefault(form.replace(" ", ""), set()).update(owners)

    def company(self, policy_id: str) -> str:
        """The company of a policy, as written in the library."""
        return self._by_id[policy_id].company

    def mentions(self, text: str, ordinary: "Ordinary") -> tuple[Mention, ...]:
        """Companies named in a text, in order, the longest form winning where two overlap.

        `ordinary.word(key)` says that a word is an everyday one and so no misspelling of a name;
        `ordinary.name(policy_id, key)` that a name is also an everyday word, which then counts only where it is written
        or used as a name.
        """
        tokens = words(text)
        found: list[Mention] = []
        index = 0
        while index < len(tokens):
            mention, used = self._at(tokens, index, text, ordinary)
            if mention:
                found.extend(mention)
                index += used
            else:
                index += 1
        return tuple(found)

    def _at(self, tokens: Sequence[Word], index: int, text: str, ordinary: "Ordinary") -> tuple[list[Mention], int]:
        for length in range(min(self._longest + 1, len(tokens) - index), 0, -1):
            run = tokens[index : index + length]
            form = " ".join(token.key for token in run)
            owners = self._forms.get(form) or (self._joined.get("".join(token.key for token in run)) if length <= 3 else None)
            if owners and all(not self._everyday(owner, run, text, ordinary) for owner in owners):
                cased = any(token.raw[:1].isupper() for token in run)
                end = self._swallow_legal_form(tokens, index + length)
                return [
                    Mention(owner, run[0].start, tokens[end - 1].end, form, True, cased) for owner in sorted(owners)
                ], end - index
        embedded = self._inside_cjk(tokens[index])
        if embedded:
            return embedded, 1
        for length in range(min(self._longest, len(tokens) - index), 0, -1):
            run = tokens[index : index + length]
            owner = self._misspelt(run, ordinary)
            if owner:
                end = self._swallow_legal_form(tokens, index + length)
                form = " ".join(token.key for token in run)
                return [Mention(owner, run[0].start, tokens[end - 1].end, form, False, run[0].raw[:1].isupper())], end - index
        return [], 0

    @staticmethod
    def _swallow_legal_form(tokens: Sequence[Word], end: int) -> int:
        while end < len(tokens) and tokens[end].key in LEGAL_FORMS and tokens[end].key not in {"as", "company", "group"}:
            end += 1
        return end

    @staticmethod
    def _everyday(owner: str, run: Sequence[Word], text: str, ordinary: "Ordinary") -> bool:
        """Whether these words are more likely the everyday words than the company that shares them."""
        if len(run) > 1 or not ordinary.name(owner, run[0].key):
            return False
        raw = run[0].raw
        if raw[:1].isupper() and (run[0].start > 0 or raw.isupper()):
            return False
        if raw.endswith(("'s", "’s")):
            return False
        before = text[: run[0].start].rstrip().rpartition(" ")[2].casefold()
        return before not in NAME_SLOTS

    def _inside_cjk(self, token: Word) -> list[Mention]:
        """Names inside a run of Japanese, which has no spaces: アルーの手数料."""
        if not re.match(rf"[{_CJK}]", token.raw):
            return []
        hits: list[Mention] = []
        key = token.key
        for form, owners in sorted(self._forms.items(), key=lambda item: -len(item[0])):
            at = key.find(form)
            if at >= 0 and len(form) >= 2 and re.match(rf"[{_CJK}]", form):
                hits += [Mention(o, token.start + at, token.start + at + len(form), form, True, True) for o in sorted(owners)]
                key = key.replace(form, "\0" * len(form))
        return hits

    def _misspelt(self, run: Sequence[Word], ordinary: "Ordinary") -> str | None:
        """The one company these words misspell: every word close, at least one a name's long enough word."""
        best: tuple[int, set[str]] | None = None
        for form, owners in self._forms.items():
            parts = form.split()
            if len(parts) != len(run):
                continue
            total = 0
            for part, token in zip(parts, run, strict=True):
                errors = misspelling(token.key, part)
                if errors is None or (errors and len(parts) == 1 and ordinary.word(token.key)):
                    total = -1
                    break
                total += errors
            if total > 0 and (best is None or total < best[0]):
                best = (total, set(owners))
            elif total > 0 and best is not None and total == best[0]:
                best[1].update(owners)
        return next(iter(best[1])) if best and len(best[1]) == 1 else None


# Words after which a name is expected even where it is also an everyday word written small.
NAME_SLOTS = frozenset("at by with from for of to does did is has about and or vs versus than using on".split())


def misspelling(word: str, name: str) -> int | None:
    """How many letters `word` is from `name`, or None when too many for its length (swapped neighbours count once)."""
    if word == name:
        return 0
    size = len(name)
    if size < _SHORTEST_FUZZY or word[:1] != name[:1]:
        # In short names a swap of neighbours is still recognisable; any other slip makes another word.
        return 1 if size == 4 and sorted(word) == sorted(name) and word[0] == name[0] else None
    allowed = 2 if size >= _TWO_ERRORS_FROM else 1
    errors = OSA.distance(word, name, score_cutoff=allowed)
    return int(errors) if errors <= allowed else None


class Ordinary:
    """What counts as an everyday word. The default knows none: inject the encoder's vocabulary and the library's texts."""

    def word(self, key: str) -> bool:
        """Whether `key` is an everyday word of the language."""
        return False

    def name(self, policy_id: str, key: str) -> bool:
        """Whether the company name `key` is also used as an everyday word in that company's own policy."""
        return False
