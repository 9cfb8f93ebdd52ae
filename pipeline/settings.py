# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings: read by the doors, passed down as values; every default is safe."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import BadInput

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Settings(BaseSettings):
    """What an operator may set, each by an environment variable `AVBILD_…`.

    `home` holds everything when nothing else is said: the database, the packages and
    the work folders. `allowed_private_hosts` is empty: an address on a private network
    is refused unless the operator names the host. `recorder` is the network log of
    Chromium, the proxy warcprox, or a choice between them by trial. `bluesky_appview`
    and `bluesky_plc` are the view server and the directory of another network than
    Bluesky's own, and `read_tokens` is a file of keys to servers that let nobody read
    without one. `facebook_graph` and `instagram_graph` are where Meta's Graph API is,
    if it is not at its usual address.
    `replay_check` says whether each finished recording is replayed without a network,
    `login_key_file` holds the key to saved logins, if it is not to lie in the home,
    and `threshold` the share of what an account states that a capture must have found.
    `gallring_year_end` lets a retention period of years count from the end of the
    calendar year, and `backups` is the sentence that certificates of disposal have on
    when the last backup with what was disposed of expires.
    `smtp_url` is the server that letters to registrars are sent through from the
    command line, with its login, and `mail_sender` the address that they come from.
    `communications_email` and `operations_email` are where the communications
    department and whoever runs Avbild are told what waits for them.
    """

    model_config = SettingsConfigDict(
        env_prefix="AVBILD_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    home: Path = Path("~/.local/share/avbild")
    database_url: str = ""
    store_url: str = ""
    chromium: Path | None = None
    recorder: Literal["netlog", "warcprox", "auto"] = "netlog"
    allowed_private_hosts: str = ""
    bluesky_appview: str = ""
    bluesky_plc: str = ""
    facebook_graph: str = ""
    instagram_graph: str = ""
    read_tokens: Path | None = None
    replay_check: bool = True
    login_key_file: Path | None = None
    threshold: float = Field(default=1.0, gt=0, le=1)
    gallring_year_end: bool = True
    backups: str = ""
    smtp_url: SecretStr = SecretStr("")
    mail_sender: str = ""
    communications_email: str = ""
    operations_email: str = ""

    @property
    def home_folder(self) -> Path:
        """The data home as an absolute path."""
        return self.home.expanduser().absolute()

    @property
    def database(self) -> str:
        """The database that is used: a file in the data home unless one is set."""
        return (
            self.database_url or f"sqlite:///{quote(str(self.home_folder))}/avbild.db"
        )

    @property
    def store(self) -> str:
        """The store that is used: a folder in the data home unless one is set."""
        return self.store_url or (self.home_folder / "packages").as_uri()

    @property
    def private_hosts(self) -> frozenset[str]:
        """The private hosts that may be captured: `host` or `host:port`."""
        hosts = (host.strip().lower() for host in self.allowed_private_hosts.split(","))
        return frozenset(host for host in hosts if host)

    @property
    def trial_file(self) -> Path:
        """Where it is kept which versions of Chromium stood the recorder's trial."""
        return self.home_folder / "recorder.json"

    @property
    def login_key(self) -> Path:
        """The file of the key to saved logins: in the data home unless one is set."""
        configured = self.login_key_file
        return configured.expanduser() if configured else self.home_folder / "login.key"

    @property
    def work_folder(self) -> Path:
        """Where captures are made before they are packages; on the home's own disk."""
        return self.home_folder / "work"


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        BadInput: a setting has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        message = "En inställning har ett värde som inte kan användas."
        raise BadInput(message, list(map(_problem, error.errors()))) from error


def _problem(fault: "ErrorDetails") -> str:
    """Name a setting, and what it may be where that is a few words."""
    name = f"AVBILD_{str(fault['loc'][0]).upper()}"
    if fault["type"] != "literal_error":
        return name
    words = fault["ctx"]["expected"].replace(" or ", " eller ").replace("'", "")
    return f"{name} ska vara {words}."
