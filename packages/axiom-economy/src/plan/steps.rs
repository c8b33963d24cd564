//! The steps of a plan, and what each costs.

use std::collections::BTreeMap;

use crate::apply::is_proposed;
use crate::error::EconomyError;
use crate::ground::{Ground, Task};
use crate::plan::messages::founding;
use crate::plan::{Measure, Plan, PlannedStep};
use crate::release::size_of;
use crate::role::Role;

/// Gas of storing a thousand bytes of Wasm: 17 million for the five.
const STORE_PER_1000: u64 = 7_400;
/// Gas of a founding transaction; see docs/gas.md.
const FOUND: u64 = 1_150_000;
/// Gas of each further message of the founding transaction.
const CALL: u64 = 300_000;
/// Gas of a proposal.
const PROPOSE: u64 = 450_000;

/// The steps in order, with what is done of them already.
pub fn steps(ground: &dyn Ground, plan: &Plan) -> Result<Vec<PlannedStep>, EconomyError> {
    let step = |step: String, about: String, gas: u64, done: bool| PlannedStep {
        step,
        about,
        gas,
        measure: Measure::Estimated,
        fee: ground.fee(gas),
        done,
    };
    let mut all = vec![];
    for code in &plan.codes {
        let gas = size_of(code.contract).saturating_mul(STORE_PER_1000) / 1_000;
        let about = format!("store the code of {}", code.contract);
        all.push(step(format!("store:{}", code.contract), about, gas, code.code_id.is_some()));
    }
    let (calls, created) = (plan.calls.len() as u64, plan.created().count());
    let founded = plan.created().all(|contract| contract.there);
    let about = match calls {
        0 => format!("create {created} contracts in one transaction"),
        _ => format!("create {created} contracts and send {calls} messages in one transaction"),
    };
    let mut found = step("found".to_string(), about, FOUND + calls * CALL, founded);
    if let Some(gas) = simulated(ground, plan, founded)? {
        (found.gas, found.measure, found.fee) = (gas, Measure::Simulated, ground.fee(gas));
    }
    all.push(found);
    for (at, proposal) in plan.proposals.iter().enumerate() {
        let about = format!("propose to the members: {}", proposal.title);
        let done = founded && is_proposed(ground, plan, &proposal.title)?;
        all.push(step(format!("propose:{}", at + 1), about, PROPOSE, done));
    }
    Ok(all)
}

/// The gas of the founding transaction, by trying it out once all codes are there.
fn simulated(ground: &dyn Ground, plan: &Plan, founded: bool) -> Result<Option<u64>, EconomyError> {
    let codes: Option<BTreeMap<Role, u64>> =
        plan.codes.iter().map(|code| Some((code.contract, code.code_id?))).collect();
    let Some(codes) = codes.filter(|_| !founded) else {
        return Ok(None);
    };
    let messages = founding(plan, &codes)?;
    ground.try_out(Task::Messages(&messages)).map_err(|source| match source {
        refused if refused.is_refusal() => {
            EconomyError::Step { step: "found".to_string(), source: refused }
        }
        other => EconomyError::Ground(other),
    })
}
