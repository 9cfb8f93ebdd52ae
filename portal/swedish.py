# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line in Swedish: click's headings, help texts and errors as well.

click's own words come from English texts inside it; here they are said anew from what
its errors hold, so that no sentence of it reaches the reader.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from rules.written_days import read_day
from schemas.record import Labelled

Word = TypeVar("Word", bound=Labelled)

_SECTIONS = {
    "Options": "Flaggor",
    "Commands": "Kommandon",
    "Positional arguments": "Argument",
}
_UNCLEAR = "Kommandot är inte rätt skrivet."
HELP_NAMES = ("--hjälp", "--help", "-h")


class SwedishFormatter(click.HelpFormatter):
    """Lays out help texts under Swedish headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is written."""
        super().write_usage(prog, args, prefix or "Användning: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a section under its Swedish heading."""
        with super().section(_SECTIONS.get(name, name)):
            yield

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names and what they mean, with click's own marks in Swedish."""
        said = [
            (name, helped.replace("[required]", "[krävs]")) for name, helped in rows
        ]
        super().write_dl(said, col_max, col_spacing)


class SwedishContext(click.Context):
    """The context that lays out help with the Swedish formatter."""

    formatter_class = SwedishFormatter


class SwedishCommand(click.Command):
    """A command whose every word is Swedish."""

    context_class = SwedishContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        settings = {"help_option_names": list(HELP_NAMES), "max_content_width": 100}
        kwargs["context_settings"] = settings | kwargs.get("context_settings", {})
        kwargs.setdefault("options_metavar", "[FLAGGOR]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the help option with a Swedish help text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Visa den här hjälpen."
        return option


class SwedishGroup(SwedishCommand, click.Group):
    """A group of commands, each loaded when it is needed.

    `lazy` maps a command's name to where it is, "module:name", and its short help, so
    that `avbild --help` need not load a browser.
    """

    command_class = SwedishCommand

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's own
        lazy: Mapping[str, tuple[str, str]] | None = None,
        **kwargs: Any,  # noqa: ANN401 - click's own
    ) -> None:
        kwargs.setdefault("subcommand_metavar", "KOMMANDO [ARGUMENT]…")
        kwargs.setdefault("no_args_is_help", False)
        kwargs.setdefault("invoke_without_command", True)
        super().__init__(*args, **kwargs)
        self._lazy = lazy or {}

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own
        """Run the command that was named, or show what there is to name."""
        answer = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())
        return answer

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the order they are used."""
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command by its name."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, _, name = self._lazy[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without loading them."""
        del ctx
        rows = [(name, helped) for name, (_, helped) in self._lazy.items()]
        for name, command in self.commands.items():
            rows.append((name, command.get_short_help_str(formatter.width)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class Day(click.ParamType[date]):
    """A day, as ÅÅÅÅ-MM-DD or as people write it: "1 april 2026"."""

    name = "dag"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Read a day."""
        if isinstance(value, date):
            return value
        day = read_day(str(value))
        if day is None:
            self.fail(f"”{value}” är inget datum. Skriv ÅÅÅÅ-MM-DD.", param, ctx)
        return day


class OneOf(click.ParamType[Word]):
    """One word of a vocabulary."""

    name = "ord"

    def __init__(self, vocabulary: type[Word]) -> None:
        self._words = {member.value: member for member in vocabulary}

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Word:
        """Read the word."""
        word = self._words.get(value)
        if word is None:
            known = ", ".join(self._words)
            message = f"”{value}” finns inte att välja. Välj något av: {known}."
            self.fail(message, param, ctx)
        return word


class Number(click.ParamType[int]):
    """A whole number from 1."""

    name = "tal"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """Read the number."""
        digits = str(value)
        number = int(digits) if digits.isascii() and digits.isdecimal() else 0
        if not 1 <= number < 2**31:
            self.fail(f"”{value}” är inget heltal från 1 och uppåt.", param, ctx)
        return number


class File(click.ParamType[Path]):
    """A path; whether it can be used is said by whoever uses it."""

    name = "fil"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Read the path."""
        if not str(value) or "\0" in str(value):
            self.fail("filens namn går inte att använda.", param, ctx)
        return Path(value)


def sentence(error: click.ClickException) -> str:
    """Say in Swedish what click objects to."""
    for kind, say in _SAID.items():
        if isinstance(error, kind):
            return say(error)
    return _UNCLEAR


def _missing(error: Any) -> str:  # noqa: ANN401 - each kind of error has fields of its own
    name = error.param.opts[0] if error.param else ""
    if isinstance(error.param, click.Argument):
        name = error.param.metavar or name.upper()
    return f"{name} måste anges."


def _bad_value(error: Any) -> str:  # noqa: ANN401 - as above
    name = error.param.opts[0] if isinstance(error.param, click.Option) else ""
    return f"{name}: {error.message}" if name else str(error.message)


def _no_option(error: Any) -> str:  # noqa: ANN401 - as above
    near = f" Menade du {error.possibilities[0]}?" if error.possibilities else ""
    return f"Flaggan {error.option_name} finns inte.{near}"


def _no_command(error: Any) -> str:  # noqa: ANN401 - as above
    known = error.ctx.command.list_commands(error.ctx) if error.ctx else []
    near = get_close_matches(error.command_name, known, 1)
    hint = f" Menade du {near[0]}?" if near else f" Välj något av: {', '.join(known)}."
    return f"Kommandot {error.command_name} finns inte.{hint}"


def _bad_option(error: Any) -> str:  # noqa: ANN401 - as above
    takes_none = "does not take" in error.message
    which = "tar inget värde" if takes_none else "måste följas av ett värde"
    return f"Flaggan {error.option_name} {which}."


def _too_many(error: Any) -> str:  # noqa: ANN401 - as above
    extra = re.search(r"\((.*)\)", error.message)
    return f"Det är för mycket skrivet: {extra[1]}." if extra else _UNCLEAR


_SAID: dict[type[click.ClickException], Callable[[Any], str]] = {
    click.MissingParameter: _missing,
    click.BadParameter: _bad_value,
    click.NoSuchOption: _no_option,
    click.NoSuchCommand: _no_command,
    click.BadOptionUsage: _bad_option,
    click.UsageError: _too_many,
}
