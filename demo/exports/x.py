# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the archive that X gives an account's owner, of a small world of posts.

Two layouts: "old" (until 2022, posts in `tweet.js` without an envelope of their own)
and "new". Each file is JavaScript that gives its JSON a name, as in the real ones.
"""

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from exports.packed import packed

LAYOUTS = ("old", "new")
LONGEST = 280
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
DAYS = "MonTueWedThuFriSatSun"


@dataclass(frozen=True)
class XMedia:
    """A picture or film: the name of its file, its bytes, and its description.

    Without `content` the archive names it and does not have it.
    """

    name: str
    content: bytes | None
    description: str = ""

    @property
    def is_film(self) -> bool:
        """Whether it is a film."""
        return self.name.endswith(".mp4")


@dataclass(frozen=True)
class XPost:
    """A post; `answers` is the number of the post that it answers, if it does.

    `links` are the addresses in its text, which the archive writes as short ones.
    `kind` is "tweets", "community" or "deleted". `versions` are the numbers of all
    its wordings, if it was edited. `part` is the part of the file that it lies in.
    """

    number: str
    text: str
    published: datetime
    media: tuple[XMedia, ...] = ()
    answers: str = ""
    links: tuple[str, ...] = ()
    kind: str = "tweets"
    versions: tuple[str, ...] = ()
    likes: int = 0
    part: int = 0


@dataclass(frozen=True)
class XWorld:
    """An account and all that its owner's archive holds of it.

    `former` are user names that it has had, `conversations` counts its messages.
    """

    username: str
    name: str
    number: str
    about: str = ""
    website: str = ""
    avatar: XMedia | None = None
    cover: XMedia | None = None
    posts: tuple[XPost, ...] = ()
    former: tuple[str, ...] = ()
    conversations: int = 0


def build_x_export(
    folder: Path, world: XWorld, layout: str = "new", parts: int = 1
) -> tuple[Path, ...]:
    """Write the zip files of an archive into a folder, and give them in order."""
    values = dict(_values(world, is_old=layout == "old"))
    files = {f"data/{name}.js": _script(name, value) for name, value in values.items()}
    files |= dict(_media_files(world, is_old=layout == "old"))
    counts = {name: len(value) for name, value in values.items()}
    files["data/manifest.js"] = _manifest(world, counts)
    files["Your archive.html"] = b"<html><body>X</body></html>"
    return packed(folder, f"twitter-{world.username}-{layout}", files, parts)


def short_address(number: int) -> str:
    """Give the short address of the link or picture of that number in a post."""
    return f"https://t.co/short{number}"


def _script(name: str, value: object) -> bytes:
    stem, _, part = name.partition("-part")
    variable = stem.replace("-", "_")
    body = json.dumps(value, ensure_ascii=False, indent=2)
    return f"window.YTD.{variable}.part{part or 0} = {body}".encode()


def _manifest(world: XWorld, counts: Mapping[str, int]) -> bytes:
    told = {
        "userInfo": {
            "accountId": world.number,
            "userName": world.username,
            "displayName": world.name,
        },
        "archiveInfo": {"isPartialArchive": False},
        "dataTypes": {
            _camel(name): {
                "files": [{"fileName": f"data/{name}.js", "count": str(count)}]
            }
            for name, count in counts.items()
        },
    }
    return f"window.__THAR_CONFIG = {json.dumps(told)}".encode()


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.title() for word in rest)


def _values(world: XWorld, *, is_old: bool) -> Iterator[tuple[str, list[object]]]:
    yield "account", [{"account": _account(world)}]
    yield "profile", [{"profile": _profile(world)}]
    yield from _post_files(world, is_old=is_old)
    changes = [
        {
            "screenNameChange": {
                "accountId": world.number,
                "screenNameChange": {"changedFrom": name, "changedTo": world.username},
            }
        }
        for name in world.former
    ]
    yield "screen-name-change", [*changes]
    said = {"messageCreate": {"text": "?"}}
    threads = [
        {"dmConversation": {"conversationId": str(number), "messages": [said]}}
        for number in range(world.conversations)
    ]
    yield "direct-messages", [*threads]
    yield "like", []


def _account(world: XWorld) -> Mapping[str, object]:
    return {
        "email": "sociala.medier@kommunen.example",
        "username": world.username,
        "accountId": world.number,
        "accountDisplayName": world.name,
    }


def _profile(world: XWorld) -> Mapping[str, object]:
    told: dict[str, object] = {
        "description": {
            "bio": html.escape(world.about, quote=False),
            "website": world.website,
            "location": "Älmhult",
        }
    }
    if world.avatar:
        name = world.avatar.name
        told["avatarMediaUrl"] = f"https://pbs.twimg.com/profile_images/7/{name}"
    if world.cover:
        told["headerMediaUrl"] = (
            f"https://pbs.twimg.com/profile_banners/{world.number}/1596834705"
        )
    return told


def _post_files(world: XWorld, *, is_old: bool) -> Iterator[tuple[str, list[object]]]:
    names = {
        "tweets": "tweet" if is_old else "tweets",
        "community": "community-tweet",
        "deleted": "deleted-tweets",
    }
    found: dict[str, list[object]] = {names["tweets"]: []}
    for post in world.posts:
        name = names[post.kind] + (f"-part{post.part}" if post.part else "")
        told = _post(post)
        found.setdefault(name, []).append(told if is_old else {"tweet": told})
    yield from found.items()
    long = [_note(post) for post in world.posts if len(post.text) > LONGEST]
    if long:
        yield "note-tweet", [*long]


def _post(post: XPost) -> Mapping[str, object]:
    text, links = _shortened(post)
    shown = [_media(post, number, media) for number, media in enumerate(post.media)]
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    if shown:
        text = f"{text} {shown[0]['url']}"
    told: dict[str, object] = {
        "id": post.number,
        "id_str": post.number,
        "full_text": html.escape(text, quote=False),
        "created_at": _written(post.published),
        "favorite_count": str(post.likes),
        "retweet_count": "0",
        "entities": {"urls": links, "media": shown[:1]},
    }
    if shown:
        told["extended_entities"] = {"media": shown}
    if post.answers:
        told["in_reply_to_status_id_str"] = post.answers
    if post.versions:
        told["edit_info"] = {"initial": {"editTweetIds": [*post.versions]}}
    return told


def _shortened(post: XPost) -> tuple[str, list[Mapping[str, object]]]:
    text, links = post.text, []
    for number, address in enumerate(post.links):
        short = short_address(number)
        text = text.replace(address, short)
        links.append({"url": short, "expanded_url": address})
    return text, [*links]


def _media(post: XPost, number: int, media: XMedia) -> dict[str, object]:
    still = f"{Path(media.name).stem}.jpg" if media.is_film else media.name
    told: dict[str, object] = {
        "url": short_address(100),
        "media_url_https": f"https://pbs.twimg.com/media/{still}",
        "type": "video" if media.is_film else "photo",
        "id_str": f"{post.number}{number}",
    }
    if media.description:
        told["ext_alt_text"] = media.description
    if media.is_film:
        address = f"https://video.twimg.com/ext/{media.name}?tag=12"
        low = f"https://video.twimg.com/ext/low-{media.name}"
        told["video_info"] = {
            "variants": [
                {"bitrate": "256000", "content_type": "video/mp4", "url": low},
                {"bitrate": "2176000", "content_type": "video/mp4", "url": address},
            ]
        }
    return told


def _note(post: XPost) -> Mapping[str, object]:
    text, links = _shortened(post)
    created = post.published.astimezone(UTC).isoformat(timespec="milliseconds")
    urls = [
        {"shortUrl": one["url"], "expandedUrl": one["expanded_url"]} for one in links
    ]
    core = {"text": html.escape(text, quote=False), "urls": urls}
    moment = created.replace("+00:00", "Z")
    return {"noteTweet": {"noteTweetId": "1", "createdAt": moment, "core": core}}


def _written(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    at, number = 3 * utc.weekday(), 3 * (utc.month - 1)
    day, month = DAYS[at : at + 3], MONTHS[number : number + 3]
    return f"{day} {month} {utc:%d %H:%M:%S} +0000 {utc.year}"


def _media_files(world: XWorld, *, is_old: bool) -> Iterator[tuple[str, bytes]]:
    folders = {
        "tweets": "tweet_media" if is_old else "tweets_media",
        "community": "community_tweet_media",
        "deleted": "deleted_tweets_media",
    }
    for post in world.posts:
        for media in post.media:
            if media.content is not None:
                name = f"{post.number}-{media.name}"
                yield f"data/{folders[post.kind]}/{name}", media.content
    if world.avatar and world.avatar.content is not None:
        name = f"{world.number}-{world.avatar.name}"
        yield f"data/profile_media/{name}", world.avatar.content
    if world.cover and world.cover.content is not None:
        yield f"data/profile_media/{world.number}-1596834705.jpg", world.cover.content
