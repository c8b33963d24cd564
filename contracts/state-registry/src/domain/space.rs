//! Spaces: who owns one, who may write, who may take it.

use axiom_types::json::Json;
use axiom_types::packed::{Packed, Reader, Writer};
use axiom_types::registry::raw::Participant;
use axiom_types::registry::{ParticipantKind, WriterRule};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::Addr;

use crate::error::ContractError;

/// The part of a space that each write reads and rewrites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Who owns it.
    pub owner: Addr,
    /// Who may take it.
    pub offered_to: Option<Addr>,
    /// Number of writes so far, which is the number of leaves.
    pub leaves: u64,
}

impl Packed for Head {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.addr(&self.owner).opt_addr(self.offered_to.as_ref()).u64(self.leaves);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let (owner, offered_to, leaves) = (input.addr()?, input.opt_addr()?, input.u64()?);
        Some(Self { owner, offered_to, leaves })
    }
}

impl Head {
    /// A space without a write.
    pub fn new(owner: Addr) -> Self {
        Self { owner, offered_to: None, leaves: 0 }
    }

    /// Checks that `sender` owns the space.
    ///
    /// # Errors
    /// [`ContractError::NotSpaceOwner`].
    pub fn owned_by(&self, space: u64, sender: &Addr) -> Result<(), ContractError> {
        if self.owner != *sender {
            let (owner, sender) = (self.owner.clone(), sender.clone());
            return Err(ContractError::NotSpaceOwner { space, owner, sender });
        }
        Ok(())
    }

    /// Offers the space, in place of an earlier offer, or withdraws the offer.
    ///
    /// # Errors
    /// [`ContractError::OwnsSpaceAlready`], [`ContractError::NothingOffered`].
    pub fn offer(&mut self, space: u64, new_owner: Option<Addr>) -> Result<(), ContractError> {
        match &new_owner {
            Some(account) if *account == self.owner => {
                return Err(ContractError::OwnsSpaceAlready { space, account: account.clone() });
            }
            None if self.offered_to.is_none() => {
                return Err(ContractError::NothingOffered { space });
            }
            Some(_) | None => self.offered_to = new_owner,
        }
        Ok(())
    }

    /// Hands the space to the one to whom it was offered.
    ///
    /// # Errors
    /// [`ContractError::NotOfferedTo`].
    pub fn take(&mut self, space: u64, sender: &Addr) -> Result<(), ContractError> {
        if self.offered_to.as_ref() != Some(sender) {
            return Err(ContractError::NotOfferedTo { space, sender: sender.clone() });
        }
        self.owner = sender.clone();
        self.offered_to = None;
        Ok(())
    }

    /// Number of leaves after so many more writes.
    ///
    /// # Errors
    /// [`ContractError::CounterFull`].
    pub fn leaves_after(&self, writes: usize) -> Result<u64, ContractError> {
        let full = || ContractError::CounterFull { counter: "leaves" };
        let more = u64::try_from(writes).map_err(|_| full())?;
        self.leaves.checked_add(more).ok_or_else(full)
    }
}

axiom_types::json_record!(Charter);

/// The part of a space that writes do not rewrite.
#[cw_serde]
#[derive(Json)]
pub struct Charter {
    /// Visible name.
    pub name: String,
    /// Who may write beside the owner.
    pub writers: Writers,
}

/// Who may write beside the owner, as stored: checked addresses.
#[cw_serde]
#[derive(Json)]
pub enum Writers {
    /// Nobody.
    Owner {},
    /// These.
    List {
        /// The writers.
        addresses: Vec<Addr>,
    },
    /// Live participants, of this kind if one is named.
    Registered {
        /// The kind.
        kind: Option<ParticipantKind>,
    },
}

impl Writers {
    /// The rule as messages carry it.
    pub fn into_msg(self) -> WriterRule {
        match self {
            Self::Owner {} => WriterRule::Owner {},
            Self::List { addresses } => WriterRule::List {
                addresses: addresses.into_iter().map(Addr::into_string).collect(),
            },
            Self::Registered { kind } => WriterRule::Registered { kind },
        }
    }

    /// True if the rule asks whether the writer is registered.
    pub fn by_registration(&self) -> bool {
        matches!(self, Self::Registered { .. })
    }

    /// True if the rule lets `sender` write, who stands in the registry as `participant`.
    pub fn admit(&self, sender: &Addr, participant: Option<&Participant>, now: u64) -> bool {
        match self {
            Self::Owner {} => false,
            Self::List { addresses } => addresses.contains(sender),
            Self::Registered { kind } => participant
                .is_some_and(|p| p.live(now) && kind.is_none_or(|wanted| wanted == p.kind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn a(name: &str) -> Addr {
        Addr::unchecked(name)
    }

    fn list(names: &[&str]) -> Writers {
        Writers::List { addresses: names.iter().map(|n| a(n)).collect() }
    }

    // The participant asked about is an agent whose lease ends at 100.
    #[rstest]
    #[case::owner_only(Writers::Owner {}, 0, false)]
    #[case::listed(list(&["eve", "bot"]), 500, true)]
    #[case::not_listed(list(&["eve"]), 0, false)]
    #[case::empty_list(list(&[]), 0, false)]
    #[case::any_kind(Writers::Registered { kind: None }, 99, true)]
    #[case::lease_over(Writers::Registered { kind: None }, 100, false)]
    #[case::right_kind(Writers::Registered { kind: Some(ParticipantKind::Agent) }, 99, true)]
    #[case::wrong_kind(Writers::Registered { kind: Some(ParticipantKind::User) }, 99, false)]
    fn writers(#[case] rule: Writers, #[case] now: u64, #[case] expected: bool) {
        let agent = Participant {
            kind: ParticipantKind::Agent,
            expires: 100,
            principal: None,
            route: vec![],
        };
        assert_eq!(rule.admit(&a("bot"), Some(&agent), now), expected);
        assert_eq!(rule.admit(&a("bot"), None, now), expected && !rule.by_registration());
    }

    #[rstest]
    #[case(None, Some("eve"), Ok(Some("eve")))]
    #[case(Some("eve"), Some("bob"), Ok(Some("bob")))]
    #[case(Some("eve"), None, Ok(None))]
    #[case(None, None, Err(ContractError::NothingOffered { space: 7 }))]
    #[case(None, Some("ada"), Err(ContractError::OwnsSpaceAlready { space: 7, account: a("ada") }))]
    fn offers(
        #[case] before: Option<&str>,
        #[case] to: Option<&str>,
        #[case] expected: Result<Option<&str>, ContractError>,
    ) {
        let mut head = Head { offered_to: before.map(a), ..Head::new(a("ada")) };
        let found = head.offer(7, to.map(a));
        assert_eq!(found.map(|()| head.offered_to.as_ref().map(Addr::as_str)), expected);
    }

    #[rstest]
    #[case(Some("eve"), "eve", true)]
    #[case(Some("eve"), "bob", false)]
    #[case(Some("eve"), "ada", false)]
    #[case(None, "eve", false)]
    #[case(None, "ada", false)]
    fn takes(#[case] offered: Option<&str>, #[case] sender: &str, #[case] good: bool) {
        let before = Head { offered_to: offered.map(a), ..Head::new(a("ada")) };
        let mut head = before.clone();
        let found = head.take(7, &a(sender));
        if good {
            assert_eq!((found, head), (Ok(()), Head::new(a(sender))));
        } else {
            let refusal = ContractError::NotOfferedTo { space: 7, sender: a(sender) };
            assert_eq!((found, head), (Err(refusal), before));
        }
    }

    #[rstest]
    #[case(0, 16, Some(16))]
    #[case(u64::MAX - 16, 16, Some(u64::MAX))]
    #[case(u64::MAX - 15, 16, None)]
    fn leaves_are_counted(
        #[case] leaves: u64,
        #[case] writes: usize,
        #[case] expected: Option<u64>,
    ) {
        let head = Head { leaves, ..Head::new(a("ada")) };
        let full = ContractError::CounterFull { counter: "leaves" };
        assert_eq!(head.leaves_after(writes), expected.ok_or(full));
    }

    /// Frozen: a new layout takes a new format byte.
    #[test]
    fn the_head_is_packed_like_this() {
        let head = Head { owner: a("ada"), offered_to: Some(a("eve")), leaves: 258 };
        let bytes = b"\x01\x03ada\x03eve\0\0\0\0\0\0\x01\x02";
        assert_eq!(head.pack(), bytes);
        assert_eq!(Head::unpack(bytes), Some(head));
        assert_eq!(Head::unpack(b"\x02\x03ada\0\0\0\0\0\0\0\0\0"), None);
    }
}
