# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the archive that X gives an account's owner.

It holds what the account itself wrote; others' answers are not in it. An answer of its
own is a comment when what it answers is in the archive, and else a post: on X it is
one.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from archivers.api.platform import Sheet
from archivers.owner_export.files import ExportFiles, Placed, key_in
from archivers.owner_export.media import ExportMedia
from archivers.owner_export.notes import counted
from archivers.owner_export.opened import ExportMemberInfo, OwnerExport
from archivers.owner_export.platform import ExportReading
from archivers.platform import FoundItem
from archivers.platforms.x.export.long_texts import LongText, LongTexts, long_text_in
from archivers.platforms.x.export.manifest import Manifest
from archivers.platforms.x.export.members import POSTS, Content, Members, members_of
from archivers.platforms.x.export.pictures import Pictures
from archivers.platforms.x.export.script import json_of
from archivers.platforms.x.export.tweets import Tweet, tweet_in
from archivers.platforms.x.export.whose import Whose, asked_for
from schemas.account import Account
from schemas.errors import BadInput

SOURCE = "x-export"
LAYOUT, OLDER_LAYOUT = "js", "js-older"
OTHER = "Filen är inte ett arkiv från X."


def read_export(export: OwnerExport, account: Account) -> ExportReading:
    """Read the profile and every post and answer that the archive holds.

    Raises:
        BadInput: it is not an archive of X's, or not of this account.
    """
    members = members_of(export)
    if not any(members.holding(Content.MANIFEST, Content.ACCOUNT, *POSTS)):
        raise BadInput(OTHER)
    return _Reading(export, members, account).read()


class _Reading:
    """One reading of one archive; `read` is called once.

    Raises:
        BadInput: it is somebody else's.
    """

    def __init__(self, export: OwnerExport, members: Members, account: Account) -> None:
        self._files = ExportFiles(export, json_of=json_of)
        self._members = members
        self._manifest = Manifest.read(self._files, members)
        self._whose = Whose.read(self._files, members, self._manifest)
        self._files.notes += self._whose.doubts(account)
        asked, is_id = asked_for(account)
        username = self._whose.username or ("" if is_id else asked)
        self._address = f"https://x.com/{quote(username)}" if username else ""
        self._registered = str(account.url)
        self._author = _signed(self._whose.name, username)
        self._media = ExportMedia(export)
        self._pictures = Pictures(members, self._media)
        self._known: dict[str, Tweet] = {}
        self._read: dict[str, int] = {}

    def read(self) -> ExportReading:
        """Read everything."""
        profile = self._whose.found(self._members, self._media)
        tweets = {info: self._tweets(info) for info in self._members.holding(*POSTS)}
        for listed in tweets.values():
            self._known |= {tweet.id: tweet for tweet in listed}
        texts = LongTexts.of(self._long_texts())
        longer: dict[ExportMemberInfo, list[Placed]] = {}
        for info, listed in tweets.items():
            self._files.keep(info, self._placed(listed, texts, longer))
        self._keep_longer(texts, longer)
        self._files.sheets[:] = map(self._with_above, self._files.sheets)
        notes = (*self._notes(tweets), *self._media.notes())
        return ExportReading(
            layout=OLDER_LAYOUT if self._members.is_older else LAYOUT,
            profile=profile,
            sheets=tuple(self._files.sheets),
            addresses=tuple(self._addresses()),
            understood=frozenset(self._files.understood) | self._media.names(),
            media=self._media.stored,
            notes=(*self._files.notes, *notes),
        )

    def _addresses(self) -> Iterator[str]:
        name = self._address.rpartition("/")[2]
        own = (self._address, f"https://twitter.com/{name}") if name else ()
        yield from dict.fromkeys((*own, self._registered))

    # --- posts ------------------------------------------------------------------------

    def _tweets(self, info: ExportMemberInfo) -> list[Tweet]:
        """Read a file of posts; how many of them are not understood is noted."""
        found = [tweet_in(entry) for entry in self._files.entries(info)]
        self._read[info.name] = len(found)
        read = [tweet for tweet in found if tweet is not None]
        self._files.note_strange(info, len(found) - len(read))
        return read

    def _placed(
        self,
        tweets: list[Tweet],
        texts: LongTexts,
        longer: dict[ExportMemberInfo, list[Placed]],
    ) -> Iterator[Placed]:
        for tweet in tweets:
            if self._has_later(tweet):
                continue
            item = self._item(tweet)
            yield Placed(item, tweet.pointer)
            whole = texts.whole_of(tweet)
            if whole is not None:
                placed = Placed(replace(item, text=whole.text), whole.pointer)
                longer.setdefault(whole.info, []).append(placed)

    def _has_later(self, tweet: Tweet) -> bool:
        """Whether the archive has a later wording of a post, which stands for it."""
        return tweet.last_wording != tweet.id and tweet.last_wording in self._known

    def _answered(self, tweet: Tweet) -> Tweet | None:
        """Give the post that one answers, as it reads now, if the archive has it."""
        found = self._known.get(tweet.answers)
        return self._known.get(found.last_wording, found) if found else None

    def _item(self, tweet: Tweet) -> FoundItem:
        answered = self._answered(tweet)
        counts = {"like": tweet.likes, "repost": tweet.shares}
        return FoundItem(
            key=tweet.id,
            is_post=answered is None,
            parent_key=answered.id if answered else None,
            author=self._author,
            author_url=self._address or None,
            text=tweet.text,
            source=SOURCE,
            permalink=f"{self._address or 'https://x.com/i'}/status/{tweet.id}",
            published=tweet.published,
            media=tuple(self._pictures.of(tweet)),
            is_edited=tweet.is_edited,
            reactions={}
            if tweet.is_shared
            else {kind: count for kind, count in counts.items() if count},
        )

    def _with_above(self, sheet: Sheet) -> Sheet:
        """Add what a file's answers answer to when that stands in another file."""
        here = {item.key for item in sheet.items}
        wanted = dict.fromkeys(
            item.parent_key
            for item in sheet.items
            if item.parent_key and item.parent_key not in here
        )
        above = tuple(self._item(self._known[key]) for key in wanted)
        return replace(sheet, above=above)

    # --- long texts -------------------------------------------------------------------

    def _long_texts(self) -> Iterator[LongText]:
        for info in self._members.holding(Content.LONG_TEXTS):
            strange = 0
            for entry in self._files.entries(info):
                found = long_text_in(info, key_in(info, entry), entry)
                strange += found is None
                if found is not None:
                    yield found
            self._files.note_strange(info, strange)

    def _keep_longer(
        self, texts: LongTexts, longer: dict[ExportMemberInfo, list[Placed]]
    ) -> None:
        """Keep the whole texts, also those of posts that the archive does not have."""
        alone = list(texts.left())
        for one in alone:
            longer.setdefault(one.info, []).append(
                Placed(self._alone(one), one.pointer)
            )
        for info, placed in longer.items():
            self._files.keep(info, placed)
        if alone:
            what = counted(len(alone), "En lång text", "långa texter")
            self._files.notes.append(f"{what} är med som inlägg utan adress.")

    def _alone(self, text: LongText) -> FoundItem:
        return FoundItem(
            key=text.key,
            is_post=True,
            author=self._author,
            author_url=self._address or None,
            text=text.text,
            source=SOURCE,
            published=text.published,
        )

    # --- what a reader should know ----------------------------------------------------

    def _notes(self, tweets: dict[ExportMemberInfo, list[Tweet]]) -> Iterator[str]:
        listed = [tweet for each in tweets.values() for tweet in each]
        shared = sum(tweet.is_shared for tweet in listed)
        if shared:
            what = counted(shared, "Ett inlägg", "inlägg")
            yield f"{what} är andras som kontot delade (RT): arkivet har bara början."
        earlier = sum(map(self._has_later, listed))
        if earlier:
            what = counted(earlier, "En tidigare lydelse", "tidigare lydelser")
            yield f"{what} av redigerade inlägg finns i arkivet men är inte med."
        yield from self._manifest.gaps(self._read)
        yield from self._removed()
        yield from self._messages()

    def _removed(self) -> Iterator[str]:
        infos = self._members.holding(Content.DELETED)
        removed = sum(1 for info in infos for _ in self._files.entries(info))
        if removed:
            what = counted(removed, "Ett inlägg", "inlägg")
            yield f"{what} som kontot har tagit bort är inte med."

    def _messages(self) -> Iterator[str]:
        """Tell of the messages; how many conversations they are is told by the list."""
        if not any(self._members.holding(Content.MESSAGES)):
            return
        count = self._manifest.conversations
        if count is None:
            yield "Direktmeddelanden finns i arkivet men är inte lästa."
        elif count:
            what = counted(count, "En konversation", "konversationer")
            yield f"{what} med direktmeddelanden finns i arkivet men är inte lästa."


def _signed(name: str, username: str) -> str:
    """Sign as X does: two accounts may have the same name."""
    return f"{name} (@{username})" if name and username else name or f"@{username}"
