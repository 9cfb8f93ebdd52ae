# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server that breaks the rules: it says its bytes and hangs up."""

import socket
import struct
import threading
from typing import Self

LONG = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n"
CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
CLOSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

ANSWERS = {
    "/": CLOSE + b"<title>trubbig</title>",
    "/cut": LONG + b"x" * 70_000,
    "/reset": LONG + b"x" * 70_000,
    "/cut-chunks": CHUNKS + b"5\r\nhalva\r\n10\r\nresten",
    "/until-close": CLOSE + b"allt",
    "/interim": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + CLOSE + b"klar",
}
RESET = struct.pack("ii", 1, 0)


class BluntServer:
    """Answers by path on a free port of 127.0.0.1, one connection a request."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.origin = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                self._answer(client)

    def _answer(self, client: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            more = client.recv(65536)
            if not more:
                return
            asked += more
        path = asked.split(b" ")[1].decode()
        client.sendall(ANSWERS.get(path, CLOSE))
        if path == "/reset":
            threading.Event().wait(0.2)  # let the bytes arrive before the reset
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
