//! The codes that a development chain runs: native builds of the contracts, known by the checksums
//! of their Wasm.

use axiom_client::CONTRACTS;
use axiom_local::{Code, ContractWrapper, LocalChain};
use cosmwasm_std::{Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError, StdResult};
use serde::{Deserialize, Serialize};

/// The committed checksums of the contracts' Wasm.
const CHECKSUMS: &str = include_str!("../../../artifacts/checksums.txt");
/// The account that stored the built-in codes.
pub(crate) const CREATOR: &str = "code creator";

/// A code that this program can run.
pub struct BuiltIn {
    /// Its name, such as `governance-dao`, or `governance-dao@next` for a second build.
    pub name: String,
    /// Makes it.
    pub make: fn() -> Code,
}

/// A code on the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCode {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// SHA-256 of the Wasm it stands for, hexadecimal.
    pub checksum: String,
}

impl KnownCode {
    /// The checksum as bytes; none if the record is damaged.
    pub(crate) fn digest(&self) -> Option<[u8; 32]> {
        hex::decode(&self.checksum).ok()?.try_into().ok()
    }
}

/// A chain that runs nothing, with every built-in code on its shelf.
pub(crate) fn shelf() -> LocalChain {
    let mut chain = LocalChain::new("shelf");
    axiom_suite::shelve(&mut chain);
    chain
}

/// Names of the built-in codes in the order of their ids.
pub(crate) fn names() -> Vec<String> {
    let five = CONTRACTS.map(str::to_string);
    let next = CONTRACTS.map(|name| format!("{name}@next"));
    five.into_iter().chain(["cw20_base".to_string()]).chain(next).collect()
}

/// The code of that name with the checksum it has on chains, if the repository knows one.
pub(crate) fn built_in(shelf: &LocalChain, name: &str) -> Option<Code> {
    let code = shelf.shelved(name)?;
    Some(match committed(name) {
        Some(checksum) => code.with_checksum(checksum),
        None => code,
    })
}

/// The committed checksum of a contract.
fn committed(name: &str) -> Option<[u8; 32]> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let (sum, file) = (words.next()?, words.last()?);
        (file.strip_suffix(".wasm")? == name).then(|| hex::decode(sum).ok()?.try_into().ok())?
    };
    CHECKSUMS.lines().find_map(line)
}

/// In the place of a code that an earlier version of this program could run.
pub(crate) fn gone(name: &str) -> Code {
    fn refuse<T>() -> StdResult<T> {
        Err(StdError::generic_err(
            "this version of the program does not have the code of this contract any more: use the one that wrote the \
             chain, or begin anew with `axiom local reset`",
        ))
    }
    fn execute(_: DepsMut<'_>, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
        refuse()
    }
    fn query(_: Deps<'_>, _: Env, _: Empty) -> StdResult<cosmwasm_std::Binary> {
        refuse()
    }
    Code::new(name, "gone", Box::new(ContractWrapper::new(execute, execute, query)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_have_the_committed_checksums_and_all_names_have_a_code() {
        let shelf = shelf();
        for name in names() {
            let code = built_in(&shelf, &name).unwrap_or_else(|| panic!("no code {name}"));
            let committed = committed(&name);
            assert_eq!(committed.is_some(), CONTRACTS.contains(&name.as_str()), "{name}");
            assert!(committed.is_none_or(|sum| sum == code.checksum), "{name}");
        }
        assert_eq!(names()[0], "state-registry");
        assert_eq!(names().len(), 11);
    }
}
