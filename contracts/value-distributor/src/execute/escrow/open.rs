//! `escrow.open`

use axiom_kit::checks;
use axiom_kit::deadline::Deadline;
use axiom_types::asset::Asset;
use axiom_types::bounds::MAX_BACKSTOP;
use axiom_types::common::Reference;
use axiom_types::distributor::events::EscrowOpened;
use cosmwasm_std::{Deps, DepsMut, Env, MessageInfo, Response, Uint128};

use crate::domain::{Escrow, Ledger, BACKSTOP_MIN_BLOCKS};
use crate::error::ContractError;
use crate::execute::{above_zero, checked_asset};
use crate::state::{escrows, halts, money};

/// The escrow to open.
pub struct OpenArgs {
    /// What the sender calls it.
    pub reference: Reference,
    /// Whose balance.
    pub payer: String,
    /// The asset.
    pub asset: Asset,
    /// Base units.
    pub amount: Uint128,
    /// Unix seconds.
    pub backstop: u64,
}

/// Draws an escrow from a payer's balance within the allowance that it set for the sender.
pub fn open_escrow(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    args: OpenArgs,
) -> Result<Response, ContractError> {
    // ---- load ----
    let (controller, reference, asset) = (&info.sender, &args.reference, &args.asset);
    let escrow = checked_escrow(deps.as_ref(), env, &args)?;
    let Escrow { payer, asset: key, amount, .. } = &escrow;
    if escrows::is_used(deps.storage, controller, reference) {
        let Reference { kind, id } = args.reference;
        return Err(ContractError::ReferenceUsed { kind, id });
    }
    let left = money::load_allowance(deps.storage, payer, controller, key)?;

    // ---- decide ----
    let asked = *amount;
    let not_allowed = |_| ContractError::NotAllowed { left, asked };
    let allowed = left.checked_sub(asked).map_err(not_allowed)?;
    let rest = money::after_debit(deps.storage, payer, asset, asked)?;

    // ---- save ----
    money::save_allowance(deps.storage, payer, controller, key, allowed)?;
    money::save_balance(deps.storage, payer, key, rest)?;
    money::shift(deps.storage, key, Ledger::Balances, Ledger::Escrowed, asked)?;
    escrows::open_escrow(deps.storage, controller, reference, &escrow)?;

    // ---- respond ----
    Ok(Response::new().add_event(EscrowOpened {
        controller: info.sender.clone(),
        kind: args.reference.kind,
        id: args.reference.id,
        payer: escrow.payer,
        asset: args.asset,
        amount: escrow.amount,
    }))
}

/// The escrow that is asked for, checked by form, time and freeze.
fn checked_escrow(deps: Deps, env: &Env, args: &OpenArgs) -> Result<Escrow, ContractError> {
    let now = env.block.time.seconds();
    checks::slug("reference.kind", &args.reference.kind)?;
    checked_asset(deps.api, &args.asset)?;
    above_zero("amount", args.amount)?;
    let payer = checks::addr(deps.api, &args.payer)?;
    let (at, latest) = (args.backstop, now.saturating_add(MAX_BACKSTOP));
    if at <= now || at > latest {
        return Err(ContractError::BadBackstop { backstop: at, now, latest });
    }
    let halt = halts::ensure_asset(deps.storage, now, &args.asset)?;
    let idle = halts::idle_seconds_of(deps.storage, now, &halt)?;
    let asset = args.asset.key();
    let min_height = env.block.height.saturating_add(BACKSTOP_MIN_BLOCKS);
    let backstop = Deadline { at, min_height, idle };
    Ok(Escrow { payer, asset, amount: args.amount, backstop })
}
