"""Who is on the stand-in, and what they may do in the upstream repository."""

from __future__ import annotations

import itertools

from tests.github.records import Account, Role

RANKS: dict[Role, int] = {"none": 0, "read": 1, "triage": 2, "write": 3, "maintain": 4, "admin": 5}


class People:
    """Accounts, and their roles."""

    def __init__(self) -> None:
        self._ids = itertools.count(1001)
        self.accounts: dict[int, Account] = {}
        self.roles: dict[int, Role] = {}

    def next_id(self) -> int:
        """A number that nothing else has."""
        return next(self._ids)

    def add_account(self, login: str, *, is_bot: bool = False, number: int | None = None) -> Account:
        number = number or self.next_id()
        token = f"{'ghs' if is_bot else 'ghp'}_{login.replace('-', '')}{number}"
        account = Account(id=number, login=login, token=token, is_bot=is_bot)
        self.accounts[number] = account
        return account

    def account(self, login: str) -> Account | None:
        """Somebody by the login that REST shows."""
        found = (a for a in self.accounts.values() if a.rest_login.lower() == login.lower())
        return next((account for account in found if not account.is_deleted), None)

    def by_token(self, token: str) -> Account | None:
        found = (a for a in self.accounts.values() if a.token == token)
        return next((account for account in found if not account.is_deleted), None)

    def role(self, account: Account) -> Role:
        """What somebody may do: the repository is public, so everybody may read."""
        return self.roles.get(account.id, "read")

    def may(self, account: Account, least: Role) -> bool:
        return RANKS[self.role(account)] >= RANKS[least]
