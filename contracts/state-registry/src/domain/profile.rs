//! What a participant says of itself, within bounds from birth.

use axiom_kit::checks;
use axiom_types::bounds::{MAX_CAPABILITIES, MAX_ENDPOINTS, MAX_NAME_LEN, MAX_TAGS};
use axiom_types::common::Link;
use axiom_types::json::Json;
use axiom_types::registry as msg;
use cosmwasm_schema::cw_serde;

use crate::error::ContractError;

axiom_types::json_record!(Profile);

/// A checked profile, as stored.
#[cw_serde]
#[derive(Json)]
pub struct Profile {
    name: String,
    metadata: Option<Link>,
    endpoints: Vec<String>,
    tags: Vec<String>,
    capabilities: Vec<String>,
}

impl Profile {
    /// Takes a profile that a message brought.
    ///
    /// # Errors
    /// A form or bound of [`checks`], inside [`ContractError::Kit`].
    pub fn try_new(profile: msg::Profile) -> Result<Self, ContractError> {
        let msg::Profile { name, metadata, endpoints, tags, capabilities } = profile;
        checks::line("name", &name, MAX_NAME_LEN)?;
        metadata.as_ref().map(checks::link).transpose()?;
        checks::list("endpoints", endpoints.len(), MAX_ENDPOINTS)?;
        for endpoint in &endpoints {
            checks::uri("endpoints", endpoint)?;
        }
        slugs("tags", &tags, MAX_TAGS)?;
        slugs("capabilities", &capabilities, MAX_CAPABILITIES)?;
        Ok(Self { name, metadata, endpoints, tags, capabilities })
    }

    /// The profile as messages carry it.
    pub fn into_msg(self) -> msg::Profile {
        let Self { name, metadata, endpoints, tags, capabilities } = self;
        msg::Profile { name, metadata, endpoints, tags, capabilities }
    }

    /// Capabilities listed.
    pub fn capabilities(&self) -> &[String] {
        &self.capabilities
    }
}

fn slugs(field: &'static str, list: &[String], max: usize) -> Result<(), ContractError> {
    checks::list(field, list.len(), max)?;
    for slug in list {
        checks::slug(field, slug)?;
    }
    checks::unique(field, list.iter())?;
    Ok(())
}

/// Entries of one list that the other lacks.
pub fn lacking<'a>(list: &'a [String], other: &'a [String]) -> impl Iterator<Item = &'a String> {
    list.iter().filter(move |entry| !other.contains(entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> msg::Profile {
        msg::Profile {
            name: "Ada".into(),
            metadata: Some(Link { uri: "ipfs://a".into(), sha256: vec![7; 32].into() }),
            endpoints: vec!["https://a.example".into()],
            tags: vec!["math".into()],
            capabilities: vec!["code/review".into(), "proof".into()],
        }
    }

    #[test]
    fn a_good_profile_survives_the_round() {
        assert_eq!(Profile::try_new(good()).unwrap().into_msg(), good());
    }

    #[test]
    fn the_bounds_themselves_are_fine() {
        let many = |n: usize| (0..n).map(|i| format!("{i:032}")).collect::<Vec<_>>();
        let profile = msg::Profile {
            name: "n".repeat(64),
            metadata: None,
            endpoints: (0..4).map(|i| format!("https://{i:0>248}")).collect(),
            tags: many(8),
            capabilities: many(8),
        };
        assert!(Profile::try_new(profile).is_ok());
    }

    type Change = fn(&mut msg::Profile);

    /// What is wrong, and the change that makes a good profile so.
    const BAD: &[(&str, Change)] = &[
        ("no name", |p| p.name = String::new()),
        ("long name", |p| p.name = "n".repeat(65)),
        ("control character", |p| p.name = "a\u{7}".into()),
        ("short hash", |p| p.metadata = link("ipfs://a", 31)),
        ("no link", |p| p.metadata = link("", 32)),
        ("too many endpoints", |p| p.endpoints = vec!["https://a".into(); 5]),
        ("long endpoint", |p| p.endpoints = vec![format!("https://{}", "a".repeat(249))]),
        ("too many tags", |p| p.tags = (0..9).map(|i| format!("t{i}")).collect()),
        ("tag twice", |p| p.tags = vec!["a".into(), "a".into()]),
        ("upper-case tag", |p| p.tags = vec!["Math".into()]),
        ("too many capabilities", |p| p.capabilities = (0..9).map(|i| format!("t{i}")).collect()),
        ("capability twice", |p| p.capabilities = vec!["a".into(), "b".into(), "a".into()]),
        ("long capability", |p| p.capabilities = vec!["a".repeat(33)]),
        ("empty capability", |p| p.capabilities = vec![String::new()]),
    ];

    fn link(uri: &str, len: usize) -> Option<Link> {
        Some(Link { uri: uri.into(), sha256: vec![7; len].into() })
    }

    #[test]
    fn bad_profiles_are_refused() {
        for (what, change) in BAD {
            let mut profile = good();
            change(&mut profile);
            let found = Profile::try_new(profile);
            assert!(matches!(found, Err(ContractError::Kit(_))), "{what}: {found:?}");
        }
    }

    #[test]
    fn only_differences_are_touched() {
        let list = |entries: &[&str]| entries.iter().map(|e| (*e).to_string()).collect::<Vec<_>>();
        let (old, new) = (list(&["a", "b"]), list(&["b", "c"]));
        assert_eq!(lacking(&old, &new).collect::<Vec<_>>(), ["a"]);
        assert_eq!(lacking(&new, &old).collect::<Vec<_>>(), ["c"]);
        assert_eq!(lacking(&old, &old).count(), 0);
    }
}
