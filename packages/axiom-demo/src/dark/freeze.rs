//! The guardian's freeze.

use anyhow::Result;
use axiom_suite::{DENOM, HOUR};
use axiom_types::dao::ExecuteMsg;
use axiom_types::distributor::FreezeTarget;

use crate::ask::axm;
use crate::stage::{done, refused, Stage};

const AMOUNT: u128 = 12_345;
const FREEZE: u64 = 72 * HOUR;

/// The guardian freezes the money itself; 72 hours later it is free again without anybody's doing.
pub fn play(s: &mut Stage) -> Result<()> {
    done(s.suite.distributor().deposit("frank", AMOUNT, DENOM))?;
    let msg = ExecuteMsg::GuardianFreeze { target: FreezeTarget::Asset(axm()), seconds: FREEZE };
    done(s.suite.dao().send("guardian", &msg))?;
    let lapses = s.last_time() + FREEZE;
    let held = s.balance("frank")?;
    let before = s.wallet("frank");
    let text = refused(s.suite.distributor().withdraw("frank", &axm(), None))?;
    s.say(&format!("Frank wants his money: {text}."));
    s.check("frank's balance stands", "uaxm", s.balance("frank")?, held);
    let text = refused(s.suite.dao().send("guardian", &msg))?;
    s.say(&format!("The guardian wants to freeze for longer: {text}."));
    s.wait_until(lapses);
    done(s.suite.distributor().withdraw("frank", &axm(), None))?;
    s.check(
        "72 hours later it arrives in his wallet",
        "uaxm",
        s.wallet("frank").wrapping_sub(before),
        held,
    );
    s.check("deposited", "uaxm", held, AMOUNT);
    s.note("freeze lapsed", 1);
    Ok(())
}
