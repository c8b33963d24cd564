//! One file per message. Handlers load, decide, save and respond, in this order.

pub mod accept;
pub mod agree;
pub mod approve;
pub mod arbitrate;
pub mod cancel;
pub mod decline;
pub mod expire;
pub mod guard;
pub mod instantiate;
pub mod legs;
pub mod post_job;
pub mod reject;
pub mod retry_leg;
pub mod set_peers;
mod step;
pub mod submit;
pub mod update_ownership;
pub mod update_settings;

use cosmwasm_std::{Addr, DepsMut, Env};

/// What a handler gets besides its message.
pub struct Ctx<'a> {
    /// Storage, addresses, peers.
    pub deps: DepsMut<'a>,
    /// Block and contract.
    pub env: Env,
    /// Who sent the message.
    pub sender: Addr,
}
