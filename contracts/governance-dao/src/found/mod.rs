//! Founding: one transaction makes an economy.
//!
//! Checks all, predicts every address, writes this contract's state, creates the missing layers and grants the first
//! budgets. The reply to the last creation reads back who can migrate what; any failure undoes the whole transaction.

mod layers;
pub mod messages;

use axiom_kit::{checks, version};
use axiom_types::bounds::{MAX_GUARDIAN_SUNSET, MAX_NAME_LEN};
use axiom_types::dao::events::Founded;
use axiom_types::dao::{GuardianSetup, InstantiateMsg, Target, Track, CONTRACT_NAME};
use cosmwasm_std::{Api, DepsMut, Env, Response};

use crate::domain::guardian::GuardianError;
use crate::domain::tracks;
use crate::error::ContractError;
use crate::migrate::VERSION;
use crate::peers;
use crate::records::{Economy, Guardian, Named};
use crate::state;

/// Founds an economy.
///
/// # Errors
/// [`ContractError::Salt`], [`ContractError::TrackerNeeded`], [`ContractError::NoVoters`],
/// [`ContractError::NoLedgerForGrant`], [`ContractError::ArbitrationTooShort`], [`ContractError::WrongKind`],
/// [`ContractError::Track`], [`ContractError::Guardian`], [`axiom_kit::KitError::WrongCode`]; from the reply
/// [`ContractError::WrongAdmin`]; and whatever a created contract refuses.
pub fn found(deps: DepsMut<'_>, env: &Env, msg: InstantiateMsg) -> Result<Response, ContractError> {
    // load
    let plan = layers::plan(deps.as_ref(), env, &msg)?;

    // decide
    checks::line("name", &msg.name, MAX_NAME_LEN)?;
    tracks::check_all(&msg.tracks)?;
    for track in &msg.tracks {
        check_addresses(deps.api, track)?;
    }
    let named = guardian(deps.api, env.block.time.seconds(), msg.guardian.as_ref())?;
    let created = messages::creations(env, &msg, &plan)?;
    let grants = messages::grants(&msg, &plan)?;

    // save
    version::init(deps.storage, CONTRACT_NAME, VERSION)?;
    let economy = Economy {
        name: msg.name,
        registry: plan.registry,
        ledger: plan.ledger,
        tracker: plan.tracker,
        distributor: plan.distributor,
        source: 1,
    };
    state::save_economy(deps.storage, &economy)?;
    state::save_source(deps.storage, economy.source, &plan.source)?;
    for (number, track) in (1..).zip(&msg.tracks) {
        state::save_track(deps.storage, number, track)?;
    }
    state::save_guardian(deps.storage, &Guardian { named, ..Guardian::default() })?;

    // respond
    let response = Response::new();
    let response = if created.is_empty() {
        peers::can_decide(&deps.querier, &plan.source, &msg.tracks)?;
        let check = messages::self_check(env)?;
        response.add_message(check).add_event(founded(&economy))
    } else {
        response.add_submessages(created)
    };
    Ok(response.add_messages(grants))
}

/// The event of an economy whose contracts are in place.
pub fn founded(economy: &Economy) -> Founded {
    let address =
        |layer: &Option<crate::records::Layer>| layer.as_ref().map(|layer| layer.address.clone());
    Founded {
        name: economy.name.clone(),
        registry: address(&economy.registry),
        ledger: address(&economy.ledger),
        tracker: economy.tracker.address.clone(),
        distributor: address(&economy.distributor),
    }
}

/// Passes a track whose rules name valid addresses.
///
/// # Errors
/// [`axiom_kit::KitError::BadAddress`].
pub fn check_addresses(api: &dyn Api, track: &Track) -> Result<(), ContractError> {
    for rule in &track.calls {
        if let Target::Contract { address } = &rule.target {
            checks::addr(api, address)?;
        }
    }
    for rule in &track.spending {
        if let axiom_types::asset::Asset::Cw20(address) = &rule.asset {
            checks::addr(api, address)?;
        }
    }
    Ok(())
}

/// The guardian of a setup, named now.
///
/// # Errors
/// [`GuardianError::BadSunset`], [`axiom_kit::KitError::BadAddress`].
pub fn guardian(
    api: &dyn Api,
    now: u64,
    setup: Option<&GuardianSetup>,
) -> Result<Option<Named>, ContractError> {
    let Some(setup) = setup else {
        return Ok(None);
    };
    let (seconds, max) = (setup.sunset, MAX_GUARDIAN_SUNSET);
    if !(1..=max).contains(&seconds) {
        return Err(GuardianError::BadSunset { seconds, max }.into());
    }
    let address = checks::addr(api, &setup.address)?;
    Ok(Some(Named { address, sunset: now.saturating_add(seconds) }))
}
