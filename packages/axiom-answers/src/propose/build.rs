//! Messages of each intent.

use axiom_types::asset::Asset;
use axiom_types::dao::{AdminMsg as DaoAdmin, ExecuteMsg as DaoMsg, Target};
use axiom_types::distributor::{ExecuteMsg as DistributorMsg, QueryMsg, Withdrawal};
use axiom_types::tracker::{
    AdminMsg as TrackerAdmin, DomainResponse, ExecuteMsg as TrackerMsg, GrantsResponse, Holder,
    NewGrant, QueryMsg as TrackerQuery,
};
use cosmwasm_std::{BankMsg, Binary, Coin, CosmosMsg, Uint128, WasmMsg};
use cw20::{BalanceResponse, Cw20ExecuteMsg, Cw20QueryMsg};
use serde::Serialize;
use serde_json::{json, Value};

use super::{Built, Intent, ProposeError, Proposed, Route};
use crate::ask::Answers;
use crate::economy::ContractName;
use crate::error::AnswerError;
use crate::plain::plain_messages;

impl Answers<'_> {
    pub(super) fn build(&self, intent: &Intent) -> Proposed<Built> {
        match intent {
            Intent::Spend { route, to, asset, amount } => {
                self.build_spend(*route, to, asset, *amount)
            }
            Intent::Set { contract, field, value } => self.build_set(*contract, field, value),
            Intent::Grant { .. } => self.build_grant(intent),
            Intent::Upgrade { contract, code_id, msg } => {
                self.build_upgrade(*contract, *code_id, msg.as_ref())
            }
            Intent::Text {} => Ok(Built {
                messages: vec![],
                settings: None,
                words: None,
                warnings: vec![],
                spends: None,
            }),
        }
    }

    fn build_spend(
        &self,
        route: Route,
        to: &str,
        asset: &Asset,
        amount: Uint128,
    ) -> Proposed<Built> {
        if amount.is_zero() {
            return Err(ProposeError::ZeroAmount {});
        }
        let why = |error: axiom_types::asset::AssetError| error.to_string();
        asset.validate().map_err(|error| ProposeError::BadAsset { why: why(error) })?;
        self.check_address(to)?;
        let (to_owned, paid) = (to.to_string(), asset.clone());
        let message = match route {
            Route::WalletToWallet => match asset {
                Asset::Native(denom) => BankMsg::Send {
                    to_address: to_owned,
                    amount: vec![Coin { denom: denom.clone(), amount }],
                }
                .into(),
                Asset::Cw20(token) => {
                    call(token, &Cw20ExecuteMsg::Transfer { recipient: to_owned, amount })?
                }
            },
            Route::BalanceToBalance => {
                let msg = DistributorMsg::Transfer { to: to_owned, asset: paid, amount };
                call(self.need(ContractName::Distributor)?, &msg)?
            }
            Route::BalanceToWallet => {
                let row = Withdrawal { asset: paid, amount: Some(amount), to: Some(to_owned) };
                let msg = DistributorMsg::Withdraw { withdrawals: vec![row] };
                call(self.need(ContractName::Distributor)?, &msg)?
            }
        };
        let held = self.treasury(route, asset)?;
        let poor = format!(
            "the treasury holds {held} {asset} there now: expected at least {amount} when it is executed"
        );
        Ok(Built {
            warnings: if held < amount { vec![poor] } else { vec![] },
            spends: Some((asset.clone(), amount)),
            ..self.built(vec![message], &format!("Pay {amount} {asset}"))
        })
    }

    /// What the dao holds where a route begins.
    fn treasury(&self, route: Route, asset: &Asset) -> Proposed<Uint128> {
        let dao = self.dao()?;
        let held = match (route, asset) {
            (Route::WalletToWallet, Asset::Native(denom)) => self
                .source
                .balance(dao, denom)
                .map_err(|error| AnswerError::chain("the balance of the treasury", error))?,
            (Route::WalletToWallet, Asset::Cw20(token)) => {
                let msg = Cw20QueryMsg::Balance { address: dao.to_string() };
                self.ask::<BalanceResponse>(token, &msg)?.balance
            }
            (Route::BalanceToBalance | Route::BalanceToWallet, asset) => {
                let msg = QueryMsg::Balance { owner: dao.to_string(), asset: asset.clone() };
                self.ask(self.need(ContractName::Distributor)?, &msg)?
            }
        };
        Ok(held)
    }

    fn build_grant(&self, intent: &Intent) -> Proposed<Built> {
        let Intent::Grant { domain, ledger, holder, per_client, total, per_pair, last_epoch } =
            intent
        else {
            return self.build(intent);
        };
        let domain = self.domain(domain)?;
        let ledger = match ledger {
            Some(ledger) => ledger.clone(),
            None => self.need(ContractName::Ledger)?.to_string(),
        };
        self.check_address(&ledger)?;
        if let Holder::Address { address } = holder {
            self.check_address(address)?;
        }
        for (field, points) in
            [("per_client", per_client), ("total", total), ("per_pair", per_pair)]
        {
            if points.is_zero() {
                return Err(ProposeError::BadValue {
                    field: field.to_string(),
                    value: "0".to_string(),
                    expected: "expected at least one point; a budget is ended with revoke_budget"
                        .to_string(),
                });
            }
        }
        let grant = NewGrant {
            domain: domain.domain,
            ledger,
            holder: holder.clone(),
            per_client: *per_client,
            total: *total,
            per_pair: *per_pair,
            last_epoch: *last_epoch,
        };
        let warnings = self.replaced(&grant)?;
        let msg = TrackerMsg::Admin(TrackerAdmin::GrantBudget { grant });
        let title = format!("Grant a budget in the domain '{}'", domain.name);
        let built = self.built(vec![call(&self.economy.tracker, &msg)?], &title);
        Ok(Built { warnings, ..built })
    }

    /// A domain by its number or its name.
    pub(super) fn domain(&self, wanted: &str) -> Proposed<DomainResponse> {
        let all: Vec<DomainResponse> =
            self.ask(&self.economy.tracker, &TrackerQuery::Domains {})?;
        let known = all.iter().map(|row| format!("{} ({})", row.domain, row.name)).collect();
        let is = |row: &DomainResponse| row.domain.to_string() == wanted || row.name == wanted;
        let unknown = ProposeError::UnknownDomain { domain: wanted.to_string(), known };
        all.into_iter().find(is).ok_or(unknown)
    }

    /// Grants that a new one ends.
    fn replaced(&self, new: &NewGrant) -> Proposed<Vec<String>> {
        let grants = self.pages(|start_after: Option<u64>| {
            let limit = Some(axiom_types::bounds::MAX_PAGE);
            let msg = TrackerQuery::Grants { start_after, limit };
            let found: GrantsResponse = self.ask(&self.economy.tracker, &msg)?;
            Ok((found.grants, found.next))
        })?;
        let same = |old: &NewGrant| {
            (old.domain, &old.ledger, &old.holder) == (new.domain, &new.ledger, &new.holder)
        };
        let ended = grants.rows.into_iter().filter(|row| row.active && same(&row.grant));
        Ok(ended
            .map(|row| format!("it replaces the grant {} of {} per epoch", row.id, row.grant.total))
            .collect())
    }

    fn build_upgrade(
        &self,
        contract: ContractName,
        code_id: u64,
        msg: Option<&Value>,
    ) -> Proposed<Built> {
        let address = self.need(contract)?;
        let chain = |error| AnswerError::chain("codes and contracts", error);
        let checksum = self.source.code_checksum(code_id).map_err(chain)?;
        let checksum = checksum.ok_or(ProposeError::UnknownCode { code_id })?;
        let facts = self.source.contract(address).map_err(chain)?;
        let (admin, runs) = facts.map_or((None, None), |f| (f.admin, Some(f.code_id)));
        if admin.as_deref() != Some(self.dao()?) {
            return Err(ProposeError::NotAdmin { contract, admin });
        }
        if runs == Some(code_id) {
            return Err(ProposeError::SameCode { contract, code_id });
        }
        let target = match contract {
            ContractName::Dao => Target::Dao {},
            ContractName::Registry => Target::Registry {},
            ContractName::Ledger => Target::Ledger {},
            ContractName::Tracker => Target::Tracker {},
            ContractName::Distributor => Target::Distributor {},
        };
        let msg = msg.cloned().unwrap_or_else(|| json!({}));
        let msg = Binary::from(msg.to_string().into_bytes());
        let upgrade = DaoMsg::Admin(DaoAdmin::Upgrade { target, code_id, checksum, msg });
        let message = call(self.dao()?, &upgrade)?;
        Ok(self.built(vec![message], &format!("Upgrade the {contract} to code {code_id}")))
    }

    /// Messages with a title, and a description that tells what they do.
    pub(super) fn built(&self, messages: Vec<CosmosMsg>, title: &str) -> Built {
        let plain = plain_messages(&self.economy, &messages, &[]);
        let texts: Vec<_> = plain.into_iter().map(|message| message.text).collect();
        let description = format!("This proposal would {}.", texts.join("; "));
        Built {
            messages,
            settings: None,
            words: Some((title.to_string(), description)),
            warnings: vec![],
            spends: None,
        }
    }
}

/// A call of a contract.
pub(super) fn call(contract: &str, msg: &impl Serialize) -> Proposed<CosmosMsg> {
    let bytes = serde_json::to_vec(msg).map_err(|error| ProposeError::BadValue {
        field: "message".to_string(),
        value: contract.to_string(),
        expected: error.to_string(),
    })?;
    let contract_addr = contract.to_string();
    Ok(WasmMsg::Execute { contract_addr, msg: bytes.into(), funds: vec![] }.into())
}
