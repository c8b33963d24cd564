//! `axiom me`, `axiom claimable`, `axiom participant show` in words.

use axiom_answers::{
    Balances, Claimable, DomainScore, JobAction, JobLine, Me, ParticipantAnswer, Registration,
    Subject, Weight,
};
use axiom_types::ledger::Reward;

use super::{amount, name, when, word};
use crate::out;
use crate::session::Session;

/// What an account can do now.
pub fn text(session: &Session, me: &Me) -> String {
    let now = me.moment.now;
    let mut parts = vec![head(session, me)];
    let work = &me.work;
    let answers = |job: &&JobLine| job.actions.contains(&JobAction::AnswerOffer);
    let offers: Vec<JobLine> = work.waiting.iter().filter(answers).cloned().collect();
    let waiting: Vec<JobLine> = work.waiting.iter().filter(|job| !answers(job)).cloned().collect();
    let lists = [
        ("offered to me: accept or decline", &work.offered),
        ("open to me: accept", &work.open),
        ("to hand in: submit", &work.to_submit),
        ("to review: approve or reject", &work.to_review),
        ("to decide as arbiter: arbitrate", &work.to_arbitrate),
        ("with an offer of the other side to answer: agree", &offers),
        ("waiting for somebody else", &waiting),
        ("whose time is over: expire", &work.to_expire),
    ];
    for (title, jobs) in lists {
        if !jobs.is_empty() {
            parts.push(format!("jobs {title}\n{}", job_rows(session, jobs, now)));
        }
    }
    if !work.to_retry.is_empty() {
        let row = |line: &axiom_answers::RetryLine| {
            format!("  job {}: {} failed ({})", line.leg.job, word(&line.leg.leg), line.leg.reason)
        };
        let rows: Vec<String> = work.to_retry.iter().map(row).collect();
        parts.push(format!(
            "failed legs to try again: axiom tx ledger retry-leg\n{}",
            rows.join("\n")
        ));
    }
    if !me.proposals.rows.is_empty() {
        parts.push(format!("proposals\n{}", proposals(me)));
    }
    if !me.claimable.pools.is_empty() {
        parts.push(format!("to claim\n{}", claims(session, &me.claimable)));
    }
    if let Some(offers) = me.binding_offers.as_ref().filter(|offers| !offers.rows.is_empty()) {
        parts.push(format!(
            "{} offers to be the principal of this account: axiom tx registry accept-binding",
            offers.rows.len()
        ));
    }
    let mine: Vec<String> = me
        .deadlines
        .iter()
        .map(|line| format!("  {}  {}{}", when(now, line.at), line.text, whose(line)))
        .collect();
    if !mine.is_empty() {
        parts.push(format!("what ends when\n{}", mine.join("\n")));
    }
    if work.more || me.proposals.more || me.claimable.more {
        parts.push("there is more than was read: --pages 20 reads on".to_string());
    }
    parts.join("\n\n")
}

/// Who is waited for, where it is not the account itself.
fn whose(line: &axiom_answers::Deadline) -> &'static str {
    match line.subject {
        Subject::Job { .. } if !line.mine => " (somebody else's turn)",
        _ => "",
    }
}

fn head(session: &Session, me: &Me) -> String {
    let mut lines = vec![("account".to_string(), name_and_address(session, &me.account))];
    lines.extend(person(
        session,
        me.registration.as_ref(),
        &me.scores,
        me.weight,
        &me.balances,
        me.moment.now,
    ));
    if !me.left_out.is_empty() {
        let list: Vec<&str> = me.left_out.iter().map(|contract| contract.full()).collect();
        lines.push(("without".into(), list.join(", ")));
    }
    if me.work.paused {
        lines.push(("paused".into(), "the ledger takes no new work now; deadlines move on".into()));
    }
    out::pairs(&lines)
}

/// Registration, scores, weight and balances.
fn person(
    session: &Session,
    registration: Option<&Registration>,
    scores: &[DomainScore],
    weight: Weight,
    balances: &Balances,
    now: u64,
) -> Vec<(String, String)> {
    let registered = match registration {
        None => "not registered: axiom tx registry register --kind …".to_string(),
        Some(one) => {
            let kind = word(&one.kind);
            let bound = one
                .principal
                .as_ref()
                .map_or(String::new(), |who| format!(", bound to {}", name(session, who)));
            let state = match (one.live, one.renewal_due) {
                (false, _) => format!("expired {}", when(now, one.expires)),
                (true, true) => format!(
                    "until {}, to be renewed: axiom tx registry renew",
                    when(now, one.expires)
                ),
                (true, false) => format!("until {}", when(now, one.expires)),
            };
            format!("{kind}{bound}, {state}")
        }
    };
    let mut lines = vec![("registered".to_string(), registered)];
    let internal: Vec<String> =
        balances.internal.rows.iter().map(|row| amount(session, row.amount, &row.asset)).collect();
    lines.push((
        "balance".into(),
        if internal.is_empty() { "nothing".into() } else { internal.join(", ") },
    ));
    let wallet: Vec<String> = balances
        .wallet
        .iter()
        .map(|coin| session.amount(coin.amount.u128(), &coin.denom))
        .collect();
    lines.push((
        "wallet".into(),
        if wallet.is_empty() { "nothing".into() } else { wallet.join(", ") },
    ));
    for score in scores {
        let votes = if score.votes { " (votes)" } else { "" };
        lines.push((
            "score".into(),
            format!("{} in {}{votes}, {} ever", score.score, score.name, score.lifetime),
        ));
    }
    let share = u128::from(weight.own)
        .saturating_mul(10_000)
        .checked_div(u128::from(weight.total))
        .unwrap_or(0);
    lines.push((
        "voting power".into(),
        format!("{} of {} ({}.{:02} %)", weight.own, weight.total, share / 100, share % 100),
    ));
    lines
}

fn name_and_address(session: &Session, address: &str) -> String {
    let short = name(session, address);
    if short == address {
        short
    } else {
        format!("{short}  {address}")
    }
}

fn reward(session: &Session, reward: &Reward) -> String {
    match reward {
        Reward::Paid { asset, amount: price, .. } => amount(session, *price, asset),
        Reward::Voluntary { points, domain } => format!("{points} points in domain {domain}"),
    }
}

fn job_rows(session: &Session, jobs: &[JobLine], now: u64) -> String {
    let row = |job: &JobLine| {
        let due = job.due.map_or(String::new(), |due| when(now, due.at));
        let then =
            job.if_nobody_acts.as_ref().map_or(String::new(), |outcome| outcome.text.clone());
        vec![
            job.job.to_string(),
            job.title.clone(),
            reward(session, &job.reward),
            word(&job.state),
            due,
            then,
        ]
    };
    out::rows(
        &["job", "title", "gives", "state", "until", "then"],
        &jobs.iter().map(row).collect::<Vec<_>>(),
    )
}

fn proposals(me: &Me) -> String {
    let row = |one: &axiom_answers::MyProposal| {
        let voted = match (one.voted, one.weight) {
            (Some(vote), _) => format!("voted {vote}"),
            (None, 0) => "no weight".to_string(),
            (None, weight) => format!("weight {weight}"),
        };
        let actions: Vec<String> = one.actions.iter().map(word).collect();
        let due = one.due.map_or(String::new(), |due| when(me.moment.now, due.at));
        vec![
            one.proposal.to_string(),
            one.title.clone(),
            word(&one.stage),
            voted,
            actions.join(", "),
            due,
        ]
    };
    out::rows(
        &["proposal", "title", "stage", "me", "can", "until"],
        &me.proposals.rows.iter().map(row).collect::<Vec<_>>(),
    )
}

/// What can be claimed.
pub fn claims(session: &Session, claimable: &Claimable) -> String {
    if claimable.left_out {
        return "this economy has no value-distributor, and so no pools".to_string();
    }
    let row = |pool: &axiom_answers::PoolClaim| {
        let note = match (pool.frozen_until, pool.more_after) {
            (Some(until), _) => format!("frozen until {}", axiom_answers::date_text(until)),
            (None, true) => "more epochs after this claim".to_string(),
            (None, false) => String::new(),
        };
        vec![
            pool.pool.to_string(),
            pool.name.clone(),
            amount(session, pool.amount, &pool.asset),
            note,
        ]
    };
    let mut parts = Vec::new();
    if claimable.pools.is_empty() {
        parts.push("nothing to claim".to_string());
    } else {
        parts.push(out::rows(
            &["pool", "name", "owes", ""],
            &claimable.pools.iter().map(row).collect::<Vec<_>>(),
        ));
    }
    for message in &claimable.messages {
        let json = serde_json::to_value(&message.msg).unwrap_or_default();
        parts.push(format!("claim it: axiom tx distributor claim --raw '{}'", json["claim"]));
    }
    for problem in &claimable.problems {
        parts.push(format!(
            "pool {} ({}) cannot be asked: {}",
            problem.pool, problem.name, problem.reason
        ));
    }
    parts.join("\n")
}

/// Who an account is.
pub fn participant(session: &Session, answer: &ParticipantAnswer) -> String {
    let mut lines = vec![("account".to_string(), name_and_address(session, &answer.account))];
    let now = session.client.status().map(|status| status.time).unwrap_or_default();
    lines.extend(person(
        session,
        answer.registration.as_ref(),
        &answer.scores,
        answer.weight,
        &answer.balances,
        now,
    ));
    if !answer.agents.rows.is_empty() {
        let list: Vec<String> =
            answer.agents.rows.iter().map(|agent| name(session, agent)).collect();
        lines.push(("agents".into(), list.join(", ")));
    }
    out::pairs(&lines)
}
