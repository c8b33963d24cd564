//! The wrapper around every contract: makes cw-multi-test behave like wasmd where they differ.
//!
//! - A panic becomes an error, as a trap of the VM does ([`ContractPanic`]).
//! - A reply sees the failing contract's own text, no message JSON, no chain of contexts.
//! - Payloads of submessages arrive blank, as on chains with CosmWasm 1.x.
//! - A contract cannot read its own contract information while it is instantiated.
//! - Storage, queries and answers are counted ([`crate::GasReport`]), planted faults applied.
//!
//! Catching panics needs `panic = "unwind"`: tests and debug builds have it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::Once;

use anyhow::{anyhow, Result};
use axiom_chain::ContractPanic;
use cosmwasm_std::{
    Addr, Binary, Checksum, Deps, DepsMut, Empty, Env, MessageInfo, Querier, QuerierWrapper, Reply,
    Response, SubMsgResult,
};
use cw_multi_test::Contract;

use crate::code::Code;
use crate::fault::{Entry, FaultAction, FaultCall, Tamper};
use crate::hub::{Found, Hub};
use crate::metered::{Access, MeteredQuerier, MeteredStorage};
use crate::steps::Made;

/// A contract with its guard.
pub(crate) struct Guarded {
    inner: Box<dyn Contract<Empty>>,
    checksum: [u8; 32],
    hub: Rc<Hub>,
}

/// One call of an entry point that may write.
enum Call {
    Instantiate(MessageInfo, Vec<u8>),
    Execute(MessageInfo, Vec<u8>),
    Reply(Box<Reply>),
    Sudo(Vec<u8>),
    Migrate(Vec<u8>),
}

impl Call {
    fn entry(&self) -> Entry {
        match self {
            Self::Instantiate(..) => Entry::Instantiate,
            Self::Execute(..) => Entry::Execute,
            Self::Reply(_) => Entry::Reply,
            Self::Sudo(_) => Entry::Sudo,
            Self::Migrate(_) => Entry::Migrate,
        }
    }

    /// Bytes of its message; a reply has none.
    fn message_bytes(&self) -> u64 {
        match self {
            Self::Instantiate(_, msg)
            | Self::Execute(_, msg)
            | Self::Sudo(msg)
            | Self::Migrate(msg) => msg.len() as u64,
            Self::Reply(_) => 0,
        }
    }

    fn describe<'a>(&'a self, env: &'a Env) -> FaultCall<'a> {
        let (sender, msg, reply) = match self {
            Self::Instantiate(info, msg) | Self::Execute(info, msg) => {
                (Some(info.sender.as_str()), msg.as_slice(), None)
            }
            Self::Reply(reply) => (None, [].as_slice(), Some(&**reply)),
            Self::Sudo(msg) | Self::Migrate(msg) => (None, msg.as_slice(), None),
        };
        FaultCall {
            contract: env.contract.address.as_str(),
            entry: self.entry(),
            sender,
            msg,
            reply,
            block: &env.block,
        }
    }

    fn tamper(&mut self, env: &mut Env, tamper: &mut Tamper) {
        if let Some(block) = tamper.block.take() {
            env.block = block;
        }
        match self {
            Self::Instantiate(info, msg) | Self::Execute(info, msg) => {
                if let Some(sender) = tamper.sender.take() {
                    info.sender = Addr::unchecked(sender);
                }
                if let Some(message) = tamper.message.take() {
                    *msg = message;
                }
            }
            Self::Sudo(msg) | Self::Migrate(msg) => {
                if let Some(message) = tamper.message.take() {
                    *msg = message;
                }
            }
            Self::Reply(_) => {}
        }
    }
}

/// What is left of a fault once it was decided about.
enum Verdict {
    Run(Tamper, Option<Found>),
    Ignore,
}

impl Guarded {
    pub fn boxed(code: Code, hub: Rc<Hub>) -> Box<dyn Contract<Empty>> {
        Box::new(Self { inner: code.contract, checksum: code.checksum, hub })
    }

    fn judge(&self, call: &FaultCall) -> Result<Verdict> {
        let Some(found) = self.hub.fault_of(call.contract) else {
            return Ok(Verdict::Run(Tamper::new(), None));
        };
        match found.fault.decide(call) {
            FaultAction::Pass => Ok(Verdict::Run(Tamper::new(), None)),
            FaultAction::Fail(text) => {
                found.hit();
                Err(anyhow!(text))
            }
            FaultAction::Panic(message) => {
                found.hit();
                Err(ContractPanic { message }.into())
            }
            FaultAction::Ignore => {
                found.hit();
                Ok(Verdict::Ignore)
            }
            FaultAction::Run(tamper) => {
                if tamper.changes_the_call() {
                    found.hit();
                }
                Ok(Verdict::Run(tamper, Some(found)))
            }
        }
    }

    fn call(&self, deps: DepsMut, mut env: Env, mut call: Call) -> Result<Response> {
        let entry = call.entry();
        self.hub.enter(entry, self.checksum, call.message_bytes());
        if let Call::Instantiate(_, msg) | Call::Migrate(msg) = &call {
            let (contract, msg) = (env.contract.address.clone(), msg.clone());
            self.hub.note_made(Made { contract, entry, msg });
        }
        if let Call::Reply(reply) = &mut call {
            self.as_on_chain(reply);
        }
        let verdict = self.judge(&call.describe(&env));
        let (mut tamper, found) = match verdict.map_err(|error| self.hub.fail_in(entry, error))? {
            Verdict::Run(tamper, found) => (tamper, found),
            Verdict::Ignore => return Ok(Response::new()),
        };
        call.tamper(&mut env, &mut tamper);
        let result = self.run(deps, env, call, tamper.storage.take().zip(found));
        match result {
            Ok(response) => {
                let response = match tamper.response {
                    Some(rewrite) => rewrite(response),
                    None => response,
                };
                self.hub.leave(&response);
                Ok(response)
            }
            Err(error) => Err(self.hub.fail_in(entry, error)),
        }
    }

    fn run(
        &self,
        deps: DepsMut,
        env: Env,
        call: Call,
        lies: Option<(crate::StorageFault, Found)>,
    ) -> Result<Response> {
        let mut storage = MeteredStorage {
            access: Access::Write(deps.storage),
            contract: env.contract.address.clone(),
            hub: self.hub.clone(),
            lies,
        };
        let querier = self.querier(deps.querier.deref(), call.entry(), &env);
        let deps = DepsMut {
            storage: &mut storage,
            api: deps.api,
            querier: QuerierWrapper::new(&querier),
        };
        catching(|| match call {
            Call::Instantiate(info, msg) => self.inner.instantiate(deps, env, info, msg),
            Call::Execute(info, msg) => self.inner.execute(deps, env, info, msg),
            Call::Reply(reply) => self.inner.reply(deps, env, *reply),
            Call::Sudo(msg) => self.inner.sudo(deps, env, msg),
            Call::Migrate(msg) => self.inner.migrate(deps, env, msg),
        })
    }

    fn querier<'a>(&self, inner: &'a dyn Querier, entry: Entry, env: &Env) -> MeteredQuerier<'a> {
        MeteredQuerier {
            inner,
            hub: self.hub.clone(),
            entry,
            own_address: env.contract.address.clone(),
        }
    }

    /// A reply as a chain delivers it.
    fn as_on_chain(&self, reply: &mut Reply) {
        reply.payload = Binary::default();
        if let SubMsgResult::Err(text) = &mut reply.result {
            *text = match self.hub.take_failure() {
                Some(failure) => failure,
                None => root_of(text),
            };
        }
    }
}

impl Contract<Empty> for Guarded {
    fn instantiate(&self, d: DepsMut, env: Env, info: MessageInfo, m: Vec<u8>) -> Result<Response> {
        self.call(d, env, Call::Instantiate(info, m))
    }

    fn execute(&self, d: DepsMut, env: Env, info: MessageInfo, m: Vec<u8>) -> Result<Response> {
        self.call(d, env, Call::Execute(info, m))
    }

    fn query(&self, deps: Deps, mut env: Env, mut msg: Vec<u8>) -> Result<Binary> {
        self.hub.enter(Entry::Query, self.checksum, msg.len() as u64);
        let verdict = self.judge(&FaultCall {
            contract: env.contract.address.as_str(),
            entry: Entry::Query,
            sender: None,
            msg: &msg,
            reply: None,
            block: &env.block,
        })?;
        let (tamper, found) = match verdict {
            Verdict::Run(tamper, found) => (tamper, found),
            Verdict::Ignore => return Err(anyhow!("no answer")),
        };
        msg = tamper.message.unwrap_or(msg);
        env.block = tamper.block.unwrap_or(env.block);
        let storage = MeteredStorage {
            access: Access::Read(deps.storage),
            contract: env.contract.address.clone(),
            hub: self.hub.clone(),
            lies: tamper.storage.zip(found),
        };
        let querier = self.querier(deps.querier.deref(), Entry::Query, &env);
        let deps =
            Deps { storage: &storage, api: deps.api, querier: QuerierWrapper::new(&querier) };
        catching(|| self.inner.query(deps, env, msg))
    }

    fn reply(&self, deps: DepsMut, env: Env, reply: Reply) -> Result<Response> {
        self.call(deps, env, Call::Reply(Box::new(reply)))
    }

    fn sudo(&self, deps: DepsMut, env: Env, msg: Vec<u8>) -> Result<Response> {
        self.call(deps, env, Call::Sudo(msg))
    }

    fn migrate(&self, deps: DepsMut, env: Env, msg: Vec<u8>) -> Result<Response> {
        self.call(deps, env, Call::Migrate(msg))
    }

    fn checksum(&self) -> Option<Checksum> {
        Some(Checksum::from(self.checksum))
    }
}

/// The innermost cause in a text that cw-multi-test made of an error with all its contexts.
fn root_of(text: &str) -> String {
    let chain = text.split("\n\nStack backtrace:").next().unwrap_or(text);
    let last = match chain.rsplit_once("Caused by:") {
        Some((_, causes)) => causes.trim().lines().last().unwrap_or(causes).trim(),
        None => chain.trim(),
    };
    match last.split_once(": ") {
        Some((number, rest)) if number.parse::<u32>().is_ok() => rest.to_string(),
        _ => last.to_string(),
    }
}

thread_local! {
    /// How many guarded calls are on the stack: panics inside are errors, not printed.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// What the last panic inside a guarded call said, and where.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs a piece of a contract, or of the chain under it, and turns a panic into an error.
pub(crate) fn catching<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    install_quiet_hook();
    DEPTH.with(|depth| depth.set(depth.get() + 1));
    let result = catch_unwind(AssertUnwindSafe(run));
    DEPTH.with(|depth| depth.set(depth.get() - 1));
    match result {
        Ok(result) => result,
        Err(payload) => {
            let message = said(&*payload);
            Err(ContractPanic { message }.into())
        }
    }
}

fn said(payload: &(dyn Any + Send)) -> String {
    let recorded = SAID.with(|said| said.take());
    if !recorded.is_empty() {
        return recorded;
    }
    match payload.downcast_ref::<String>() {
        Some(text) => text.clone(),
        None => {
            payload.downcast_ref::<&str>().map_or_else(|| "panic".to_string(), ToString::to_string)
        }
    }
}

fn install_quiet_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if DEPTH.with(Cell::get) == 0 {
                before(info);
            } else {
                SAID.with(|said| said.replace(info.to_string()));
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_cause_is_found() {
        let cases = [
            ("plain", "plain"),
            ("context\n\nCaused by:\n    root", "root"),
            ("context\n\nCaused by:\n    0: middle\n    1: root: why", "root: why"),
            ("c\n\nCaused by:\n    root\n\nStack backtrace:\n   0: main", "root"),
            ("no number: here", "no number: here"),
        ];
        for (text, expected) in cases {
            assert_eq!(root_of(text), expected, "{text}");
        }
    }
}
