# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every word of the house is explained once, in docs/glossary.md."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


def schema_classes() -> set[str]:
    """Name every public class that the schemas define."""
    return {
        node.name
        for module in (ROOT / "schemas").glob("*.py")
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


def test_every_class_in_schemas_has_a_row():
    missing = {name for name in schema_classes() if f"| `{name}` |" not in GLOSSARY}
    assert not missing


def test_no_row_names_a_class_that_is_gone():
    rows = {
        word
        for line in GLOSSARY.splitlines()
        if line.startswith("| ") and line.count("|") == 5
        for word in [line.split("|")[3].strip().strip("`")]
        if word[:1].isupper()
    }
    aliases = {"Sha256"}
    assert rows - schema_classes() - aliases == set()
