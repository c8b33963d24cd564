//! A founding, played in memory before anything is paid for.
//!
//! Where codes are missing, the founding transaction cannot be simulated: storing them costs most of all, and only
//! then would the contracts say what they think of the template. So it is founded on an embedded chain first.

use axiom_chain::Chain;
use axiom_economy::{
    self as eco, Deployments, Plan, Quiet, Release, Role, StoryGround, Template, Tools, Wanted,
    WasmSource,
};
use axiom_local::LocalChain;

use crate::fail::{Done, Fail, Kind};

/// Codes that are built in have no Wasm.
struct BuiltIn;

impl WasmSource for BuiltIn {
    fn wasm(&self, _: Role, _: &Release) -> Result<Vec<u8>, eco::EconomyError> {
        Ok(Vec::new())
    }
}

/// Whether a founding can be played in memory: nothing of it may be on the real chain alone.
pub fn suits(plan: &Plan, wanted: &Wanted, prefix: &str) -> bool {
    let missing = plan.codes.iter().any(|code| code.code_id.is_none());
    let own = wanted.owner.as_ref().is_none_or(|owner| *owner == wanted.founder);
    missing && own && wanted.adopt.is_empty() && prefix == axiom_chain::PREFIX
}

/// Founds in memory; `paid` is the denom of fees, `scratch` a folder for what is needed meanwhile.
///
/// # Errors
/// What the contracts refuse.
pub fn rehearse(
    chain_id: &str,
    template: &Template,
    wanted: &Wanted,
    paid: &str,
    scratch: &std::path::Path,
) -> Done {
    // On the real chain the denom of fees stands in where none is named; in memory nothing is paid.
    let own = template.variables.get("DENOM").is_some_and(|one| one.default.is_some());
    let mut wanted = wanted.clone();
    wanted.denom = wanted.denom.or_else(|| (!own).then(|| paid.to_string()));
    let wanted = &wanted;
    let mut chain = LocalChain::new(chain_id);
    axiom_suite::shelve(&mut chain);
    let mut release = Release::committed();
    for role in Role::ALL {
        let code = chain.store_named(role.name());
        let info = chain.code_info(code).map(|info| info.checksum.as_slice().to_vec());
        release.checksums.insert(role, info.unwrap_or_default());
    }
    let plan =
        eco::plan(&StoryGround::new(&mut chain, &wanted.founder), template, wanted, &release)?;
    for coin in plan.calls.iter().flat_map(|call| &call.funds) {
        chain.mint(&wanted.founder, coin.clone());
    }
    let folder = scratch.join(format!("rehearsal-{}", std::process::id()));
    let (wasm, deployments) = (BuiltIn, Deployments::new(&folder));
    let tools = Tools { release: &release, wasm: &wasm, deployments: &deployments };
    let mut ground = StoryGround::new(&mut chain, &wanted.founder);
    let played = eco::apply(&mut ground, &plan, &tools, &mut Quiet);
    let _ = std::fs::remove_dir_all(&folder);
    played.map(drop).map_err(|error| {
        Fail::new(Kind::Refused, format!("a rehearsal of the founding failed: {error}"))
            .hint("nothing was sent; change the template, or --set what the text names")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(set: &[&str]) -> Wanted {
        Wanted {
            economy: "first".into(),
            founder: axiom_chain::Account::named("founder").address.into_string(),
            name: None,
            denom: None,
            salt: None,
            adopt: Default::default(),
            owner: None,
            set: set.iter().map(|text| text.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn every_template_passes_its_rehearsal_and_what_contracts_refuse_is_told() {
        let scratch = std::env::temp_dir();
        for name in Template::names() {
            let template = Template::find(name).unwrap();
            rehearse("some-chain-1", &template, &wanted(&[]), "uaxm", &scratch)
                .unwrap_or_else(|fail| panic!("{name}: {}", fail.text));
        }
        let template = Template::find("default").unwrap();
        let high = wanted(&["ledger.create.settings.fee_bps=10000"]);
        let fail = rehearse("some-chain-1", &template, &high, "uaxm", &scratch).unwrap_err();
        assert!(fail.text.contains("rehearsal") && fail.text.contains("fee"), "{}", fail.text);
        assert_eq!(fail.kind, Kind::Refused);
    }
}
