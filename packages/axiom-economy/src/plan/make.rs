//! Makes a plan: looks at the chain, predicts addresses, fills the template in, estimates what it costs.

use std::collections::BTreeMap;

use axiom_types::bounds::MAX_NAME_LEN;
use axiom_types::common::is_text;
use axiom_types::dao::Origin;
use serde_json::{json, Value};

use crate::error::EconomyError;
use crate::ground::{kind_of, Ground, Uploads};
use crate::names::{check_address, check_name, check_salt, predict};
use crate::owner::{Owner, OwnerKind};
use crate::plan::messages::owner_task;
use crate::plan::steps::steps;
use crate::plan::{ClosedUploads, Plan, PlannedCode, PlannedContract, TemplateMark, Wanted};
use crate::release::Release;
use crate::role::Role;
use crate::template::{Filled, Template};

/// How an economy comes by a layer.
enum Part {
    Create,
    Adopt(String),
    Omit,
}

/// What founding an economy would do. Nothing is sent.
///
/// # Errors
/// [`EconomyError::Name`], [`EconomyError::Salt`], [`EconomyError::Address`]; those of [`Template::fill`];
/// [`EconomyError::Adopt`]; [`EconomyError::HalfThere`]; [`EconomyError::Step`] if the chain would refuse the founding;
/// [`EconomyError::Ground`].
pub fn plan(
    ground: &dyn Ground,
    template: &Template,
    wanted: &Wanted,
    release: &Release,
) -> Result<Plan, EconomyError> {
    let salt = wanted.salt.clone().unwrap_or_else(|| wanted.economy.clone());
    check_all(wanted, &salt)?;
    let owner = match &wanted.owner {
        Some(address) => Some(Owner::look(ground, address)?),
        None => None,
    };
    let parts = parts(template, wanted)?;
    let contracts = contracts(ground, wanted, release, &salt, &parts)?;
    let filled =
        template.fill(&wanted.set, &wanted.adopt, &words(ground, template, wanted, &contracts))?;
    if owner.is_none() && matches!(parts.get(&Role::Tracker), Some(Part::Omit)) {
        let what = "the tracker is left out, and it is the source of voting power: create or adopt one, or name an owner with --owner";
        return Err(EconomyError::Unsuited { what: what.to_string() });
    }
    let codes = codes(ground, release, &contracts)?;
    let name = wanted.name.clone().or_else(|| text_at(&filled.founding, "name"));
    let mut plan = Plan {
        version: release.version.clone(),
        chain_id: ground.chain_id(),
        economy: wanted.economy.clone(),
        name: name.unwrap_or_default(),
        founder: wanted.founder.clone(),
        salt,
        template: TemplateMark {
            name: template.name.clone(),
            title: template.title.clone(),
            family: template.family.clone(),
            sha256: template.digest.clone(),
        },
        closed: closed(ground, &wanted.founder, &codes)?,
        owner,
        codes,
        contracts,
        steps: vec![],
        owner_task: None,
        notes: vec![],
        founding: filled.founding.clone(),
        calls: filled.calls.clone(),
        proposals: filled.proposals.clone(),
    };
    finish(ground, &mut plan, filled)?;
    Ok(plan)
}

fn check_all(wanted: &Wanted, salt: &str) -> Result<(), EconomyError> {
    check_name(&wanted.economy)?;
    check_salt(salt)?;
    check_address("the founder", &wanted.founder, &wanted.founder)?;
    if let Some(owner) = &wanted.owner {
        check_address("the owner", owner, &wanted.founder)?;
    }
    for (role, address) in &wanted.adopt {
        check_address(role.name(), address, &wanted.founder)?;
    }
    if wanted.adopt.contains_key(&Role::Dao) {
        let what =
            "governance-dao cannot be adopted: name it with --owner, and it owns the contracts";
        return Err(EconomyError::Unsuited { what: what.to_string() });
    }
    Ok(())
}

/// What is left once everything is known: names, labels, steps and what is left to an owner.
fn finish(ground: &dyn Ground, plan: &mut Plan, filled: Filled) -> Result<(), EconomyError> {
    if !is_text(&plan.name, MAX_NAME_LEN) || plan.name.contains('\n') {
        let what = format!(
            "{:?} is no visible name of an economy: give 1 to {MAX_NAME_LEN} bytes that can be read, with --title",
            plan.name
        );
        return Err(EconomyError::Unsuited { what });
    }
    if plan.created().next().is_none() {
        let what = "every contract is adopted or left out, and an owner is named: nothing is left to found";
        return Err(EconomyError::Unsuited { what: what.to_string() });
    }
    plan.founding["name"] = json!(plan.name);
    let name = plan.name.clone();
    for contract in plan.contracts.iter_mut().filter(|one| one.origin == Origin::Founded) {
        contract.label = Some(match contract.contract {
            Role::Dao => format!("axiom economy: {name}"),
            layer => format!("{}: {name}", layer.part()),
        });
    }
    if plan.owner.is_some() {
        without_dao(plan, &filled)?;
    }
    plan.steps = steps(ground, plan)?;
    Ok(())
}

/// Under an owner nobody votes here: what members would decide is the owner's.
fn without_dao(plan: &mut Plan, filled: &Filled) -> Result<(), EconomyError> {
    let calls = filled.proposals.iter().flat_map(|proposal| &proposal.calls).chain(&filled.calls);
    if calls.into_iter().any(|call| call.role() == Some(Role::Dao)) {
        let what = "the template sends messages to governance-dao, and with --owner there is none: take them out of `then`";
        return Err(EconomyError::Unsuited { what: what.to_string() });
    }
    plan.notes.push("tracks and guardian of the template are not used: they belong to governance-dao, and the owner decides here".to_string());
    if let Some(OwnerKind::GovernanceDao { .. }) = plan.owner.as_ref().map(|owner| &owner.kind) {
        plan.notes.push("a governance-dao calls contracts that are none of its own layers only by call rules of its tracks: it needs one for each method that it is to call here".to_string());
    }
    let own = plan.owner.as_ref().is_some_and(|owner| owner.address == plan.founder);
    if own {
        for proposal in std::mem::take(&mut plan.proposals) {
            plan.calls.extend(proposal.calls);
        }
        return Ok(());
    }
    plan.owner_task = owner_task(plan)?;
    plan.proposals.clear();
    Ok(())
}

fn text_at(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_string)
}

/// How each layer comes here, by the template with its changes.
fn parts(template: &Template, wanted: &Wanted) -> Result<BTreeMap<Role, Part>, EconomyError> {
    let mut document = template.document().clone();
    for change in wanted.set.iter().filter(|change| change.variable().is_none()) {
        change.apply(&mut document)?;
    }
    let part = |role: Role| {
        if let Some(address) = wanted.adopt.get(&role) {
            return Ok((role, Part::Adopt(address.clone())));
        }
        let found = document.pointer(&format!("/founding/{}", role.part()));
        let adopted = found.and_then(|part| part.pointer("/adopt/address"));
        let part = match (adopted, found.and_then(|part| part.get("create"))) {
            (Some(address), _) => {
                let path = format!("founding.{}.adopt.address", role.part());
                Part::Adopt(template.text(&wanted.set, address, &path)?)
            }
            (None, Some(_)) => Part::Create,
            (None, None) => Part::Omit,
        };
        Ok((role, part))
    };
    Role::LAYERS.into_iter().map(part).collect()
}

fn contracts(
    ground: &dyn Ground,
    wanted: &Wanted,
    release: &Release,
    salt: &str,
    parts: &BTreeMap<Role, Part>,
) -> Result<Vec<PlannedContract>, EconomyError> {
    let dao = match &wanted.owner {
        Some(_) => None,
        None => Some(predict(release.checksum(Role::Dao)?, &wanted.founder, salt, None)?),
    };
    let creator = dao.as_deref().unwrap_or(&wanted.founder);
    let owner = dao.as_deref().or(wanted.owner.as_deref());
    let mut all = vec![];
    for (role, part) in parts {
        match part {
            Part::Omit => {}
            Part::Adopt(address) => all.push(adopted(ground, *role, address, &wanted.founder)?),
            Part::Create => {
                let checksum = release.checksum(*role)?;
                let address = predict(checksum, creator, salt, role.letter())?;
                all.push(created(ground, *role, address, owner, owner)?);
            }
        }
    }
    if let Some(dao) = &dao {
        all.push(created(ground, Role::Dao, dao.clone(), Some(dao), None)?);
    }
    whole(&all)?;
    Ok(all)
}

fn created(
    ground: &dyn Ground,
    contract: Role,
    address: String,
    admin: Option<&str>,
    owner: Option<&str>,
) -> Result<PlannedContract, EconomyError> {
    let there = ground.contract(&address)?.is_some();
    let (admin, owner) = (admin.map(str::to_string), owner.map(str::to_string));
    Ok(PlannedContract {
        contract,
        address,
        label: None,
        origin: Origin::Founded,
        admin,
        owner,
        there,
    })
}

/// An existing contract: it has to be of the right kind.
fn adopted(
    ground: &dyn Ground,
    contract: Role,
    address: &str,
    founder: &str,
) -> Result<PlannedContract, EconomyError> {
    check_address(contract.name(), address, founder)?;
    let wrong =
        |found: String| EconomyError::Adopt { contract, address: address.to_string(), found };
    let Some(found) = ground.contract(address)? else {
        return Err(wrong("no contract".to_string()));
    };
    match kind_of(ground, address)? {
        Some((kind, _)) if kind == contract.kind() => {}
        Some((kind, _)) => return Err(wrong(format!("a {kind}"))),
        None => return Err(wrong("a contract that does not say what it is".to_string())),
    }
    let owner = crate::verify::owner_of(ground, address)?;
    Ok(PlannedContract {
        contract,
        address: address.to_string(),
        label: Some(found.label),
        origin: Origin::Adopted,
        admin: found.admin,
        owner,
        there: true,
    })
}

/// Founding is one transaction: all that it creates is there, or nothing.
pub(super) fn whole(contracts: &[PlannedContract]) -> Result<(), EconomyError> {
    let names = |there: bool| -> Vec<&str> {
        let created = contracts.iter().filter(|one| one.origin == Origin::Founded);
        created.filter(|one| one.there == there).map(|one| one.contract.name()).collect()
    };
    let (present, absent) = (names(true), names(false));
    if present.is_empty() || absent.is_empty() {
        return Ok(());
    }
    Err(EconomyError::HalfThere { present: present.join(", "), absent: absent.join(", ") })
}

/// The words that a template finds filled in.
fn words(
    ground: &dyn Ground,
    template: &Template,
    wanted: &Wanted,
    contracts: &[PlannedContract],
) -> BTreeMap<String, Value> {
    let mut words = BTreeMap::new();
    let mut word = |name: &str, value: &str| words.insert(name.to_string(), json!(value));
    word("FOUNDER", &wanted.founder);
    for contract in contracts {
        word(contract.contract.variable(), &contract.address);
    }
    let dao = contracts.iter().find(|one| one.contract == Role::Dao).map(|one| &one.address);
    if let Some(owner) = wanted.owner.as_ref().or(dao) {
        word("OWNER", owner);
        word("DAO", owner);
    }
    let own = template.variables.get("DENOM").is_some_and(|one| one.default.is_some());
    let paid = ground.fee(1).map(|fee| fee.denom).filter(|_| !own);
    if let Some(denom) = wanted.denom.clone().or(paid) {
        word("DENOM", &denom);
    }
    words
}

/// Codes of what is created; of several with the same Wasm the oldest that everybody may use.
pub(super) fn codes(
    ground: &dyn Ground,
    release: &Release,
    contracts: &[PlannedContract],
) -> Result<Vec<PlannedCode>, EconomyError> {
    let on_chain = ground.codes()?;
    let created = |role: &Role| {
        contracts.iter().any(|one| one.contract == *role && one.origin == Origin::Founded)
    };
    let code = |role: Role| {
        let checksum = release.checksum(role)?;
        let found = on_chain.iter().find(|code| code.for_all && code.checksum == checksum);
        let code_id = found.map(|code| code.code_id);
        Ok(PlannedCode { contract: role, checksum: hex::encode(checksum), code_id })
    };
    Role::ALL.into_iter().filter(created).map(code).collect()
}

/// What is missing, if the founder may not store it.
pub(super) fn closed(
    ground: &dyn Ground,
    founder: &str,
    codes: &[PlannedCode],
) -> Result<Option<ClosedUploads>, EconomyError> {
    let missing = codes.iter().filter(|code| code.code_id.is_none());
    let missing: Vec<Role> = missing.map(|code| code.contract).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    Ok(match ground.uploads()? {
        Uploads::Everybody => None,
        Uploads::Only(list) if list.iter().any(|one| one == founder) => None,
        Uploads::Only(list) if list.is_empty() => {
            Some(ClosedUploads { allowed: "only its governance".to_string(), missing })
        }
        Uploads::Only(list) => {
            let allowed = format!("only its governance and {}", list.join(", "));
            Some(ClosedUploads { allowed, missing })
        }
    })
}
