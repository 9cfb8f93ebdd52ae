# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which specifications the packages follow, and the values that these prescribe.

FGS Paketstruktur 2.0 is E-ARK CSIP 2.1.0 with E-ARK SIP 2.1.0. An AIP follows E-ARK
AIP 2.2.0, the first with a METS profile. A newer version is taken up here and nowhere
else.
"""

from typing import Final

from schemas.package import PackageKind

PROFILES: Final = {
    PackageKind.SIP: "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml",  # 2.1.0
    PackageKind.AIP: "https://earkdip.dilcis.eu/profile/E-ARK-AIP-v2-2-0.xml",
    PackageKind.DIP: "https://earkdip.dilcis.eu/profile/E-ARK-DIP.xml",  # 2.1.0
}
"""METS PROFILE (CSIP6, SIP2, AIPM2); the host of AIP is what its profile says."""

PACKAGE_PROFILE: Final = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
"""PROFILE of a representation's METS: CSIP 2.1.0, whatever the package's kind."""

CONTENT_CATEGORY: Final = "Websites"
"""METS TYPE (CSIP2). "Web Archives" stands in a later vocabulary only."""

RECORD_CATEGORY: Final = "Textual works – Digital"
"""METS TYPE of the package of a certificate, which is a text (CSIP2)."""

RECORD_CONTENT: Final = "Gallringsprotokoll"
"""OTHERCONTENTINFORMATIONTYPE of the package of a certificate (CSIP5)."""

CONTENT_TYPE: Final = "OTHER"
"""CONTENTINFORMATIONTYPE (CSIP4): no content type specification for web archives."""

PACKAGE_CONTENT: Final = "Social media account"
"""OTHERCONTENTINFORMATIONTYPE of the package as a whole (CSIP5)."""

WARC_MIME_TYPE: Final = "application/warc"
"""What the field uses (ISO 28500). A deviation: CSIP68 asks for a type on IANA's list,
which has none for WARC; the PRONOM key in PREMIS says it beyond doubt."""

SOFTWARE_NAME: Final = "Avbild"
SOFTWARE_VERSION: Final = "0.1.0"
"""The program that makes packages (CSIP14, CSIP15); a test holds it to setup.cfg."""

METS_NAME: Final = "METS.xml"
PREMIS_PATH: Final = "metadata/preservation/premis.xml"
DESCRIPTION_PATH: Final = "metadata/descriptive/avbild.xml"
HEALTH_PATH: Final = "metadata/other/capture.json"
README_PATH: Final = "documentation/README.txt"
SCHEMAS_FOLDER: Final = "schemas"
REPRESENTATIONS_FOLDER: Final = "representations"
DATA_FOLDER: Final = "data"

CERTIFICATE_NAME: Final = "certificate.xml"

STANDARD_SCHEMAS: Final = (
    "DILCISExtensionMETS.xsd",
    "DILCISExtensionSIPMETS.xsd",
    "mets.csip.local.v2-0.xsd",
    "mets.sip.local.v2-0.xsd",
    "mets.xsd",
    "premis-v3-0.xsd",
    "xhtml1-strict.xsd",
    "xlink.xsd",
    "xml.xsd",
)
"""The standards' XSDs that travel in each package (CSIPSTR15)."""

OWN_SCHEMAS: Final = ("avbild-description.xsd", "avbild-items.xsd")
"""Our own XSDs that travel in the package of a capture."""

RECORD_SCHEMAS: Final = ("avbild-description.xsd", "avbild-gallring.xsd")
"""Our own XSDs that travel in the package of a certificate of disposal."""

METS_SCHEMA: Final = "mets.sip.local.v2-0.xsd"
PREMIS_SCHEMA: Final = "premis-v3-0.xsd"
DESCRIPTION_SCHEMA: Final = "avbild-description.xsd"
ITEMS_SCHEMA: Final = "avbild-items.xsd"
CERTIFICATE_SCHEMA: Final = "avbild-gallring.xsd"
