# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The certificate on paper: what, why, who, how, and whether it is proven."""

import pytest
from lxml import html

from archivers.certificate import certificate_markup
from schemas.gallring import ExecutionState, GallringScope, SightPurge
from schemas.item import ItemKind
from tests.sample_gallring import (
    GONE_ITEMS,
    sample_certificate,
    sample_execution,
    sample_proof,
)

ATTACK = "</style></title><script>alert(1)</script>"
WHOLE = sample_execution("avbild-1", None, to_version=None)


def tree_of(**changes):
    return html.document_fromstring(certificate_markup(sample_certificate(**changes)))


def text_of(path="//body", **changes):
    found = tree_of(**changes).xpath(path)
    parts = (part for each in found for part in each.itertext())
    return " ".join(" ".join(parts).replace("\u00a0", " ").split())


def test_it_says_first_what_was_done_and_that_it_is_proven():
    verdict = text_of('//div[@class="verdict whole"]')
    assert verdict.startswith(
        "Genomförd och bevisad 1 kommentar och 1 svar från kontot Älmhults bibliotek "
        "har förstörts. Det blev klart den 12 januari 2028."
    )
    assert "En fristående kontroll" in verdict


@pytest.mark.parametrize(
    "wanted",
    [
        "Älmhults kommun",
        "Kultur- och fritidsnämnden",
        "Beslut gallring-2028-0001",
        "2.4.2 Kommentarer från allmänheten",
        "Version 3. KFN 2025-11-18 § 92, dnr KFN 2025/140",
        "1 mars 2025 – 31 december 2025",
        "Beslutat av Bo Beslutsfattare",
        "Med stöd av Delegationsordning KFN 4.2",
        "Föreslaget av Ulla Nämndsekreterare",
        "Verkställt av Anders Arkivarie",
        "System Avbild 0.1.0",
        "Lager Katalog på kommunens lagring",
        "Webbarkivet skrevs om",
        "2 poster gallrade, 1 hel fil borttagen; version 2 ersätter 1, klart",
        "7 uppgifter eftersöktes: 24 ställen före, inget kvar efter.",
        "24 av 24 hittades före gallringen",
        "6 av 412 delar skrevs om, 6 var planerade; resten är orörd",
        "Version 1 är förstörd: 26 filer, 431 kB; ingen fil finns kvar",
        "Hela paketet, version 1, förstördes",
        "Diarieföring 2",
        "Gallringsstopp 1",
        "1 utlämnat paket finns utanför lagret.",
        "1 kopia har lämnats ut tidigare.",
        "Säkerhetskopior skrivs över senast 12 april 2028.",
    ],
)
def test_it_says_all_that_a_certificate_should(wanted: str):
    """The contents of a gallringsprotokoll, as archivists ask for them."""
    assert wanted in text_of()


def test_the_owners_export_is_counted_by_itself():
    (archive,) = sample_proof().members
    said = {"path": "representations/export/data/1.zip", "planned": 4, "changed": 5}
    export = archive.model_copy(update={**said, "is_exact": False})
    proof = sample_proof(members=(archive, export))
    text = text_of(executions=(sample_execution("avbild-1", proof),))
    assert "6 av 412 delar skrevs om, 6 var planerade; resten är orörd" in text
    assert "Export 5 av 412 filer skrevs om, 4 var planerade; annat än" in text


def test_it_lists_the_items_by_their_ids():
    ids = tree_of().xpath('//ul[@class="ids"]/li/text()')
    assert tuple(ids) == GONE_ITEMS


def test_what_is_not_done_everywhere_is_called_incomplete():
    proof = sample_proof(
        passed=False,
        found_after={"pdf": 2},
        undecodable=1,
        problems=("Två sidor har text kvar.",),
    )
    failed = sample_execution(
        "avbild-almhult-0001",
        proof,
        state=ExecutionState.INCOMPLETE,
        purge=None,
        failure="Beviset godkändes inte.",
    )
    shown = text_of(executions=(failed,))
    assert "Genomförd och bevisad" not in shown
    assert "har förstörts" not in shown
    for wanted in (
        "Ofullständig Gallringen omfattar 1 kommentar och 1 svar",
        "Inte godkänd. 7 uppgifter eftersöktes: 24 ställen före, 2 ställen kvar efter.",
        "2 poster skulle gallras ur version 1",
        "Den tidigare versionen är inte förstörd",
        "Oläsbart 1 ställe",
        "Beviset godkändes inte.",
        "Två sidor har text kvar.",
    ):
        assert wanted in shown


@pytest.mark.parametrize(
    ("scope", "rows_left", "wanted"),
    [
        (GallringScope.PACKAGE, True, "1 helt arkivpaket med 1 kommentar och 1 svar"),
        (GallringScope.ACCOUNT, False, "1 helt arkivpaket från kontot"),
    ],
)
def test_whole_packages_are_counted_as_such(scope, rows_left, wanted):
    changes = {} if rows_left else {"rows": ()}
    shown = text_of(scope=scope, executions=(WHOLE,), **changes)
    assert wanted in shown
    assert "En fristående kontroll" not in shown
    assert "Lagret har inga filer kvar" in shown


def test_the_least_that_it_can_say_is_still_a_document():
    shown = text_of(
        rows=(),
        item_ids=(),
        executions=(),
        excluded={},
        exceptions=(),
        exports=0,
        backups="",
    )
    assert "Inget undantogs." in shown
    assert "Ingen kopia har lämnats ut genom Avbild." in shown
    assert "Arkivpaket " not in shown.split("Så läses")[0].split("Genomförande")[1]


def test_days_and_counts_are_written_as_they_are():
    row = sample_certificate().rows[0]
    one_day = row.model_copy(
        update={"published_to": row.published_from, "items": {ItemKind.POST: 1200}}
    )
    unknown = row.model_copy(update={"published_from": None})
    shown = text_of(rows=(one_day, unknown))
    assert "1 200 inlägg 1 mars 2025 " in shown
    assert "Tid saknas" in shown


def test_what_the_watch_had_kept_of_a_whole_account_is_counted():
    sights = SightPurge(observations=1200, changes=1, evidence=3, remaining=0)
    shown = text_of(sights=sights)
    assert "1 200 avläsningar, 1 förändring, 3 bilder och svar" in shown
    assert "Kvar Inget" in shown
    assert "Bevakningens underlag" not in text_of()


def test_nothing_that_is_written_in_can_break_out():
    written = certificate_markup(
        sample_certificate(
            board=ATTACK, account_name=ATTACK, method=ATTACK, exceptions=(ATTACK,)
        )
    )
    assert "<script" not in written
    assert html.document_fromstring(written).xpath("//script") == []
