//! Founding.

use anyhow::{Context, Result};
use axiom_chain::{AnyChain, Chain};
use axiom_types::dao::{self, EconomyResponse, GuardianResponse};

use crate::stage::Stage;
use crate::teller::Teller;

/// Founds the economy in one transaction and looks at what is there.
///
/// # Errors
/// If the founding is refused.
pub fn found(chain: AnyChain, salt: &str, teller: Teller) -> Result<Stage> {
    let mut stage = Stage::found(chain, salt, teller)?;
    let s = &mut stage;
    s.teller.part("THE FOUNDING");
    s.teller.scene("found", "Five contracts in one transaction", 0);
    s.say(
        "A wallet creates governance-dao; that one creates the four others, hands them to itself and reads \
         every admin back. Had one step failed, nothing would exist.",
    );
    if let Err(error) = look(s) {
        s.teller.broke(&format!("{error:#}"));
    }
    Ok(stage)
}

fn look(s: &mut Stage) -> Result<()> {
    let txs = s.suite.chain.txs();
    let tx = txs.first().context("no transaction")?;
    let created = tx.events_of("instantiate").count();
    s.check("transactions so far", "", s.suite.chain.txs().len(), 1);
    s.check("contracts that it created", "", created, 5);
    let contracts = s.suite.at.clone();
    for (name, address) in contracts.all() {
        let info = s.suite.chain.contract_info(address.as_str()).context("no such contract")?;
        let admin = info.admin.map_or("nobody".to_string(), |admin| s.name(admin));
        s.check(&format!("admin of {name}"), "", admin, "governance-dao".to_string());
    }
    let economy: EconomyResponse = s.ask(&contracts.dao, &dao::QueryMsg::Economy {})?;
    s.check("name of the economy", "", economy.name, s.founding.name.clone());

    s.say("Three members hold the first votes. From now on votes are earned by work.");
    for who in ["alice", "ben", "carol"] {
        let (observed, expected) = (s.weight(who)?, s.reference.weight(who));
        s.check(&format!("votes of {who}"), "votes", observed, expected);
    }
    let (observed, expected) = (s.total_weight()?, s.reference.total_weight());
    s.check("all votes", "votes", observed, expected);
    let fee = u32::from(s.ledger_settings()?.fee_bps);
    s.check("protocol fee of a new job (100 = 1 %)", "bps", fee, s.reference.fee_bps);
    let guardian: GuardianResponse = s.ask(&contracts.dao, &dao::QueryMsg::Guardian {})?;
    let days = guardian.sunset.map_or(0, |t| t.saturating_sub(s.reference.founded)) / 86_400;
    let expected = s.guardian()?.sunset / 86_400;
    s.check("the guardian's powers end after", "days", days, expected);
    Ok(())
}
