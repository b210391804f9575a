"""The index: derived, published whole, checked, rebuilt; and what its readers keep."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses import parse_clauses
from ingest.policy import Policy
from tests.vectorstore.shelf import Shelf, bundled
from vectorstore.build import INDEX_FOLDER, build_index
from vectorstore.encoder import OnnxEncoder, Vectors
from vectorstore.errors import IndexDamaged, IndexMissing, UnknownPolicy
from vectorstore.index import PolicyIndex, ensure_index
from vectorstore.manifest import MANIFEST_FILE, read_manifest
from vectorstore.passages import embedded_text
from vectorstore.search import Searcher
from vectorstore.segment import pack, segment_of, unpack
from vectorstore.segment_file import SEGMENTS_FILE
from vectorstore.vector_file import TOPIC_SCORES_FILE, VECTORS_FILE

BORIS = Policy("boris", "Boris Ltd", "# Fees\n\nDisclosure costs 300 yen.\n\n# Contact\n\nWrite to the privacy desk.\n")
ANNA = Policy("anna", "Anna Inc", "# Cookies\n\nWe set cookies.\n\n# Deletion\n\nAccounts are deleted after 30 days.\n")
EMPTY = Policy("empty", "Empty", "\n \n")


class CountingEncoder:
    """The real encoder, and how many texts it was given."""

    def __init__(self, inner: OnnxEncoder) -> None:
        self.inner = inner
        self.name, self.dimension, self.sha256, self.precision = inner.name, inner.dimension, inner.sha256, inner.precision
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += len(texts)
        return self.inner.encode(texts)


@pytest.fixture
def counting(encoder: OnnxEncoder) -> CountingEncoder:
    return CountingEncoder(encoder)


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in (home / INDEX_FOLDER).iterdir())


def test_an_index_holds_every_passage_of_every_policy(index: PolicyIndex) -> None:
    assert [entry.policy_id for entry in index.policies] == sorted(bundled().policies)
    for entry in index.policies:
        partition = index.partition(entry.policy_id)
        assert len(partition.passages) == len(partition.vectors) == entry.passages > 0
    index.check()


def test_an_index_not_built_is_missing(encoder: OnnxEncoder, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="policy-assistant ingest"):
        PolicyIndex.open(tmp_path, Shelf(ANNA), encoder)


def test_unchanged_policies_embed_nothing(counting: CountingEncoder, tmp_path: Path) -> None:
    ensure_index(Shelf(ANNA, BORIS), counting, tmp_path)
    embedded = counting.texts
    ensure_index(Shelf(BORIS, ANNA), counting, tmp_path)
    build_index(Shelf(ANNA, BORIS), counting, tmp_path)
    assert counting.texts == embedded


def test_of_a_changed_policy_only_the_new_passage_is_embedded(counting: CountingEncoder, tmp_path: Path) -> None:
    ensure_index(Shelf(ANNA, BORIS), counting, tmp_path)
    before = counting.texts
    changed = replace(BORIS, text=BORIS.text + "\nPayment is by card.\n")
    index = ensure_index(Shelf(ANNA, changed), counting, tmp_path)
    assert counting.texts - before == 1
    texts = [embedded_text(index.partition("boris").tree, passage) for passage in index.partition("boris").passages]
    assert np.allclose(index.partition("boris").vectors, counting.inner.encode(texts), atol=1e-5)
    assert Searcher(index, counting).search("pay by card", ["boris"], 1)[0].text == "Payment is by card."


def test_sentences_that_policies_share_are_embedded_once(counting: CountingEncoder, tmp_path: Path) -> None:
    build_index(Shelf(ANNA), counting, tmp_path)
    before = counting.texts
    index = ensure_index(
        Shelf(ANNA, replace(ANNA, policy_id="twin"), replace(BORIS, policy_id="b2"), BORIS), counting, tmp_path
    )
    assert counting.texts - before == len(index.partition("boris").passages)
    assert np.array_equal(index.partition("anna").vectors, index.partition("twin").vectors)
    assert index.partition("b2").passages[0].policy_id == "b2"


def test_a_stored_policy_is_what_parsing_it_gives(index: PolicyIndex) -> None:
    for entry in index.policies:
        stored = index.partition(entry.policy_id)
        parsed = segment_of(parse_clauses(stored.policy))
        assert stored.tree == parsed.tree
        assert stored.passages == parsed.passages
        assert np.array_equal(stored.sections, parsed.sections)
        assert np.array_equal(stored.kinds, parsed.kinds)
        assert stored.spans == [passage.span for passage in parsed.passages]
        assert stored.clause_kinds == [parsed.tree[passage.clause_id].kind for passage in parsed.passages]
        assert [parsed.tree.clauses[number].clause_id for number in stored.clause_numbers] == [
            passage.clause_id for passage in parsed.passages
        ]
        for word in parsed.postings.vocabulary:
            for one, other in zip(stored.postings.own(word), parsed.postings.own(word), strict=True):
                assert np.array_equal(one, other)
            for one, other in zip(stored.postings.around(word), parsed.postings.around(word), strict=True):
                assert np.array_equal(one, other)


@given(st.text())
def test_any_text_survives_being_stored(text: str) -> None:
    segment = segment_of(parse_clauses(Policy("any", "Any", text)))
    stored = unpack(memoryview(pack(segment)), segment.tree.policy)
    assert (stored.tree, stored.passages) == (segment.tree, segment.passages)
    assert list(stored.postings.vocabulary) == list(segment.postings.vocabulary)


def test_a_new_company_name_is_served_without_embedding(counting: CountingEncoder, tmp_path: Path) -> None:
    ensure_index(Shelf(ANNA), counting, tmp_path)
    before = counting.texts
    index = ensure_index(Shelf(replace(ANNA, company="Anna Holdings", aliases=("AH",))), counting, tmp_path)
    assert counting.texts == before
    assert index.partition("anna").policy.company == "Anna Holdings"


def test_progress_counts_every_policy_once(encoder: OnnxEncoder, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    build_index(Shelf(BORIS, ANNA, EMPTY), encoder, tmp_path, lambda *step: seen.append(step))
    assert seen == [("anna", 1, 3), ("boris", 2, 3), ("empty", 3, 3)]


@pytest.mark.parametrize("policies", [(), (EMPTY,), (EMPTY, ANNA)])
def test_policies_without_words_are_indexed_too(policies: tuple[Policy, ...], encoder: OnnxEncoder, tmp_path: Path) -> None:
    index = ensure_index(Shelf(*policies), encoder, tmp_path)
    index.check()
    assert len(index.policies) == len(policies)
    assert len(Searcher(index, encoder).search("cookies")) == (2 if ANNA in policies else 0)


def test_an_unknown_policy_is_named(index: PolicyIndex) -> None:
    with pytest.raises(UnknownPolicy, match=r"^nobody: not in the index"):
        index.partition("nobody")


def _truncate_vectors(folder: Path) -> None:
    path = folder / VECTORS_FILE
    path.write_bytes(path.read_bytes()[:-100])


def _flip_vector_bit(folder: Path) -> None:
    content = bytearray((folder / VECTORS_FILE).read_bytes())
    content[-3] ^= 1
    (folder / VECTORS_FILE).write_bytes(content)


def _flip_segment_bit(folder: Path) -> None:
    _flip_bit(folder / SEGMENTS_FILE)


def _flip_topic_score_bit(folder: Path) -> None:
    _flip_bit(folder / TOPIC_SCORES_FILE)


def _flip_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _edit_manifest(folder: Path) -> None:
    path = folder / MANIFEST_FILE
    path.write_text(path.read_text(encoding="utf-8").replace('"first": 0', '"first": 1'), encoding="utf-8")


def _cut_manifest(folder: Path) -> None:
    path = folder / MANIFEST_FILE
    path.write_bytes(path.read_bytes()[:50])


def _swap_manifest(folder: Path) -> None:
    other = next(path for path in folder.parent.iterdir() if path != folder)
    shutil.copy(other / MANIFEST_FILE, folder / MANIFEST_FILE)


def _delete(name: str, folder: Path) -> None:
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _garbage(pattern: str, folder: Path) -> None:
    for path in folder.glob(pattern):
        if path.is_file():
            path.write_bytes(b"\xff" * 64)


@pytest.mark.parametrize(
    "damage",
    [
        _truncate_vectors,
        _flip_vector_bit,
        _edit_manifest,
        _cut_manifest,
        _swap_manifest,
        _flip_segment_bit,
        _flip_topic_score_bit,
        lambda folder: _delete("topic_scores.npy", folder),
        lambda folder: _delete("segments.bin", folder),
        lambda folder: (folder / "segments.bin").write_bytes(b""),
        lambda folder: _delete("vectors.npy", folder),
        lambda folder: _delete("manifest.json", folder),
        lambda folder: _delete("chroma", folder),
        lambda folder: _delete("chroma/chroma.sqlite3", folder),
        lambda folder: _delete("bm25", folder),
        lambda folder: _garbage("chroma/chroma.sqlite3", folder),
        lambda folder: _garbage("bm25/*", folder),
    ],
    ids="truncated_vectors flipped_bit edited_manifest cut_manifest swapped_manifest flipped_segment flipped_score "
    "no_scores no_segments empty_segments no_vectors no_manifest no_chroma no_sqlite no_bm25 "
    "garbage_sqlite garbage_bm25".split(),
)
def test_damage_is_noticed_and_mended_from_the_library(damage, encoder: OnnxEncoder, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(ANNA, BORIS)
    build_index(Shelf(ANNA), encoder, tmp_path)
    folder = build_index(shelf, encoder, tmp_path)
    damage(folder)
    with pytest.raises((IndexDamaged, IndexMissing), match=r"rebuilt from the library|policy-assistant ingest"):
        PolicyIndex.open(tmp_path, shelf, encoder).check()
    mended = ensure_index(shelf, encoder, tmp_path, thorough=True)
    mended.check()
    expected = encoder.encode(["Accounts are deleted after 30 days."])[0]
    assert Searcher(mended, encoder).search("when is my account deleted?", None, 1)[0].policy.policy_id == "anna"
    assert float(np.max(mended.partition("anna").vectors @ expected)) > 0.5


def test_a_reader_serves_what_it_opened_while_others_write(encoder: OnnxEncoder, tmp_path: Path) -> None:
    shelf = Shelf(ANNA, BORIS)
    reader = ensure_index(shelf, encoder, tmp_path)
    reader.check()
    for round_ in range(3):
        changed = Shelf(ANNA, replace(BORIS, text=f"{BORIS.text}\nRound {round_}.\n"))
        build_index(changed, encoder, tmp_path)
    assert Searcher(reader, encoder).search("fee for disclosure", ["boris"], 1)[0].text == "Disclosure costs 300 yen."
    assert reader.candidates(encoder.encode(["cookies"])[0], ["cooky"], None, 1)


def test_old_indexes_are_removed_but_the_last_one_before(encoder: OnnxEncoder, tmp_path: Path) -> None:
    built = []
    for round_ in range(3):
        built.append(build_index(Shelf(replace(ANNA, text=f"{ANNA.text}\nRound {round_}.\n")), encoder, tmp_path).name)
    assert folders(tmp_path) == sorted(built[-2:])


def test_what_a_killed_build_left_is_removed(encoder: OnnxEncoder, tmp_path: Path) -> None:
    (tmp_path / INDEX_FOLDER / ".build-dead").mkdir(parents=True)
    folder = build_index(Shelf(ANNA), encoder, tmp_path)
    assert folders(tmp_path) == [folder.name]


def test_a_failing_build_leaves_the_old_index(encoder: OnnxEncoder, tmp_path: Path) -> None:
    class Failing(Shelf):
        def load(self, policy_id: str, version: str | None = None) -> Policy:
            if policy_id == "boris":
                raise OSError("disk")
            return super().load(policy_id, version)

    old = build_index(Shelf(ANNA), encoder, tmp_path)
    with pytest.raises(OSError, match="disk"):
        build_index(Failing(ANNA, BORIS), encoder, tmp_path)
    assert folders(tmp_path) == [old.name]


def test_another_precision_is_another_index(encoder: OnnxEncoder, encoder_cache: Path, tmp_path: Path) -> None:
    small = OnnxEncoder(encoder_cache / encoder.sha256, "int8")
    one, other = build_index(Shelf(ANNA), encoder, tmp_path), build_index(Shelf(ANNA), small, tmp_path)
    assert one != other
    assert read_manifest(other).precision == "int8"
    assert read_manifest(one).encoder_sha256 == encoder.sha256


def test_chroma_holds_the_vectors_in_cosine_space(index: PolicyIndex) -> None:
    store = index._chroma()
    assert store._collection.configuration_json["hnsw"]["space"] == "cosine"
    assert store._collection.count() == index.manifest.passages
    stored = store._collection.get(ids=["0"], include=["embeddings", "metadatas"])
    assert np.allclose(stored["embeddings"], index.vectors[:1])
    assert stored["metadatas"] == [
        {
            "policy_id": index.policies[0].policy_id,
            "version": index.policies[0].version,
            "clause_id": index.partition(index.policies[0].policy_id).passages[0].clause_id,
            "start": index.partition(index.policies[0].policy_id).passages[0].start,
            "end": index.partition(index.policies[0].policy_id).passages[0].end,
        }
    ]


def test_candidates_come_from_both_legs_and_keep_to_the_scope(index: PolicyIndex, encoder: OnnxEncoder) -> None:
    vector = encoder.encode(["handling fee for disclosure"])[0]
    assert {"alj", "alue"} <= set(index.candidates(vector, ["fee", "disclosur"], None, 20))
    assert set(index.candidates(vector, ["fee"], ["actio", "alue"], 20)) <= {"actio", "alue"}
    assert index.candidates(vector, ["nosuchword"], ["atrustia"], 5) == ["atrustia"]
