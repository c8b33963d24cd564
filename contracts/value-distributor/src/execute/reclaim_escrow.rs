//! `reclaim_escrow`

use axiom_kit::checks;
use axiom_types::common::Reference;
use axiom_types::distributor::events::EscrowReclaimed;
use cosmwasm_std::{DepsMut, Env, Response};

use crate::domain::Ledger;
use crate::error::ContractError;
use crate::state::{escrows, halts, money};

/// Gives an escrow back to its payer after the backstop. By anyone.
pub fn reclaim_escrow(
    deps: DepsMut,
    env: &Env,
    controller: &str,
    reference: &Reference,
) -> Result<Response, ContractError> {
    // ---- load ----
    let now = env.block.time.seconds();
    let controller = checks::addr(deps.api, controller)?;
    let escrow = escrows::load_escrow(deps.storage, &controller, reference)?;
    let halt = halts::ensure_asset(deps.storage, now, &money::asset_of(&escrow.asset)?)?;
    let idle = halts::idle_seconds_of(deps.storage, now, &halt)?;

    // ---- decide ----
    let backstop = &escrow.backstop;
    if !backstop.passed(now, env.block.height, idle) {
        let (at, height) = (backstop.ends_at(idle), backstop.min_height);
        return Err(ContractError::BackstopAhead { at, height });
    }

    // ---- save ----
    let (key, amount) = (&escrow.asset, escrow.amount);
    escrows::close_escrow(deps.storage, &controller, reference);
    money::shift(deps.storage, key, Ledger::Escrowed, Ledger::Balances, amount)?;
    money::credit(deps.storage, &escrow.payer, key, amount)?;

    // ---- respond ----
    Ok(Response::new().add_event(EscrowReclaimed {
        controller,
        kind: reference.kind.clone(),
        id: reference.id,
        payer: escrow.payer,
        amount,
    }))
}
