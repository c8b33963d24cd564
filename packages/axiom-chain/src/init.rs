//! How a contract is created.

use cosmwasm_std::Coin;

/// How a contract is to be created.
pub struct Init<'a, M> {
    /// The code.
    pub code_id: u64,
    /// The instantiate message.
    pub msg: &'a M,
    /// Coins sent along.
    pub funds: &'a [Coin],
    /// Label, not empty.
    pub label: &'a str,
    /// Who may migrate it.
    pub admin: Option<&'a str>,
}

impl<'a, M> Init<'a, M> {
    /// Without funds and admin.
    pub fn new(code_id: u64, label: &'a str, msg: &'a M) -> Self {
        Self { code_id, msg, funds: &[], label, admin: None }
    }

    /// With this admin.
    pub fn admin(mut self, admin: &'a str) -> Self {
        self.admin = Some(admin);
        self
    }

    /// With these coins.
    pub fn funds(mut self, funds: &'a [Coin]) -> Self {
        self.funds = funds;
        self
    }
}
