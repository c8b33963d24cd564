//! What was recorded.

use axiom_kit::checks;
use axiom_types::common::Reference;
use axiom_types::tracker::ContributionResponse;
use cosmwasm_std::Deps;

use crate::error::ContractError;
use crate::state::records;

/// What a reporter recorded for a reference in a role; none if nothing.
pub fn contribution(
    deps: Deps<'_>,
    reporter: &str,
    reference: &Reference,
    role: &str,
) -> Result<Option<ContributionResponse>, ContractError> {
    let reporter = checks::addr(deps.api, reporter)?;
    let key = records::record_key(&reporter, &reference.kind, reference.id, role);
    Ok(records::may_load_record(deps.storage, &key)?.map(Into::into))
}
