//! The contract under test: each message does one thing.

use axiom_local::{Account, Code, ContractWrapper, Init, LocalChain};
use cosmwasm_std::{
    coins, to_json_binary, Addr, BankMsg, Binary, ContractInfoResponse, Deps, DepsMut, Env, Event,
    MessageInfo, Order, QueryRequest, Reply, Response, StdError, StdResult, SubMsg, SubMsgResult,
    WasmMsg, WasmQuery,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Default)]
pub struct InstantiateMsg {
    /// Read the own contract information while being created.
    pub read_own_info: bool,
}

#[derive(Serialize, Deserialize, Clone)]
#[serde(rename_all = "snake_case")]
pub enum ExecuteMsg {
    Put {
        key: String,
        value: String,
    },
    /// Adds to a number under a key.
    Add {
        key: String,
        amount: u64,
    },
    Del {
        key: String,
    },
    Fail {
        code: u32,
    },
    Panic {},
    /// Writes `called`, then calls; catches a failure if told to, and notes what the reply saw.
    Call {
        contract: String,
        msg: Binary,
        catch: bool,
    },
    Send {
        to: String,
        amount: u128,
        catch: bool,
    },
    /// Notes who calls under `caller`.
    Whoami {},
    /// Asks a peer for a key, raw and smart, and notes both answers.
    Ask {
        contract: String,
        key: String,
    },
    Emit {
        text: String,
    },
    Create {
        code_id: u64,
        salt: Binary,
    },
    Verify {
        digest: Binary,
        signature: Binary,
        pubkey: Binary,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryMsg {
    Get { key: String },
    Count {},
    Fail { code: u32 },
    Panic {},
    Height {},
}

#[derive(Debug, PartialEq, thiserror::Error)]
pub enum ProbeError {
    #[error("{0}")]
    Std(#[from] StdError),
    #[error("failed with code {code}, expected never to be told so")]
    Told { code: u32 },
}

pub fn instantiate(d: DepsMut, env: Env, _: MessageInfo, m: InstantiateMsg) -> StdResult<Response> {
    d.storage.set(b"born", b"yes");
    if m.read_own_info {
        own_info(d.as_ref(), &env)?;
    }
    Ok(Response::new().set_data(b"hello"))
}

fn own_info(deps: Deps, env: &Env) -> StdResult<ContractInfoResponse> {
    let contract_addr = env.contract.address.to_string();
    deps.querier.query(&QueryRequest::Wasm(WasmQuery::ContractInfo { contract_addr }))
}

pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ProbeError> {
    let note = Response::new();
    match msg {
        ExecuteMsg::Put { key, value } => {
            deps.storage.set(key.as_bytes(), value.as_bytes());
            Ok(note.set_data(to_json_binary(&value)?))
        }
        ExecuteMsg::Add { key, amount } => {
            let sum = number(deps.storage.get(key.as_bytes())) + amount;
            deps.storage.set(key.as_bytes(), &sum.to_be_bytes());
            Ok(note)
        }
        ExecuteMsg::Del { key } => {
            deps.storage.remove(key.as_bytes());
            Ok(note)
        }
        ExecuteMsg::Fail { code } => {
            deps.storage.set(b"half", b"done");
            Err(ProbeError::Told { code })
        }
        ExecuteMsg::Panic {} => panic!("told to panic"),
        ExecuteMsg::Call { contract, msg, catch } => {
            deps.storage.set(b"called", b"yes");
            let funds = vec![];
            let call = WasmMsg::Execute { contract_addr: contract, msg, funds };
            Ok(note.add_submessage(submessage(call, catch)))
        }
        ExecuteMsg::Send { to, amount, catch } => {
            let amount = coins(amount, "uaxm");
            let send = BankMsg::Send { to_address: to, amount };
            Ok(note.add_submessage(submessage(send, catch)))
        }
        ExecuteMsg::Whoami {} => {
            deps.storage.set(b"caller", info.sender.as_bytes());
            deps.storage.set(b"height", &env.block.height.to_be_bytes());
            Ok(note)
        }
        ExecuteMsg::Ask { contract, key } => {
            let raw = deps.querier.query_wasm_raw(&contract, key.as_bytes())?;
            let raw = raw.unwrap_or_else(|| b"absent".to_vec());
            deps.storage.set(b"raw", &raw);
            let smart: StdResult<String> =
                deps.querier.query_wasm_smart(&contract, &QueryMsg::Get { key });
            let smart = smart.unwrap_or_else(|error| error.to_string());
            deps.storage.set(b"smart", format!("<{smart}>").as_bytes());
            Ok(note)
        }
        ExecuteMsg::Emit { text } => {
            Ok(note.add_event(Event::new("probe_said").add_attribute("text", text)))
        }
        ExecuteMsg::Create { code_id, salt } => {
            let msg = to_json_binary(&InstantiateMsg::default())?;
            let (admin, funds, label) = (None, vec![], "child".to_string());
            Ok(note.add_message(WasmMsg::Instantiate2 { admin, code_id, label, msg, funds, salt }))
        }
        ExecuteMsg::Verify { digest, signature, pubkey } => {
            let good = deps.api.secp256k1_verify(&digest, &signature, &pubkey);
            let good = good.map_err(|error| StdError::generic_err(error.to_string()))?;
            deps.storage.set(b"verified", good.to_string().as_bytes());
            Ok(note)
        }
    }
}

fn submessage(msg: impl Into<cosmwasm_std::CosmosMsg>, catch: bool) -> SubMsg {
    if catch {
        SubMsg::reply_always(msg, 7).with_payload(b"never arrives")
    } else {
        SubMsg::new(msg)
    }
}

pub fn reply(deps: DepsMut, env: Env, reply: Reply) -> Result<Response, ProbeError> {
    let seen = match reply.result {
        SubMsgResult::Ok(_) => "success".to_string(),
        SubMsgResult::Err(text) => text,
    };
    deps.storage.set(b"reply", seen.as_bytes());
    deps.storage.set(b"payload", format!("{:?}", reply.payload.as_slice()).as_bytes());
    own_info(deps.as_ref(), &env)?;
    Ok(Response::new())
}

pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ProbeError> {
    match msg {
        QueryMsg::Get { key } => {
            let value = deps.storage.get(key.as_bytes()).unwrap_or_default();
            Ok(to_json_binary(&String::from_utf8_lossy(&value))?)
        }
        QueryMsg::Count {} => {
            let count = deps.storage.range(None, None, Order::Ascending).count() as u64;
            Ok(to_json_binary(&count)?)
        }
        QueryMsg::Fail { code } => Err(ProbeError::Told { code }),
        QueryMsg::Panic {} => panic!("told to panic in a query"),
        QueryMsg::Height {} => Ok(to_json_binary(&env.block.height)?),
    }
}

pub fn migrate(deps: DepsMut, _: Env, msg: InstantiateMsg) -> Result<Response, ProbeError> {
    deps.storage.set(b"migrated", b"yes");
    if msg.read_own_info {
        return Err(ProbeError::Told { code: 99 });
    }
    Ok(Response::new())
}

pub fn number(bytes: Option<Vec<u8>>) -> u64 {
    bytes.map_or(0, |bytes| u64::from_be_bytes(bytes.try_into().unwrap()))
}

pub fn code(name: &str) -> Code {
    let contract =
        ContractWrapper::new(execute, instantiate, query).with_reply(reply).with_migrate(migrate);
    Code::new(name, "1.0.0", Box::new(contract))
}

/// A chain with two probes of different codes.
pub struct World {
    pub chain: LocalChain,
    pub ann: Account,
    pub code_id: u64,
    pub a: Addr,
    pub b: Addr,
}

pub fn world() -> World {
    let mut chain = LocalChain::new("axiom-test");
    let ann = chain.account("ann");
    let code_id = chain.store_code(code("probe-a"));
    let other = chain.store_code(code("probe-b"));
    let msg = InstantiateMsg::default();
    let init = Init::new(code_id, "a", &msg).admin(ann.as_ref());
    let a = chain.instantiate(&ann, init).should_succeed().contract();
    let init = Init::new(other, "b", &msg);
    let b = chain.instantiate(&ann, init).should_succeed().contract();
    World { chain, ann, code_id, a, b }
}

impl World {
    /// Ann tells the first probe.
    pub fn tell(&mut self, msg: ExecuteMsg) -> axiom_local::Outcome {
        self.chain.execute(&self.ann, &self.a, &msg, &[])
    }

    /// Ann tells the first probe to tell the second.
    pub fn relay(&mut self, msg: &ExecuteMsg, catch: bool) -> axiom_local::Outcome {
        let contract = self.b.to_string();
        let msg = to_json_binary(msg).unwrap();
        self.tell(ExecuteMsg::Call { contract, msg, catch })
    }

    /// A text in the first probe's storage.
    pub fn text(&self, key: &str) -> Option<String> {
        let bytes = self.chain.query_raw(&self.a, key.as_bytes())?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

pub fn put(key: &str, value: &str) -> ExecuteMsg {
    ExecuteMsg::Put { key: key.to_string(), value: value.to_string() }
}
