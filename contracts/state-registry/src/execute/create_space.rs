use axiom_kit::checks;
use axiom_types::bounds::MAX_NAME_LEN;
use axiom_types::json;
use axiom_types::registry::events::SpaceOpened;
use axiom_types::registry::{SpaceCreated, WriterRule};
use cosmwasm_std::{Addr, DepsMut, Response};

use super::checked_writers;
use crate::domain::space::{Charter, Head};
use crate::error::ContractError;
use crate::state;

/// Opens a space owned by the sender, who need not be registered.
pub fn create_space(
    deps: DepsMut,
    sender: &Addr,
    name: String,
    writers: WriterRule,
) -> Result<Response, ContractError> {
    // ---- decide ----
    checks::line("name", &name, MAX_NAME_LEN)?;
    let charter = Charter { name, writers: checked_writers(deps.api, writers)? };

    // ---- save ----
    let space = state::next_space(deps.storage)?;
    state::save_head(deps.storage, space, &Head::new(sender.clone()))?;
    state::save_charter(deps.storage, space, &charter)?;

    // ---- respond ----
    let opened = SpaceOpened { space, owner: sender.clone() };
    Ok(Response::new().set_data(json::binary(&SpaceCreated { space })?).add_event(opened))
}
