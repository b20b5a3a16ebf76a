"""Keep all that Prefect writes inside the data folder, and all it would send on this machine.

Prefect takes settings from the environment, then from ``.env``, ``prefect.toml`` and
``pyproject.toml`` in the working folder, then from a profile. Every setting that names a place
or an account is therefore set in the environment, where nothing else can override it; other
``PREFECT_`` variables found there are put aside.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.server import LocalServer
from pipeline.errors import RunError

_open: list[Home] = []


def settings(home: Path, *, verbose: bool) -> dict[str, str]:
    """Return the environment Prefect runs in, but for the address of its server.

    Parameters
    ----------
    home : pathlib.Path
        Prefect's home.
    verbose : bool
        Show Prefect's own messages.

    Examples
    --------
    >>> settings(Path("data/.prefect"), verbose=False)["PREFECT_SERVER_ANALYTICS_ENABLED"]
    'false'
    """
    level = "INFO" if verbose else "CRITICAL"
    # Known to this process and its server alone: nobody else on the machine may ask it anything.
    login = f"several:{secrets.token_urlsafe(24)}"
    past_proxy = ["127.0.0.1", "localhost", os.environ.get("NO_PROXY", "")]
    return {
        "DO_NOT_TRACK": "1",
        "NO_PROXY": ",".join(filter(None, past_proxy)),
        "no_proxy": ",".join(filter(None, past_proxy)),
        # The reports' charts keep a list of fonts; it stays with the rest.
        "MPLCONFIGDIR": str(home.parent / "cache" / "matplotlib"),
        # Whose Prefect: ours, not the user's profile or cloud account.
        "PREFECT_PROFILE": "ephemeral",
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_API_KEY": "",
        "PREFECT_API_AUTH_STRING": login,
        "PREFECT_SERVER_API_AUTH_STRING": login,
        "PREFECT_CLIENT_CUSTOM_HEADERS": "{}",
        # Where it writes.
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home.as_posix()}/prefect.db",
        "PREFECT_SERVER_MEMO_STORE_PATH": str(home / "memo_store.toml"),
        "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(home / "storage"),
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_TASKS_DEFAULT_PERSIST_RESULT": "false",
        "PREFECT_LOGGING_CONFIG_PATH": str(home / "logging.yml"),
        # What it would send.
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_CLIENT_METRICS_ENABLED": "false",
        "PREFECT_SERVER_METRICS_ENABLED": "false",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        "PREFECT_PLUGINS_ENABLED": "false",
        "PREFECT_SERVER_DOCKET_URL": "memory://",
        "PREFECT_SERVER_EVENTS_MESSAGING_BROKER": "prefect.server.utilities.messaging.memory",
        "PREFECT_SERVER_EVENTS_MESSAGING_CACHE": "prefect.server.utilities.messaging.memory",
        # What it says: no log reaches its database.
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LOG_PRINTS": "false",
        "PREFECT_LOGGING_LEVEL": level,
        "PREFECT_LOGGING_ROOT_LEVEL": level,
        "PREFECT_INTERNAL_LOGGING_LEVEL": level,
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        "PREFECT_DEBUG_MODE": "false",
        # What it need not do for one run on one laptop.
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": "http://127.0.0.1",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    }


class Home:
    """Prefect's home in one data folder, with its server starting in the background."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server = LocalServer(folder / ".prefect")
        self._is_ready = False

    def ready(self) -> None:
        """Wait for the server and let Prefect see the settings. Call once Prefect is imported."""
        if self._is_ready:
            return
        url = self._server.url if self._server.wait() else _prefects_own_server()
        os.environ["PREFECT_API_URL"] = str(url)
        _reread_settings()
        self._is_ready = True

    def close(self) -> None:
        """Hand the last events to the server and stop it."""
        if self._is_ready:
            from prefect.events.worker import EventsWorker

            EventsWorker.drain_all(timeout=10, at_exit=False)
        self._server.stop()
        started = sys.modules.get("prefect.server.api.server")
        if started is not None:
            started.SubprocessASGIServer().stop()


@contextmanager
def at_home(folder: Path, *, verbose: bool = False) -> Iterator[Home]:
    """Give Prefect a home in a data folder for as long as the block lasts.

    Parameters
    ----------
    folder : pathlib.Path
        The consultation's data folder.
    verbose : bool, default False
        Show Prefect's own messages.

    Yields
    ------
    Home
        Its ``ready`` is called after Prefect has been imported and before a flow is run: until
        then the server starts in the background.

    Raises
    ------
    RunError
        If the folder cannot be written to, or another one is open.
    """
    folder = folder.resolve()
    if _open:
        raise RunError(f"An analysis is under way in {_open[0].folder}. Wait until it is done.")
    home = folder / ".prefect"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(
            f"Several cannot write in the data folder {folder} ({error.strerror}). "
            'Name another in consultation.toml, as in: data_dir = "C:/consultations/plan".'
        ) from None
    before = dict(os.environ)
    for name in before:
        if name.upper().startswith("PREFECT_"):
            del os.environ[name]
    os.environ.update(settings(home, verbose=verbose))
    try:
        here = Home(folder)
        _open.append(here)
        try:
            yield here
        finally:
            _open.clear()
            here.close()
    finally:
        os.environ.clear()
        os.environ.update(before)


def _reread_settings() -> None:
    """Let a Prefect that was imported before see the environment as it is now."""
    import prefect.context
    from prefect.logging.configuration import setup_logging

    context = prefect.context.root_settings_context()
    # Ending the heartbeat of a flow costs up to a second; nobody listens to it here.
    context.settings.flows.heartbeat_frequency = None
    # The contexts of Prefect's own threads fall back to this one.
    prefect.context.GLOBAL_SETTINGS_CONTEXT = context
    setup_logging()


def _prefects_own_server() -> str:
    """Start the temporary server that Prefect brings, should ours not have come up."""
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    server.start()
    return server.api_url
