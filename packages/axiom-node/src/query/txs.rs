//! Simulation, and transactions by their hash.

use cosmrs::proto::cosmos::base::abci::v1beta1 as abci;
use cosmrs::proto::cosmos::tx::v1beta1 as tx;
use cosmrs::Any;
use prost::Message;

use super::{answer, request, Answer};
use crate::error::Refusal;
use crate::events::to_proto;
use crate::node::Node;

pub(super) fn query(node: &mut Node, method: &str, data: &[u8]) -> Answer {
    match method {
        "Simulate" => answer(request(data).and_then(|asked| simulate(node, asked))),
        "GetTx" => answer(request(data).and_then(|asked| get_tx(node, &asked))),
        _ => None,
    }
}

#[allow(deprecated)] // Older clients send the transaction in parts.
fn simulate(node: &mut Node, asked: tx::SimulateRequest) -> Result<tx::SimulateResponse, Refusal> {
    let bytes = match asked.tx {
        Some(parts) if asked.tx_bytes.is_empty() => parts.encode_to_vec(),
        _ => asked.tx_bytes,
    };
    if bytes.is_empty() {
        return Err(Refusal::invalid_argument("empty txBytes is not allowed"));
    }
    let done = node.simulate(&bytes).map_err(|refusal| {
        Refusal::sdk(6, format!("rpc error: code = Unknown desc = {}", refusal.log))
    })?;
    let gas = abci::GasInfo { gas_wanted: 0, gas_used: done.gas };
    let result = abci::Result {
        events: to_proto(&done.events),
        msg_responses: done.responses,
        ..abci::Result::default()
    };
    Ok(tx::SimulateResponse { gas_info: Some(gas), result: Some(result) })
}

fn get_tx(node: &Node, asked: &tx::GetTxRequest) -> Result<tx::GetTxResponse, Refusal> {
    let missing = || Refusal::not_found(format!("tx not found: {}", asked.hash));
    let hash = hex::decode(&asked.hash)
        .map_err(|_| Refusal::invalid_argument("the hash is not hexadecimal"))?;
    let height = node.file.height_of(&hash).ok_or_else(missing)?;
    let stored = node.stored_tx(height).map_err(|_| missing())?;
    let result = stored.result.unwrap_or_default();
    let tx = tx::Tx::decode(stored.tx.clone()).map_err(|_| missing())?;
    let packed = Any { type_url: "/cosmos.tx.v1beta1.Tx".to_string(), value: stored.tx.to_vec() };
    let response = abci::TxResponse {
        height: stored.height,
        txhash: asked.hash.to_uppercase(),
        codespace: result.codespace,
        code: result.code,
        data: hex::encode_upper(&result.data),
        raw_log: result.log,
        gas_wanted: result.gas_wanted,
        gas_used: result.gas_used,
        tx: Some(packed),
        timestamp: crate::blocks::time(node, height),
        events: result.events,
        ..abci::TxResponse::default()
    };
    Ok(tx::GetTxResponse { tx: Some(tx), tx_response: Some(response) })
}
