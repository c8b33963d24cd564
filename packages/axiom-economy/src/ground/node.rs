//! A chain behind the RPC of a node.

use std::time::{Duration, Instant};

use axiom_client::{
    messages, Access, Any, Client, ClientError, CodeInfo, Signer, TxDone, TxOptions,
};
use cosmwasm_std::Coin;
use serde_json::Value;

use super::{Code, Contract, Ground, GroundError, Receipt, Task, Uploads};

/// A chain behind a client, with the key that signs.
pub struct NodeGround<'a> {
    client: &'a Client,
    signer: Option<&'a Signer>,
    options: TxOptions,
    /// Sequence of the signer's account when the step began.
    sequence: Option<u64>,
}

/// How long a transaction that came first may be under way, and how often is looked.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(200);
/// What nodes say to a transaction whose sequence is taken.
const OTHER_SEQUENCE: &str = "account sequence mismatch";

impl<'a> NodeGround<'a> {
    /// For reading alone.
    pub fn new(client: &'a Client) -> Self {
        Self { client, signer: None, options: TxOptions::default(), sequence: None }
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
}

/// A task as messages of an account.
pub(super) fn packed(sender: &str, task: Task<'_>) -> Result<Vec<Any>, GroundError> {
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
        Ok(Some(self.client.simulate(signer, &packed(self.sender()?, task)?, &self.options)?))
    }

    fn fee(&self, gas: u64) -> Option<Coin> {
        let config = self.client.config();
        let reserved = u128::from(gas).checked_mul(config.gas_adjustment.atomics().u128())?;
        let gas = u64::try_from(reserved.div_ceil(1_000_000_000_000_000_000)).ok()?;
        Some(config.gas_price.fee(gas)).filter(|fee| !fee.amount.is_zero())
    }

    fn begin_step(&mut self) -> Result<(), GroundError> {
        self.sequence = match self.signer {
            Some(signer) => self.sequence_of(signer)?,
            None => None,
        };
        Ok(())
    }

    fn send(&mut self, task: Task<'_>) -> Result<Receipt, GroundError> {
        let packed = packed(self.sender()?, task)?;
        let done = match (self.hand_in(&packed), task) {
            (Err(GroundError::Node(error)), Task::Store { .. }) => {
                return Err(self.client.why_not_stored(self.sender()?, error).into())
            }
            (sent, _) => sent?,
        };
        let (height, gas, code_id) = (done.height, done.gas_used, done.code_id());
        Ok(Receipt { tx: Some(done.hash), height, gas, code_id })
    }
}

impl NodeGround<'_> {
    /// None for an account that is not on the chain.
    fn sequence_of(&self, signer: &Signer) -> Result<Option<u64>, GroundError> {
        match self.client.account(signer.address()) {
            Ok(account) => Ok(Some(account.sequence)),
            Err(ClientError::NoAccount { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends with the sequence of the beginning of the step and with no other. A killed run may have handed in the same
    /// before, which is in no block yet: with the next sequence it would be done twice.
    fn hand_in(&self, packed: &[Any]) -> Result<TxDone, GroundError> {
        let signer = self.signer()?;
        let Some(sequence) = self.sequence else {
            return Ok(self.client.send(signer, packed, &self.options)?);
        };
        let from = self.client.seen_height().max(1);
        let signed = self.client.sign(signer, packed, &self.options)?;
        // Sequences only grow: if it is the same now, it was the same in between.
        if self.sequence_of(signer)? != Some(sequence) {
            return Err(GroundError::Overtaken);
        }
        match self.client.broadcast(&signed) {
            Err(ClientError::Refused(failure)) if failure.raw_log.contains(OTHER_SEQUENCE) => {
                self.await_other(signer, sequence)?;
                Err(GroundError::Overtaken)
            }
            handed_in => {
                handed_in?;
                Ok(self.client.wait(&signed, from, self.options.timeout_height)?)
            }
        }
    }

    /// Waits until the transaction that came first is in a block.
    fn await_other(&self, signer: &Signer, sequence: u64) -> Result<(), GroundError> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE && self.sequence_of(signer)? == Some(sequence) {
            std::thread::sleep(LOOK);
        }
        Ok(())
    }
}

impl From<CodeInfo> for Code {
    fn from(info: CodeInfo) -> Self {
        let for_all = info.access == Access::Everybody;
        Self { code_id: info.code_id, checksum: info.checksum, for_all }
    }
}
