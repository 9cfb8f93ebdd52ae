# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts and comments as markup: everything from a capture is escaped."""

from datetime import UTC, datetime

import pytest
from lxml import html

from archivers.transcript.content import contents_markup, link, threads_markup
from archivers.transcript.pictures import Pictures, Thumbnail
from archivers.transcript.thread import in_reading_order
from schemas.item import Item, ItemKind, Media
from tests.samples import plan_reference, sample_items

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)></style>'


def post(**changes):
    fields = {
        "item_id": "p",
        "kind": ItemKind.POST,
        "position": 1,
        "author": "Älmhults kommun",
        "is_by_account": True,
        "body": "Hej",
    }
    return Item(**{**fields, **changes})


def markup(*items, pictures=None):
    return html.fromstring(
        f"<div>{threads_markup(in_reading_order(items), pictures or Pictures())}</div>"
    )


def text(tree):
    return " ".join(tree.text_content().split())


def test_nothing_from_a_capture_becomes_markup():
    """Every field that a stranger can fill in, filled with an attack."""
    hostile = post(
        author=ATTACK,
        body=ATTACK,
        permalink=f"https://a.example/{ATTACK}",
        published_text=ATTACK,
        media=(
            Media(url=f"https://b.example/{ATTACK}", alternative_text=ATTACK),
            Media(url="https://b.example/seen", alternative_text=ATTACK),
        ),
    )
    pictures = Pictures()
    small = Thumbnail("data:image/jpeg;base64,AAAA", 3, 2)
    pictures.add("r", "https://b.example/seen", small)
    tree = markup(hostile, pictures=pictures)
    assert not tree.xpath("//script | //style | //@onerror")
    assert [each.get("src") for each in tree.xpath("//img")] == [small.source]
    assert tree.xpath("//img/@alt") == [ATTACK]
    assert tree.xpath('//*[contains(@class, "text")]')[0].text == ATTACK


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x",
        "http://[",
    ],
)
def test_only_web_addresses_become_links(address):
    """Any other address is shown and leads nowhere."""
    tree = html.fromstring(str(link(address)))
    assert not tree.xpath("//a")
    assert tree.text_content() == address


def test_a_web_address_is_a_link():
    """Shown as it stands."""
    tree = html.fromstring(str(link("https://almhult.example/?a=1&b=2")))
    assert tree.xpath("//a/@href") == ["https://almhult.example/?a=1&b=2"]


def test_every_item_stands_with_number_author_time_and_plan_row():
    """The sample account, item by item."""
    tree = markup(*sample_items())
    shown = [
        [text(part) for part in each.xpath('.//p[@class="number"]')]
        for each in tree.xpath('//*[contains(@class, "item ")]')
    ]
    assert shown == [["12.4.1"], ["1.12.4.2"], ["1.1.12.4.2"], ["1.22.4.2"], ["2"]]
    everything = text(tree)
    assert "Kommentar 1.1 Kerstin Påhittad" in everything
    assert "Svar 1.1.1 Älmhults bibliotek kontot" in everything
    assert "1 mars 2026 kl. 15.05 (visad: ”i går”)" in everything
    assert "visad tid: ”8 min”" in everything
    assert "tid anges inte" in everything


def test_line_breaks_and_spaces_stay():
    """What the author wrote is what is printed."""
    tree = markup(post(body="Rad ett\n\n  indragen\tsist"))
    body = tree.xpath('//*[contains(@class, "text")]')[0].text
    assert body == "Rad ett\n\n  indragen\tsist"


def test_an_empty_text_and_author_are_named():
    """Nothing stands blank, as if it had been lost."""
    everything = text(markup(post(author="", body=" \n")))
    assert "Okänd avsändare" in everything
    assert "Ingen text." in everything


def test_an_orphan_says_that_its_post_is_missing():
    """A reader must not think that it is a post."""
    lost = post(kind=ItemKind.COMMENT, parent_id="gone")
    assert "finns inte i fångsten" in text(markup(lost))


def test_a_picture_is_shown_and_a_film_is_named():
    """By its WARC record; what cannot be shown says where it is."""
    pictures = Pictures()
    pictures.add("urn:uuid:1", "x", Thumbnail("data:image/jpeg;base64,AA", 4, 3))
    media = (
        Media(
            url="https://m/a.jpg", alternative_text="En älg", warc_record="urn:uuid:1"
        ),
        Media(url="https://m/f.mp4", mime_type="video/mp4", warc_record="urn:uuid:2"),
        Media(url="https://m/b.jpg", alternative_text="En sjö."),
    )
    tree = markup(post(media=media), pictures=pictures)
    assert tree.xpath("//figcaption/text()") == ["En älg"]
    named = [text(each) for each in tree.xpath('//p[@class="media"]')]
    assert "Film eller ljud Finns i webbarkivet." in named[0]
    assert "Bild En sjö. Finns inte i webbarkivet." in named[1]


def test_the_contents_name_each_post_and_ask_for_its_page():
    """First words, number of answers, and where the page number goes."""
    tree = html.fromstring(str(contents_markup(in_reading_order(sample_items()))))
    rows = tree.xpath("//li")
    assert text(rows[0]).startswith("1Sagostund på lördag kl. 10 & 13! Välkomna <alla>")
    assert text(rows[0]).endswith("3 svar")
    assert "(ingen text)" in text(rows[1])
    assert tree.xpath("//@data-page-of") == ["p1", "p2"]
    assert tree.xpath("//a/@href") == ["#p1", "#p2"]


def test_deep_replies_are_not_indented_off_the_page():
    """The indent stops growing; the number still says where it belongs."""
    chain = [post()]
    for depth in range(1, 9):
        parent = chain[-1].item_id
        chain.append(post(item_id=f"r{depth}", kind=ItemKind.REPLY, parent_id=parent))
    tree = markup(*chain)
    assert tree.xpath('//*[@id="p1-1-1-1-1-1-1-1-1"]/@class') == ["item reply depth-4"]


def test_times_at_the_end_of_the_calendar_do_not_raise():
    """Pages state impossible years."""
    late = datetime.max.replace(tzinfo=UTC)
    assert "9999" in text(markup(post(published=late, plan=plan_reference("row-0017"))))
