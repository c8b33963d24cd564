//! What tests of upgrades share, on the embedded chain and on nodes: an economy in which every question has something
//! to tell, all questions of all contracts, and what has to go on afterwards.

mod lived_in;
mod questions;

use axiom_chain::{Chain, ChainExt};
use axiom_types::common::InfoResponse;
use axiom_types::dao::{AdminMsg, ExecuteMsg, Target};
use cosmwasm_std::{Addr, Binary, CosmosMsg, HexBinary};
use serde_json::json;

use crate::codes::Codes;
use crate::proposals::call;
use crate::suite::Suite;

pub use lived_in::{goes_on, live_in, running};
pub use questions::{Answers, Questions};

/// A contract that is to be migrated.
#[derive(Clone, Debug)]
pub struct Upgradable {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub contract: Addr,
    /// What a proposal calls it.
    pub target: Target,
    /// The code that it is migrated to.
    pub code_id: u64,
}

impl Upgradable {
    /// The message that migrates it, as a proposal carries it.
    pub fn upgrade<C: Chain>(&self, s: &Suite<C>) -> CosmosMsg {
        upgrade(s, self.target.clone(), self.code_id, Binary::from(b"{}"))
    }

    /// The version that it says it has.
    pub fn version<C: Chain>(&self, s: &Suite<C>) -> String {
        let info: InfoResponse = s.chain.query(&self.contract, &json!({"info": {}}));
        info.info.version
    }
}

/// All five, to be migrated to these codes.
pub fn upgradable<C: Chain>(s: &Suite<C>, codes: Codes) -> [Upgradable; 5] {
    let at = s.at.clone();
    let one = |name, contract, target, code_id| Upgradable { name, contract, target, code_id };
    [
        one("state-registry", at.registry, Target::Registry {}, codes.registry),
        one("execution-ledger", at.ledger, Target::Ledger {}, codes.ledger),
        one("contribution-tracker", at.tracker, Target::Tracker {}, codes.tracker),
        one("value-distributor", at.distributor, Target::Distributor {}, codes.distributor),
        one("governance-dao", at.dao, Target::Dao {}, codes.dao),
    ]
}

/// The message that migrates a contract of the economy to a code that is on the chain.
pub fn upgrade<C: Chain>(s: &Suite<C>, target: Target, code_id: u64, msg: Binary) -> CosmosMsg {
    let info = s.chain.code_info(code_id).expect("the code is stored");
    let checksum = HexBinary::from(info.checksum.as_slice());
    let msg = AdminMsg::Upgrade { target, code_id, checksum, msg };
    call(&s.at.dao, &ExecuteMsg::Admin(msg))
}
