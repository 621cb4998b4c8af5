"""Open the review page: a free port of this machine, an address that opens once, until Ctrl-C.

In: a Desk.  Out: a running page.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

from tracker.errors import MissingExtra
from tracker.review.desk import Desk


def serve(desk: Desk, *, port: int = 0, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve the review page of a desk until it is stopped.

    Parameters
    ----------
    desk, port
        The desk; a port, or 0 for a free one.
    ready
        Called with the address once the port is taken.

    Raises
    ------
    MissingExtra
        The packages of the extra ``review`` are not installed.
    """
    try:
        import uvicorn

        from tracker.review.app import application
    except ImportError as fault:
        raise MissingExtra(
            f"the review page needs a package that is not here ({fault.name})",
            fix="install displacement-tracker[review], or run make review",
        ) from fault
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", port))
    door = application(desk, held.getsockname()[1])
    config = uvicorn.Config(door, log_level="warning", access_log=False, server_header=False, lifespan="off")
    held.listen(64)
    ready(door.address)
    uvicorn.Server(config).run(sockets=[held])
