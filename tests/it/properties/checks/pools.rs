//! I2 and I5: the books of each pool, and its dust.

use axiom_types::distributor::{
    ClaimableResponse, EpochFundResponse, PoolKindResponse, PoolResponse, QueryMsg,
};

use crate::properties::model::pools::Kind;
use crate::properties::violation::{holds, names, same, Check};
use crate::properties::world::World;

fn pool(w: &World, number: u64) -> PoolResponse {
    w.s.chain.query(&w.s.at.distributor, &QueryMsg::Pool { pool: number })
}

/// I2: what was put in = claimed + due + waiting + left over + swept; and a table pool is where the reference is.
pub fn i2_books(w: &mut World, number: u64) -> Check {
    *w.stats.checks.entry(names::I2).or_default() += 1;
    let (found, model, now) = (pool(w, number), &w.m.pools[&number], w.now());
    let what = |what: &'static str| move || format!("{what} of pool {number}");
    same(names::I2, what("money put in"), found.funded.u128(), model.funded)?;
    same(names::I2, what("money claimed"), found.claimed.u128(), model.claimed)?;
    let sum = found.claimed + found.allocated + found.undistributed + found.residual;
    let sum = sum.u128() + model.swept;
    same(names::I2, what("claimed, due, waiting, left over and swept"), sum, model.funded)?;
    let Kind::Table(table) = &model.kind else {
        return Ok(());
    };
    let mut settled = table.clone();
    settled.settle(now);
    let total = match &found.kind {
        PoolKindResponse::Table { total_shares, .. } => total_shares.u128(),
        PoolKindResponse::Standing { .. } => 0,
    };
    same(names::I2, what("shares"), total, settled.total())?;
    same(names::I2, what("residue"), found.residual.u128(), settled.residual)?;
    for (who, member) in &table.members {
        let msg = QueryMsg::Claimable { pool: number, account: who.clone() };
        let found = w.s.chain.try_query::<ClaimableResponse>(&w.s.at.distributor, &msg);
        let found = found.map_or(0, |claim| claim.amount.u128());
        let expected = table.claimable(who, now);
        same(
            names::I2,
            || format!("claim of {who} with {} shares on pool {number}", member.shares),
            found,
            expected,
        )?;
    }
    Ok(())
}

/// I5: an epoch never pays more than it holds, and once all units were paid what is left is less than one base unit a
/// member; a table keeps less than one base unit a member.
pub fn i5_dust(w: &mut World, number: u64) -> Check {
    *w.stats.checks.entry(names::I5).or_default() += 1;
    let now = w.now();
    match &w.m.pools[&number].kind {
        Kind::Standing(standing) => {
            for (epoch, paid) in &standing.paid {
                let msg = QueryMsg::EpochFund { pool: number, epoch: *epoch };
                let fund: EpochFundResponse = w.s.chain.query(&w.s.at.distributor, &msg);
                let sum: u128 = paid.values().sum();
                let what = || format!("paid for epoch {epoch} of pool {number}");
                same(names::I5, what, fund.claimed.u128(), sum)?;
                holds(names::I5, sum <= fund.amount.u128(), || {
                    format!("epoch {epoch} of pool {number} paid {sum} of {}", fund.amount)
                })?;
                let all = fund.total_units == Some(fund.claimed_units);
                let dust = fund.amount.u128().saturating_sub(sum);
                let members = w.m.history.members(standing.domain).len() as u128;
                holds(names::I5, !all || dust < members, || {
                    format!(
                        "epoch {epoch} of pool {number} keeps {dust} with {members} members paid"
                    )
                })?;
            }
        }
        Kind::Table(table) => {
            let mut settled = table.clone();
            settled.settle(now);
            let owed: u128 = settled.members.keys().map(|who| settled.claimable(who, now)).sum();
            let found = pool(w, number);
            let dust = found.allocated.u128().checked_sub(owed).unwrap_or(u128::MAX);
            let members = settled.members.len() as u128;
            // Members who left took a fraction each with them.
            let most = members.max(1) + 8;
            holds(names::I5, dust <= most, || {
                format!("pool {number} keeps {dust} beside what {members} members are owed")
            })?;
        }
    }
    Ok(())
}
