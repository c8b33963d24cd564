//! One handler a message. Sender's role and gate as far as the table tells, and coins, are checked before.

mod accept_binding;
mod create_space;
mod leave;
mod offer_binding;
mod offer_space;
mod pause;
mod register;
mod renew;
mod set_writers;
mod take_space;
mod unbind;
mod unpause;
mod update_ownership;
mod update_profile;
mod update_settings;
mod write_cells;

pub use accept_binding::accept_binding;
pub use create_space::create_space;
pub use leave::leave;
pub use offer_binding::offer_binding;
pub use offer_space::offer_space;
pub use pause::pause;
pub use register::register;
pub use renew::renew;
pub use set_writers::set_writers;
pub use take_space::take_space;
pub use unbind::unbind;
pub use unpause::unpause;
pub use update_ownership::update_ownership;
pub use update_profile::update_profile;
pub use update_settings::update_settings;
pub use write_cells::write_cells;

use axiom_kit::{checks, KitError};
use axiom_types::bounds::MAX_WRITERS;
use axiom_types::registry::WriterRule;
use cosmwasm_std::{Addr, Api};

use crate::domain::space::Writers;

/// A writer rule with checked addresses.
///
/// # Errors
/// More than 32 writers, a malformed address, one twice.
fn checked_writers(api: &dyn Api, rule: WriterRule) -> Result<Writers, KitError> {
    match rule {
        WriterRule::Owner {} => Ok(Writers::Owner {}),
        WriterRule::List { addresses } => {
            Ok(Writers::List { addresses: checked_list(api, "writers", &addresses, MAX_WRITERS)? })
        }
        WriterRule::Registered { kind } => Ok(Writers::Registered { kind }),
    }
}

/// Addresses of a list, each once and at most `max`.
fn checked_list(
    api: &dyn Api,
    field: &'static str,
    list: &[String],
    max: usize,
) -> Result<Vec<Addr>, KitError> {
    checks::list(field, list.len(), max)?;
    let found = list.iter().map(|one| checks::addr(api, one)).collect::<Result<Vec<_>, _>>()?;
    checks::unique(field, &found)?;
    Ok(found)
}
