# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of Chromium's network log: which lines it has, and how to tell them.

The log is a debugging format, not an interface, so every line is accounted for: one
that fits nowhere is counted, and one that should have come and did not is noticed.
"""

from collections.abc import Collection, Iterator
from enum import Enum, auto

import msgspec

CONSTANTS = b'{"constants":'
EVENTS = b'"events": ['
POLLED = b'"polledData":'
END_OF_EVENTS = b"],"
"""At the end of the last event, or on a line of its own if that was flushed before."""
END = b"}"
EVENT = b'{"pa', b'{"ph'
"""An event begins with its parameters or, without any, with its phase."""
TYPE = b'"type":'
TYPE_TAIL = 26


class ClientInfo(msgspec.Struct):
    """Which browser writes the log, and the arguments it was started with."""

    name: str
    version: str
    command_line: str


class Constants(msgspec.Struct, rename="camel"):
    """The first line: what the numbers in the others mean."""

    log_event_types: dict[str, int]
    log_format_version: int
    time_tick_offset: int
    client_info: ClientInfo


class _FirstLine(msgspec.Struct):
    constants: Constants


class _State(Enum):
    CONSTANTS = auto()
    HEADING = auto()
    EVENTS = auto()
    POLLED = auto()
    END = auto()
    DONE = auto()


class NetLog:
    """Reads the log in pieces as they arrive, and gives the events of interest.

    Args:
        wanted: the names of the events to give.

    Attributes:
        constants: the first line, when it has come.
        restarts: how often the log began anew: the network service had crashed.
        odd_lines: lines that are not of the known form.
        missing: wanted events that this browser does not know.
    """

    def __init__(self, wanted: Collection[str]) -> None:
        self.constants: Constants | None = None
        self.restarts = 0
        self.odd_lines = 0
        self.missing: tuple[str, ...] = ()
        self._wanted = wanted
        self._names: dict[int, str] = {}
        self._rest = b""
        self._state = _State.CONSTANTS

    @property
    def is_finished(self) -> bool:
        """Whether the log has come to its well-formed end."""
        return self._state is _State.DONE and not self._rest

    def feed(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        """Give the name and the JSON of every wanted event in the data."""
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            if self._state is not _State.EVENTS or not line.startswith(EVENT):
                self._other(line)
                continue
            name = self._event_name(line)
            if name:
                yield name, line.rstrip(b"],")

    def _event_name(self, line: bytes) -> str:
        """Tell an event by its last field, which spares most lines the JSON."""
        start = line.rfind(TYPE, len(line) - TYPE_TAIL)
        number, _, ending = line[start + len(TYPE) :].partition(b"}")
        if start < 0 or not number.isdigit() or ending not in (b",", b"],"):
            self._other(line)
            return ""
        if ending == b"],":
            self._state = _State.POLLED
        return self._names.get(int(number), "")

    def _other(self, line: bytes) -> None:
        following = {
            (_State.HEADING, EVENTS): _State.EVENTS,
            (_State.EVENTS, END_OF_EVENTS): _State.POLLED,
            (_State.POLLED, line if line.startswith(POLLED) else None): _State.END,
            (_State.END, END): _State.DONE,
        }
        if CONSTANTS in line:
            self._begin(line[line.rindex(CONSTANTS) :])
        elif (self._state, line) in following:
            self._state = following[self._state, line]
        else:
            self.odd_lines += 1

    def _begin(self, line: bytes) -> None:
        """Take the first line; any later one comes from a restarted network service."""
        try:
            first = msgspec.json.decode(line.rstrip(b",") + b"}", type=_FirstLine)
        except msgspec.MsgspecError:
            self.odd_lines += 1
            return
        self.restarts += self.constants is not None
        self.constants = first.constants
        types = first.constants.log_event_types
        self._names = {types[name]: name for name in self._wanted if name in types}
        self.missing = tuple(name for name in self._wanted if name not in types)
        self._state = _State.HEADING
