//! Registration and the bond between an agent and its principal.

use anyhow::{Context, Result};
use axiom_types::registry::{self, ParticipantKind, ParticipantsResponse};

use crate::stage::{done, Stage};

/// Payout split of the agent: who receives what it earns, in basis points.
pub const ROUTE: [(&str, u16); 2] = [("alice", 7_000), ("agent", 3_000)];

/// What the agent can do.
pub const SKILL: &str = "summarise";

/// Registers four participants; the agent consents to its principal.
pub fn play(s: &mut Stage) -> Result<()> {
    for (who, kind, skills) in [
        ("alice", ParticipantKind::User, &[][..]),
        ("dave", ParticipantKind::User, &[]),
        ("agent", ParticipantKind::Agent, &[SKILL]),
        ("app", ParticipantKind::Application, &[]),
        ("grace", ParticipantKind::DataNetwork, &["prices"]),
    ] {
        done(s.suite.registry().register(who, kind, skills))?;
        let observed = s.participant(who)?.map(|p| p.kind.name());
        let observed = observed.unwrap_or("nothing");
        s.check(&format!("{who} is registered as"), "", observed, kind.name());
    }

    s.say(
        "Alice offers to be the agent's principal, with a payout split (payee route): 70 % of what it earns goes \
         to her. Nothing holds before the agent agrees with its own key.",
    );
    done(s.suite.registry().offer_binding("alice", "agent", &ROUTE))?;
    s.check("principal of the agent after the offer", "", principal(s)?, "nobody".to_string());
    done(s.suite.registry().accept_binding("agent", "alice", &ROUTE))?;
    s.reference.bind("agent", "alice");
    s.check("principal of the agent after its consent", "", principal(s)?, "alice".to_string());
    let agent = s.participant("agent")?.context("the agent is not registered")?;
    let route: Vec<String> = agent
        .route
        .iter()
        .map(|payee| format!("{} {}", s.name(&payee.account), payee.bps))
        .collect();
    let expected: Vec<String> = ROUTE.iter().map(|(who, bps)| format!("{who} {bps}")).collect();
    s.check("its payout split (payee route)", "bps", route.join(", "), expected.join(", "));
    let found = skilled(s)?;
    s.check("live participants that can summarise", "", found, "agent".to_string());
    Ok(())
}

fn principal(s: &Stage) -> Result<String> {
    let agent = s.participant("agent")?.context("the agent is not registered")?;
    Ok(agent.principal.map_or("nobody".to_string(), |p| s.name(p)))
}

/// Names of the live participants with the agent's skill.
pub fn skilled(s: &Stage) -> Result<String> {
    able(s, SKILL)
}

/// Names of the live participants with a skill, in order.
pub fn able(s: &Stage, skill: &str) -> Result<String> {
    let msg = registry::QueryMsg::ByCapability {
        capability: skill.to_string(),
        live: Some(true),
        start_after: None,
        limit: None,
    };
    let found: ParticipantsResponse = s.ask(&s.suite.at.registry, &msg)?;
    let mut names: Vec<String> = found.participants.iter().map(|p| s.name(&p.address)).collect();
    names.sort_unstable();
    Ok(names.join(", "))
}
