//! A stand-in for a tracker: the published keys, written by hand, and the smart query behind them.

use axiom_local::{Code, ContractWrapper, Init, LocalChain};
use axiom_types::packed::Packed;
use axiom_types::tracker::raw::{head_key, log_key, DomainClock, Subject, CLOCKS};
use axiom_types::tracker::{QueryMsg, Standing};
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{
    to_json_binary, Addr, Binary, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError,
    StdResult, Storage, Uint128, Uint256,
};

pub const DOMAIN: u32 = 7;
pub const EPOCH: u64 = 3_600;

pub struct Tracker {
    pub address: Addr,
    /// Unix seconds at which epoch 0 began.
    pub start: u64,
}

fn instantiate(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

fn execute(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

fn query(deps: Deps, _: Env, msg: QueryMsg) -> StdResult<Binary> {
    let QueryMsg::StandingAtTime { domain, account, time } = msg else {
        return Err(StdError::generic_err("not asked here"));
    };
    let account = account.map(Addr::unchecked);
    let subject = account.as_ref().map_or(Subject::Total, Subject::Account);
    let mut entry = entry(deps.storage, head_key(domain, subject));
    while let Some(found) = entry {
        if found.time < time {
            return to_json_binary(&found);
        }
        entry = self::entry(deps.storage, log_key(domain, subject, found.seq - 1));
    }
    to_json_binary(&Standing::default())
}

fn entry(storage: &dyn Storage, key: Vec<u8>) -> Option<Standing> {
    storage.get(&key).map(|bytes| Standing::unpack(&bytes).unwrap())
}

impl Tracker {
    /// A tracker with one domain whose epoch 0 begins now.
    pub fn new(chain: &mut LocalChain) -> Self {
        let wrapper = ContractWrapper::new(execute, instantiate, query);
        let code = chain.store_code(Code::new("tracker", "1", Box::new(wrapper)));
        let maker = chain.account("maker");
        let init = Init::new(code, "tracker", &Empty {});
        let address = chain.instantiate(&maker, init).should_succeed().contract();
        let tracker = Self { address, start: chain.now().seconds() };
        tracker.set_clock(chain, 0);
        tracker
    }

    pub fn set_clock(&self, chain: &mut LocalChain, era: u16) {
        let clock = DomainClock {
            landmark: self.start,
            half_life: 31_536_000,
            epoch_start: self.start,
            epoch_length: EPOCH,
            era,
            parent: 0,
        };
        let key = namespace_with_key(&[CLOCKS.as_bytes()], &DOMAIN.to_be_bytes());
        chain.seed(&self.address, |storage| storage.set(&key, &clock.pack()));
    }

    pub fn drop_clock(&self, chain: &mut LocalChain) {
        let key = namespace_with_key(&[CLOCKS.as_bytes()], &DOMAIN.to_be_bytes());
        chain.seed(&self.address, |storage| storage.remove(&key));
    }

    /// An account has so many units from now on; the total follows.
    pub fn set(&self, chain: &mut LocalChain, account: &Addr, units: u128) {
        let old = self.head(chain, Subject::Account(account)).map_or(Uint256::zero(), |s| s.units);
        let total = self.head(chain, Subject::Total).map_or(Uint256::zero(), |s| s.units);
        let units = Uint256::from(units);
        self.write(chain, Subject::Account(account), units);
        self.write(chain, Subject::Total, total - old + units);
    }

    /// Writes an entry of one subject, as the tracker does.
    pub fn write(&self, chain: &mut LocalChain, subject: Subject<'_>, units: Uint256) {
        self.write_in_era(chain, subject, units, 0);
    }

    pub fn write_in_era(
        &self,
        chain: &mut LocalChain,
        subject: Subject<'_>,
        units: Uint256,
        era: u16,
    ) {
        let (height, time) = (chain.height(), chain.now().seconds());
        let head = self.head(chain, subject);
        let seq = match &head {
            Some(head) if head.height == height => head.seq,
            Some(head) => head.seq + 1,
            None => 1,
        };
        let since = head.as_ref().map_or(time, |head| head.since);
        let next =
            Standing { seq, height, time, era, units, weight: 0, lifetime: Uint128::zero(), since };
        chain.seed(&self.address, |storage| {
            if let Some(head) = head.filter(|head| head.seq < seq) {
                storage.set(&log_key(DOMAIN, subject, head.seq), &head.pack());
            }
            storage.set(&head_key(DOMAIN, subject), &next.pack());
        });
    }

    fn head(&self, chain: &LocalChain, subject: Subject<'_>) -> Option<Standing> {
        chain.read(&self.address, |storage| entry(storage, head_key(DOMAIN, subject)))
    }

    /// Time passes to the first second of an epoch.
    pub fn until_epoch(&self, chain: &mut LocalChain, epoch: u64) {
        let at = self.start + epoch * EPOCH;
        let wait = at.saturating_sub(chain.now().seconds());
        chain.advance_seconds(wait);
        assert!(chain.now().seconds() >= at);
    }
}
