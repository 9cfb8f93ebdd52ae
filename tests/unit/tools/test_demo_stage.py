# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing that the demo starts outlives it, and it shares the machine's ports."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tools.demo_stage import DemoFailed, Stage, is_free

ROOT = Path(__file__).resolve().parents[3]

ACTS = {
    "asks": "",
    "fails": "raise DemoFailed('nej')",
    "crashes": "1 / 0",
    "is stopped": "print('ready', flush=True); time.sleep(60)",
}

PLAY = """
import sys, time
from pathlib import Path
from tools.demo_stage import DemoFailed, Stage
folder = Path(sys.argv[1])
with Stage(folder, patience=0.3) as stage:
    # The server's child leaves its session and its parent, and is deaf to SIGTERM.
    child = folder / "child.sh"
    child.write_text(f"trap '' TERM; echo $$ >{folder}/child; sleep 60; :")
    script = f"setsid sh {child} & while true; do sleep 0.1; done"
    server = stage.start("Server", ["sh", "-c", script], {"PATH": "/usr/bin:/bin"})
    (folder / "server").write_text(str(server.process.pid))
    stage.wait("child", (folder / "child").exists, 10)
    ACT
"""


def is_alive(pid: int) -> bool:
    """Say whether a process runs."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in "ZX"


@pytest.mark.slow
@pytest.mark.parametrize("how", ACTS)
def test_every_process_is_gone_however_the_demo_ends(tmp_path, how):
    """It ends well, fails, crashes, or is told to stop."""
    code = PLAY.replace("ACT", ACTS[how])
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        if how == "is stopped":
            assert process.stdout.readline() == "ready\n"
            process.send_signal(signal.SIGTERM)
        process.wait(30)
    started = [int((tmp_path / name).read_text()) for name in ("server", "child")]
    assert [pid for pid in started if is_alive(pid)] == []
    assert (process.returncode == 0) is (how == "asks")


def test_a_taken_port_is_replaced_and_it_says_so(tmp_path):
    """Someone else's server keeps its port."""
    said: list[str] = []
    stage = Stage(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert not is_free(taken)
        chosen = stage.port(taken, said.append)
    assert chosen != taken
    assert is_free(chosen)
    assert str(taken) in said[0]
    assert str(chosen) in said[0]


def test_a_port_is_given_once(tmp_path):
    """Two servers of the demo never get the same one."""
    stage = Stage(tmp_path)
    with socket.socket() as probe:
        probe.bind(("", 0))
        wanted = probe.getsockname()[1]
    assert stage.port(wanted, lambda _: None) == wanted
    assert stage.port(wanted, lambda _: None) != wanted


def test_a_server_that_ends_by_itself_is_told_at_once(tmp_path):
    """Nobody waits five minutes for a server that is not there."""
    stage = Stage(tmp_path)
    stage.start("Server", [sys.executable, "-c", "raise SystemExit(1)"], os.environ)
    with pytest.raises(DemoFailed, match=r"Server avslutades oväntat.*server\.log"):
        stage.wait("Servern", lambda: False, 60)
