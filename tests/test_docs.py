# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the documents tell a reader to type, and where they point, is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from portal.cli import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def typed(program: str) -> Iterator[str]:
    """Give every line of a code block that starts with a program's name."""
    for document in DOCUMENTS:
        blocks = re.findall(
            r"^```\w*\n(.*?)^```", document.read_text(), re.DOTALL | re.MULTILINE
        )
        for line in "".join(blocks).splitlines():
            if line.startswith(f"{program} "):
                yield line.partition("  #")[0]


@pytest.mark.parametrize("line", sorted(set(typed("avbild"))))
def test_every_command_in_the_documents_is_one(line, monkeypatch):
    """Its words and options are known, and the files that it reads exist."""
    monkeypatch.chdir(ROOT)
    command: click.Command = main
    words = shlex.split(line)[1:]
    context = _context(command, None)
    while isinstance(command, click.Group):
        _, command, words = command.resolve_command(context, words)
        assert command is not None
        context = _context(command, context)
    command.parse_args(context, words)


def _context(command: click.Command, parent: click.Context | None) -> click.Context:
    """A context with the command's own settings: click remembers what it first saw."""
    return click.Context(command, parent=parent, **command.context_settings)


@pytest.mark.parametrize("line", sorted(set(typed("make"))))
def test_every_make_target_in_the_documents_is_one(line):
    wanted = [word for word in line.split()[1:] if "=" not in word]
    assert set(wanted) <= TARGETS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document):
    text = document.read_text()
    links = re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(r'src="([^":]+)"', text)
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []
