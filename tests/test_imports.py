"""Imports point one way: ingest, prompts ← vectorstore ← assistant ← evals ← tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "ingest": set(),
    "prompts": set(),
    "vectorstore": {"ingest", "prompts"},
    "assistant": {"ingest", "prompts", "vectorstore"},
    "evals": {"ingest", "prompts", "vectorstore", "assistant"},
    "tests": {"ingest", "prompts", "vectorstore", "assistant", "evals"},
}
# Seconds of import each; a module that needs one imports it inside the function that does.
HEAVY = {"torch", "sentence_transformers", "transformers", "gradio", "chromadb", "langchain", "langchain_core", "onnx"}


def modules(package: str) -> Iterator[Path]:
    yield from sorted((ROOT / package).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides which layer it means"
            yield (node.module or "").partition(".")[0], node.lineno


def imported_at_start(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (name for name, _ in imported(node))
        elif isinstance(node, ast.If) and ast.unparse(node.test) != "TYPE_CHECKING":
            yield from imported_at_start([*node.body, *node.orelse])
        elif isinstance(node, ast.Try | ast.With):
            yield from imported_at_start(node.body)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_layer_imports_only_layers_below_it(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(package)
        for name, line in imported(ast.parse(path.read_text(encoding="utf-8")))
        if name in MAY_IMPORT and name not in allowed
    ]
    assert not wrong


def test_every_package_of_the_checkout_has_a_layer() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == set(MAY_IMPORT)


# The chat page is exempt: only `serve` imports it, and it is gradio through and through.
@pytest.mark.parametrize("package", ["ingest", "prompts", "vectorstore", "assistant"])
def test_nothing_heavy_is_imported_at_the_start_of_a_module(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        if ROOT / "assistant" / "ui" not in path.parents and path != ROOT / "vectorstore" / "retriever.py"
        for name in imported_at_start(ast.parse(path.read_text(encoding="utf-8")).body)
        if name in HEAVY
    ]
    assert not wrong
