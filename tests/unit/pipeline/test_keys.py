# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read keys come from a file that nobody else may read, and are never shown."""

import pytest

from archivers.api import ApiAccess
from pipeline.keys import api_access, read_tokens
from pipeline.settings import Settings
from schemas.errors import BadInput


@pytest.fixture
def keys(tmp_path):
    def write(text, mode=0o600):
        path = tmp_path / "nycklar"
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path

    return write


def test_each_server_has_its_key(keys):
    path = keys("# läsnycklar\n\nSocial.se  abc\nannan.se:8443 def\n")
    assert read_tokens(path) == {"social.se": "abc", "annan.se:8443": "def"}


def test_a_file_that_others_may_read_is_refused(keys):
    with pytest.raises(BadInput, match="chmod 600"):
        read_tokens(keys("social.se abc", mode=0o640))


def test_a_line_that_is_wrong_is_named_and_not_shown(keys):
    with pytest.raises(BadInput) as caught:
        read_tokens(keys("social.se abc\nhemlighet\n"))
    assert caught.value.problems == ("Rad 2: ska vara server och nyckel.",)
    assert "hemlighet" not in str(caught.value)


def test_a_file_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(BadInput, match="går inte att läsa"):
        read_tokens(tmp_path / "saknas")


def test_without_settings_the_network_is_blueskys_own(tmp_path):
    assert api_access(Settings(home=tmp_path)) == ApiAccess()


def test_another_network_and_its_keys_can_be_named(tmp_path, keys):
    access = api_access(
        Settings(
            home=tmp_path,
            bluesky_appview="http://localhost:2584",
            bluesky_plc="http://localhost:2582",
            facebook_graph="http://localhost:8700",
            instagram_graph="http://localhost:8701",
            read_tokens=keys("social.se abc"),
        ),
        {"kultur": "def"},
    )
    assert access.facebook_graph == "http://localhost:8700"
    assert access.instagram_graph == "http://localhost:8701"
    assert access.token_of("kultur") == "def"
    assert access.token_of("annat") == ""
    assert "def" not in repr(access)
    assert access.bluesky_appview == "http://localhost:2584"
    assert access.bluesky_plc == "http://localhost:2582"
    assert access.token_for("Social.se") == "abc"
    assert access.token_for("annan.se") == ""
    assert "abc" not in repr(access)
