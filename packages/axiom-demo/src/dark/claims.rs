//! Claims.

use anyhow::Result;

use crate::stage::{done, refused, Stage};

/// What the pool is funded with, in uaxm.
pub const FUND: u128 = 90_001;

/// One member claims twice.
pub fn double_claim(s: &mut Stage) -> Result<()> {
    s.deposit_for_work("erin", FUND)?;
    let pool = s.standing_pool("erin", 1, "thanks to the voters")?;
    s.note("voters' pool", pool);
    done(s.suite.distributor().fund("erin", pool, FUND))?;
    let close = s.reference.epoch_close(1, s.suite.now());
    s.wait_until(close);
    let before = s.balance("ben")?;
    done(s.suite.distributor().claim("ben", pool, false))?;
    let expected = s.reference.payout(1, "ben", FUND, close);
    s.check(
        "ben claims his part of the pool",
        "uaxm",
        s.balance("ben")?.wrapping_sub(before),
        expected,
    );
    let text = refused(s.suite.distributor().claim("ben", pool, false))?;
    s.say(&format!("He claims again: {text}."));
    s.check("ben has gained in all", "uaxm", s.balance("ben")?.wrapping_sub(before), expected);
    s.check("claimed from the pool", "uaxm", s.pool(pool)?.claimed.u128(), expected);
    Ok(())
}
