# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole page is read: what is hidden, removed, expired, refused or edited too."""

from datetime import UTC, datetime, timedelta

import pytest

from archivers.api.graph import Graph
from archivers.api.graph.fresh import MEDIA, OTHERS
from archivers.by_api import enter_items
from archivers.extent import Extent
from archivers.items import ItemCollection
from archivers.platforms.facebook.telling import (
    GAPS,
    GONE,
    NO_VISITORS,
    NOTES,
    SMALLER,
    THREADS,
    UNGIVEN,
)
from graph import ids
from graph.content import Picture
from graph.media import path_of
from graph.tokens import PAGE_TOKEN
from schemas.account import ArchiveLevel
from schemas.errors import (
    BadInput,
    PlatformDown,
)

SNOW, SCHOOL, VISITOR, PERMIT, TOWER, COVER, HIDDEN = (
    ids.post_id(n) for n in (7, 6, 5, 4, 3, 2, 1)
)


def items_of(reading):
    return {item.key: item for sheet in reading.sheets for item in sheet.items}


def tops_of(reading):
    """Give the posts as their threads know them."""
    return {s.above[0].key: s.above[0] for s in reading.sheets if s.above}


def resolved(document, pointer):
    for part in pointer.split("/")[1:]:
        document = document[int(part)] if part.isdecimal() else document[part]
    return document


def test_every_post_and_comment_is_read(played):
    found = items_of(played.read())
    assert sum(item.is_post for item in found.values()) == 7
    assert len(found) == 20


def test_a_reply_answers_its_comment_and_a_comment_its_post(played):
    found = items_of(played.read())
    first, reply = (found[ids.comment_id(7, n)] for n in (1, 3))
    assert first.parent_key == SNOW
    assert reply.parent_key == first.key


def test_the_whole_becomes_one_thread_in_order(played):
    reading = played.read()
    items = ItemCollection("k1", "api")
    recording = enter_items(reading, items)
    found = items.all()
    assert len(found) == 20
    assert all(recording.occurrences[one.item_id] for one in found)
    snow = next(one for one in found if one.found.key == SNOW)
    assert snow.found.stated_comments == items.comments_below(snow.item_id) == 5


def test_hidden_posts_and_comments_are_read_and_marked(played):
    found = items_of(played.read())
    assert found[HIDDEN].is_hidden
    assert found[ids.comment_id(7, 5)].is_hidden
    assert not found[SNOW].is_hidden


def test_reactions_are_counted_by_kind(played):
    found = items_of(played.read())
    assert found[SNOW].reactions == {"like": 41, "love": 7, "wow": 2}
    assert found[ids.comment_id(7, 1)].reactions == {"like": 3}
    assert found[VISITOR].reactions == {}


def test_the_page_is_known_by_its_address_and_citizens_by_name_alone(played):
    reading = played.read()
    found = items_of(reading)
    assert found[SNOW].author_url in reading.addresses
    assert found[ids.comment_id(7, 3)].author_url in reading.addresses
    assert found[ids.comment_id(7, 1)].author == "Gunnel Åkerlind"
    assert found[ids.comment_id(7, 1)].author_url is None


def test_what_visitors_write_on_the_page_is_read(played):
    found = items_of(played.read())
    assert found[VISITOR].author == "Abdi Warsame"
    assert found[VISITOR].is_post


def test_a_visitor_whom_nobody_names_is_not_taken_for_the_page(played, monkeypatch):
    monkeypatch.setattr("graph.facebook_posts.signed", lambda *_: None)
    reading = played.read()
    found = items_of(reading)
    assert (found[VISITOR].author, found[VISITOR].author_url) == ("", None)
    assert found[SNOW].author == "Älvmåla kommun"


def test_originals_are_fetched_and_not_what_the_post_shows(played):
    reading = played.read()
    school = items_of(reading)[SCHOOL]
    assert len(school.media) == 3
    assert school.media[0].alternative_text.startswith("Entrén")
    for one in school.media:
        assert "stp=" not in one.url
        assert reading.media[one.url].sha256


def test_originals_are_asked_for_many_at_a_time(played):
    played.read()
    assert len(played.asked_of("?fields=id%2Cimages")) == 1


def test_a_film_is_fetched_and_told_from_a_picture(played):
    tower = items_of(played.read())[TOWER]
    assert [one.is_video for one in tower.media] == [True]


def test_a_picture_in_a_comment_is_fetched(played):
    reading = played.read()
    media = items_of(reading)[ids.comment_id(6, 3)].media
    assert reading.media[media[0].url].sha256


def test_a_link_is_a_part_of_the_text_once(played):
    text = items_of(played.read())[PERMIT].text
    assert text.count("https://") == 1


def every_picture(reading):
    """Give what is kept of each picture that the reading names."""
    media = [one.url for item in items_of(reading).values() for one in item.media]
    return [reading.media[url] for url in media]


@pytest.mark.parametrize("status", [403, 410])
@pytest.mark.parametrize("post", [SNOW, SCHOOL, TOWER], ids=["photo", "album", "film"])
def test_an_address_that_has_expired_is_asked_for_anew(played, post, status):
    timeline = played.world.page.timeline
    pictures = timeline.post(ids.on_facebook(post).serial).pictures
    for picture in pictures:
        played.world.fail(times=1, path=path_of(picture), status=status)
    reading = played.read()
    assert not reading.gaps
    assert all(one.sha256 for one in every_picture(reading))
    assert any(one.status == status for one in reading.media.values())
    assert not any("stp=" in one.url for one in items_of(reading)[post].media)


def test_the_profiles_picture_is_asked_for_anew_too(played):
    played.world.fail(times=1, path=path_of(Picture("avatar-1")), status=403)
    reading = played.read()
    avatar = reading.profile.profile.avatar
    assert not reading.gaps
    assert avatar.sha256 == reading.media[avatar.url].sha256 is not None


def test_a_picture_in_a_comment_is_asked_for_anew_too(played):
    comment = played.world.page.timeline.comment(6, 3)
    played.world.fail(times=1, path=path_of(comment.picture), status=403)
    reading = played.read()
    media = items_of(reading)[ids.comment_id(6, 3)].media
    assert reading.media[media[0].url].sha256


def test_a_citizens_picture_that_stays_lost_is_a_note(played):
    played.world.media.missing.add(
        played.world.page.timeline.comment(6, 3).picture.name
    )
    reading = played.read()
    assert not reading.gaps
    assert reading.notes == (NOTES[OTHERS].format(number=1),)


def test_a_picture_that_stays_lost_is_a_gap(played):
    played.world.media.missing.add("snorojning")
    reading = played.read()
    assert reading.gaps == (GAPS[MEDIA].format(number=1),)


def test_a_host_of_pictures_that_fails_now_and_then_is_a_gap(played):
    played.world.media.missing.add("snorojning")
    played.world.fail(times=2, path="/v/", status=503)
    reading = played.read()
    assert reading.gaps == (GAPS[MEDIA].format(number=2),)


def test_a_thread_that_fails_is_a_gap_and_the_rest_is_read(played):
    played.world.fail(times=2, path=f"{SCHOOL}/comments", code=1)
    reading = played.read()
    found = items_of(reading)
    assert reading.gaps == ("Facebook kunde inte ge alla kommentarer till 1 inlägg.",)
    assert ids.comment_id(7, 1) in found
    assert ids.comment_id(6, 1) not in found


def test_a_platform_that_fails_time_after_time_is_down(played):
    played.world.fail(times=1000, path="/comments", code=2)
    with pytest.raises(PlatformDown):
        played.read()


def test_posts_that_are_removed_while_we_read_are_passed_over(played):
    played.world.fail(times=9, path=SCHOOL, code=100, subcode=33)
    reading = played.read()
    assert reading.notes == (NOTES[GONE].format(number=1),)
    assert not reading.gaps


def test_what_visitors_wrote_is_lacking_when_its_list_is_closed(played):
    played.world.fail(times=9, path="/feed", code=100, subcode=33)
    assert played.read().gaps == (GAPS[NO_VISITORS],)


def test_a_thread_that_the_key_does_not_open_is_no_post_that_was_removed(played):
    """Facebook says the same of what is gone and of what is not for this key."""
    played.world.fail(times=1, path=f"{SCHOOL}/comments", code=100, subcode=33)
    reading = played.read()
    assert not reading.notes
    assert reading.gaps == (GAPS[THREADS].format(number=1),)


def test_comments_that_are_counted_and_nearly_all_withheld_are_a_gap(played):
    """A key that may not read what others write is given empty lists, and no error."""

    def emptied(graph, path, fields):
        for page in given_pages(graph, path, fields):
            is_thread = fields.edge == "comments"
            yield page._replace(rows=[]) if is_thread else page

    given_pages = Graph.pages
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Graph, "pages", emptied)
        patch.setattr("archivers.api.graph.losses.FEW", 3)
        reading = played.read()
    assert reading.gaps == (GAPS[UNGIVEN].format(number=13),)
    assert not reading.notes


def test_what_the_post_shows_is_kept_when_the_original_is_refused(played, monkeypatch):
    monkeypatch.setattr("archivers.api.graph.Graph.many", lambda *_: {})
    reading = played.read()
    assert not reading.gaps
    assert reading.notes == (NOTES[SMALLER].format(number=5),)
    assert all(one.sha256 for one in every_picture(reading))


def test_comments_that_are_counted_but_given_to_nobody_are_a_note(played):
    played.world.tokens[PAGE_TOKEN].tasks.clear()
    reading = played.read()
    assert not reading.gaps
    assert items_of(reading)[ids.comment_id(7, 1)].author == ""
    assert any("utan avsändare" in note for note in reading.notes)


def test_an_edited_post_is_marked_when_its_thread_is_known(played):
    played.world.edit(SNOW, "Ny text")
    played.world.edit(COVER, "Ny text")
    reading = played.read()
    assert tops_of(reading)[SNOW].is_edited
    assert tops_of(reading)[SNOW].edited == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert items_of(reading)[COVER].is_edited
    assert not tops_of(reading)[SCHOOL].is_edited


def test_a_late_comment_is_no_edit(played):
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    played.world.edit(SNOW, "Ny text")
    played.world.page.timeline.comment_on(7, "Sent svar", moment + timedelta(hours=1))
    assert not tops_of(played.read())[SNOW].is_edited


def test_lists_of_many_pages_are_read_to_their_end(played, monkeypatch):
    monkeypatch.setattr("graph.nodes.MOST", 2)
    played.world.needs_reduction_over = 7
    for _ in range(12):
        played.world.page.timeline.comment_on(
            7, "Tack!", datetime(2026, 11, 20, tzinfo=UTC)
        )
    found = items_of(played.read())
    assert len(found) == 32


def test_an_answer_on_a_later_page_still_answers_its_comment(played):
    played.world.needs_reduction_over = 6
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    for _ in range(8):
        played.world.page.timeline.comment_on(7, "Tack!", moment)
    number = played.world.page.timeline.comment_on(7, "Svar", moment, parent=1)
    reading = played.read()
    items = ItemCollection("k1", "api")
    enter_items(reading, items)
    by_key = {one.found.key: one for one in items.all()}
    reply, asked = (by_key[ids.comment_id(7, n)] for n in (number, 1))
    assert reply.parent_id == asked.item_id
    assert len(by_key) == 29


def test_the_key_never_stands_in_an_address(played):
    played.read()
    assert {one.token_in for one in played.world.asked} == {"header"}
    assert not played.asked_of("access_token")


def test_a_page_that_is_not_published_is_read_with_a_note(played):
    played.world.page.is_published = False
    reading = played.read()
    assert "avpublicerad" in reading.notes[0]
    assert len(items_of(reading)) == 20


def test_the_list_itself_says_how_many_posts_there_are(played):
    assert played.read().profile.stated_posts == 7


# --- a part of the page ---------------------------------------------------------------


def test_an_overview_takes_the_first_page_without_threads(played):
    reading = played.read(extent=Extent(ArchiveLevel.OVERVIEW))
    assert all(item.is_post for item in items_of(reading).values())
    assert not played.asked_of("/comments?")
    assert reading.profile.stated_posts is None


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.facebook.com/alvmalakommun/posts/{ids.post_number(6)}",
        f"https://www.facebook.com/permalink.php?story_fbid={ids.post_number(6)}&id=1",
        f"https://www.facebook.com/photo/?fbid={ids.photo_id(6, 2)}",
    ],
)
def test_a_chosen_post_is_taken_with_its_thread(played, url):
    extent = Extent(ArchiveLevel.UNIQUE, {url: url})
    found = items_of(played.read(extent=extent))
    assert ids.comment_id(6, 1) in found
    assert ids.comment_id(7, 1) not in found


def test_a_chosen_post_beyond_the_first_page_is_asked_for(played):
    played.world.needs_reduction_over = 5
    url = f"https://www.facebook.com/alvmalakommun/posts/{ids.post_number(1)}"
    found = items_of(played.read(extent=Extent(ArchiveLevel.UNIQUE, {url: url})))
    assert HIDDEN in found


def test_a_chosen_post_that_is_not_there_is_refused(played):
    url = "https://www.facebook.com/alvmalakommun/posts/pfbid0abc"
    with pytest.raises(BadInput, match="pfbid0abc"):
        played.read(extent=Extent(ArchiveLevel.UNIQUE, {url: url}))
