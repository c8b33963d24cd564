//! cw20 tokens with every temper against value-distributor: deposits, withdrawals and claims. Only who holds the bad
//! token has a loss, and the coins and honest tokens beside it move to the last base unit.

use axiom_chain::{AnyChain, Chain, ChainExt, Init, Outcome, Success};
use axiom_suite::{call, DENOM};
use axiom_types::asset::Asset;
use axiom_types::distributor::{
    AdminMsg, Claim, ExecuteMsg, HoldingsResponse, PoolKind, PoolShare, QueryMsg as Question,
    Withdrawal,
};
use cosmwasm_std::{to_json_binary, Addr, Binary, Uint128};
use cw20::{BalanceResponse, Cw20ReceiveMsg};
use zoo_token::{Call, ExecuteMsg as TokenMsg, InstantiateMsg, QueryMsg, Temper};

use super::{execute, found, note, ready, solvent, Town, MALLORY};

const HOLDER: &str = "heidi";
const BYSTANDER: &str = "erin";
/// Bytes of long texts and answers.
const LONG: u32 = 50_000;

/// The scene: a bad token, an honest one, and pools of the bad token and of coins.
struct Zoo {
    s: Town,
    bad: Addr,
    honest: Asset,
    pools: [u64; 2],
    /// Its balance cannot be asked for, and neither can anything that asks for it: a question cannot be limited in gas.
    dreams: bool,
}

/// Runs it; answers the economy for a last look.
pub fn run(chain: AnyChain) -> Town {
    let mut zoo = Zoo::open(chain);
    for temper in
        [Temper::Fails {}, Temper::Rants { bytes: LONG }, Temper::Panics {}, Temper::Loops {}]
    {
        zoo.stays(temper, true);
    }
    let announce = zoo.announcement(HOLDER, 10);
    zoo.stays(zoo.calls_back(announce, false), false);
    for temper in [Temper::Mute {}, Temper::Dreams {}, Temper::Babbles { bytes: LONG }] {
        zoo.leaves(temper);
    }
    zoo.takes_a_fee();
    zoo.is_lazy();
    zoo.lies_by_one();
    zoo.withdraws_again();
    zoo.goes_home();
    zoo.s
}

impl Zoo {
    fn open(chain: AnyChain) -> Self {
        let mut s = found(chain, "hostile-tokens");
        let code = s.chain.store_named("zoo-token");
        let msg = InstantiateMsg::new(s.addr(HOLDER), 1_000_000);
        let (mallory, init) = (s.addr(MALLORY), Init::new(code, "zoo", &msg));
        let bad = s.chain.instantiate(mallory, init).should_succeed().contract();
        let honest = s.token(&[BYSTANDER]);
        let list = [&bad, &honest].map(|token| {
            let msg = AdminMsg::ListToken { address: token.to_string() };
            call(&s.at.distributor, &ExecuteMsg::Admin(msg))
        });
        let ids = ready(&mut s, vec![list.to_vec()]);
        execute(&mut s, ids[0]);
        let done = s.distributor().send_tokens(BYSTANDER, &honest, 10_000, Binary::default());
        let _ = done.should_succeed();
        for who in [BYSTANDER, HOLDER] {
            let _ = s.distributor().deposit(who, 10_000, DENOM).should_succeed();
        }
        let mut zoo =
            Self { s, bad, honest: Asset::cw20(honest.as_str()), pools: [0, 0], dreams: false };
        let _ = zoo.deposit(10_000).should_succeed();
        zoo.pools = [zoo.asset(), Asset::native(DENOM)].map(|asset| {
            let account = zoo.s.addr(HOLDER).to_string();
            let shares = vec![PoolShare { account, shares: Uint128::one() }];
            zoo.s.distributor().pool_of(HOLDER, PoolKind::Table { period: 1, shares }, &asset)
        });
        zoo
    }

    fn asset(&self) -> Asset {
        Asset::cw20(self.bad.as_str())
    }

    fn switch(&mut self, msg: &TokenMsg) {
        let mallory = self.s.addr(MALLORY);
        let _ = self.s.chain.execute(&mallory, &self.bad, msg, &[]).should_succeed();
    }

    fn become_(&mut self, temper: Temper) {
        self.dreams = matches!(temper, Temper::Dreams {});
        self.switch(&TokenMsg::Become { temper });
    }

    fn deposit(&mut self, amount: u128) -> Outcome {
        let bad = self.bad.clone();
        self.s.distributor().send_tokens(HOLDER, &bad, amount, Binary::default())
    }

    /// Tokens really in somebody's wallet, internal balance of it.
    fn held(&self, who: &str) -> (u128, u128) {
        let address = self.s.addr(who).to_string();
        let wallet: BalanceResponse = self.s.chain.query(&self.bad, &QueryMsg::Truth { address });
        (wallet.balance.u128(), self.s.asset_balance(who, &self.asset()))
    }

    /// The same of coins.
    fn coins(&self, who: &str) -> (u128, u128) {
        (self.s.wallet(who, DENOM), self.s.balance_of(who, DENOM))
    }

    fn holdings(&mut self) -> HoldingsResponse {
        let asset = self.asset();
        self.s.distributor().holdings(&asset)
    }

    /// Withdraws tokens and coins in one message.
    fn withdraw(&mut self, tokens: u128, coins: u128) -> Outcome {
        let item =
            |asset, amount| Withdrawal { asset, amount: Some(Uint128::new(amount)), to: None };
        let withdrawals = vec![item(self.asset(), tokens), item(Asset::native(DENOM), coins)];
        self.s.distributor().send(HOLDER, &ExecuteMsg::Withdraw { withdrawals })
    }

    /// Claims from both pools to the wallet in one message, after so much was put into either.
    fn claim(&mut self, amount: u128) -> Success {
        for pool in self.pools {
            let _ = self.s.distributor().fund(HOLDER, pool, amount).should_succeed();
        }
        self.s.wait(10);
        let claims = self.pools.map(|pool| Claim { pool, epochs: None }).to_vec();
        let msg = ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: true };
        self.s.distributor().send(HOLDER, &msg).should_succeed()
    }

    /// Withdraws and claims coins and tokens together: the coins arrive. Answers what the wallet and the balance of
    /// tokens changed by.
    fn pays_out(&mut self, tokens: u128, claimed: u128) -> (i128, i128, [usize; 2]) {
        let (before, coins) = (self.held(HOLDER), self.coins(HOLDER));
        let done = self.withdraw(tokens, 50).should_succeed();
        assert_eq!(self.coins(HOLDER), (coins.0 + 50, coins.1 - 50), "the coins arrive");
        let failed = "axiom_distributor_withdrawal_failed";
        for event in done.events_of(failed) {
            let reason = event.attributes.iter().find(|a| a.key == "reason").expect("a reason");
            assert!(reason.value.chars().count() <= 60, "{}", reason.value);
        }
        let told = self.claim(claimed);
        // Put into the pool from the balance, and claimed to the wallet.
        let expected = (coins.0 + 50 + claimed, coins.1 - 50 - claimed);
        assert_eq!(self.coins(HOLDER), expected, "the claimed coins arrive");
        let after = self.held(HOLDER);
        let change = |a: u128, b: u128| b as i128 - a as i128;
        note(&format!("  withdrawn for {} gas, claimed for {}", done.gas.total, told.gas.total));
        let failures = [done.count_of(failed), told.count_of(failed)];
        (change(before.0, after.0), change(before.1, after.1), failures)
    }

    /// A transfer that fails: what was to leave is back in the balance; deposits fail as a whole.
    fn stays(&mut self, temper: Temper, no_deposit: bool) {
        note(format!("{temper:?}").get(..60).unwrap_or(&format!("{temper:?}")));
        self.become_(temper.clone());
        let moved = self.pays_out(100, 20);
        assert_eq!(moved, (0, 0, [1, 1]), "{temper:?}");
        if no_deposit {
            let (before, held) = (self.held(HOLDER), self.holdings());
            let _ = self.deposit(100).should_fail();
            assert_eq!((self.held(HOLDER), self.holdings()), (before, held), "{temper:?}");
        }
        self.others();
    }

    /// A balance that cannot be asked for: deposits fail as a whole, leaving needs no answer.
    fn leaves(&mut self, temper: Temper) {
        note(&format!("{temper:?}"));
        self.become_(temper.clone());
        let moved = self.pays_out(100, 20);
        assert_eq!(moved, (120, -120, [0, 0]), "{temper:?}");
        let before = self.held(HOLDER);
        let _ = self.deposit(100).should_fail();
        assert_eq!(self.held(HOLDER), before, "{temper:?}");
        self.others();
    }

    /// What arrived counts, what was sent does not.
    fn takes_a_fee(&mut self) {
        note("a fee of 1 %");
        self.become_(Temper::Fee { bps: 100 });
        let before = self.held(HOLDER);
        let _ = self.deposit(1_000).should_succeed();
        assert_eq!(self.held(HOLDER), (before.0 - 1_000, before.1 + 990));
        assert_eq!(self.pays_out(1_000, 100), (990 + 99, -1_100, [0, 0]));
        self.others();
    }

    /// A token that says it moved what it kept owes its holder, not the distributor; what it kept belongs to nobody.
    fn is_lazy(&mut self) {
        note("says ok and moves nothing");
        self.become_(Temper::Lazy {});
        let before = self.holdings();
        assert_eq!(self.pays_out(100, 20), (0, -120, [0, 0]));
        let after = self.holdings();
        assert_eq!(after.real, before.real);
        assert_eq!(surplus(&after), surplus(&before) + 120);
        self.others();
        self.become_(Temper::Honest {});
        // Announced by the token, what belongs to nobody is credited once and no more.
        let (announced, held) = (self.announcement(HOLDER, 500), self.held(HOLDER));
        self.switch(&TokenMsg::Call { calls: vec![announced.clone()] });
        assert_eq!(self.held(HOLDER), (held.0, held.1 + surplus(&after)));
        let mallory = self.s.addr(MALLORY);
        let again = TokenMsg::Call { calls: vec![announced] };
        let _ = self.s.chain.execute(&mallory, &self.bad, &again, &[]).should_fail();
    }

    /// One more or one less than is true: a base unit of this token is made up or missed, none of another asset.
    fn lies_by_one(&mut self) {
        note("lies by one");
        let by = Uint128::one();
        self.become_(Temper::Hides { by });
        let before = self.held(HOLDER);
        let _ = self.deposit(100).should_succeed();
        assert_eq!(self.held(HOLDER), (before.0 - 100, before.1 + 99));
        self.others();
        self.become_(Temper::Honest {});
        assert_eq!(surplus(&self.holdings()), 1);
        self.become_(Temper::Boasts { by });
        let before = self.held(HOLDER);
        let _ = self.deposit(100).should_succeed();
        assert_eq!(self.held(HOLDER), (before.0 - 100, before.1 + 100));
        // Two above what is owed, one of them made up: announced, both are credited.
        let announced = self.announcement(HOLDER, 500);
        self.switch(&TokenMsg::Call { calls: vec![announced] });
        assert_eq!(self.held(HOLDER).1, before.1 + 102);
        self.others();
        self.become_(Temper::Honest {});
        let held = self.holdings();
        assert_eq!((held.tracked.u128(), held.surplus), (held.real.u128() + 1, None));
        // The last one to leave misses it. It is made good.
        let (mallory, all) = (self.s.at.distributor.to_string(), self.held(HOLDER).1);
        let done = self.withdraw(all, 1).should_succeed();
        assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 1);
        assert_eq!(self.held(HOLDER).1, all, "it is all still there");
        self.switch(&TokenMsg::Mint { recipient: mallory, amount: by });
        self.others();
    }

    /// The token withdraws in the middle of a withdrawal: nothing is paid twice.
    fn withdraws_again(&mut self) {
        note("withdraws in the middle of a withdrawal");
        let token = self.bad.clone();
        let give = ExecuteMsg::Transfer {
            to: token.to_string(),
            asset: self.asset(),
            amount: Uint128::new(30),
        };
        let _ = self.s.distributor().send(HOLDER, &give).should_succeed();
        let all = Withdrawal { asset: self.asset(), amount: None, to: None };
        let msg = ExecuteMsg::Withdraw { withdrawals: vec![all] };
        for swallow in [false, true] {
            let back = Call { swallow, ..self.call(&msg) };
            self.become_(self.calls_back(back, true));
            let (holder, own) = (self.held(HOLDER), self.held(token.as_str()));
            let held = self.holdings();
            let done = self.withdraw(100, 1).should_succeed();
            note(&format!("  calls back (swallowing: {swallow}) for {} gas", done.gas.total));
            let (now, its) = (self.held(HOLDER), self.held(token.as_str()));
            assert_eq!(now.0 + now.1, holder.0 + holder.1, "the holder has what it had");
            assert_eq!(its.0 + its.1, own.0 + own.1, "the token has what it had");
            let after = self.holdings();
            let left = (now.0 - holder.0) + (its.0 - own.0);
            assert_eq!(after.tracked.u128(), held.tracked.u128() - left);
            assert_eq!(after.in_flight.u128(), 0);
            self.others();
        }
    }

    /// Honest again, all of it leaves.
    fn goes_home(&mut self) {
        self.become_(Temper::Honest {});
        let token = self.bad.to_string();
        for who in [HOLDER, token.as_str()] {
            let (wallet, inside) = self.held(who);
            if inside == 0 {
                continue;
            }
            if who == HOLDER {
                let asset = self.asset();
                let _ = self.s.distributor().withdraw(who, &asset, None).should_succeed();
            } else {
                let all = Withdrawal { asset: self.asset(), amount: None, to: None };
                let msg = ExecuteMsg::Withdraw { withdrawals: vec![all] };
                let calls = vec![self.call(&msg)];
                self.switch(&TokenMsg::Call { calls });
            }
            assert_eq!(self.held(who), (wallet + inside, 0));
        }
        let held = self.holdings();
        assert_eq!((held.balances.u128(), held.in_flight.u128()), (0, 0));
    }

    fn call(&self, msg: &ExecuteMsg) -> Call {
        let msg = to_json_binary(msg).expect("a message serialises");
        Call { contract: self.s.at.distributor.to_string(), msg, swallow: false }
    }

    /// The token says that somebody sent tokens.
    fn announcement(&self, who: &str, amount: u128) -> Call {
        let sender = self.s.addr(who).to_string();
        let (amount, msg) = (Uint128::new(amount), Binary::default());
        self.call(&ExecuteMsg::Receive(Cw20ReceiveMsg { sender, amount, msg }))
    }

    fn calls_back(&self, call: Call, moves: bool) -> Temper {
        Temper::Calls { calls: vec![call], moves, times: Some(2) }
    }

    /// Somebody with coins and honest tokens comes and goes as if nothing were wrong.
    fn others(&mut self) {
        let token = self.honest.clone();
        let (coins, tokens) = (self.coins(BYSTANDER), self.s.asset_balance(BYSTANDER, &token));
        let item = |asset: &Asset| Withdrawal {
            asset: asset.clone(),
            amount: Some(Uint128::new(10)),
            to: None,
        };
        let withdrawals = vec![item(&token), item(&Asset::native(DENOM))];
        let msg = ExecuteMsg::Withdraw { withdrawals };
        let done = self.s.distributor().send(BYSTANDER, &msg).should_succeed();
        assert_eq!(done.count_of("axiom_distributor_withdrawal_failed"), 0);
        assert_eq!(self.coins(BYSTANDER), (coins.0 + 10, coins.1 - 10));
        assert_eq!(self.s.asset_balance(BYSTANDER, &token), tokens - 10);
        for asset in [Asset::native(DENOM), token] {
            solvent(&mut self.s, &asset);
        }
        let question = Question::Holdings { asset: self.asset() };
        let told = self.s.chain.try_query::<HoldingsResponse>(&self.s.at.distributor, &question);
        match told {
            Ok(held) => {
                assert_eq!(held.in_flight.u128(), 0);
                assert_eq!(held.tracked, held.balances + held.escrowed + held.pooled);
            }
            Err(failure) => assert!(self.dreams && failure.text.contains("gas"), "{failure}"),
        }
    }
}

fn surplus(held: &HoldingsResponse) -> u128 {
    held.surplus.expect("there is enough").u128()
}
