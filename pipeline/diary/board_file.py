# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where each board wants what is to be registered, from a small file of its own.

The file is `diary/BOARD.yaml` in the data home:

mapp: /srv/diarium/in
lista: /srv/diarium/lista.csv
e-post: registrator@kommun.example
"""

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import yaml

from pipeline.diary.desks import CsvDesk, Desk, FolderDesk
from pipeline.diary.mail import MailDesk
from pipeline.settings import Settings
from pipeline.spreadsheet import read_bytes
from rules.wording import fold
from schemas.errors import BadInput

FOLDER, LIST, MAIL = "mapp", "lista", "e-post"


def wishes_of(settings: Settings, board_id: str) -> dict[str, str]:
    """Read where a board wants it; nothing when it has no file.

    Raises:
        BadInput: the file cannot be understood.
    """
    path = settings.home_folder / "diary" / f"{board_id}.yaml"
    if not path.exists():
        return {}
    try:
        given = yaml.safe_load(read_bytes(path))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"Filen {path.name} är varken riktig YAML eller JSON."
        raise BadInput(message) from error
    if not isinstance(given, Mapping):
        message = f"Filen {path.name} ska ha delarna {FOLDER}, {LIST} eller {MAIL}."
        raise BadInput(message)
    parts = {
        fold(str(name)): "" if value is None else str(value).strip()
        for name, value in given.items()
    }
    unknown = sorted(set(parts) - {FOLDER, LIST, MAIL})
    if unknown:
        message = f"Filen {path.name} har delar som är okända."
        raise BadInput(message, unknown)
    return {name: value for name, value in parts.items() if value}


def desks_for(
    wishes: Mapping[str, str], sender: str, send: Callable[[EmailMessage], None] | None
) -> tuple[Desk, ...]:
    """Give the desks that a board wishes for.

    Raises:
        BadInput: it wants letters, and nothing says how to send them, or from whom.
    """
    desks: list[Desk] = []
    if FOLDER in wishes:
        desks.append(FolderDesk(Path(wishes[FOLDER]).expanduser()))
    if LIST in wishes:
        desks.append(CsvDesk(Path(wishes[LIST]).expanduser()))
    if MAIL in wishes:
        if send is None or not sender:
            message = (
                "Brev kan inte skickas. Sätt AVBILD_SMTP_URL (servern) och "
                "AVBILD_MAIL_SENDER (avsändaren)."
            )
            raise BadInput(message)
        desks.append(MailDesk(wishes[MAIL], sender, send))
    return tuple(desks)
