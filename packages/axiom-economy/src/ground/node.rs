//! A chain behind the RPC of a node.

use axiom_client::{messages, Access, Any, Client, CodeInfo, Signer, TxOptions};
use cosmwasm_std::Coin;
use serde_json::Value;

use super::{Code, Contract, Ground, GroundError, Receipt, Task, Uploads};

/// A chain behind a client, with the key that signs.
pub struct NodeGround<'a> {
    client: &'a Client,
    signer: Option<&'a Signer>,
    options: TxOptions,
}

impl<'a> NodeGround<'a> {
    /// For reading alone.
    pub fn new(client: &'a Client) -> Self {
        Self { client, signer: None, options: TxOptions::default() }
    }

    /// With a key that signs, and how its transactions are sent.
    pub fn signed_by(mut self, signer: &'a Signer, options: TxOptions) -> Self {
        self.signer = Some(signer);
        self.options = options;
        self
    }

    fn signer(&self) -> Result<&'a Signer, GroundError> {
        self.signer.ok_or(GroundError::NoSigner)
    }

    /// In whose name is sent.
    fn sender(&self) -> Result<&str, GroundError> {
        match &self.options.authz_granter {
            Some(granter) => Ok(granter),
            None => Ok(self.signer()?.address()),
        }
    }

    fn packed(&self, task: Task<'_>) -> Result<Vec<Any>, GroundError> {
        let sender = self.sender()?;
        Ok(match task {
            Task::Store { wasm, .. } => {
                let access = messages::InstantiateAccess::ChainDefault;
                vec![messages::store_code(sender, wasm, &access)]
            }
            Task::Messages(list) => list
                .iter()
                .map(|message| messages::from_cosmos(sender, message))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl Ground for NodeGround<'_> {
    fn chain_id(&self) -> String {
        self.client.chain_id().to_string()
    }

    fn codes(&self) -> Result<Vec<Code>, GroundError> {
        Ok(self.client.codes()?.into_iter().map(Code::from).collect())
    }

    fn code(&self, code_id: u64) -> Result<Option<Code>, GroundError> {
        Ok(self.client.code_info(code_id)?.map(Code::from))
    }

    fn uploads(&self) -> Result<Uploads, GroundError> {
        Ok(match self.client.wasm_params()?.upload {
            Access::Everybody => Uploads::Everybody,
            Access::Nobody => Uploads::Only(vec![]),
            Access::AnyOf(list) => Uploads::Only(list),
        })
    }

    fn contract(&self, address: &str) -> Result<Option<Contract>, GroundError> {
        let found = self.client.contract_info(address)?;
        Ok(found.map(|info| Contract {
            code_id: info.code_id,
            creator: info.creator,
            admin: info.admin,
            label: info.label,
        }))
    }

    fn smart(&self, contract: &str, msg: &Value) -> Result<Value, GroundError> {
        Ok(self.client.query(contract, msg)?)
    }

    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, GroundError> {
        Ok(self.client.raw(contract, key)?)
    }

    fn coins(&self, account: &str) -> Result<Option<Vec<Coin>>, GroundError> {
        Ok(Some(self.client.balances(account)?))
    }

    fn try_out(&self, task: Task<'_>) -> Result<Option<u64>, GroundError> {
        let Some(signer) = self.signer else {
            return Ok(None);
        };
        Ok(Some(self.client.simulate(signer, &self.packed(task)?, &self.options)?))
    }

    fn fee(&self, gas: u64) -> Option<Coin> {
        let config = self.client.config();
        let reserved = u128::from(gas).checked_mul(config.gas_adjustment.atomics().u128())?;
        let gas = u64::try_from(reserved.div_ceil(1_000_000_000_000_000_000)).ok()?;
        Some(config.gas_price.fee(gas)).filter(|fee| !fee.amount.is_zero())
    }

    fn send(&mut self, task: Task<'_>) -> Result<Receipt, GroundError> {
        let packed = self.packed(task)?;
        let sent = self.client.send(self.signer()?, &packed, &self.options);
        let done = match (sent, task) {
            (Err(error), Task::Store { .. }) => {
                return Err(self.client.why_not_stored(self.sender()?, error).into())
            }
            (sent, _) => sent?,
        };
        let (height, gas, code_id) = (done.height, done.gas_used, done.code_id());
        Ok(Receipt { tx: Some(done.hash), height, gas, code_id })
    }
}

impl From<CodeInfo> for Code {
    fn from(info: CodeInfo) -> Self {
        let for_all = info.access == Access::Everybody;
        Self { code_id: info.code_id, checksum: info.checksum, for_all }
    }
}
