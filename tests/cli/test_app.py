"""The command as a whole: help, version, messages and exit codes."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.cli import COMMANDS

HEAVY = {"pandas", "pandera", "spacy", "sklearn", "prefect", "onnxruntime", "matplotlib"}


def several(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_help_names_every_command(tmp_path):
    done = several("--help", cwd=tmp_path)
    assert done.returncode == 0
    listed = re.findall(r"^│ (\w+) ", done.stdout, flags=re.MULTILINE)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself_without_heavy_imports(tmp_path, name):
    code = (
        "import sys, pipeline.cli\n"
        f"sys.argv = ['several', {name!r}, '--help']\n"
        "try:\n    pipeline.cli.main()\n"
        f"finally:\n    print('loaded:', sorted({HEAVY!r} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_help_takes_under_a_second(tmp_path):
    several("--help", cwd=tmp_path)  # the first call may compile
    spent = []
    for _ in range(3):
        started = time.perf_counter()
        several("--help", cwd=tmp_path)
        spent.append(time.perf_counter() - started)
    assert min(spent) < 1


def test_version(tmp_path):
    assert several("--version", cwd=tmp_path).stdout == f"several {__version__}\n"


@pytest.mark.parametrize("command", ["run", "check"])
def test_what_the_user_can_put_right_is_said_alone(tmp_path, command):
    done = several(command, "missing.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert 'There is no consultation file "missing.toml"' in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_runs_of_a_folder_without_any(tmp_path):
    done = several("runs", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"There are no finished runs in {tmp_path}.\n")
    assert json.loads(several("runs", "--json", cwd=tmp_path).stdout) == []


def test_publish_without_a_run(tmp_path):
    done = several("publish", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "several run consultation.toml" in done.stderr


def test_demo_does_not_mix_with_other_files(tmp_path):
    (tmp_path / "plan.docx").write_text("")
    done = several("demo", "--folder", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "--folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]


def test_an_error_nobody_foresaw_is_told_without_its_words(tmp_path):
    code = (
        "import sys, pipeline.cli, pipeline.cli.runs\n"
        "def runs():\n    raise ValueError('what a respondent wrote')\n"
        "pipeline.cli.runs.runs = runs\n"
        "sys.argv = ['several', 'runs']\n"
        "pipeline.cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "ValueError in <string>, line 3" in done.stderr
    assert "respondent wrote" not in done.stderr


@pytest.mark.slow
def test_demo_then_runs_then_publish(tmp_path):
    done = several("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "several-demo"
    for ending in ("docx", "xlsx", "html", "md"):
        assert re.search(rf"^  .*\.{ending}$", done.stdout, flags=re.MULTILINE)
    (listed,) = json.loads(several("runs", str(folder), "--json", cwd=tmp_path).stdout)
    assert listed["n_respondents"] == 20
    assert Path(listed["path"]).is_dir()
    published = several("publish", str(folder), cwd=tmp_path)
    assert published.returncode == 0, published.stderr
    assert len(list((Path(listed["path"]) / "publish").iterdir())) == 4


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent differently on Windows")
def test_ctrl_c_stops_and_leaves_nothing_half_written(tmp_path, example):
    folder = tmp_path / "data"
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("runs", "cache", ".prefect"))
    process = subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "run", str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # A suite run in the background hands down an ignored Ctrl-C; a person's terminal does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    give_up = time.monotonic() + 120
    while not (folder / "cache" / "stages").is_dir() and time.monotonic() < give_up:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in complaint
    assert not (folder / "runs").exists()
    assert not list(folder.rglob("*.part"))
