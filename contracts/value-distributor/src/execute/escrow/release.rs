//! `escrow.release`

use axiom_kit::checks;
use axiom_types::bounds::MAX_PAYOUTS;
use axiom_types::common::{Payout, Reference};
use axiom_types::distributor::events::{EscrowPaid, EscrowReleased};
use cosmwasm_std::{Addr, Api, DepsMut, Env, MessageInfo, Response, Uint128};

use crate::domain::{refund_of, Ledger};
use crate::error::ContractError;
use crate::execute::above_zero;
use crate::state::{escrows, halts, money};

/// Credits payouts of an escrow, gives the rest back to its payer and ends it. By its controller, whose choice of
/// payees is not judged here, so that no choice can hold a settlement up: what it would pay to the distributor itself,
/// whence nobody could ever take it, goes back to the payer too; any other account keeps what it gets.
pub fn release_escrow(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    reference: &Reference,
    payouts: Vec<Payout>,
) -> Result<Response, ContractError> {
    // ---- load ----
    let escrow = escrows::load_escrow(deps.storage, &info.sender, reference)?;
    let asset = money::asset_of(&escrow.asset)?;
    halts::ensure_asset(deps.storage, env.block.time.seconds(), &asset)?;
    let mut payouts = checked_payouts(deps.api, payouts)?;

    // ---- decide ----
    let split = |payouts: &[(Addr, Uint128)]| {
        refund_of(escrow.amount, payouts.iter().map(|(_, amount)| *amount))
    };
    if let (asked, None) = split(&payouts)? {
        let locked = escrow.amount;
        return Err(ContractError::PayoutsExceedEscrow { locked, asked });
    }
    payouts.retain(|(payee, _)| *payee != env.contract.address);
    let (paid, refund) = split(&payouts)?;
    let refunded = refund.unwrap_or_default();

    // ---- save ----
    let key = &escrow.asset;
    escrows::close_escrow(deps.storage, &info.sender, reference);
    money::shift(deps.storage, key, Ledger::Escrowed, Ledger::Balances, escrow.amount)?;
    for (payee, amount) in &payouts {
        money::credit(deps.storage, payee, key, *amount)?;
    }
    if !refunded.is_zero() {
        money::credit(deps.storage, &escrow.payer, key, refunded)?;
    }

    // ---- respond ----
    let released = EscrowReleased {
        controller: info.sender.clone(),
        kind: reference.kind.clone(),
        id: reference.id,
        asset: asset.clone(),
        paid,
        refunded,
    };
    let paid = payouts.into_iter().map(|(payee, amount)| EscrowPaid {
        payee,
        asset: asset.clone(),
        amount,
    });
    Ok(Response::new().add_event(released).add_events(paid))
}

fn checked_payouts(
    api: &dyn Api,
    payouts: Vec<Payout>,
) -> Result<Vec<(Addr, Uint128)>, ContractError> {
    checks::list("payouts", payouts.len(), MAX_PAYOUTS)?;
    let mut checked = Vec::with_capacity(payouts.len());
    for payout in payouts {
        above_zero("payouts", payout.amount)?;
        checked.push((checks::addr(api, &payout.account)?, payout.amount));
    }
    checks::unique("payouts", checked.iter().map(|(payee, _)| payee))?;
    Ok(checked)
}
