//! Fees that somebody else pays.

use axiom_client::messages::{any, coins as to_proto};
use cosmrs::proto::cosmos::feegrant::v1beta1 as feegrant;
use cosmrs::proto::Timestamp;
use cosmrs::Any;
use cosmwasm_std::{Coin, Uint128};

use super::authz_grants::less;
use super::Done;
use crate::ante::{checked, types};
use crate::error::Refusal;
use crate::events::event;
use crate::node::Node;
use crate::tx::{coins, unpack};
use crate::{keys, state};

const BASIC: &str = "/cosmos.feegrant.v1beta1.BasicAllowance";
const PERIODIC: &str = "/cosmos.feegrant.v1beta1.PeriodicAllowance";
const ALLOWED: &str = "/cosmos.feegrant.v1beta1.AllowedMsgAllowance";

fn refused(code: u32, log: &str) -> Refusal {
    Refusal::module("feegrant", code, log)
}

impl Node {
    pub(super) fn grant_allowance(
        &mut self,
        msg: &feegrant::MsgGrantAllowance,
    ) -> Result<Done, Refusal> {
        let (granter, grantee) = (msg.granter.as_str(), msg.grantee.as_str());
        checked(grantee, "grantee")?;
        if granter == grantee {
            return Err(Refusal::sdk(7, "cannot self-grant fee authorization"));
        }
        let allowance = msg
            .allowance
            .clone()
            .ok_or_else(|| Refusal::sdk(18, "allowance should not be empty"))?;
        check(&allowance, self.now())?;
        let key = keys::allowance(&[grantee, granter]);
        // One whose time is over counts as gone: chains sweep it away by themselves.
        let old: Option<feegrant::Grant> = state::load(self.chain.storage(), &key);
        let holds =
            |old: feegrant::Grant| check(&old.allowance.unwrap_or_default(), self.now()).is_ok();
        if old.is_some_and(holds) {
            return Err(Refusal::sdk(18, "fee allowance already exists"));
        }
        state::ensure_account(&mut self.chain, grantee);
        let grant = feegrant::Grant {
            granter: granter.to_string(),
            grantee: grantee.to_string(),
            allowance: Some(allowance),
        };
        state::save(self.chain.storage_mut(), &key, &grant);
        let events = vec![event("set_feegrant", [("granter", granter), ("grantee", grantee)])];
        Ok(Done::new(events, &feegrant::MsgGrantAllowanceResponse {}))
    }

    pub(super) fn revoke_allowance(
        &mut self,
        msg: &feegrant::MsgRevokeAllowance,
    ) -> Result<Done, Refusal> {
        let (granter, grantee) = (msg.granter.as_str(), msg.grantee.as_str());
        let key = keys::allowance(&[grantee, granter]);
        if self.chain.storage().get(&key).is_none() {
            return Err(Refusal::sdk(38, "fee-grant not found"));
        }
        self.chain.storage_mut().remove(&key);
        let events = vec![event("revoke_feegrant", [("granter", granter), ("grantee", grantee)])];
        Ok(Done::new(events, &feegrant::MsgRevokeAllowanceResponse {}))
    }

    /// Takes a fee from an allowance.
    pub(crate) fn use_allowance(
        &mut self,
        granter: &str,
        grantee: &str,
        fee: &[Coin],
        messages: &[Any],
    ) -> Result<(), Refusal> {
        if granter == grantee {
            return Ok(());
        }
        let wrapped = |refusal: Refusal| Refusal {
            log: format!("{granter} does not allow to pay fees for {grantee}: {}", refusal.log),
            ..refusal
        };
        let key = keys::allowance(&[grantee, granter]);
        let grant: feegrant::Grant = state::load(self.chain.storage(), &key)
            .ok_or_else(|| wrapped(Refusal::sdk(38, "fee-grant not found")))?;
        let allowance = grant.allowance.clone().unwrap_or_default();
        let left = spend(&allowance, fee, &types(messages), self.now()).map_err(wrapped)?;
        let storage = self.chain.storage_mut();
        match left {
            Some(allowance) => {
                let grant = feegrant::Grant { allowance: Some(allowance), ..grant };
                state::save(storage, &key, &grant);
            }
            None => storage.remove(&key),
        }
        Ok(())
    }

    /// Time of the open block, Unix seconds as protobuf writes them.
    fn now(&self) -> i64 {
        i64::try_from(self.chain.now().seconds()).unwrap_or(i64::MAX)
    }
}

/// Whether an allowance can be granted.
fn check(allowance: &Any, now: i64) -> Result<(), Refusal> {
    let basic = |basic: &feegrant::BasicAllowance| {
        coins(&basic.spend_limit)?;
        match &basic.expiration {
            Some(end) if end.seconds <= now => {
                Err(Refusal::sdk(18, "expiration is before current block time"))
            }
            _ => Ok(()),
        }
    };
    match allowance.type_url.as_str() {
        BASIC => basic(&unpack(allowance)?),
        PERIODIC => {
            let periodic: feegrant::PeriodicAllowance = unpack(allowance)?;
            basic(&periodic.basic.clone().unwrap_or_default())?;
            if coins(&periodic.period_spend_limit)?.is_empty() {
                return Err(Refusal::sdk(10, "spend amount is invalid"));
            }
            if periodic.period.as_ref().is_none_or(|period| period.seconds <= 0) {
                return Err(refused(4, "negative clock step: invalid duration"));
            }
            Ok(())
        }
        ALLOWED => {
            let allowed: feegrant::AllowedMsgAllowance = unpack(allowance)?;
            if allowed.allowed_messages.is_empty() {
                return Err(refused(6, "allowed messages shouldn't be empty: no messages"));
            }
            check(&allowed.allowance.unwrap_or_default(), now)
        }
        other => Err(Refusal::sdk(
            37,
            format!("{other} is not known here: use a basic or periodic allowance"),
        )),
    }
}

/// What an allowance leaves after a fee; none if nothing.
fn spend(
    allowance: &Any,
    fee: &[Coin],
    messages: &[&str],
    now: i64,
) -> Result<Option<Any>, Refusal> {
    match allowance.type_url.as_str() {
        BASIC => {
            let left = spend_basic(unpack(allowance)?, fee, now, "basic allowance")?;
            Ok(left.map(|left| any(&left)))
        }
        PERIODIC => spend_periodic(unpack(allowance)?, fee, now),
        _ => {
            let mut allowed: feegrant::AllowedMsgAllowance = unpack(allowance)?;
            let covers = |ty: &&str| allowed.allowed_messages.iter().any(|one| one == ty);
            if !messages.iter().all(covers) {
                let said = "message does not exist in allowed messages: message not allowed";
                return Err(refused(7, said));
            }
            let inner = allowed.allowance.take().unwrap_or_default();
            let left = spend(&inner, fee, messages, now)?;
            Ok(left.map(|left| {
                allowed.allowance = Some(left);
                any(&allowed)
            }))
        }
    }
}

fn spend_basic(
    mut basic: feegrant::BasicAllowance,
    fee: &[Coin],
    now: i64,
    what: &str,
) -> Result<Option<feegrant::BasicAllowance>, Refusal> {
    if basic.expiration.as_ref().is_some_and(|end| end.seconds < now) {
        return Err(refused(3, &format!("{what}: fee allowance expired")));
    }
    if basic.spend_limit.is_empty() {
        return Ok(Some(basic));
    }
    let left = less(&coins(&basic.spend_limit)?, fee)
        .ok_or_else(|| refused(2, &format!("{what}: fee limit exceeded")))?;
    basic.spend_limit = to_proto(&left);
    Ok(Some(basic).filter(|_| !left.is_empty()))
}

fn spend_periodic(
    mut periodic: feegrant::PeriodicAllowance,
    fee: &[Coin],
    now: i64,
) -> Result<Option<Any>, Refusal> {
    let basic = periodic.basic.clone().unwrap_or_default();
    let reset = periodic.period_reset.as_ref().map_or(0, |moment| moment.seconds);
    if now >= reset {
        let limit = coins(&basic.spend_limit)?;
        let most = coins(&periodic.period_spend_limit)?;
        periodic.period_can_spend = to_proto(&smaller(&most, &limit));
        let length = periodic.period.as_ref().map_or(1, |period| period.seconds.max(1));
        // The period goes on where it stood, unless a whole one has passed.
        let next = reset.saturating_add(length);
        let seconds = if next > now { next } else { now.saturating_add(length) };
        periodic.period_reset = Some(Timestamp { seconds, nanos: 0 });
    }
    let left = less(&coins(&periodic.period_can_spend)?, fee)
        .ok_or_else(|| refused(2, "period limit: fee limit exceeded"))?;
    periodic.period_can_spend = to_proto(&left);
    let basic = spend_basic(basic, fee, now, "absolute limit")?;
    Ok(basic.map(|basic| {
        periodic.basic = Some(basic);
        any(&periodic)
    }))
}

/// Of each coin the smaller amount; a limit without coins is none.
fn smaller(coins: &[Coin], limit: &[Coin]) -> Vec<Coin> {
    let most = |coin: &Coin| {
        let found = limit.iter().find(|limit| limit.denom == coin.denom);
        found.map_or(Uint128::zero(), |limit| limit.amount)
    };
    let cut = |coin: &Coin| {
        let amount = if limit.is_empty() { coin.amount } else { coin.amount.min(most(coin)) };
        Coin { denom: coin.denom.clone(), amount }
    };
    coins.iter().map(cut).filter(|coin| !coin.amount.is_zero()).collect()
}
