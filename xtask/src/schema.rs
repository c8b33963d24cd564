//! JSON schema of each contract.

use anyhow::Result;
use axiom_types::{common, dao, distributor, ledger, registry, tracker};
use cosmwasm_schema::generate_api;

use crate::generated::File;

macro_rules! api {
    ($name:literal, $module:ident, $migrate:ty) => {{
        use $module::{ExecuteMsg, InstantiateMsg, QueryMsg};
        type MigrateMsg = $migrate;
        let api = generate_api! {
            name: $name,
            instantiate: InstantiateMsg,
            execute: ExecuteMsg,
            query: QueryMsg,
            migrate: MigrateMsg,
        };
        ($name, api.render().to_string()?)
    }};
}

/// `schema/<contract>.json` of the five.
pub fn files() -> Result<Vec<File>> {
    let all = [
        api!("state-registry", registry, common::MigrateMsg),
        api!("execution-ledger", ledger, common::MigrateMsg),
        api!("contribution-tracker", tracker, common::MigrateMsg),
        api!("value-distributor", distributor, common::MigrateMsg),
        api!("governance-dao", dao, dao::MigrateMsg),
    ];
    Ok(all
        .into_iter()
        .map(|(name, text)| File { path: format!("schema/{name}.json"), text: text + "\n" })
        .collect())
}
