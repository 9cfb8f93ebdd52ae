# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real WordPress, captured by the command that a municipality uses."""

import json
import subprocess

import pytest
from lxml import etree

THREAD = [f"Kommentar nummer {number} i lång tråd." for number in range(1, 31)]
QUESTION = "Hej! När öppnar bygglovsexpeditionen igen? Ring mig gärna på 070-1740605."
ANSWER = "Hej Karin! Måndag kl. 9. Källa: Miljö- och byggförvaltningen."
THREAT = "Ni är förbannade idioter allihop, jag vet var du bor!"


@pytest.fixture(scope="module")
def captured(wordpress, capture):
    return capture(wordpress.url)


@pytest.fixture(scope="module")
def items(captured):
    """The items of items.xml as the texts of their elements."""
    root = etree.parse(captured.file("items.xml")).getroot()
    return [
        {
            "id": item.get("id"),
            "kind": item.get("kind"),
            "parent": item.get("parent"),
            "body": item.findtext("{*}body"),
            "author": item.findtext("{*}author"),
            "is_by_account": item.get("byAccount") == "true",
        }
        for item in root.iterfind("{*}item")
    ]


def by_body(items, body):
    (found,) = (item for item in items if item["body"] == body)
    return found


def text_of(pdf):
    """Give a PDF's text with the line breaks of its layout taken out."""
    command = ["pdftotext", "-enc", "UTF-8", str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_the_package_verifies(captured):
    answer = captured.avbild.json("package", "verify", captured.package_id)
    (report,) = answer["reports"]
    assert report["is_valid"], report["findings"]
    assert report["warc_records"] > 100


def test_every_post_is_an_item(items, wordpress):
    posts = [item for item in items if item["kind"] == "post"]
    assert len(posts) == len(wordpress.seed["posts"]) == 48
    assert {post["author"] for post in posts} == {"Älmhults kommun"}


def test_the_whole_thread_is_there_though_it_is_paged_by_ten(items):
    assert [item["body"] for item in items if item["body"] in THREAD] == THREAD
    assert len({item["parent"] for item in items if item["body"] in THREAD}) == 1


def test_the_answer_is_a_reply_to_the_question(items):
    question, answer = by_body(items, QUESTION), by_body(items, ANSWER)
    assert (question["kind"], answer["kind"]) == ("comment", "reply")
    assert answer["parent"] == question["id"]
    assert answer["is_by_account"]


def test_nothing_else_was_taken_for_a_comment(items, wordpress):
    """WordPress lists recent comments on every page; they are not comments there."""
    comments = [item for item in items if item["kind"] != "post"]
    assert len(comments) == wordpress.seed["comments"] == 34


def test_the_transcript_is_pdf_a_and_holds_every_comment(captured):
    transcript = captured.file("transcript.pdf")
    assert b"<pdfaid:part>2</pdfaid:part>" in transcript.read_bytes()
    text = text_of(transcript)
    missing = [body for body in (*THREAD, QUESTION, ANSWER, THREAT) if body not in text]
    assert missing == []


def test_each_pdf_is_what_the_package_says_it_is(captured):
    """A page PDF may fail to become PDF/A; then it must not be called so."""
    health = json.loads(captured.file("capture.json").read_text(encoding="utf-8"))
    pdfs = [file for file in health["files"] if file["mime_type"] == "application/pdf"]
    assert {file["role"] for file in pdfs} == {"page_pdf", "transcript"}
    for file in pdfs:
        says_so = (
            b"<pdfaid:part>2</pdfaid:part>" in captured.file(file["path"]).read_bytes()
        )
        assert says_so == (file["verdict"] == "pdf_a_2b"), file["path"]
        assert says_so or file["reasons"]


def test_a_changed_profile_is_seen(captured, wordpress):
    """Nothing before the change, that field after it; ordered when it is seen again."""
    (before,) = captured.avbild.json("watch")["outcomes"]
    wordpress.change("about")
    (after,) = captured.avbild.json("watch")["outcomes"]
    (again,) = captured.avbild.json("watch")["outcomes"]
    assert (before["fields"], after["fields"]) == ([], ["about"])
    assert (after["change"], after["order_id"]) == ("waiting", None)
    assert (again["fields"], again["change"]) == (["about"], "confirmed")
    assert again["is_new_order"]
