//! A pool that pays by standing at the close of an epoch.

use anyhow::Result;

use crate::stage::{done, Stage};

/// What the pool is funded with, in uaxm.
pub const FUND: u128 = 100_003;
/// Who has score in domain code.
pub const HOLDERS: [&str; 3] = ["alice", "agent", "worker"];

/// Funds a pool in one epoch and pays it out in the next.
pub fn play(s: &mut Stage) -> Result<()> {
    s.say(
        "The application opens a pool that anybody with score in domain code is paid from, and puts money in \
         while the epoch runs.",
    );
    s.deposit_for_work("app", FUND)?;
    let pool = s.standing_pool("app", 2, "thanks for code")?;
    s.note("pool", pool);
    done(s.suite.distributor().fund("app", pool, FUND))?;
    s.check("in the pool", "uaxm", s.pool(pool)?.funded.u128(), FUND);
    let close = s.reference.epoch_close(2, s.suite.now());
    s.check(
        "alice can claim before the epoch closes",
        "uaxm",
        s.claimable("alice", pool)?.amount.u128(),
        0,
    );
    s.wait_until(close);
    s.say("The epoch closes by time alone. Each takes a part by score.");
    let mut paid = 0;
    for who in HOLDERS {
        let expected = s.reference.payout(2, who, FUND, close);
        let before = s.wallet(who);
        done(s.suite.distributor().claim(who, pool, true))?;
        let gain = s.wallet(who).wrapping_sub(before);
        s.check(&format!("pool pays {who}"), "uaxm", gain, expected);
        paid += expected;
    }
    s.check("claimed in all", "uaxm", s.pool(pool)?.claimed.u128(), paid);
    let dust = FUND - paid;
    s.check(
        "dust of rounding, kept for the pool's owner",
        "uaxm",
        s.pool(pool)?.residual.u128(),
        dust,
    );
    Ok(())
}
