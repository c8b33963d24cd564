//! Queries of the application, by the path of their gRPC method.

use cosmrs::proto::cosmos::base::query::v1beta1::{PageRequest, PageResponse};
use prost::Message;

use crate::error::Refusal;
use crate::node::Node;

mod auth;
mod bank;
mod base;
mod grants;
mod txs;
mod wasm;

/// Entries of a page, where nobody says how many.
const PAGE: usize = 100;

/// Reads a request.
fn request<M: Message + Default>(data: &[u8]) -> Result<M, Refusal> {
    M::decode(data)
        .map_err(|error| Refusal::invalid_argument(format!("the request is none: {error}")))
}

impl Node {
    /// Answers a query in protobuf.
    pub(crate) fn query(&mut self, path: &str, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        let unknown = || Refusal::sdk(6, format!("unknown query path: {path}"));
        let (service, method) =
            path.strip_prefix('/').and_then(|path| path.rsplit_once('/')).ok_or_else(unknown)?;
        let answer = match service {
            "cosmos.auth.v1beta1.Query" => auth::query(self, method, data),
            "cosmos.bank.v1beta1.Query" => bank::query(self, method, data),
            "cosmwasm.wasm.v1.Query" => wasm::query(self, method, data),
            "cosmos.authz.v1beta1.Query" | "cosmos.feegrant.v1beta1.Query" => {
                grants::query(self, service, method, data)
            }
            "cosmos.tx.v1beta1.Service" => txs::query(self, method, data),
            "cosmos.base.node.v1beta1.Service" | "cosmos.base.tendermint.v1beta1.Service" => {
                base::query(self, method, data)
            }
            "cosmos.consensus.v1.Query" => base::consensus(method),
            _ => None,
        };
        answer.unwrap_or_else(|| Err(unknown()))
    }
}

/// What a service answers; none if it has no such method.
type Answer = Option<Result<Vec<u8>, Refusal>>;

/// A page of a list that is walked as far as it is needed. `key` is what names an entry.
fn page<T>(
    wanted: Option<PageRequest>,
    entries: impl Iterator<Item = T>,
    key: impl Fn(&T) -> Vec<u8>,
) -> (Vec<T>, Option<PageResponse>) {
    let wanted = wanted.unwrap_or_default();
    let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let limit = if limit == 0 { PAGE } else { limit };
    let offset = usize::try_from(wanted.offset).unwrap_or(usize::MAX);
    let mut entries = entries.skip(offset);
    let some: Vec<T> = entries.by_ref().take(limit).collect();
    let next_key = entries.next().map(|next| key(&next)).unwrap_or_default();
    let total = match wanted.count_total && wanted.key.is_empty() {
        true => {
            let rest = usize::from(!next_key.is_empty()) + entries.count();
            (some.len() + rest).saturating_add(offset) as u64
        }
        false => 0,
    };
    (some, Some(PageResponse { next_key, total }))
}

/// Where a page begins, if it is not the first, and in which order it goes.
fn start(wanted: &Option<PageRequest>) -> (Option<&[u8]>, cosmwasm_std::Order) {
    use cosmwasm_std::Order;
    let Some(wanted) = wanted else {
        return (None, Order::Ascending);
    };
    let order = if wanted.reverse { Order::Descending } else { Order::Ascending };
    (Some(wanted.key.as_slice()).filter(|key| !key.is_empty()), order)
}

/// Wraps the result of a method.
fn answer<M: Message>(result: Result<M, Refusal>) -> Answer {
    Some(result.map(|answer| answer.encode_to_vec()))
}
