# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""avbild.xml: what the package is, for whoever finds it without Avbild.

It carries the account's entry in the register, the board, who ordered the capture and
why, the legal basis, the rows of the information management plan that the package and
its items refer to, the profile as it was seen, and how complete the capture is.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from lxml import etree

from eark.markup import clean, document, instant
from schemas.account import Board
from schemas.capture import Capture, CaptureFile, Count
from schemas.errors import NotInPlan
from schemas.package import PackageDescription
from schemas.plan import PlanItem, PlanVersion
from schemas.profile import Picture, Profile
from schemas.record import Labelled

DESCRIPTION: Final = "urn:avbild:description:1"


def description_document(
    description: PackageDescription, files: Sequence[tuple[str, CaptureFile]]
) -> bytes:
    """Write the descriptive metadata.

    Args:
        description: what the package is.
        files: the capture's files and their paths in the package.

    Raises:
        NotInPlan: the plan lacks the row that is to govern the package.
    """
    return document(description_element(description, files))


def description_element(
    description: PackageDescription, files: Sequence[tuple[str, CaptureFile]]
) -> etree._Element:
    """Build the root element of the descriptive metadata.

    Raises:
        NotInPlan: the plan lacks the row that is to govern the package.
    """
    root = etree.Element(f"{{{DESCRIPTION}}}description", nsmap={None: DESCRIPTION})
    root.set("package", description.package_id)
    root.set("version", str(description.version))
    root.set("created", instant(description.created_at))
    _account(root, description)
    board_element(root, description.board)
    _order(root, description)
    _add(root, "legalBasis", description.legal_basis)
    _plan(root, description)
    _capture(root, description.capture, files)
    return root


def referenced_rows(description: PackageDescription) -> tuple[PlanItem, ...]:
    """List the plan's rows that the package and its items refer to, its own first.

    Raises:
        NotInPlan: the plan lacks the row that is to govern the package.
    """
    plan, governing = description.plan, description.plan_row
    rows = {row.row_id: row for row in plan.rows}
    if governing.row_id not in rows:
        message = (
            f"Raden {governing.row_id} finns inte i planen {plan.title},"
            f" version {plan.version}."
        )
        raise NotInPlan(message)
    wanted = {governing.row_id: None}
    for item in description.capture.items:
        reference = item.plan
        if reference and _names(plan) == (reference.plan_id, reference.plan_version):
            wanted[reference.row_id] = None
    first, *others = (rows[row_id] for row_id in wanted if row_id in rows)
    return (first, *sorted(others, key=lambda row: row.row_id))


def _names(plan: PlanVersion) -> tuple[str, int]:
    return plan.plan_id, plan.version


def _account(root: etree._Element, description: PackageDescription) -> None:
    account = description.account
    element = _add(root, "account")
    element.set("id", account.account_id)
    element.set("platform", account.platform)
    _label(element, "status", account.status)
    _add(element, "name", account.name)
    _add(element, "url", str(account.url))
    texts = {
        "activity": account.activity,
        "responsibleManager": account.responsible_manager,
        "accountOwner": account.account_owner,
        "standIn": account.stand_in,
        "purpose": account.purpose,
        "targetGroup": account.target_group,
        "decision": account.decision,
        "openedOn": _day(account.opened_on),
        "closedOn": _day(account.closed_on),
    }
    _add_given(element, texts.items())


def board_element(root: etree._Element, board: Board) -> None:
    """Add the board, the archival creator."""
    element = _add(root, "board")
    element.set("id", board.board_id)
    _add(element, "name", board.name)
    _add(element, "municipality", board.municipality)
    _add_given(element, [("organisationNumber", board.organisation_number)])


def _order(root: etree._Element, description: PackageDescription) -> None:
    order = description.order
    element = _add(root, "order")
    element.set("id", order.order_id)
    _label(element, "reason", order.reason)
    _add_given(element, [("reasonText", order.reason_text)])
    _add_given(element, [("diaryNumber", order.diary_number)])
    _add(element, "orderedBy", order.ordered_by)
    _add(element, "orderedAt", instant(order.ordered_at))


def _plan(root: etree._Element, description: PackageDescription) -> None:
    plan = description.plan
    element = _add(root, "plan")
    element.set("id", plan.plan_id)
    element.set("version", str(plan.version))
    _add(element, "title", plan.title)
    _add(element, "decision", plan.decision)
    _add(element, "validFrom", plan.valid_from.isoformat())
    _add_given(element, [("validTo", _day(plan.valid_to))])
    source = _add(element, "source")
    source.set("name", clean(plan.source_name))
    source.set("sha256", plan.source_sha256)
    source.set("importedAt", instant(plan.imported_at))
    source.set("importedBy", clean(plan.imported_by))
    for row in referenced_rows(description):
        governs = row.row_id == description.plan_row.row_id
        _row(element, row, governs_package=governs)


def _row(parent: etree._Element, row: PlanItem, *, governs_package: bool) -> None:
    element = _add(parent, "row")
    element.set("id", row.row_id)
    element.set("code", clean(row.code))
    element.set("sourceRow", str(row.source_row))
    element.set("governsPackage", _truth(governs_package))
    _add(element, "documentType", row.document_type)
    _labelled(element, "disposal", row.disposal)
    if row.period_text or row.period_months is not None:
        period = _add(element, "period")
        period.set("text", clean(row.period_text))
        _number(period, "months", row.period_months)
    _labelled(element, "trigger", row.trigger)
    _labelled(element, "registration", row.registration)
    texts = {
        "secrecy": row.secrecy,
        "storageFormat": row.storage_format,
        "remarks": row.remarks,
    }
    _add_given(element, texts.items())


def _capture(
    root: etree._Element, capture: Capture, files: Sequence[tuple[str, CaptureFile]]
) -> None:
    element = _add(root, "capture")
    element.set("id", capture.capture_id)
    element.set("url", clean(capture.url))
    element.set("started", instant(capture.started_at))
    element.set("ended", instant(capture.ended_at))
    element.set("pagesVisited", str(capture.health.pages_visited))
    _profile(element, capture.profile)
    for name in ("posts", "comments", "media"):
        _count(element, name, getattr(capture.health, name))
    _completeness(element, capture)
    for software in capture.software:
        program = _add(element, "software")
        program.set("name", clean(software.name))
        program.set("version", clean(software.version))
    for path, file in files:
        _file(element, path, file)


def _profile(parent: etree._Element, profile: Profile) -> None:
    element = _add(parent, "profile")
    if profile.name is not None:
        _add(element, "name", profile.name)
    if profile.about is not None:
        _add(element, "about", profile.about)
    _picture(element, "avatar", profile.avatar)
    _picture(element, "cover", profile.cover)
    for link in profile.links or ():
        _add(element, "link", link)


def _picture(parent: etree._Element, name: str, picture: Picture | None) -> None:
    if picture is None:
        return
    element = _add(parent, name)
    element.set("url", clean(picture.url))
    if picture.sha256 is not None:
        element.set("sha256", picture.sha256)


def _count(parent: etree._Element, name: str, count: Count) -> None:
    element = _add(parent, "count")
    element.set("of", name)
    _number(element, "expected", count.expected)
    element.set("found", str(count.found))
    element.set("source", clean(count.source))


def _completeness(parent: etree._Element, capture: Capture) -> None:
    health, recorder = capture.health, capture.health.recorder
    element = _add(parent, "completeness")
    element.set("complete", _truth(health.is_complete))
    _label(element, "pageState", health.page_state)
    numbers = {
        "failedResources": len(health.failed_resources),
        "exchanges": recorder.exchanges,
        "dropped": recorder.dropped,
        "scrubbed": sum(recorder.scrubbed.values()),
    }
    for name, number in numbers.items():
        _number(element, name, number)
    element.set("recorder", clean(recorder.recorder))
    element.set("browser", clean(recorder.browser))
    for sentence in health.missing:
        _add(element, "missing", sentence)
    for limit in health.limits_hit:
        _add(element, "limit", limit)


def _file(parent: etree._Element, path: str, file: CaptureFile) -> None:
    element = _add(parent, "file")
    element.set("path", clean(path))
    _label(element, "role", file.role)
    if file.page_url is not None:
        element.set("pageUrl", clean(file.page_url))
    if file.verdict is not None:
        element.set("verdict", file.verdict.value)
        element.set("raster", _truth(file.is_raster))


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{DESCRIPTION}}}{name}")
    if text is not None:
        element.text = clean(text)
    return element


def _add_given(parent: etree._Element, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        if text:
            _add(parent, name, text)


def _labelled(parent: etree._Element, name: str, value: Labelled) -> None:
    _add(parent, name, value.value).set("label", value.label)


def _label(element: etree._Element, name: str, value: Labelled) -> None:
    element.set(name, value.value)
    element.set("label", value.label)


def _number(element: etree._Element, name: str, number: int | None) -> None:
    if number is not None:
        element.set(name, str(number))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _truth(value: bool) -> str:  # noqa: FBT001 - the value is the only argument
    return "true" if value else "false"
