//! Faults planted into a contract on purpose, to show that a test would notice.
//!
//! A fault belongs to a contract address ([`crate::LocalChain::set_fault`]). It never touches the
//! test's own model, only what the contract sees, writes or answers.

use std::rc::Rc;

use cosmwasm_std::{BlockInfo, Reply, Response};

/// An entry point of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// `instantiate`
    Instantiate,
    /// `execute`
    Execute,
    /// `reply`
    Reply,
    /// `sudo`
    Sudo,
    /// `migrate`
    Migrate,
    /// `query`
    Query,
}

impl Entry {
    /// The name of the entry point, as in a contract's code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Instantiate => "instantiate",
            Self::Execute => "execute",
            Self::Reply => "reply",
            Self::Sudo => "sudo",
            Self::Migrate => "migrate",
            Self::Query => "query",
        }
    }
}

/// What is wrong with a contract.
pub enum Fault {
    /// Every `execute` fails with this text. Replies and queries go on.
    Fail(String),
    /// Every `execute` panics with this text. Replies and queries go on.
    Panic(String),
    /// Nothing is answered any more: every entry point fails, smart queries fail, raw queries by
    /// contracts find no key. (Reads by the test, [`crate::LocalChain::query_raw`], still see the
    /// state.)
    Silent,
    /// Every call runs on a storage that lies.
    Storage(StorageFault),
    /// Decides anew at each call.
    Hook(Box<dyn Fn(&FaultCall) -> FaultAction>),
}

impl Fault {
    /// [`Fault::Fail`] with a text.
    pub fn fail(text: impl Into<String>) -> Self {
        Self::Fail(text.into())
    }

    /// [`Fault::Panic`] with a text.
    pub fn panic(text: impl Into<String>) -> Self {
        Self::Panic(text.into())
    }

    /// [`Fault::Hook`] with a closure.
    pub fn hook(decide: impl Fn(&FaultCall) -> FaultAction + 'static) -> Self {
        Self::Hook(Box::new(decide))
    }

    /// A fault that rewrites every response of `execute` and `reply` (messages, events, data).
    pub fn response(rewrite: impl Fn(Response) -> Response + 'static) -> Self {
        let rewrite = Rc::new(rewrite);
        Self::hook(move |call| match call.entry {
            Entry::Execute | Entry::Reply => {
                let rewrite = rewrite.clone();
                FaultAction::Run(Tamper::new().response(move |response| rewrite(response)))
            }
            _ => FaultAction::Pass,
        })
    }

    pub(crate) fn decide(&self, call: &FaultCall) -> FaultAction {
        match self {
            Self::Fail(text) if call.entry == Entry::Execute => FaultAction::Fail(text.clone()),
            Self::Panic(text) if call.entry == Entry::Execute => FaultAction::Panic(text.clone()),
            Self::Fail(_) | Self::Panic(_) => FaultAction::Pass,
            Self::Silent => FaultAction::Fail("no answer".to_string()),
            Self::Storage(fault) => FaultAction::Run(Tamper::new().storage(fault.clone())),
            Self::Hook(decide) => decide(call),
        }
    }
}

/// One call of a contract with a planted fault, before it runs.
pub struct FaultCall<'a> {
    /// Address of the contract.
    pub contract: &'a str,
    /// Entry point that is about to run.
    pub entry: Entry,
    /// Who calls; none for replies, queries, sudo and migrations.
    pub sender: Option<&'a str>,
    /// The message as JSON bytes; empty for a reply.
    pub msg: &'a [u8],
    /// The reply, if this is one.
    pub reply: Option<&'a Reply>,
    /// The block the call runs in.
    pub block: &'a BlockInfo,
}

impl FaultCall<'_> {
    /// The message as a JSON value; null for a reply.
    pub fn msg_json(&self) -> serde_json::Value {
        serde_json::from_slice(self.msg).unwrap_or_default()
    }

    /// The name of the message: its only key, such as `"claim"` in `{"claim":{}}`; empty without.
    pub fn msg_name(&self) -> String {
        match self.msg_json() {
            serde_json::Value::Object(map) => map.keys().next().cloned().unwrap_or_default(),
            serde_json::Value::String(name) => name,
            _ => String::new(),
        }
    }
}

/// What a planted fault does with one call.
pub enum FaultAction {
    /// Nothing: the call runs untouched.
    Pass,
    /// The call fails with this text.
    Fail(String),
    /// The call panics with this text.
    Panic(String),
    /// The call succeeds and does nothing. (A query cannot do nothing and fails instead.)
    Ignore,
    /// The call runs, tampered with.
    Run(Tamper),
}

type ResponseRewrite = Box<dyn FnOnce(Response) -> Response>;

/// How a call is tampered with.
#[derive(Default)]
pub struct Tamper {
    pub(crate) message: Option<Vec<u8>>,
    pub(crate) sender: Option<String>,
    pub(crate) block: Option<BlockInfo>,
    pub(crate) storage: Option<StorageFault>,
    pub(crate) response: Option<ResponseRewrite>,
}

impl Tamper {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The contract receives this message (JSON) instead.
    pub fn message(mut self, json: &serde_json::Value) -> Self {
        self.message = Some(json.to_string().into_bytes());
        self
    }

    /// The contract believes that this address calls: a check of the caller left out.
    pub fn sender(mut self, address: impl Into<String>) -> Self {
        self.sender = Some(address.into());
        self
    }

    /// The contract believes in this block: a deadline not kept.
    pub fn block(mut self, block: BlockInfo) -> Self {
        self.block = Some(block);
        self
    }

    /// The contract's storage lies.
    pub fn storage(mut self, fault: StorageFault) -> Self {
        self.storage = Some(fault);
        self
    }

    /// The contract's answer is rewritten.
    pub fn response(mut self, rewrite: impl FnOnce(Response) -> Response + 'static) -> Self {
        self.response = Some(Box::new(rewrite));
        self
    }

    pub(crate) fn changes_the_call(&self) -> bool {
        self.message.is_some()
            || self.sender.is_some()
            || self.block.is_some()
            || self.response.is_some()
    }
}

/// A write that a contract is about to make. Keys are the contract's own, without the chain's
/// prefix.
pub struct Write<'a> {
    /// The key.
    pub key: &'a [u8],
    /// What is stored there now.
    pub old: Option<&'a [u8]>,
    /// What the contract wants to store.
    pub new: &'a [u8],
}

type OnWrite<T> = Rc<dyn Fn(&Write) -> T>;
type OnKey = Rc<dyn Fn(&[u8]) -> bool>;

/// A storage that lies: each rule looks at the contract's own keys.
#[derive(Clone, Default)]
pub struct StorageFault {
    pub(crate) drop_write: Option<OnWrite<bool>>,
    pub(crate) rewrite: Option<OnWrite<Option<Vec<u8>>>>,
    pub(crate) ignore_remove: Option<OnKey>,
    pub(crate) hide_read: Option<OnKey>,
}

impl StorageFault {
    /// No lie yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes for which this answers true are lost.
    pub fn drop_write(mut self, test: impl Fn(&[u8], &[u8]) -> bool + 'static) -> Self {
        self.drop_write = Some(Rc::new(move |write| test(write.key, write.new)));
        self
    }

    /// Writes for which this answers a value store that value (not empty) instead.
    pub fn rewrite(mut self, change: impl Fn(&Write) -> Option<Vec<u8>> + 'static) -> Self {
        self.rewrite = Some(Rc::new(change));
        self
    }

    /// Removals of keys for which this answers true are lost.
    pub fn ignore_remove(mut self, test: impl Fn(&[u8]) -> bool + 'static) -> Self {
        self.ignore_remove = Some(Rc::new(test));
        self
    }

    /// Keys for which this answers true read as absent: by the contract itself, one by one and in
    /// ranges; and by the raw queries of other contracts if the fault is [`Fault::Storage`].
    pub fn hide_read(mut self, test: impl Fn(&[u8]) -> bool + 'static) -> Self {
        self.hide_read = Some(Rc::new(test));
        self
    }
}
