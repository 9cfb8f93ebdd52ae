# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door of the command line: what every command shares.

Errors become one Swedish sentence on standard error and an exit code by their family:
0 done, 2 refused, 3 someone must act, 4 try again later, 5 damaged, 1 a fault in Avbild
itself, 130 interrupted.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

import click

from portal.output import Output, harmless, print_json
from portal.swedish import SwedishCommand, SwedishGroup, sentence
from schemas.errors import ArchiveError

R = TypeVar("R")

UNEXPECTED = 1
USAGE = 2
INTERRUPTED = 130
DEBUG = "AVBILD_DEBUG"
_JSON, _DEBUG = "--json", "--felsok"


class ArchiveCommand(SwedishCommand):
    """A command that answers in tables or JSON, and can show where a fault arose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*args, **kwargs)
        helped = "Svara med ett JSON-dokument på standard ut."
        self.params.append(click.Option([_JSON, "is_json"], is_flag=True, help=helped))
        helped = "Visa var i programmet ett oväntat fel uppstod."
        self.params.append(
            click.Option([_DEBUG], is_flag=True, expose_value=False, help=helped)
        )


class ArchiveGroup(SwedishGroup):
    """A group of such commands, and the door that their errors leave by."""

    command_class = ArchiveCommand

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002, ARG002 - click's own
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002 - click's own
        **extra: Any,  # noqa: ANN401 - click's own
    ) -> Any:  # noqa: ANN401 - click's own
        """Run a command and end the program with its exit code."""
        given = list(sys.argv[1:] if args is None else args)

        def work() -> object:
            return super(ArchiveGroup, self).main(
                given,
                prog_name or "avbild",
                complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )

        sys.exit(_leave(work, given))


def answering(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command, as its first argument, the output that `--json` asks for."""

    @wraps(command)
    def answered(*args: Any, is_json: bool, **kwargs: Any) -> R:  # noqa: ANN401 - the command's own
        return command(Output(is_json=is_json), *args, **kwargs)

    return answered


def warn(sentence: str, problems: Sequence[str] = ()) -> None:
    """Say something on standard error, with a list of what is meant."""
    lines = [sentence, *(f"  – {problem}" for problem in problems)]
    sys.stderr.write(harmless("\n".join(lines)) + "\n")


def _leave(work: Callable[[], object], given: Sequence[str]) -> int:
    """Do the work and give the exit code; here, and only here, all is caught."""
    try:
        code = work()
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        return _tell(given, "Interrupted", "Arbetet avbröts.", code=INTERRUPTED)
    except click.ClickException as error:
        return _tell(given, "Usage", sentence(error), code=USAGE)
    except ArchiveError as error:
        problems = getattr(error, "problems", ()) or getattr(error, "findings", ())
        kind = type(error).__name__
        return _tell(given, kind, str(error), problems, code=error.exit_code)
    except BrokenPipeError:
        _forget_stdout()
        return UNEXPECTED
    except Exception:  # noqa: BLE001 - the door: the program ends here
        return _tell_fault(given)
    return code if isinstance(code, int) else 0


def _tell(
    given: Sequence[str],
    kind: str,
    message: str,
    problems: Sequence[str] = (),
    *,
    code: int,
) -> int:
    """Say an error to people and, if JSON was asked for, to programs; give the code."""
    warn(message, problems)
    if _JSON in given:
        fault = {"kind": kind, "message": message, "problems": list(problems)}
        print_json({"error": {**fault, "exit_code": code}})
    return code


def _tell_fault(given: Sequence[str]) -> int:
    """Tell of a fault in Avbild itself; its details may quote what was captured."""
    if _DEBUG in given or os.environ.get(DEBUG):
        traceback.print_exc()
    message = "Ett oväntat fel inträffade i Avbild. Kör om med --felsok för att se var."
    return _tell(given, "Unexpected", message, code=UNEXPECTED)


def _forget_stdout() -> None:
    """Let Python end quietly when whoever read our answer has left."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
