# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms that single files and entries have had through the years."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.owner_export.mojibake import mended_text
from archivers.platforms.facebook.export.labels import says_only_that
from archivers.platforms.facebook.export.members import Kind, kind_of
from archivers.text import paragraphs
from tests.unit.archivers.platforms.facebook.export.samples import (
    ACTIVITY,
    COMMENTS,
    MADE,
    POSTS,
    items_of,
    read_files,
)

WHEN = datetime.fromtimestamp(MADE, UTC)
OLD_PHOTO = "photos_and_videos/your_photos/a.jpg"


def post(*attached, text="Hej", **more):
    """Give a post with things attached to it."""
    return {
        "timestamp": MADE,
        "data": [{"post": text}] if text else [],
        "attachments": [{"data": list(attached)}] if attached else [],
        **more,
    }


def one(tmp_path, value, **files):
    """Read a single post and give its item."""
    (item,) = items_of(read_files(tmp_path, {POSTS: [value], **files}))
    return item


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("posts/your_posts_1.json", Kind.POSTS),
        ("your_facebook_activity/posts/your_posts__check_ins_1.json", Kind.POSTS),
        (
            "facebook-a/your_activity_across_facebook/posts/your_posts_1.json",
            Kind.POSTS,
        ),
        (f"{ACTIVITY}/posts/videos.json", Kind.POSTS),
        (f"{ACTIVITY}/posts/album/0.html", Kind.ALBUM),
        ("photos_and_videos/album/3.json", Kind.ALBUM),
        ("comments/comments.json", Kind.COMMENTS),
        ("x/comments_and_reactions/comments.html", Kind.COMMENTS),
        ("x/comments_and_reactions/likes_and_reactions_1.json", Kind.OTHER),
        (f"{ACTIVITY}/posts/trash.json", Kind.OTHER),
        (f"{ACTIVITY}/posts/edits_you_made_to_posts.json", Kind.OTHER),
        ("profile_information/profile_information.json", Kind.PROFILE),
        ("about_you/profile_information.json", Kind.PROFILE),
        ("about_you/face_recognition.json", Kind.OTHER),
        ("x/profile_information/profile_update_history.json", Kind.UPDATES),
        ("messages/inbox/posts/message_1.json", Kind.MESSAGES),
        ("events/your_events.json", Kind.EVENTS),
        ("inlägg/dina_inlägg_1.json", Kind.POSTS),
        ("inlägg/dina_inlägg_1.json".encode().decode("latin-1"), Kind.POSTS),
        ("posts.json", Kind.OTHER),
    ],
)
def test_files_are_told_apart_in_every_layout(name, kind):
    assert kind_of(name) is kind


def test_a_place_is_named_and_a_link_follows_the_text(tmp_path):
    item = one(
        tmp_path,
        post(
            {
                "external_context": {
                    "url": "https://l.facebook.com/l.php?u=https://a.se"
                }
            },
            {"external_context": {"url": "https://b.se/?x=1", "name": "B"}},
            {"place": {"name": "Folkets hus", "coordinate": {"latitude": 1}}},
        ),
    )
    assert item.text == "Hej\n\nhttps://a.se\n\nhttps://b.se/?x=1"
    assert item.title == "Plats: Folkets hus"


def test_a_link_that_stands_in_the_text_is_not_repeated(tmp_path):
    linked = {"external_context": {"url": "https://a.se/x"}}
    assert one(tmp_path, post(linked, text="Se https://a.se/x")).text.count("a.se") == 1


def test_an_event_and_a_poll_are_read(tmp_path):
    poll = {
        "question": "Vilken färg?",
        "options": [{"option": "Blå"}, {"option": "Röd"}],
    }
    item = one(tmp_path, post({"poll": poll}, {"event": {"name": "Marknad"}}))
    assert item.text == "Hej\n\nVilken färg?\n– Blå\n– Röd\n\nMarknad"


def test_what_is_attached_and_not_known_is_told(tmp_path):
    reading = read_files(tmp_path, {POSTS: [post({"hologram": {"x": 1}})]})
    assert any("hologram" in note for note in reading.notes)


@pytest.mark.parametrize(
    "value", [None, 3, "x", [None], {"data": "x"}, [{"data": [7]}]]
)
def test_attachments_of_another_form_stop_nothing(tmp_path, value):
    found = one(tmp_path, {**post(), "attachments": value})
    assert (found.text, found.media) == ("Hej", ())


@pytest.mark.parametrize("when", [None, "x", True, -5, 0, 10**18, 1e300])
def test_a_time_of_another_form_is_unknown(tmp_path, when):
    assert one(tmp_path, {**post(), "timestamp": when}).published is None


def test_milliseconds_are_read(tmp_path):
    assert one(tmp_path, {**post(), "timestamp": MADE * 1000}).published == WHEN


def test_a_wrapped_list_of_posts_is_read(tmp_path):
    reading = read_files(
        tmp_path, {"posts/your_posts.json": {"status_updates": [post()]}}
    )
    (sheet,) = reading.sheets
    assert list(sheet.pointers.values()) == ["/status_updates/0/data/0/post"]


def test_an_update_at_once_is_no_edit(tmp_path):
    value = post()
    value["data"].append({"update_timestamp": MADE})
    item = one(tmp_path, value)
    assert (item.is_edited, item.edited) == (False, None)


def test_a_title_that_says_something_is_kept(tmp_path):
    said = one(tmp_path, post(title="Älmhults kommun var på Bokmässan."))
    assert said.title == "Älmhults kommun var på Bokmässan."
    plain = one(tmp_path, post(title="Älmhults kommun har lagt till 3 nya foton."))
    assert plain.title == ""


def test_a_post_of_nothing_but_a_title_keeps_it(tmp_path):
    item = one(tmp_path, post(text="", title="Älmhults kommun delade en länk."))
    assert item.title == "Älmhults kommun delade en länk."


@pytest.mark.parametrize(
    "title",
    [
        "Älmhults kommun uppdaterade sin status.",
        "Älmhults kommun added 12 new photos.",
        "Älmhults kommun har lagt till en ny video.",
    ],
)
def test_plain_titles_in_two_languages(title):
    assert says_only_that(title, "Älmhults kommun")


def test_a_comment_below_a_known_post(tmp_path):
    """Entries of labels and values have addresses, which say what stands below what."""
    page = "https://www.facebook.com/almhultskommun/posts/77"
    labelled = {
        "timestamp": MADE,
        "media": [{"uri": f"{ACTIVITY}/posts/media/a.jpg"}],
        "label_values": [
            {"label": "Inlägg".encode().decode("latin-1"), "value": "Bron öppnar"},
            {"label": "URL", "value": page, "href": page},
        ],
        "fbid": "77",
    }
    reading = read_files(
        tmp_path,
        {
            POSTS: [labelled],
            COMMENTS.replace(".json", ".html"): (
                "<html><body><main>"
                + _record("Tack!", f"{page}?comment_id=5")
                + _record("Själv tack!", f"{page}?comment_id=5&reply_comment_id=6")
                + "</main></body></html>"
            ).encode(),
        },
    )
    first, second = reading.sheets
    assert first.items[0].permalink == page
    assert list(first.pointers.values()) == ["/0/label_values/0/value"]
    assert first.items[0].media[0].url.endswith("a.jpg")
    comment, reply = second.items
    assert comment.parent_key == first.items[0].key
    assert second.above == (first.items[0],)
    assert reply.parent_key == comment.key


def _record(text, address):
    return (
        '<section class="_a6-g"><h2 class="_a6-h">Älmhults kommun kommenterade sitt '
        'eget inlägg.</h2><div class="_a6-p"><div class="_2pin"><div>'
        f'<div class="_3-95"><span class="_a6_m">Grupp: </span></div>{text}'
        f'</div></div></div><footer class="_a6-o"><a href="{address}">'
        '<div class="_a72d">nov 03, 2026 10:14:05 fm</div></a></footer></section>'
    )


def test_the_account_itself_named_twice_is_its_own_thread(tmp_path):
    said = {"timestamp": MADE, "comment": "Hej", "author": "Älmhults kommun"}
    title = "Älmhults kommun commented on Älmhults kommun's post."
    entry = {"timestamp": MADE, "data": [{"comment": said}], "title": title}
    (item,) = items_of(read_files(tmp_path, {COMMENTS: {"comments_v2": [entry]}}))
    assert (item.title, item.parent_key, item.is_post) == ("", None, False)


def test_another_author_keeps_the_name_and_is_not_the_account(tmp_path):
    said = {"timestamp": MADE, "comment": "Hej", "author": "Anna Andersson"}
    (item,) = items_of(
        read_files(tmp_path, {COMMENTS: {"comments": [{"data": [{"comment": said}]}]}})
    )
    assert (item.author, item.author_url) == ("Anna Andersson", None)


def test_loose_pictures_become_posts_unless_something_shows_them(tmp_path):
    shown, alone = f"{ACTIVITY}/posts/media/a.jpg", f"{ACTIVITY}/posts/media/b.mp4"
    files = {
        POSTS: [post({"media": {"uri": shown, "description": "Hej"}})],
        f"{ACTIVITY}/posts/videos.json": {
            "videos_v2": [
                {"uri": shown, "creation_timestamp": MADE, "description": "x"},
                {"uri": alone, "creation_timestamp": MADE + 5, "description": "Film"},
                {"uri": "c.mp4", "creation_timestamp": MADE, "description": "Hej"},
            ]
        },
        shown: b"1",
        alone: b"2",
    }
    found = items_of(read_files(tmp_path, files))
    assert [i.text for i in found] == ["Hej", "Film"]
    assert found[1].media[0].is_video


def test_the_comments_below_an_album_are_read(tmp_path):
    photo = {
        "uri": OLD_PHOTO,
        "creation_timestamp": MADE,
        "comments": [
            {"timestamp": MADE + 9, "comment": "Fint!", "author": "Anna Andersson"}
        ],
    }
    album = {"name": "Sommar", "photos": [photo], "description": ""}
    reading = read_files(
        tmp_path, {"photos_and_videos/album/0.json": album, OLD_PHOTO: b"1"}
    )
    above, below = items_of(reading)
    assert (above.title, below.text, below.author) == (
        *("Sommar", "Fint!", "Anna Andersson"),
    )
    assert below.parent_key == above.key
    assert reading.sheets[0].pointers[below.key] == "/photos/0/comments/0/comment"


def test_a_review_is_read(tmp_path):
    review = {"review": {"review": "Bra fika", "author": "Älmhults kommun"}}
    entry = {
        "timestamp": MADE,
        "data": [review],
        "title": "Älmhults kommun rekommenderar.",
    }
    reading = read_files(tmp_path, {"reviews/your_reviews.json": {"reviews": [entry]}})
    (item,) = items_of(reading)
    assert item.text == "Bra fika"


@pytest.mark.parametrize(
    "uri",
    [
        f"{ACTIVITY}/posts/media/A_1/bild å.jpg",
        f"{ACTIVITY}/posts/media/A_1/bild å.jpg".encode().decode("latin-1"),
        f"{ACTIVITY}/posts/media/A_1/bild%20%C3%A5.jpg",
        f"../../{ACTIVITY}/posts/media/A_1/bild%20%C3%A5.jpg",
        "posts/media/A_1/bild å.jpg",
    ],
)
@pytest.mark.parametrize("root", ["", "facebook-almhult-2026/"])
def test_a_picture_is_found_however_it_is_named(tmp_path, uri, root):
    name = f"{root}{ACTIVITY}/posts/media/A_1/bild å.jpg"
    files = {f"{root}{POSTS}": [post({"media": {"uri": uri}})], name: b"x"}
    reading = read_files(tmp_path, files)
    stored = reading.media[items_of(reading)[0].media[0].url]
    assert stored.status == 200
    assert stored.member is not None
    assert stored.member.name == name


@pytest.mark.parametrize("root", ["", "facebook-almhult-2026/"])
@pytest.mark.parametrize("above", ["", "../../"])
def test_of_two_pictures_of_one_name_the_right_one_is_found(tmp_path, root, above):
    names = [f"{root}{ACTIVITY}/{one}/A_1/a.jpg" for one in ("stories", "posts")]
    uri = f"{above}{ACTIVITY}/posts/A_1/a.jpg"
    files = {f"{root}{POSTS}": [post({"media": {"uri": uri}})]}
    reading = read_files(tmp_path, files | dict.fromkeys(names, b"x"))
    stored = reading.media[items_of(reading)[0].media[0].url]
    assert stored.member is not None
    assert stored.member.name == names[1]


def test_pictures_with_words_of_their_own_keep_them(tmp_path):
    shown = [
        {"media": {"uri": f"posts/media/{n}.jpg", "description": f"Bild {n}"}}
        for n in (1, 2)
    ]
    item = one(tmp_path, post(*shown, text=""))
    assert item.text == ""
    assert [m.alternative_text for m in item.media] == ["Bild 1", "Bild 2"]


def test_a_picture_that_is_attached_twice_is_shown_once(tmp_path):
    picture = {"media": {"uri": "posts/media/1.jpg"}}
    assert len(one(tmp_path, post(picture, picture)).media) == 1


@pytest.mark.parametrize(("text", "read"), [("Hej", "Hej"), ("", "https://a.se")])
def test_a_link_is_a_comments_text_only_when_it_has_no_other(tmp_path, text, read):
    said = {"timestamp": MADE, "comment": text, "author": "Älmhults kommun"}
    linked = [{"data": [{"external_context": {"url": "https://a.se"}}]}]
    entry = {"data": [{"comment": said}], "attachments": linked}
    (item,) = items_of(read_files(tmp_path, {COMMENTS: {"comments": [entry]}}))
    assert item.text == read


def test_a_picture_on_the_platforms_server_is_missing(tmp_path):
    reading = read_files(
        tmp_path, {POSTS: [post({"media": {"uri": "https://x.fbcdn.net/a.jpg"}})]}
    )
    assert [m.status for m in reading.media.values()] == [404]


def test_the_form_that_says_more_is_read(tmp_path):
    page = POSTS.replace(".json", ".html")
    reading = read_files(tmp_path, {POSTS: [post()], page: b"<html></html>"})
    assert page not in reading.understood
    assert any("både som JSON och som HTML" in note for note in reading.notes)


@given(st.text(max_size=60))
def test_text_survives_the_fault_of_the_export(text):
    """Whatever was written comes back; hypothesis makes no halves of characters."""
    assert mended_text(text.encode().decode("latin-1")) == text


@given(st.text(alphabet="aåäöÅÄÖ é🎉\n", min_size=1, max_size=40))
def test_swedish_text_survives_a_whole_reading(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("export")
    faulty = text.encode().decode("latin-1")
    (item,) = items_of(read_files(folder, {POSTS: [post(text=faulty)]}))
    assert item.text == paragraphs(text)
