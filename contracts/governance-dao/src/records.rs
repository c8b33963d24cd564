//! What the DAO keeps, and its bytes where they are packed. Formats are frozen: a new one takes a new number.

use axiom_kit::deadline::Deadline;
use axiom_types::distributor::FreezeTarget;
use axiom_types::json::Json;
use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Addr, CosmosMsg, HexBinary};

use crate::domain::guardian::{Idle, Span};
use crate::domain::proposal::{Head, Mark};
use crate::domain::spending::Counter;
use crate::domain::tally::{Bar, Choice, Tally};

axiom_types::json_record!(Economy, Content, Guardian);

/// An economy.
#[cw_serde]
#[derive(Json)]
pub struct Economy {
    /// Its name.
    pub name: String,
    /// The state layer.
    pub registry: Option<Layer>,
    /// The execution layer.
    pub ledger: Option<Layer>,
    /// The contribution layer.
    pub tracker: Layer,
    /// The value layer.
    pub distributor: Option<Layer>,
    /// Number of the source of power that new proposals use.
    pub source: u32,
}

/// A layer.
#[cw_serde]
#[derive(Json)]
pub struct Layer {
    /// The contract.
    pub address: Addr,
    /// True if it was created at founding.
    pub founded: bool,
}

/// Where power comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The tracker.
    pub tracker: Addr,
    /// The domain that votes.
    pub domain: u32,
}

/// A ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot {
    /// What it says.
    pub choice: Choice,
    /// Weight at the start of the proposal's block.
    pub weight: u64,
}

/// Cold part of a proposal.
#[cw_serde]
#[derive(Json)]
pub struct Content {
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Messages.
    pub msgs: Vec<CosmosMsg>,
    /// Indices of messages that may fail, ascending.
    pub may_fail: Vec<u32>,
    /// SHA-256 of title, description and messages.
    pub hash: HexBinary,
}

/// The guardian and its newest acts.
#[cw_serde]
#[derive(Json, Default)]
pub struct Guardian {
    /// Who, and unix seconds of its sunset.
    pub named: Option<Named>,
    /// Its newest pause.
    pub pause: Option<Pause>,
    /// Its newest freeze.
    pub freeze: Option<Freeze>,
}

/// A guardian.
#[cw_serde]
#[derive(Json)]
pub struct Named {
    /// Who.
    pub address: Addr,
    /// Unix seconds from which it can do nothing.
    pub sunset: u64,
}

/// When an act began and ends.
#[cw_serde]
#[derive(Json)]
pub struct Acted {
    /// Unix seconds at which it began.
    pub from: u64,
    /// Unix seconds at which it ends or ended.
    pub until: u64,
    /// True if a vote has lifted its cooldown.
    pub forgiven: bool,
}

/// A pause.
#[cw_serde]
#[derive(Json)]
pub struct Pause {
    /// Word of the layer.
    pub layer: String,
    /// The contract that was paused.
    pub contract: Addr,
    /// When.
    pub acted: Acted,
}

/// A freeze.
#[cw_serde]
#[derive(Json)]
pub struct Freeze {
    /// What.
    pub target: FreezeTarget,
    /// The distributor that froze it.
    pub contract: Addr,
    /// When.
    pub acted: Acted,
}

impl Packed for Source {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.addr(&self.tracker).u32(self.domain);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { tracker: input.addr()?, domain: input.u32()? })
    }
}

impl Packed for Head {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u32(self.track).u32(self.revision).u32(self.source);
        out.addr(&self.proposer).u64(self.start_height);
        self.voting.write(out);
        out.u64(self.timelock).u64(self.grace);
        out.u16(self.bar.quorum_bps).u16(self.bar.threshold_bps).u64(self.bar.total);
        out.u8(self.mark.code()).u8(self.msgs);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            track: input.u32()?,
            revision: input.u32()?,
            source: input.u32()?,
            proposer: input.addr()?,
            start_height: input.u64()?,
            voting: Deadline::read(input)?,
            timelock: input.u64()?,
            grace: input.u64()?,
            bar: Bar { quorum_bps: input.u16()?, threshold_bps: input.u16()?, total: input.u64()? },
            mark: Mark::from_code(input.u8()?)?,
            msgs: input.u8()?,
        })
    }
}

impl Packed for Tally {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.yes).u64(self.no).u64(self.abstain);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { yes: input.u64()?, no: input.u64()?, abstain: input.u64()? })
    }
}

impl Packed for Ballot {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        let code = match self.choice {
            Choice::Yes => 1,
            Choice::No => 2,
            Choice::Abstain => 3,
        };
        out.u8(code).u64(self.weight);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let choice = match input.u8()? {
            1 => Choice::Yes,
            2 => Choice::No,
            3 => Choice::Abstain,
            _ => return None,
        };
        Some(Self { choice, weight: input.u64()? })
    }
}

impl Packed for Counter {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.start).u128(self.spent);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { start: input.u64()?, spent: input.u128()? })
    }
}

impl Packed for Idle {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.total).u64(self.pause.from).u64(self.pause.until);
        out.u64(self.freeze.from).u64(self.freeze.until);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            total: input.u64()?,
            pause: Span { from: input.u64()?, until: input.u64()? },
            freeze: Span { from: input.u64()?, until: input.u64()? },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frozen<T: Packed + PartialEq + std::fmt::Debug>(record: &T, hex: &str) {
        assert_eq!(HexBinary::from(record.pack()).to_hex(), hex);
        assert_eq!(T::unpack(&record.pack()).as_ref(), Some(record));
        let mut longer = record.pack();
        longer.push(0);
        assert_eq!(T::unpack(&longer), None);
        longer.truncate(longer.len().saturating_sub(2));
        assert_eq!(T::unpack(&longer), None);
    }

    #[test]
    fn bytes_are_frozen() {
        frozen(
            &Tally { yes: 1, no: 2, abstain: 3 },
            "01000000000000000100000000000000020000000000000003",
        );
        for (choice, code) in [(Choice::Yes, "01"), (Choice::No, "02"), (Choice::Abstain, "03")] {
            let hex = format!("01{code}0000000000000007");
            frozen(&Ballot { choice, weight: 7 }, &hex);
        }
        frozen(&Source { tracker: Addr::unchecked("abc"), domain: 2 }, "010361626300000002");
        frozen(
            &Counter { start: 5, spent: 6u128.into() },
            "01000000000000000500000000000000000000000000000006",
        );
    }

    #[test]
    fn the_head_is_frozen() {
        let head = Head {
            track: 1,
            revision: 2,
            source: 3,
            proposer: Addr::unchecked("abc"),
            start_height: 4,
            voting: Deadline { at: 5, min_height: 6, idle: 7 },
            timelock: 8,
            grace: 9,
            bar: Bar { quorum_bps: 10, threshold_bps: 11, total: 12 },
            mark: Mark::Expired,
            msgs: 16,
        };
        let parts = [
            "01",
            "000000010000000200000003",
            "03616263",
            "0000000000000004",
            "000000000000000500000000000000060000000000000007",
            "00000000000000080000000000000009",
            "000a000b000000000000000c",
            "0410",
        ];
        frozen(&head, &parts.concat());
        let idle = Idle::default().paused(1, 2).frozen(1, 3);
        let words: String = [0u64, 1, 2, 1, 3].map(|word| format!("{word:016x}")).concat();
        frozen(&idle, &format!("01{words}"));
    }
}
