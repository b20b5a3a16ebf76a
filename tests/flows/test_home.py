"""Prefect's home and its background server."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import flows.server
from flows.home import at_home
from flows.server import LocalServer
from pipeline.errors import RunError


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as reply:
            return reply.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def test_environment_is_given_back(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "https://api.prefect.cloud/api/accounts/someone")
    monkeypatch.setenv("PREFECT_TEST_MODE", "1")
    before = dict(os.environ)
    with at_home(tmp_path):
        assert "PREFECT_TEST_MODE" not in os.environ
        assert "PREFECT_API_URL" not in os.environ
        assert Path(os.environ["PREFECT_HOME"]) == tmp_path / ".prefect"
    assert dict(os.environ) == before


def test_one_home_at_a_time(tmp_path):
    with at_home(tmp_path), pytest.raises(RunError, match="under way"), at_home(tmp_path / "b"):
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="data_dir"), at_home(tmp_path / "file"):
        pass


def test_server_answers_here_and_leaves_when_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    server = LocalServer(tmp_path)
    try:
        assert server.url is not None
        assert server.url.startswith("http://127.0.0.1:")
        assert server.wait()
        assert answers(server.url)
    finally:
        server.stop()
    assert not answers(server.url)


@pytest.mark.parametrize(
    "text", ["import sys; sys.exit(3)", "print(65000)"], ids=["silent", "brief"]
)
def test_server_that_does_not_come_up_is_noticed(tmp_path, monkeypatch, text):
    script = tmp_path / "broken.py"
    script.write_text(text)
    monkeypatch.setattr(flows.server, "_SCRIPT", script)
    server = LocalServer(tmp_path)
    assert not server.wait(limit=20)


@pytest.mark.slow
def test_prefects_own_server_steps_in(tmp_path):
    # In a process of its own: Prefect's server must not stay loaded in this one.
    script = tmp_path / "broken.py"
    script.write_text("import sys; sys.exit(3)")
    code = f"""
import os
from pathlib import Path
import flows.server
from flows.home import at_home
flows.server._SCRIPT = Path({str(script)!r})
with at_home(Path({str(tmp_path / "data")!r})) as home:
    from prefect import flow
    home.ready()
    assert os.environ["PREFECT_API_URL"].startswith("http://127.0.0.1:")
    print(flow(lambda: 41 + 1, name="answer", persist_result=False)())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "42"
    assert (tmp_path / "data" / ".prefect" / "prefect.db").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_server_leaves_when_its_parent_is_killed(tmp_path):
    code = f"""
import time
from pathlib import Path
from flows.home import at_home
with at_home(Path({str(tmp_path)!r})) as home:
    home._server.wait()
    print(home._server.url, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert answers(url)
        parent.send_signal(signal.SIGKILL)
    give_up = time.monotonic() + 15
    while answers(url) and time.monotonic() < give_up:
        time.sleep(0.2)
    assert not answers(url)
