"""A policy as HTML: its clauses with the cited words marked, the evidence pane, the outline, the list of the library."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.answer import Citation
from assistant.ui.conversation import citation_text
from assistant.ui.render import citation_key, escape, short
from assistant.ui.words import Words
from ingest.policy import Clause, ClauseKind, ClauseTree, Policy, Span

if TYPE_CHECKING:
    from ingest.library_files import PolicyRecord
    from vectorstore.retrieval import RetrievedClause

# Characters shown of a policy; of a longer one, that many around the cited words.
MOST_CHARS = 200_000
_DEEPEST = 6


def policy_text(tree: ClauseTree, cited: Span | None, words: Words, beside: Sequence[Span] = ()) -> str:
    """The clauses in document order with the cited words marked, exact to the character, and those cited `beside` them."""
    window = _window(len(tree.policy.text), cited)
    body, left_out = "", 0
    for leaf in tree.leaves():
        if leaf.end <= window.start or leaf.start >= window.end:
            left_out += leaf.end - leaf.start
            continue
        body += _gap(left_out, words) + _leaf(tree, leaf, cited, beside)
        left_out = 0
    return f'<div class="pa-text" lang="{escape(tree.policy.language)}">{body}{_gap(left_out, words)}</div>'


def evidence(tree: ClauseTree, citation: Citation, words: Words, chosen: bool, beside: Sequence[Citation] = ()) -> str:
    """The evidence pane. `chosen` says that a person asked for it, so that the page may bring it into view."""
    policy = tree.policy
    known = any(clause.clause_id == citation.clause_id for clause in tree.clauses)
    path = " › ".join(short(part, 60) for part in tree.heading_path(tree[citation.clause_id])) if known else ""
    above = f'<p class="pa-path">{escape(path)}</p>' if path and not citation.label.startswith(path) else ""
    copy = escape(citation_text(citation))
    here = Span(citation.start, citation.end)
    others = [Span(one.start, one.end) for one in beside if (one.policy_id, one.version) == (policy.policy_id, policy.version)]
    return (
        f'<section class="pa-evidence" aria-label="{escape(words.evidence)}" data-key="{escape(citation_key(citation))}"'
        f' data-chosen="{int(chosen)}"><header><h2>{escape(policy.company)}</h2>'
        f'<p class="pa-label">{escape(f"({citation.marker}) " if citation.marker else "")}{escape(citation.label)}</p>'
        f'{above}<p class="pa-version">{escape(dates(policy, words))}</p>'
        f'<p class="pa-actions"><button type="button" data-copy="{copy}" data-copied="{escape(words.copied)}">'
        f"{escape(words.copy)}</button>{_original(policy.url, words)}</p></header>"
        f'<div class="pa-scroll" tabindex="0" role="region" aria-label="{escape(words.policy_text)}">'
        f"{policy_text(tree, here, words, others)}</div></section>"
    )


def no_evidence(words: Words) -> str:
    """The evidence pane before anything is chosen."""
    return (
        f'<section class="pa-evidence pa-empty" aria-label="{escape(words.evidence)}">'
        f"<p>{escape(words.evidence_empty)}</p></section>"
    )


def library(records: Sequence["PolicyRecord"], counts: Mapping[str, int | None], words: Words, chosen: str = "") -> str:
    """The library as a list of buttons: company, dates, version, number of clauses where it was counted."""
    rows = ""
    for record in records:
        current = ' aria-current="true"' if record.policy_id == chosen else ""
        count = counts.get(record.policy_id)
        clauses = "" if count is None else f" · {words.clauses.format(count=count)}"
        details = f"{_dates(record.effective_date, record.revised_date, None, words)}{clauses}"
        rows += (
            f'<li><button type="button" data-send="open" data-policy="{escape(record.policy_id)}"{current}>'
            f"<b>{escape(record.company)}</b><span>{escape(record.legal_name or record.title)}</span>"
            f"<span>{escape(details)}</span>"
            f"<span>{escape(words.version.format(version=record.version))}</span></button></li>"
        )
    body = f"<ul>{rows}</ul>" if records else f"<p>{escape(words.empty_library)}</p>"
    return f'<nav class="pa-library" aria-label="{escape(words.library)}">{body}</nav>'


def reader(tree: ClauseTree, words: Words, cited: Span | None = None, *, removable: bool = False) -> str:
    """A whole policy to read, its outline before it; `cited` words are marked, as a search found them."""
    policy = tree.policy
    entries = "".join(
        f'<li class="pa-depth-{min(clause.depth, _DEEPEST)}"><button type="button" data-goto="{_anchor(clause)}">'
        f"{escape(_heading(tree, clause, clause.heading))}</button></li>"
        for clause in tree.clauses
        if clause.kind is ClauseKind.SECTION and clause.heading is not None
    )
    name = f'<p class="pa-label">{escape(policy.legal_name)}</p>' if policy.legal_name else ""
    remove = _sends("remove", words.remove, policy=policy.policy_id) if removable else ""
    head = (
        f'<header><h2>{escape(policy.company)}</h2>{name}<p class="pa-version">{escape(dates(policy, words))}</p>'
        f'<p class="pa-actions">{_original(policy.url, words)}{remove}</p></header>'
    )
    return (
        f'<section class="pa-reader" aria-label="{escape(policy.company)}">{head}'
        f'<div class="pa-columns"><nav class="pa-outline" aria-label="{escape(words.outline)}"><h3>{escape(words.outline)}</h3>'
        f"<ol>{entries}</ol></nav>"
        f'<div class="pa-scroll" tabindex="0" role="region" aria-label="{escape(words.policy_text)}">'
        f"{policy_text(tree, cited, words)}</div></div></section>"
    )


def results(found: Sequence["RetrievedClause"], company: str, words: Words) -> str:
    """The clauses that a search found, best first, as a list of buttons; in one company's policy, or in all of them."""
    items = "".join(_hit(one) for one in found)
    where = words.found_in.format(count=len(found), company=company) if company else words.found.format(count=len(found))
    wider = f'<p class="pa-actions">{_sends("everywhere", words.search_everywhere)}</p>' if company else ""
    return (
        f'<section class="pa-results pa-nearest" aria-label="{escape(words.search)}" aria-live="polite">'
        f"<h2>{escape(where)}</h2>{wider}<ul>{items}</ul></section>"
    )


def _hit(one: "RetrievedClause") -> str:
    place = f"{one.policy.company} · {short(one.clause.label, 90)}"
    return (
        f'<li><button type="button" data-send="hit" data-policy="{escape(one.policy.policy_id)}" data-start="{one.span.start}"'
        f' data-end="{one.span.end}"><b>{escape(place)}</b> {escape(short(one.text, 110))}</button></li>'
    )


def removal(policy: "PolicyRecord", words: Words) -> str:
    """Whether it is meant: a policy is removed with all its versions."""
    return (
        f'<div class="pa-notice" role="alert"><p>{escape(words.remove_meant.format(company=policy.company))}</p>'
        f'<p class="pa-actions">{_sends("removal", words.remove_yes, policy=policy.policy_id)}{_sends("keep", words.remove_no)}'
        "</p></div>"
    )


def outcome(lines: Sequence[str], failures: Sequence[str]) -> str:
    """What became of files that were added, and what is wrong with those that were not."""
    done = "".join(f"<p>{escape(line)}</p>" for line in lines)
    wrong = "".join(f"<p>{escape(line)}</p>" for line in failures)
    return (f'<div class="pa-done" role="status">{done}</div>' if done else "") + (
        f'<div class="pa-notice" role="alert">{wrong}</div>' if wrong else ""
    )


def _sends(event: str, label: str, policy: str = "") -> str:
    about = f' data-policy="{escape(policy)}"' if policy else ""
    return f'<button type="button" data-send="{event}"{about}>{escape(label)}</button>'


def no_policy(words: Words) -> str:
    """The reader before a policy is chosen."""
    return f'<section class="pa-reader pa-empty"><p>{escape(words.choose_policy)}</p></section>'


def dates(policy: Policy, words: Words) -> str:
    """When the text took effect, was revised and retrieved, and which version it is."""
    dated = _dates(policy.effective_date, policy.revised_date, policy.retrieved, words)
    return f"{dated} · {words.version.format(version=policy.version)}"


def _dates(effective: object, revised: object, retrieved: object, words: Words) -> str:
    parts = []
    if revised:
        parts.append(words.revised.format(date=revised))
    if effective:
        parts.append(words.effective.format(date=effective))
    if retrieved:
        parts.append(words.retrieved.format(date=retrieved))
    return " · ".join(parts) or words.undated


def _original(url: str, words: Words) -> str:
    """A link to where the policy was found: only web addresses, opened only by a person, told nothing about this page."""
    if not url.startswith(("https://", "http://")):
        return ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(words.original)}</a>'


def _window(length: int, cited: Span | None) -> Span:
    if length <= MOST_CHARS:
        return Span(0, length)
    middle = cited.start if cited is not None else MOST_CHARS // 2
    start = max(0, min(middle - MOST_CHARS // 2, length - MOST_CHARS))
    return Span(start, start + MOST_CHARS)


def _gap(left_out: int, words: Words) -> str:
    return f'<p class="pa-gap">{escape(words.left_out.format(count=left_out))}</p>' if left_out else ""


def _leaf(tree: ClauseTree, leaf: Clause, cited: Span | None, beside: Sequence[Span]) -> str:
    heading = leaf.kind is ClauseKind.HEADING
    classes = f"pa-clause pa-{leaf.kind.value} pa-depth-{min(leaf.depth, _DEEPEST)}"
    if cited is not None and cited.start < leaf.end and cited.end > leaf.start:
        classes += " pa-here"
    inner = _marked(tree.policy.text, leaf, cited, beside)
    owner = tree[leaf.parent] if heading and leaf.parent is not None else leaf
    role = f' role="heading" aria-level="{min(owner.depth + 3, 6)}"' if heading else ""
    return f'<div class="{classes}" id="{_anchor(owner)}"{role}>{inner}</div>'


def _marked(text: str, leaf: Clause, cited: Span | None, beside: Sequence[Span]) -> str:
    """A leaf's words, cut where a quote begins or ends; the cited quote wins where several overlap."""
    spans = [span for span in (cited, *beside) if span is not None and span.start < leaf.end and span.end > leaf.start]
    edges = {leaf.start, leaf.end} | {min(max(edge, leaf.start), leaf.end) for span in spans for edge in span}
    cuts, html = sorted(edges), ""
    for start, end in pairwise(cuts):
        piece = escape(text[start:end])
        if cited is not None and cited.start <= start and end <= cited.end:
            html += f"<mark>{piece}</mark>"
        elif any(span.start <= start and end <= span.end for span in spans):
            html += f'<mark class="pa-also">{piece}</mark>'
        else:
            html += piece
    return html


def _anchor(clause: Clause) -> str:
    """An id that holds whatever the clause's own id is made of."""
    return f"pa-{clause.clause_id.encode().hex()}"


def _heading(tree: ClauseTree, clause: Clause, heading: Span) -> str:
    """A section's marker and heading on one line."""
    return " ".join(tree.policy.text[clause.start : heading.end].split())
