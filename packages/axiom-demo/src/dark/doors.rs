//! A stranger tries every door.

use anyhow::{Context, Result};
use axiom_chain::{Chain, ChainExt};
use axiom_suite::{call, JobBuilder};
use axiom_types::dao::Proposed;

use crate::dark::doors_list::{doors, Targets};
use crate::stage::{data, done, Stage};

const PRICE: u128 = 10_000;

/// Every message of the five contracts that a stranger has no right to, each against something that is there.
pub fn play(s: &mut Stage) -> Result<()> {
    let targets = set_up(s)?;
    s.say("Each try has to be refused and to leave every byte of the chain's state as it was.");
    let stranger = s.suite.addr("stranger");
    let (mut first, mut all, mut changed) = (None, 0u64, 0u64);
    for (name, contract, messages) in doors(s, &targets)? {
        let (tried, mut refused) = (messages.len(), 0usize);
        for message in messages {
            let before = digest(s);
            let outcome = s.suite.chain.execute(&stranger, &contract, &message, &[]);
            if outcome.is_ok() {
                s.say(&format!("accepted: {message}"));
            } else {
                refused += 1;
            }
            first = first.or(outcome.error_text().map(str::to_string));
            changed += u64::from(digest(s) != before);
            all += 1;
        }
        s.check(&format!("refused at the doors of {name}"), "", refused, tried);
    }
    s.check("tries that changed a byte of state", "", changed, 0);
    s.note("doors", all);
    s.note("doors that gave way", changed);
    s.say(&format!("The first answer was: {}.", first.context("there was no door")?));
    Ok(())
}

fn digest(s: &Stage) -> [u8; 32] {
    let contracts = s.suite.at.all().map(|(_, address)| address);
    s.suite.chain.state_digest(&contracts)
}

/// Things to be stolen: jobs in every state, a space, a pool, a proposal.
fn set_up(s: &mut Stage) -> Result<Targets> {
    s.deposit_for_work("client", 5 * PRICE)?;
    let offered = s.post("client", JobBuilder::paid(PRICE).to("worker").build())?;
    let accepted = s.post("client", JobBuilder::paid(PRICE).build())?;
    done(s.suite.ledger().accept("worker", accepted))?;
    let in_review = s.handed_in("client", "worker", JobBuilder::paid(PRICE).build())?;
    let disputed =
        s.handed_in("client", "worker", JobBuilder::paid(PRICE).arbiter("arbiter").build())?;
    done(s.suite.ledger().reject("client", disputed))?;
    done(s.suite.ledger().submit("worker", disputed))?;
    done(s.suite.ledger().reject("client", disputed))?;
    let pool = s.standing_pool("client", 2, "not for strangers")?;
    if s.participant("client")?.is_none() {
        let kind = axiom_types::registry::ParticipantKind::User;
        done(s.suite.registry().register("client", kind, &[]))?;
    }
    let open = axiom_types::registry::ExecuteMsg::CreateSpace {
        name: "private".to_string(),
        writers: axiom_types::registry::WriterRule::Owner {},
    };
    let success = done(s.suite.registry().send("client", &open))?;
    let space = data::<axiom_types::registry::SpaceCreated>(&success)?.space;
    let settings = s.ledger_settings()?;
    let message =
        axiom_types::ledger::ExecuteMsg::Admin(axiom_types::ledger::AdminMsg::UpdateSettings {
            settings,
        });
    let msgs = vec![call(&s.suite.at.ledger.clone(), &message)];
    let success = done(s.suite.dao().propose("alice", 1, msgs))?;
    Ok(Targets {
        offered,
        accepted,
        in_review,
        disputed,
        pool,
        space,
        proposal: data::<Proposed>(&success)?.proposal_id,
    })
}
