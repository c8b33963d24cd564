//! Which contracts the economy will have: predicted, adopted or left out.

use axiom_kit::{checks, codes};
use axiom_types::bounds::MAX_GENESIS;
use axiom_types::dao::{InstantiateMsg, Part, TrackerSetup};
use cosmwasm_std::{instantiate2_address, Addr, Deps, Env, HexBinary, Uint128};

use crate::error::ContractError;
use crate::peers::{self, Role};
use crate::records::{Layer, Source};

/// Most bytes of a salt; one letter per layer is added.
const MAX_SALT: usize = 60;

/// The contracts of an economy that is being founded.
pub struct Plan {
    /// The state layer.
    pub registry: Option<Layer>,
    /// The contribution layer.
    pub tracker: Layer,
    /// The value layer.
    pub distributor: Option<Layer>,
    /// The execution layer.
    pub ledger: Option<Layer>,
    /// Where power comes from.
    pub source: Source,
}

/// Checks codes and adopted contracts; predicts the addresses of those to be created.
pub fn plan(deps: Deps<'_>, env: &Env, msg: &InstantiateMsg) -> Result<Plan, ContractError> {
    let len = msg.salt.len();
    if !(1..=MAX_SALT).contains(&len) {
        return Err(ContractError::Salt { len, max: MAX_SALT });
    }
    let finder = Finder { deps, env, salt: msg.salt.as_slice() };
    let tracker =
        finder.layer(Role::Tracker, &msg.tracker)?.ok_or(ContractError::TrackerNeeded {})?;
    let source = match &msg.tracker {
        Part::Create { settings, .. } => {
            has_voters(settings)?;
            Source { tracker: tracker.address.clone(), domain: settings.voting_domain }
        }
        Part::Adopt { .. } | Part::Omit {} => {
            peers::existing_source(&deps.querier, &tracker.address)?
        }
    };
    Ok(Plan {
        registry: finder.layer(Role::Registry, &msg.registry)?,
        tracker,
        distributor: finder.layer(Role::Distributor, &msg.distributor)?,
        ledger: finder.layer(Role::Ledger, &msg.ledger)?,
        source,
    })
}

/// Passes founders of whom at least one has points.
fn has_voters(setup: &TrackerSetup) -> Result<(), ContractError> {
    checks::list("tracker.genesis", setup.genesis.len(), MAX_GENESIS)?;
    if setup.genesis.iter().all(|member| member.points == Uint128::zero()) {
        return Err(ContractError::NoVoters {});
    }
    Ok(())
}

struct Finder<'a> {
    deps: Deps<'a>,
    env: &'a Env,
    salt: &'a [u8],
}

impl Finder<'_> {
    fn layer<T>(&self, role: Role, part: &Part<T>) -> Result<Option<Layer>, ContractError> {
        match part {
            Part::Omit {} => Ok(None),
            Part::Adopt { address } => {
                let address = checks::addr(self.deps.api, address)?;
                peers::is_kind(&self.deps.querier, &address, role)?;
                Ok(Some(Layer { address, founded: false }))
            }
            Part::Create { code_id, checksum, .. } => {
                codes::approved(&self.deps.querier, *code_id, checksum)?;
                let address = self.predict(role, checksum)?;
                Ok(Some(Layer { address, founded: true }))
            }
        }
    }

    fn predict(&self, role: Role, checksum: &HexBinary) -> Result<Addr, ContractError> {
        let creator = self.deps.api.addr_canonicalize(self.env.contract.address.as_str())?;
        let salt = layer_salt(self.salt, role);
        // The checksum has 32 bytes by now, so only the salt can be at fault.
        let canonical = instantiate2_address(checksum, &creator, &salt)
            .map_err(|_| ContractError::Salt { len: self.salt.len(), max: MAX_SALT })?;
        Ok(self.deps.api.addr_humanize(&canonical)?)
    }
}

/// The salt of a layer: that of the economy and one letter.
pub fn layer_salt(salt: &[u8], role: Role) -> Vec<u8> {
    let mut full = salt.to_vec();
    full.push(role.letter());
    full
}
