//! Which events touch an account's money or score.

use crate::economy::{ContractName, Economy};
use crate::source::EventMatch;

/// Events of the distributor with the attribute that names the account.
const MONEY: [(&str, &str); 12] = [
    ("deposited", "owner"),
    ("withdrawn", "owner"),
    ("withdrawal_failed", "owner"),
    ("transferred", "from"),
    ("transferred", "to"),
    ("escrow_opened", "payer"),
    ("escrow_paid", "payee"),
    ("escrow_reclaimed", "payer"),
    ("claimed", "account"),
    ("pool_funded", "funder"),
    ("pool_swept", "to"),
    ("surplus_swept", "to"),
];

/// Kinds of events that together show everything.
pub(super) fn matches(economy: &Economy, account: &str) -> Vec<EventMatch> {
    let mut all = vec![];
    let mut add = |contract: ContractName, event: &str, key: &str, value: &str| {
        if let Some(address) = economy.address(contract) {
            let name = format!("axiom_{contract}_{event}");
            all.push(EventMatch::of(address).named(name).with(key, value));
        }
    };
    for (event, key) in MONEY {
        add(ContractName::Distributor, event, key, account);
    }
    // A refund names no payer; the ledger's own event does, and a leg that was tried again names its job.
    add(ContractName::Ledger, "job_settled", "client", account);
    add(ContractName::Ledger, "leg_retried", "leg", "money");
    add(ContractName::Tracker, "standing_changed", "account", account);
    add(ContractName::Tracker, "penalised", "account", account);
    all
}
