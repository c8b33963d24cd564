//! A plan that was begun, as it stands on the chain now.

use axiom_types::dao::Origin;

use crate::deployment::Deployment;
use crate::error::EconomyError;
use crate::ground::Ground;
use crate::plan::make::{closed, codes, whole};
use crate::plan::steps::steps;
use crate::plan::Plan;
use crate::release::Release;

/// The plan of a deployment, looked at anew: which codes and contracts are there by now, and what is left to do. So an
/// economy that was begun is gone on with by its name alone.
///
/// # Errors
/// [`EconomyError::OtherChain`]; [`EconomyError::Unsuited`] if it was begun with another release;
/// [`EconomyError::HalfThere`]; [`EconomyError::Step`] if the chain would refuse the founding; [`EconomyError::Ground`].
pub fn resume(
    ground: &dyn Ground,
    deployment: &Deployment,
    release: &Release,
) -> Result<Plan, EconomyError> {
    let mut plan = deployment.plan.clone();
    let found = ground.chain_id();
    if found != plan.chain_id {
        let (economy, expected) = (plan.economy, plan.chain_id);
        return Err(EconomyError::OtherChain { economy, expected, found });
    }
    for contract in plan.contracts.iter_mut().filter(|one| one.origin == Origin::Founded) {
        contract.there = ground.contract(&contract.address)?.is_some();
    }
    whole(&plan.contracts)?;
    let codes = codes(ground, release, &plan.contracts)?;
    let sums = |codes: &[super::PlannedCode]| -> Vec<String> {
        codes.iter().map(|code| code.checksum.clone()).collect()
    };
    if sums(&codes) != sums(&plan.codes) {
        let what = format!(
            "{} was begun with the contracts of {}, and this program has others, of {}: go on with the program that began it, or begin another economy",
            plan.economy, plan.version, release.version
        );
        return Err(EconomyError::Unsuited { what });
    }
    plan.codes = codes;
    plan.closed = closed(ground, &plan.founder, &plan.codes)?;
    plan.steps = steps(ground, &plan)?;
    Ok(plan)
}
