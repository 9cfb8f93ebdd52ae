# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the law says, in the words that people are shown."""

from schemas.plan import PlanVersion


def legal_basis(plan: PlanVersion) -> str:
    """Say by which law and which plan an account is archived.

    The guideline, "Offentlighetsprincipen": what is written on the accounts is official
    documents. They are part of the board's archives, which the plan describes.
    """
    return (
        "Det som skrivs på kommunens konton i sociala medier är allmänna handlingar "
        "(2 kap. tryckfrihetsförordningen). De bevaras och gallras enligt arkivlagen "
        f"(1990:782) och {plan.title} ({plan.decision})."
    )
