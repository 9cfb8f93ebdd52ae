# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A look at one account, for the tests that want no more than what was seen."""

from archivers import ApiPlatform, eyes_on, for_account
from archivers.tools import CaptureTools
from archivers.watch import LookErrand, look_at
from schemas.account import Account
from schemas.profile import Observation, PageState


def observe_account(account: Account, tools: CaptureTools) -> Observation:
    """See the profile of an account as it is now, or raise what kept it from that."""
    errand = LookErrand(account, _as_known(account, tools), login=tools.login)
    (look,) = look_at([errand], tools)
    if look.failure is not None:
        raise look.failure
    assert look.observation is not None
    return look.observation


def _as_known(account: Account, tools: CaptureTools) -> Observation | None:
    """Give what is known of the account as if it had been seen just now."""
    if tools.known is None or not isinstance(for_account(account), ApiPlatform):
        return None
    observed_as, extractor = eyes_on(account)
    return Observation(
        observation_id=tools.new_id(),
        account_id=account.account_id,
        seen_at=tools.clock(),
        page_state=PageState.OK,
        observed_as=observed_as,
        extractor=extractor,
        profile=tools.known,
    )
