# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate keeps private servers out, counts, and stands on its own feet."""

import ast
import json
import sys
from pathlib import Path

import pytest

from archivers import private_address
from archivers.warcprox.inside import gate
from archivers.warcprox.inside.gate import Arrived, Forgetful, Ledger, Policy


@pytest.mark.parametrize(
    ("host", "port", "address", "lets"),
    [
        ("torget.example", 443, "8.8.8.8", True),
        ("torget.example", 443, "10.0.0.7", False),
        ("torget.example", 443, "127.0.0.1", False),
        ("metadata", 80, "169.254.169.254", False),
        ("Intranet.example", 80, "10.0.0.7", True),
        ("demo.example", 8001, "127.0.0.1", True),
        ("demo.example", 8002, "127.0.0.1", False),
        ("torget.example", 443, "::1", False),
        ("::1", 8003, "::1", True),
    ],
)
def test_a_private_server_is_reached_only_if_it_was_opened(host, port, address, lets):
    """Whatever its name says, the address that answers is what counts."""
    allowed = ["intranet.example", "demo.example:8001", "[::1]:8003"]
    assert Policy(private_address.__file__, allowed).lets(host, port, address) is lets


def test_what_passed_is_counted_and_written_down(tmp_path):
    ledger = Ledger(str(tmp_path / "ledger"))
    ledger.count("begun")
    ledger.count("begun")
    assert not ledger.is_settled
    ledger.write("kept", {"record": "urn:uuid:1"})
    ledger.write("failed", {"url": "http://a/"})
    assert ledger.is_settled
    lines = (tmp_path / "ledger").read_text().splitlines()
    assert [json.loads(line)["what"] for line in lines] == ["kept", "failed"]
    ledger.close()


def test_a_failed_host_is_forgotten():
    hosts = Forgetful()
    hosts["torget.example:443"] = 502
    assert hosts.get("torget.example:443") is None


class Breaking:
    """A stream that gives two pieces and then breaks."""

    def __init__(self) -> None:
        self.pieces = [b"ett", b"tv"]

    def read1(self, size: int) -> bytes:
        """Give a piece."""
        if not self.pieces:
            raise ConnectionResetError
        return self.pieces.pop(0)[:size]


def test_what_came_before_a_stream_broke_is_given_first():
    stream = Arrived(Breaking())
    assert stream.read(100) == b"etttv"
    with pytest.raises(ConnectionResetError):
        stream.read(100)


def test_the_gate_needs_nothing_but_the_standard_library():
    """It runs in warcprox's own Python, where nothing of ours is to be found."""
    for module in (gate, private_address):
        body = ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body
        names = [
            a.name for node in body if isinstance(node, ast.Import) for a in node.names
        ]
        names += [n.module for n in body if isinstance(n, ast.ImportFrom)]
        roots = {name.partition(".")[0] for name in names}
        assert roots <= sys.stdlib_module_names
