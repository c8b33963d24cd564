//! Messages about acting in somebody's name.

use cosmrs::proto::cosmos::authz::v1beta1 as authz;
use cosmrs::Any;
use cosmwasm_std::Event;

use super::authz_grants::{accept, check, type_of, Accepted};
use super::{signers, Done};
use crate::ante::checked;
use crate::error::Refusal;
use crate::events::event;
use crate::node::Node;
use crate::{keys, state};

fn refused(code: u32, log: impl Into<String>) -> Refusal {
    Refusal::module("authz", code, log)
}

impl Node {
    pub(super) fn grant(&mut self, msg: &authz::MsgGrant) -> Result<Done, Refusal> {
        let (granter, grantee) = (msg.granter.as_str(), msg.grantee.as_str());
        checked(grantee, "grantee")?;
        if granter == grantee {
            return Err(refused(7, "grantee and granter should be different"));
        }
        let grant = msg.grant.clone().unwrap_or_default();
        let authorization =
            grant.authorization.as_ref().ok_or_else(|| Refusal::sdk(18, "no authorization"))?;
        check(authorization)?;
        let now = self.chain.now().seconds();
        if let Some(end) = &grant.expiration {
            if end.seconds <= i64::try_from(now).unwrap_or(i64::MAX) {
                let said = format!(
                    "expiration must be after the current block time ({now}), got {}",
                    end.seconds
                );
                return Err(refused(
                    3,
                    format!(
                        "{said}: expiration time of authorization should be more than current time"
                    ),
                ));
            }
        }
        let ty = type_of(authorization)?;
        state::ensure_account(&mut self.chain, grantee);
        let storage = self.chain.storage_mut();
        state::save(storage, &keys::grant(&[granter, grantee, &ty]), &grant);
        storage.set(&keys::grant_to(&[grantee, granter, &ty]), &[1]);
        let events = vec![told("cosmos.authz.v1beta1.EventGrant", granter, grantee, &ty)];
        Ok(Done::new(events, &authz::MsgGrantResponse {}))
    }

    pub(super) fn revoke(&mut self, msg: &authz::MsgRevoke) -> Result<Done, Refusal> {
        let (granter, grantee, ty) = (&msg.granter, &msg.grantee, &msg.msg_type_url);
        if self.chain.storage().get(&keys::grant(&[granter, grantee, ty])).is_none() {
            return Err(refused(2, missing(granter, grantee, ty)));
        }
        self.forget_grant(granter, grantee, ty);
        let events = vec![told("cosmos.authz.v1beta1.EventRevoke", granter, grantee, ty)];
        Ok(Done::new(events, &authz::MsgRevokeResponse {}))
    }

    fn forget_grant(&mut self, granter: &str, grantee: &str, ty: &str) {
        let storage = self.chain.storage_mut();
        storage.remove(&keys::grant(&[granter, grantee, ty]));
        storage.remove(&keys::grant_to(&[grantee, granter, ty]));
    }

    pub(super) fn exec(&mut self, msg: &authz::MsgExec) -> Result<Done, Refusal> {
        if msg.msgs.is_empty() {
            return Err(Refusal::sdk(18, "messages cannot be empty"));
        }
        let (mut events, mut results) = (Vec::new(), Vec::new());
        for (index, inner) in msg.msgs.iter().enumerate() {
            let granters = signers(inner)?;
            let [granter] = granters.as_slice() else {
                return Err(refused(9, "authorization can be given to msg with only one signer"));
            };
            if *granter != msg.grantee {
                self.use_grant(granter, &msg.grantee, inner)?;
            }
            let done = self.message(inner).map_err(|refusal| {
                let name = inner.type_url.rsplit('.').next().unwrap_or_default();
                let log = format!("failed to execute message; message {name} : {}", refusal.log);
                Refusal { log, ..refusal }
            })?;
            let index = index.to_string();
            events.extend(done.events.into_iter().map(|event| with_index(event, &index)));
            results.push(done.response.value);
        }
        Ok(Done::new(events, &authz::MsgExecResponse { results }))
    }

    /// Whether a message may be sent in somebody's name; counts it.
    fn use_grant(&mut self, granter: &str, grantee: &str, msg: &Any) -> Result<(), Refusal> {
        let ty = msg.type_url.as_str();
        let key = keys::grant(&[granter, grantee, ty]);
        let grant: authz::Grant = state::load(self.chain.storage(), &key)
            .ok_or_else(|| refused(2, missing(granter, grantee, ty)))?;
        let now = i64::try_from(self.chain.now().seconds()).unwrap_or(i64::MAX);
        if grant.expiration.as_ref().is_some_and(|end| end.seconds < now) {
            return Err(refused(6, "authorization expired"));
        }
        let authorization = grant.authorization.clone().unwrap_or_default();
        match accept(&authorization, msg)? {
            Accepted::AsItIs => {}
            Accepted::UsedUp => self.forget_grant(granter, grantee, ty),
            Accepted::Left(rest) => {
                let grant = authz::Grant { authorization: Some(rest), ..grant };
                state::save(self.chain.storage_mut(), &key, &grant);
            }
        }
        Ok(())
    }
}

fn missing(granter: &str, grantee: &str, ty: &str) -> String {
    format!(
        "failed to get grant with given granter: {granter}, grantee: {grantee} & msgType: {ty} : authorization not found"
    )
}

fn told(name: &str, granter: &str, grantee: &str, ty: &str) -> Event {
    let quoted = |text: &str| format!("\"{text}\"");
    event(
        name,
        [
            ("grantee", &quoted(grantee)),
            ("granter", &quoted(granter)),
            ("msg_type_url", &quoted(ty)),
        ],
    )
}

fn with_index(mut event: Event, index: &str) -> Event {
    let (key, value) = ("authz_msg_index".to_string(), index.to_string());
    event.attributes.push(cosmwasm_std::Attribute { key, value });
    event
}
