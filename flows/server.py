"""Start Prefect's API server in the background, so that it is ready when the models are."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

_SCRIPT = Path(__file__).with_name("_server.py")
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class LocalServer:
    """An API server of our own on 127.0.0.1, in a child process.

    Parameters
    ----------
    home : pathlib.Path
        Prefect's home: the server's working folder, where it keeps its log.

    Attributes
    ----------
    url : str or None
        Address of the API; None if the process did not come up.
    """

    def __init__(self, home: Path) -> None:
        flags = 0
        if sys.platform == "win32":  # no console window, and no Ctrl-C meant for the parent
            flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        with (home / "server.log").open("wb") as log:
            # -P: this script's folder must not shadow any module by its name.
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_SCRIPT)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=home,
                creationflags=flags, start_new_session=sys.platform != "win32",
            )  # fmt: skip
        assert self._process.stdout is not None
        port = self._process.stdout.readline().decode("ascii", "replace").strip()
        self.url = f"http://127.0.0.1:{port}/api" if port.isdigit() else None

    def wait(self, *, limit: float = 120) -> bool:
        """Wait until the server answers.

        Parameters
        ----------
        limit : float, default 120
            Seconds; the first start in a folder creates the database and takes longest.

        Returns
        -------
        bool
            False if it did not come up: it is stopped then.
        """
        give_up = time.monotonic() + limit
        while self.url and self._process.poll() is None and time.monotonic() < give_up:
            try:
                with _DIRECT.open(f"{self.url}/health", timeout=5) as answer:
                    if answer.status == 200:
                        return True
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.05)
        self.stop()
        return False

    def stop(self, *, patience: float = 8) -> None:
        """Ask the process to leave, and end it if it does not."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
