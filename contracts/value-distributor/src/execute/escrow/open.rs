//! `escrow.open`

use axiom_kit::checks;
use axiom_kit::deadline::Deadline;
use axiom_types::asset::Asset;
use axiom_types::bounds::MAX_BACKSTOP;
use axiom_types::common::Reference;
use axiom_types::distributor::events::EscrowOpened;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Uint128};

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
    let OpenArgs {
        reference,
        payer,
        asset,
        amount,
        backstop,
    } = args;
    let now = env.block.time.seconds();
    checks::slug("reference.kind", &reference.kind)?;
    checked_asset(deps.api, &asset)?;
    above_zero("amount", amount)?;
    let payer = checks::addr(deps.api, &payer)?;
    let latest = now.saturating_add(MAX_BACKSTOP);
    if backstop <= now || backstop > latest {
        return Err(ContractError::BadBackstop {
            backstop,
            now,
            latest,
        });
    }
    if escrows::is_used(deps.storage, &info.sender, &reference) {
        return Err(ContractError::ReferenceUsed {
            kind: reference.kind,
            id: reference.id,
        });
    }
    halts::ensure_asset(deps.storage, now, &asset)?;
    let key = asset.key();
    let left = money::load_allowance(deps.storage, &payer, &info.sender, &key)?;
    let idle = halts::idle_seconds(deps.storage, now, &key)?;

    // ---- decide ----
    let allowed = left
        .checked_sub(amount)
        .map_err(|_| ContractError::NotAllowed {
            left,
            asked: amount,
        })?;
    let rest = money::after_debit(deps.storage, &payer, &asset, amount)?;
    let min_height = env.block.height.saturating_add(BACKSTOP_MIN_BLOCKS);
    let backstop = Deadline {
        at: backstop,
        min_height,
        idle,
    };
    let escrow = Escrow {
        payer,
        asset: key,
        amount,
        backstop,
    };

    // ---- save ----
    let Escrow {
        payer, asset: key, ..
    } = &escrow;
    money::save_allowance(deps.storage, payer, &info.sender, key, allowed)?;
    money::save_balance(deps.storage, payer, key, rest)?;
    money::shift(
        deps.storage,
        key,
        Ledger::Balances,
        Ledger::Escrowed,
        amount,
    )?;
    escrows::open_escrow(deps.storage, &info.sender, &reference, &escrow)?;

    // ---- respond ----
    Ok(Response::new().add_event(EscrowOpened {
        controller: info.sender.clone(),
        kind: reference.kind,
        id: reference.id,
        payer: escrow.payer,
        asset,
        amount,
    }))
}
