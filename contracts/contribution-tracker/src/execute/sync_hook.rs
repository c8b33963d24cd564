use axiom_kit::{checks, hooks, reply as reply_id, KitError};
use axiom_types::bounds::{HOOK_GAS, MAX_HOOK_SYNC};
use cosmwasm_std::{DepsMut, Response, SubMsg, WasmMsg};
use cw4::{MemberChangedHookMsg, MemberDiff};

use crate::error::ContractError;
use crate::reply;
use crate::state::log;

/// Sends a registered hook the present weights of members, as changes from the same weight. A success lifts its
/// quarantine and forgets its failures; a failure changes nothing and is told by an event. Anybody may call.
///
/// # Errors
/// [`ContractError::Kit`] for a hook that is not registered, bad addresses, an empty list, more than 30 members or one
/// named twice; [`ContractError::NotMember`].
pub fn sync_hook(deps: DepsMut, addr: &str, members: &[String]) -> Result<Response, ContractError> {
    // ---- load ----
    let addr = checks::addr(deps.api, addr)?;
    checks::filled_list("members", members.len(), MAX_HOOK_SYNC)?;
    checks::unique("members", members)?;
    let hook = hooks::list(deps.storage)?.into_iter().find(|hook| hook.address == addr);
    let hook = hook.ok_or(KitError::UnknownHook { hook: checks::reason(addr.as_str()) })?;
    let mut diffs = vec![];
    for member in members {
        let address = checks::addr(deps.api, member)?;
        let Some(weight) = log::may_load_weight(deps.storage, &address)? else {
            return Err(ContractError::NotMember { address });
        };
        diffs.push(MemberDiff::new(address, Some(weight), Some(weight)));
    }

    // ---- respond ----
    let msg = MemberChangedHookMsg::new(diffs).into_json_binary()?;
    let call = WasmMsg::Execute { contract_addr: addr.into_string(), msg, funds: vec![] };
    let id = reply_id::id(reply::SYNC, u64::from(hook.id))?;
    Ok(Response::new().add_submessage(SubMsg::reply_always(call, id).with_gas_limit(HOOK_GAS)))
}
