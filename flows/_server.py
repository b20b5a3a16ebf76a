"""The background process: Prefect's API server on a free port of this machine only.

It is run as a script (``flows.server`` starts it) so that the analysing process never imports
Prefect's server. It prints its port, serves, and leaves when its standard input closes: when it
is told to, and also when the process that started it is killed.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn


def serve() -> None:
    """Serve until standard input closes."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    sys.stdout = sys.stderr  # nobody reads the pipe from here on, and a full one would block
    # Prefect sets both for its own temporary server: no pages to serve, few services to run.
    os.environ.update(PREFECT__SERVER_EPHEMERAL="1", PREFECT__SERVER_FINAL="1")
    serving: list[uvicorn.Server] = []

    def leave_when_told() -> None:
        sys.stdin.buffer.read()
        if not serving or not serving[0].started:
            os._exit(0)  # nothing has been asked of it yet
        serving[0].should_exit = True

    threading.Thread(target=leave_when_told, daemon=True).start()
    import uvicorn  # seconds, with all it serves: after the thread that may cut them short

    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on",
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving.append(server)
    server.run(sockets=[listener])
    os._exit(0)  # all is written by now, and tidying up the interpreter takes a second or two


if __name__ == "__main__":
    serve()
