//! One file per message.

mod add_domain;
mod add_hook;
mod award;
mod grant_budget;
mod instantiate;
mod pause;
mod penalise;
mod remove_hook;
mod report;
mod revoke_budget;
mod set_rates;
mod set_registry;
mod sync_hook;
mod unpause;
mod update_ownership;

pub use add_domain::add_domain;
pub use add_hook::add_hook;
pub use award::{award, Decision};
pub use grant_budget::grant_budget;
pub use instantiate::instantiate;
pub use pause::pause;
pub use penalise::penalise;
pub use remove_hook::remove_hook;
pub use report::report;
pub use revoke_budget::revoke_budget;
pub use set_rates::set_rates;
pub use set_registry::set_registry;
pub use sync_hook::sync_hook;
pub use unpause::unpause;
pub use update_ownership::update_ownership;
