# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole document: cover, about the capture, contents, threads, appendix."""

from datetime import UTC, datetime

from lxml import html

from archivers.transcript.cover import TranscriptCover
from archivers.transcript.document import Shown, document_markup, title_of
from archivers.transcript.pictures import Pictures, Thumbnail
from archivers.transcript.thread import in_reading_order
from archivers.transcript.volumes import volumes_of
from schemas.order import OrderReason
from schemas.profile import Profile
from tests.samples import (
    PACKAGE_ID,
    plan_reference,
    sample_account,
    sample_board,
    sample_capture,
    sample_order,
    sample_plan,
)

ATTACK = "</style></title><script>alert(1)</script>"
SMALL = Thumbnail("data:image/jpeg;base64,AAAA", 3, 2)


def sample_cover(**account):
    return TranscriptCover(
        account=sample_account().model_copy(update=account),
        board=sample_board(),
        order=sample_order(),
        plan=sample_plan(),
        plan_row=plan_reference("row-0017"),
        package_id=PACKAGE_ID,
    )


def document(capture, cover=None, pictures=None, look=None):
    shown = Shown(pictures or Pictures(), look)
    threads = in_reading_order(capture.items)
    [volume] = volumes_of(threads)
    written = document_markup(capture, cover or sample_cover(), shown, threads, volume)
    return html.document_fromstring(written)


def text(tree, path="//body"):
    parts = (part for each in tree.xpath(path) for part in each.itertext())
    return " ".join(" ".join(parts).split())


def test_the_cover_says_whose_why_when_and_by_which_plan(tmp_path):
    """What the guideline's board secretary needs to find on the first page."""
    capture = sample_capture(tmp_path)
    cover = text(document(capture), '//section[@class="cover"]')
    for wanted in (
        "Älmhults kommun",
        "Kultur- och fritidsnämnden",
        "Läsbar handling",
        "Älmhults bibliotek",
        "Torget · https://torget.example/almhultsbibliotek",
        "Större förändring av profilen",
        "Profilbilden är utbytt",
        "Ulla Nämndsekreterare",
        "KFN 2026/31",
        "Informationshanteringsplan för kultur- och fritidsnämnden, version 3",
        "KFN 2025-11-18 § 92, dnr KFN 2025/140",
        "2.4.1 Konto i sociala medier, ögonblicksbild",
        "Bevaras",
        "2 mars 2026 kl. 09.15–09.17",
        "Fullständig. Fångsten omfattar 2 inlägg, 3 kommentarer och svar",
        PACKAGE_ID,
        f"Webbarkiv SHA-256 {capture.files[0].sha256}",
    ):
        assert wanted in cover, wanted


def test_an_incomplete_capture_is_called_so_on_its_first_page(tmp_path):
    """And says in full sentences what is missing."""
    tree = document(sample_capture(tmp_path, missing=("Två kommentarer saknas.",)))
    assert "Ofullständig." in text(tree, '//section[@class="cover"]')
    assert "Fullständig." not in text(tree, '//section[@class="cover"]')
    assert "inte en arkivering" in text(tree, '//section[@class="cover"]')
    assert "Ofullst" in text(tree, "//style")
    about = text(tree, '//section[@class="about"]')
    assert "Det här saknas" in about
    assert "Två kommentarer saknas." in about
    assert "1 delresurs gick inte att hämta" in about


def test_every_file_stands_with_its_whole_checksum(tmp_path):
    """A reader with the paper can check the files."""
    capture = sample_capture(tmp_path)
    shown = text(document(capture))
    for file in capture.files:
        assert file.sha256 in shown
        assert file.path in shown
    assert "Sidan som den såg ut · PDF (inte PDF/A)" in shown


def test_many_files_are_listed_in_an_appendix(tmp_path):
    """The posts are not pushed behind pages of checksums; the WARC stays in front."""
    capture = sample_capture(tmp_path)
    many = capture.files + capture.files[-1:] * 20
    tree = document(capture.model_copy(update={"files": many}))
    front = text(tree, '//section[@class="about"]')
    assert "Alla 24 filer står i bilagan" in front
    assert "warc/capture.warc.gz" in front
    assert "screenshots/page-001.png" not in front
    rows = tree.xpath('//section[@class="appendix"]//tr')
    assert len(rows) == 24


def test_software_and_plan_rows_are_named(tmp_path):
    """Which programs made it, and how many items each row is proposed for."""
    about = text(document(sample_capture(tmp_path)), '//section[@class="about"]')
    assert "Avbild 0.1.0" in about
    assert "2.4.2 Kommentarer från allmänheten Gallras 3" in about


def test_the_profile_is_shown_with_its_pictures(tmp_path):
    """The reason for archiving is often a changed profile."""
    capture = sample_capture(tmp_path)
    pictures = Pictures()
    pictures.add("r", capture.profile.avatar.url, SMALL)
    tree = document(capture, pictures=pictures, look=SMALL)
    assert tree.xpath('//img[@alt="Kontots profilbild"]')
    assert tree.xpath('//img[@alt="Profilbild"]')
    assert not tree.xpath('//img[@alt="Omslagsbild"]')
    assert "Läs våra regler & kontakta oss." in text(tree)
    assert "Utsnitt; hela skärmbilden finns i arkivpaketet." in text(tree)


def test_fields_that_were_not_found_say_so(tmp_path):
    """Unknown is not the same as removed."""
    capture = sample_capture(tmp_path).model_copy(update={"profile": Profile()})
    assert "Namn på sidan Hittades inte" in text(document(capture))


def test_an_account_without_posts_says_so(tmp_path):
    """An empty section would look like a loss."""
    capture = sample_capture(tmp_path).model_copy(update={"items": ()})
    assert "Kontot hade inga inlägg när det fångades." in text(document(capture))


def test_few_posts_need_no_contents(tmp_path):
    """A table of contents comes when it helps."""
    capture = sample_capture(tmp_path)
    assert not document(capture).xpath('//ol[@class="contents"]')
    more = tuple(
        capture.items[0].model_copy(update={"item_id": f"q{n}"}) for n in range(5)
    )
    longer = capture.model_copy(update={"items": capture.items + more})
    assert document(longer).xpath('//ol[@class="contents"]')


def test_nothing_breaks_out_of_head_style_or_title(tmp_path):
    """The account's name stands in all three."""
    capture = sample_capture(tmp_path)
    profile = Profile(name=ATTACK, about=ATTACK, links=("javascript:alert(1)",))
    order = sample_order().model_copy(
        update={"reason": OrderReason.REQUEST, "reason_text": ATTACK}
    )
    cover = sample_cover(name=ATTACK).model_copy(update={"order": order})
    tree = document(capture.model_copy(update={"profile": profile}), cover)
    assert not tree.xpath("//script")
    assert len(tree.xpath("//style")) == 1
    assert tree.xpath("//h1")[0].text == ATTACK
    assert not tree.xpath('//a[starts-with(@href, "javascript")]')


def test_the_page_allows_nothing_from_elsewhere(tmp_path):
    """No scripts, no fonts, no pictures but those inside the document."""
    (policy,) = document(sample_capture(tmp_path)).xpath("//meta/@content")
    assert policy.startswith("default-src 'none'; img-src data:;")


def test_the_title_names_account_and_day(tmp_path):
    """Viewers and registers show it."""
    title = title_of(sample_capture(tmp_path), sample_cover())
    assert title == "Älmhults bibliotek – läsbar handling, 2 mars 2026"


def test_the_title_has_the_swedish_day(tmp_path):
    """Late in the evening in UTC it is already tomorrow in Sweden."""
    late = sample_capture(tmp_path).model_copy(
        update={"started_at": datetime(2026, 3, 2, 23, 30, tzinfo=UTC)}
    )
    assert title_of(late, sample_cover()).endswith("3 mars 2026")


def test_the_replay_and_its_outcome_are_told(tmp_path):
    """Whether the recording was tried, and what came of it."""
    capture = sample_capture(tmp_path)
    assert "Godkänd: 2 inlägg och 3 kommentarer och svar visas" in text(
        document(capture)
    )
    check = capture.health.replay.model_copy(update={"posts": 1, "passed": False})
    for replay, words in ((check, "Inte godkänd: 1 inlägg"), (None, "Inte provad")):
        health = capture.health.model_copy(update={"replay": replay})
        other = capture.model_copy(update={"health": health})
        assert words in text(document(other))
