//! `axiom proposal show` in words.

use axiom_answers::{percent, ProposalAnswer};

use super::{name, plain, when, word};
use crate::out;
use crate::session::Session;

/// One proposal.
pub fn text(session: &Session, proposal: &ProposalAnswer) -> String {
    let now = session.client.status().map(|status| status.time).unwrap_or_default();
    let tally = &proposal.tally;
    let track = proposal.track_name.as_deref().unwrap_or("that is gone");
    let mut lines = vec![
        ("proposal".to_string(), format!("{}: {}", proposal.proposal, proposal.title)),
        ("stage".into(), word(&proposal.stage)),
        ("track".into(), format!("{} {track}", proposal.track)),
        ("by".into(), name(session, &proposal.proposer)),
        (
            "does".into(),
            if proposal.messages.is_empty() {
                "nothing: it states something".into()
            } else {
                plain(session, &proposal.messages)
            },
        ),
        (
            "votes".into(),
            format!(
                "{} yes, {} no, {} abstain, of {}",
                tally.yes, tally.no, tally.abstain, tally.total
            ),
        ),
        (
            "quorum".into(),
            match tally.quorum_reached {
                true => format!("{} reached", percent(tally.quorum_bps)),
                false => format!(
                    "{}, {} more weight is needed",
                    percent(tally.quorum_bps),
                    tally.quorum_missing
                ),
            },
        ),
        (
            "threshold".into(),
            format!(
                "{} {}",
                percent(tally.threshold_bps),
                if tally.threshold_reached { "reached" } else { "not reached" }
            ),
        ),
        ("voting ends".into(), when(now, proposal.voting_ends)),
        (
            "executable".into(),
            format!(
                "from {} to {}",
                when(now, proposal.ready_at),
                axiom_answers::date_text(proposal.expires_at)
            ),
        ),
        ("next".into(), proposal.next.text.clone()),
    ];
    let actions: Vec<String> = proposal.actions.iter().map(word).collect();
    if !actions.is_empty() {
        lines.push(("can".into(), actions.join(", ")));
    }
    for message in &proposal.messages {
        for change in &message.changes {
            lines.push((
                "changes".into(),
                format!("{}: {} becomes {}", change.field, change.from, change.to),
            ));
        }
    }
    let mut text = out::pairs(&lines);
    if !proposal.votes.rows.is_empty() {
        let row = |ballot: &axiom_answers::Ballot| {
            vec![name(session, &ballot.voter), ballot.vote.to_string(), ballot.weight.to_string()]
        };
        let rows: Vec<Vec<String>> = proposal.votes.rows.iter().map(row).collect();
        text += &format!("\n\n{}", out::rows(&["voter", "vote", "weight"], &rows));
    }
    text
}
