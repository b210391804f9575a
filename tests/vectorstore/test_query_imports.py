"""What a question must not pay for: imports of seconds."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUESTION = """
import sys
from pathlib import Path
from tests.vectorstore.shelf import bundled
from vectorstore.encoder import load_encoder
from vectorstore.index import PolicyIndex
from vectorstore.search import Searcher

cache, home = map(Path, sys.argv[1:])
encoder = load_encoder(cache_dir=cache)
hits = Searcher(PolicyIndex.open(home, bundled(), encoder), encoder).search("how much is the fee?", ["alj"], 3)
assert len(hits) == 3
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_a_question_to_one_company_imports_neither_torch_nor_chroma(encoder_cache: Path, indexed_home: Path) -> None:
    command = [sys.executable, "-c", QUESTION, str(encoder_cache), str(indexed_home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    heavy = {"torch", "transformers", "sentence_transformers", "chromadb", "langchain_core", "bm25s", "scipy", "onnx", "gradio"}
    assert not heavy & set(done.stdout.split())
