//! Upgrades: the proposal that moves contracts of an economy to new code.

use axiom_types::common;
use axiom_types::dao::{AdminMsg, ExecuteMsg, Target};
use cosmwasm_std::{Binary, CosmosMsg, HexBinary, WasmMsg};
use serde::Serialize;
use serde_json::{json, Value};

use crate::error::EconomyError;
use crate::ground::{ask, Code, Ground};
use crate::owner::{strict_track, Owner, OwnerKind};
use crate::plan::messages::{binary, execute};
use crate::release::Release;
use crate::role::Role;
use crate::site::Site;

/// One contract that moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The contract.
    pub contract: Role,
    /// Its address.
    pub address: String,
    /// Its version now.
    pub from: String,
    /// Its version afterwards.
    pub to: String,
    /// Its code afterwards.
    pub code_id: u64,
    /// SHA-256 of that code, as hex.
    pub checksum: String,
}

/// A proposal that upgrades an economy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Upgrade {
    /// What moves, layers first and governance-dao last.
    pub moves: Vec<Move>,
    /// What stays as it is, and why.
    pub stays: Vec<(Role, String)>,
    /// The messages, in the owner's name.
    pub messages: Vec<CosmosMsg>,
    /// Where the proposal is sent; none for a wallet, which sends the messages itself.
    pub to: Option<String>,
    /// The proposal, ready to be sent.
    pub proposal: Option<Value>,
}

/// What is to be upgraded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Only these contracts; all that can be if empty.
    pub only: Vec<Role>,
    /// Title of the proposal; one that tells what it does if none.
    pub title: Option<String>,
    /// Description of the proposal; one that tells what it does if none.
    pub description: Option<String>,
}

/// The proposal that moves the contracts of an economy to a release whose codes are on the chain.
///
/// # Errors
/// [`EconomyError::OtherChain`]; [`EconomyError::Upgrade`] if a contract that was named cannot move, or its code is not on
/// the chain; [`EconomyError::NothingToUpgrade`]; [`EconomyError::Ground`].
pub fn upgrade(
    ground: &dyn Ground,
    site: &Site,
    release: &Release,
    wish: &Wish,
) -> Result<Upgrade, EconomyError> {
    site.on(ground)?;
    let codes = ground.codes()?;
    let (mut moves, mut stays) = (vec![], vec![]);
    for role in Role::ALL {
        let named = wish.only.contains(&role);
        if !named && !wish.only.is_empty() {
            continue;
        }
        match look(ground, site, release, &codes, role)? {
            Looked::Moves(one) => moves.push(one),
            Looked::Stays(why) if named => return Err(cannot(role, release, why)),
            Looked::Stays(why) => stays.push((role, why)),
            Looked::NotThere(why) => return Err(cannot(role, release, why)),
        }
    }
    if moves.is_empty() {
        let why: Vec<String> = stays.iter().map(|(role, why)| format!("{role}: {why}")).collect();
        return Err(EconomyError::NothingToUpgrade {
            economy: site.economy.clone(),
            version: release.version.clone(),
            why: why.join("; "),
        });
    }
    carried(ground, site, wish, moves, stays)
}

enum Looked {
    Moves(Move),
    Stays(String),
    NotThere(String),
}

fn cannot(contract: Role, release: &Release, why: String) -> EconomyError {
    EconomyError::Upgrade { contract, what: release.version.clone(), why }
}

fn look(
    ground: &dyn Ground,
    site: &Site,
    release: &Release,
    codes: &[Code],
    role: Role,
) -> Result<Looked, EconomyError> {
    let Some(address) = site.address(role) else {
        return Ok(Looked::Stays("this economy has none".to_string()));
    };
    let admin = ground.contract(address)?.and_then(|found| found.admin);
    if admin.as_deref() != Some(site.owner.as_str()) {
        let admin = admin.unwrap_or("nobody".to_string());
        return Ok(Looked::Stays(format!("{admin} may migrate it, not {}", site.owner)));
    }
    let info: common::InfoResponse =
        ask(ground, address, &axiom_types::registry::QueryMsg::Info {})?;
    let (from, to) = (info.info.version, release.version.clone());
    match (parsed(&from), parsed(&to)) {
        (Some(old), Some(new)) if old < new => {}
        (Some(_), Some(_)) => {
            return Ok(Looked::Stays(format!(
                "it has version {from}, which is not older than {to}"
            )))
        }
        _ => return Ok(Looked::Stays(format!("the versions {from} and {to} cannot be compared"))),
    }
    let checksum = release.checksum(role)?;
    let Some(code) = codes.iter().find(|code| code.checksum == checksum && code.for_all) else {
        return Ok(Looked::NotThere(format!(
            "its code {} is not on the chain: store it first (`axiom codes proposal` where only the chain's governance may)",
            hex::encode(checksum)
        )));
    };
    let (code_id, checksum) = (code.code_id, hex::encode(checksum));
    Ok(Looked::Moves(Move {
        contract: role,
        address: address.to_string(),
        from,
        to,
        code_id,
        checksum,
    }))
}

/// Major, minor and patch; none for anything else.
fn parsed(version: &str) -> Option<[u64; 3]> {
    let mut parts = version.split('.').map(|part| part.parse::<u64>().ok());
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

fn carried(
    ground: &dyn Ground,
    site: &Site,
    wish: &Wish,
    moves: Vec<Move>,
    stays: Vec<(Role, String)>,
) -> Result<Upgrade, EconomyError> {
    let governed = site.address(Role::Dao).is_some();
    let owner = match governed {
        true => {
            let kind = OwnerKind::GovernanceDao { track: strict_track(ground, &site.owner)? };
            Owner { address: site.owner.clone(), kind }
        }
        false => Owner::look(ground, &site.owner)?,
    };
    let message = |one: &Move| match governed {
        true => by_vote(site, one),
        false => Ok(plain(one)),
    };
    let messages: Vec<CosmosMsg> = moves.iter().map(message).collect::<Result<_, _>>()?;
    let names: Vec<&str> = moves.iter().map(|one| one.contract.name()).collect();
    let version = moves.first().map_or("", |one| one.to.as_str());
    let title = format!("Upgrade {} to {version}", names.join(", "));
    let line = |one: &Move| {
        format!(
            "{} from {} to {}: code {}, SHA-256 {}",
            one.contract, one.from, one.to, one.code_id, one.checksum
        )
    };
    let told: Vec<String> = moves.iter().map(line).collect();
    // A title has at most 120 bytes.
    let title = match title.len() {
        0..=120 => title,
        _ => format!("Upgrade {} contracts to {version}", names.len()),
    };
    let title = wish.title.clone().unwrap_or(title);
    let description = wish.description.clone().unwrap_or_else(|| told.join("\n"));
    let (to, proposal) = owner.proposal(&title, &description, &messages)?.unzip();
    Ok(Upgrade { moves, stays, messages, to, proposal })
}

/// As governance-dao migrates: it checks the code before, and what came of it afterwards.
fn by_vote(site: &Site, one: &Move) -> Result<CosmosMsg, EconomyError> {
    let target = match one.contract {
        Role::Registry => Target::Registry {},
        Role::Tracker => Target::Tracker {},
        Role::Distributor => Target::Distributor {},
        Role::Ledger => Target::Ledger {},
        Role::Dao => Target::Dao {},
    };
    let checksum = HexBinary::from(hex::decode(&one.checksum).unwrap_or_default());
    let (code_id, msg) = (one.code_id, migrate());
    let msg = ExecuteMsg::Admin(AdminMsg::Upgrade { target, code_id, checksum, msg });
    Ok(execute(&site.owner, binary(&msg)?, vec![]))
}

fn plain(one: &Move) -> CosmosMsg {
    WasmMsg::Migrate {
        contract_addr: one.address.clone(),
        new_code_id: one.code_id,
        msg: migrate(),
    }
    .into()
}

fn migrate() -> Binary {
    Binary::from(json!({}).to_string().into_bytes())
}
