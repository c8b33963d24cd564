//! Where a proposal stands: a function of its head, its tally and the moment.

use axiom_kit::deadline::Deadline;
use axiom_types::dao::Stage;
use cosmwasm_std::Addr;

use super::tally::{passes, Bar, Tally};

/// Hot part of a proposal. Votes read it and never write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its track.
    pub track: u32,
    /// Which version of the track it was made under, from 1.
    pub revision: u32,
    /// Which source of power counts, from 1.
    pub source: u32,
    /// Who proposed.
    pub proposer: Addr,
    /// Weights count at the start of this block.
    pub start_height: u64,
    /// End of voting.
    pub voting: Deadline,
    /// Seconds between voting and execution.
    pub timelock: u64,
    /// Seconds in which it can be executed.
    pub grace: u64,
    /// What the tally has to reach.
    pub bar: Bar,
    /// An end that was written down.
    pub mark: Mark,
    /// Number of messages.
    pub msgs: u8,
}

/// An end that was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// None yet.
    Open,
    /// Executed.
    Executed,
    /// Cancelled by its proposer.
    Cancelled,
    /// Closed after a defeat.
    Defeated,
    /// Closed after its grace.
    Expired,
}

impl Mark {
    /// Every mark in the order of its stored number.
    pub const ALL: [Self; 5] =
        [Self::Open, Self::Executed, Self::Cancelled, Self::Defeated, Self::Expired];

    /// Stored number; frozen.
    pub fn code(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Executed => 1,
            Self::Cancelled => 2,
            Self::Defeated => 3,
            Self::Expired => 4,
        }
    }

    /// The mark behind a stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// The moment at which a proposal is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Unix seconds.
    pub now: u64,
    /// Block height.
    pub height: u64,
    /// Seconds that the guardian has paused or frozen so far.
    pub idle: u64,
}

impl Head {
    /// From when it can be executed, if it passes. A timelock demands as many blocks as voting did.
    pub fn ready(&self) -> Deadline {
        self.later(self.voting, self.timelock)
    }

    /// From when it can no longer be executed. Grace demands as many blocks as voting did.
    pub fn expiry(&self) -> Deadline {
        self.later(self.ready(), self.grace)
    }

    fn later(&self, deadline: Deadline, seconds: u64) -> Deadline {
        if seconds == 0 {
            return deadline;
        }
        let blocks = self.voting.min_height.saturating_sub(self.start_height);
        let min_height = deadline.min_height.saturating_add(blocks);
        Deadline { min_height, ..deadline.extended(seconds) }
    }

    /// Where it stands. Nothing is decided before voting ends, and every state ends by time alone.
    pub fn stage(&self, tally: &Tally, moment: Moment) -> Stage {
        let passed = |deadline: Deadline| deadline.passed(moment.now, moment.height, moment.idle);
        match self.mark {
            Mark::Executed => Stage::Executed,
            Mark::Cancelled => Stage::Cancelled,
            Mark::Defeated => Stage::Defeated,
            Mark::Expired => Stage::Expired,
            Mark::Open if !passed(self.voting) => Stage::Voting,
            Mark::Open if !passes(tally, &self.bar) => Stage::Defeated,
            Mark::Open if !passed(self.ready()) => Stage::Queued,
            Mark::Open if !passed(self.expiry()) => Stage::Ready,
            Mark::Open => Stage::Expired,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    fn head() -> Head {
        Head {
            track: 1,
            revision: 1,
            source: 1,
            proposer: Addr::unchecked("ann"),
            start_height: 10,
            voting: Deadline::after(1_000, 10, 100, 5, 7),
            timelock: 50,
            grace: 200,
            bar: Bar { quorum_bps: 1, threshold_bps: 5_000, total: 10 },
            mark: Mark::Open,
            msgs: 0,
        }
    }

    const WON: Tally = Tally { yes: 3, no: 1, abstain: 0 };
    const LOST: Tally = Tally { yes: 1, no: 1, abstain: 8 };

    #[rstest]
    #[case::at_once(1_000, 10, 7, Stage::Voting)]
    #[case::last_second(1_099, 99, 7, Stage::Voting)]
    #[case::voting_ends(1_100, 99, 7, Stage::Queued)]
    #[case::halted_chain_in_voting(1_100, 14, 7, Stage::Voting)]
    #[case::enough_blocks(1_100, 15, 7, Stage::Queued)]
    #[case::paused_meanwhile(1_129, 99, 37, Stage::Voting)]
    #[case::pause_added(1_130, 99, 37, Stage::Queued)]
    #[case::last_second_of_timelock(1_149, 99, 7, Stage::Queued)]
    #[case::ready(1_150, 99, 7, Stage::Ready)]
    #[case::halted_chain_in_timelock(1_150, 19, 7, Stage::Queued)]
    #[case::last_second_of_grace(1_349, 99, 7, Stage::Ready)]
    #[case::expired(1_350, 99, 7, Stage::Expired)]
    #[case::halted_chain_in_grace(9_999, 24, 7, Stage::Ready)]
    #[case::expired_with_blocks(9_999, 25, 7, Stage::Expired)]
    #[case::pause_shifts_grace(1_350, 99, 8, Stage::Ready)]
    fn a_passed_proposal(
        #[case] now: u64,
        #[case] height: u64,
        #[case] idle: u64,
        #[case] expected: Stage,
    ) {
        assert_eq!(head().stage(&WON, Moment { now, height, idle }), expected);
    }

    #[rstest]
    #[case(1_099, Stage::Voting)]
    #[case(1_100, Stage::Defeated)]
    #[case(9_999, Stage::Defeated)]
    fn a_lost_proposal(#[case] now: u64, #[case] expected: Stage) {
        assert_eq!(head().stage(&LOST, Moment { now, height: 99, idle: 7 }), expected);
    }

    #[rstest]
    #[case(Mark::Executed, Stage::Executed)]
    #[case(Mark::Cancelled, Stage::Cancelled)]
    #[case(Mark::Defeated, Stage::Defeated)]
    #[case(Mark::Expired, Stage::Expired)]
    fn an_end_stays(#[case] mark: Mark, #[case] expected: Stage) {
        let head = Head { mark, ..head() };
        for now in [1_000, 1_100, 1_150, 9_999] {
            assert_eq!(head.stage(&WON, Moment { now, height: 99, idle: 7 }), expected);
        }
    }

    #[test]
    fn without_a_timelock_it_is_ready_when_voting_ends() {
        let head = Head { timelock: 0, ..head() };
        assert_eq!(head.stage(&WON, Moment { now: 1_100, height: 15, idle: 7 }), Stage::Ready);
    }

    #[test]
    fn marks_come_back() {
        for mark in Mark::ALL {
            assert_eq!(Mark::from_code(mark.code()), Some(mark));
        }
        assert_eq!(Mark::from_code(5), None);
    }
}
