//! `axiom economy verify` and `axiom audit`: what can be told of an economy from outside.

use axiom_economy::{self as eco, Audit, NodeGround, Release, Report, Site, Verdict};
use axiom_types::asset::Asset;
use axiom_types::dao::GuardianResponse;

use crate::economy::{deployments, to_json};
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::session::Session;

/// The contracts of the economy that is worked in.
pub fn site(session: &Session, ground: &NodeGround) -> Done<Site> {
    let economy = session.economy()?;
    // One that is named by its address has no file.
    if eco::check_name(&economy.name).is_ok()
        && !economy.name.starts_with(&format!("{}1", session.profile.prefix))
    {
        if let Some(deployment) = deployments().find(session.client.chain_id(), &economy.name)? {
            return Ok(Site::of(&deployment)?);
        }
    }
    Ok(Site::read(ground, &session.contract("governance-dao")?)?)
}

/// Checks codes, wiring, owners and admins.
pub fn verify(global: &Global) -> Done {
    let session = Session::open(global)?;
    let ground = NodeGround::new(&session.client);
    let report = eco::verify(&ground, &site(&session, &ground)?, &Release::committed())?;
    session.out.show(&to_json(&report)?, || report_text(&report));
    match report.failed().count() {
        0 => Ok(()),
        failed => Err(Fail::new(Kind::Check, format!("{failed} checks did not pass"))),
    }
}

fn report_text(report: &Report) -> String {
    let line = |check: &eco::Check| {
        let mark = match check.verdict {
            Verdict::Ok => "✓",
            Verdict::Note => "·",
            Verdict::Fail => "✗",
        };
        format!("{mark} {:<36}{}", check.name, check.why)
    };
    report.checks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// One report of everything that can be told from outside.
pub fn audit(global: &Global) -> Done {
    let session = Session::open(global)?;
    let ground = NodeGround::new(&session.client);
    let mut replay = crate::records::Replaying { session: &session };
    let lens = eco::Lens { assets: vec![], replay: Some(&mut replay) };
    let audit = eco::audit(&ground, &site(&session, &ground)?, &Release::committed(), lens)?;
    session.out.show(&to_json(&audit)?, || audit_text(&session, &audit));
    match audit.is_ok() {
        true => Ok(()),
        false => Err(Fail::new(Kind::Check, "the audit found something wrong")),
    }
}

fn audit_text(session: &Session, audit: &Audit) -> String {
    let mut parts = vec![report_text(&audit.verify)];
    for row in &audit.solvency {
        let told = |amount: cosmwasm_std::Uint128| match &row.asset {
            Asset::Native(denom) => session.amount(amount.u128(), denom),
            Asset::Cw20(token) => {
                format!("{amount} of {}", crate::ask::name(session, token.as_str()))
            }
        };
        parts.push(match row.ok {
            true => format!("✓ solvency  {} held for {} owed", told(row.held), told(row.owed)),
            false => format!(
                "✗ solvency  {} held for {} owed: {}",
                told(row.held),
                told(row.owed),
                row.why
            ),
        });
    }
    parts.push(match audit.pending.len() {
        0 => "✓ no leg of a settlement waits for another try".to_string(),
        some => format!("· {some} legs of settlements wait for another try"),
    });
    for leg in &audit.pending {
        parts.push(format!("  job {}: {} ({})", leg.job, crate::ask::word(&leg.leg), leg.reason));
    }
    if let Some(guardian) = &audit.guardian {
        parts.push(guardian_text(session, guardian));
    }
    for halt in &audit.halts {
        let until = match halt.until {
            Some(until) => format!("until {}", axiom_answers::date_text(until)),
            None => "until it is taken back".to_string(),
        };
        parts.push(format!("· halted: {} {until}", halt.what));
    }
    if let Some(replay) = &audit.replay {
        parts.push(match &replay.replayed {
            Ok(_) if replay.ok => {
                format!(
                    "✓ replay of the ledger  {} records lead to the root of the chain",
                    replay.records
                )
            }
            Ok(found) => format!(
                "✗ replay of the ledger  {} records lead to {}, the chain says {} and {}",
                found.records, found.root, replay.records, replay.root
            ),
            Err(why) => format!("✗ replay of the ledger  {why}"),
        });
    }
    parts.join("\n")
}

fn guardian_text(session: &Session, guardian: &GuardianResponse) -> String {
    let Some(address) = &guardian.address else {
        return "· guardian  nobody".to_string();
    };
    let sunset = guardian
        .sunset
        .map_or(String::new(), |sunset| format!(" until {}", axiom_answers::date_text(sunset)));
    let again = |at: u64| match at {
        0 => "now".to_string(),
        at => format!("from {}", axiom_answers::date_text(at)),
    };
    format!(
        "· guardian  {}{sunset}; may pause {}, may freeze {}",
        crate::ask::name(session, address.as_str()),
        again(guardian.may_pause_at),
        again(guardian.may_freeze_at)
    )
}
