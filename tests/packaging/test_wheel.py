"""The wheel, installed into a clean environment outside the checkout, runs the example."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = "pipeline/_shipped"
BIN = "Scripts" if os.name == "nt" else "bin"

pytestmark = pytest.mark.slow


def done(*words: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a command that must succeed; return what it printed."""
    finished = subprocess.run(
        [str(word) for word in words],
        cwd=cwd, env=env, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, (finished.stdout + finished.stderr)[-3000:]
    return finished.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
    done(*command, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with the lock and the wheel, and nothing else."""
    venv = tmp_path_factory.mktemp("environment") / "venv"
    done(sys.executable, "-m", "venv", venv, cwd=venv.parent)
    pip = [venv / BIN / "python", "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps"]
    done(*pip, "--requirement", ROOT / "requirements.lock", cwd=venv.parent)
    done(*pip, wheel, cwd=venv.parent)
    return venv / BIN


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_it_carries_what_it_needs(wheel: Path) -> None:
    found = set(names(wheel))
    expected = {
        f"{SHIPPED}/{shelf}/{path.relative_to(folder).as_posix()}"
        for shelf, folder in (
            ("models", ROOT / "models"),
            ("frameworks", ROOT / "data" / "frameworks"),
            ("examples", ROOT / "data" / "examples"),
        )
        for path in folder.rglob("*")
        if path.is_file() and not {"runs", "cache", ".prefect", "__pycache__"} & {*path.parts}
    }
    expected |= {f"{SHIPPED}/corpus/{name}" for name in ("subjects.csv", "points.csv")}
    assert len(expected) > 20
    assert expected <= found
    templates = {f"pipeline/report/templates/{name}" for name in ("report.html.j2", "report.css")}
    assert templates | {"pipeline/py.typed", "flows/composition.py"} <= found
    assert any(name.endswith("licenses/NOTICE") for name in found)


def test_it_carries_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names(wheel)}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"pipeline", "flows"}
    assert not [name for name in names(wheel) if "utterances" in name]  # training alone needs them
    made = ("/runs/", "/cache/", "/.prefect/", "__pycache__", "decisions.csv")
    assert not [name for name in names(wheel) if any(part in name for part in made)]
    assert wheel.stat().st_size < 60 * 2**20


def test_it_runs_the_example(installed: Path, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    env = {"PATH": f"{installed}{os.pathsep}{os.defpath}", "HOME": str(home), **kept}
    env["USERPROFILE"] = str(home)
    printed = done(installed / "several", "demo", cwd=elsewhere, env=env)
    (run,) = (elsewhere / "several-demo" / "runs").iterdir()
    reports = {path.name for path in (run / "report").iterdir()}
    assert reports == {"report.docx", "report.xlsx", "report.html", "report.md"}
    assert all(path.stat().st_size > 1000 for path in (run / "report").iterdir())
    assert all(str(path) in printed for path in (run / "report").iterdir())
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["respondents"]["n_rows"] == 20
    assert {path.name for path in elsewhere.iterdir()} == {"several-demo"}
    assert list(home.iterdir()) == []
    done(installed / "several", "publish", "several-demo", cwd=elsewhere, env=env)
    assert (run / "publish" / "report-publish.docx").is_file()
