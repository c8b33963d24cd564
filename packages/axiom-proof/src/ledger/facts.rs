//! Events as facts.

use std::collections::BTreeMap;
use std::str::FromStr;

use axiom_types::ledger::{EndReason, JobState, Leg};
use cosmwasm_std::{HexBinary, Uint128};

use super::error::ReplayError;
use super::outcome::Settled;

/// What an event tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fact {
    Posted {
        client: String,
        offered_to: Option<String>,
        capability: Option<String>,
        asset: Option<String>,
        amount: Option<Uint128>,
        points: Option<Uint128>,
    },
    Accepted {
        worker: String,
    },
    Submitted {
        worker: String,
        output: HexBinary,
        number: u8,
    },
    Rejected {
        by: String,
        state: JobState,
    },
    Extended {
        deadline: u64,
    },
    Settled {
        reason: EndReason,
        client: String,
        worker: Option<String>,
        settled: Settled,
    },
}

impl Fact {
    /// The event's type.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Posted { .. } => "axiom_ledger_job_posted",
            Self::Accepted { .. } => "axiom_ledger_job_accepted",
            Self::Submitted { .. } => "axiom_ledger_work_submitted",
            Self::Rejected { .. } => "axiom_ledger_work_rejected",
            Self::Extended { .. } => "axiom_ledger_deadline_extended",
            Self::Settled { .. } => "axiom_ledger_job_settled",
        }
    }
}

/// An event, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// Belongs to the record that follows it.
    Fact {
        job: u64,
        fact: Fact,
    },
    /// A record.
    Record {
        seq: u64,
        job: u64,
        transition: String,
        actor: String,
        leaf: HexBinary,
        bytes: HexBinary,
    },
    /// One side offered something.
    Offered {
        job: u64,
        by: String,
    },
    LegFailed {
        job: u64,
        leg: Leg,
    },
    LegRetried {
        job: u64,
        leg: Leg,
    },
    /// The fee of jobs posted from now on.
    Fee {
        bps: u16,
    },
    /// Nothing that is replayed.
    Other,
}

struct Attributes<'a> {
    kind: &'a str,
    all: &'a BTreeMap<String, String>,
}

impl Attributes<'_> {
    fn no<T>(&self, key: &str, why: impl Into<String>) -> Result<T, ReplayError> {
        let (kind, key) = (self.kind.to_string(), key.to_string());
        Err(ReplayError::Attribute { kind, key, why: why.into() })
    }

    fn optional(&self, key: &str) -> Option<String> {
        self.all.get(key).cloned()
    }

    fn text(&self, key: &str) -> Result<String, ReplayError> {
        self.optional(key).map_or_else(|| self.no(key, "is missing"), Ok)
    }

    fn parsed<T: FromStr>(&self, key: &str) -> Result<T, ReplayError> {
        let text = self.text(key)?;
        text.parse().or_else(|_| self.no(key, format!("is {text:?}, expected a number")))
    }

    fn maybe<T: FromStr>(&self, key: &str) -> Result<Option<T>, ReplayError> {
        self.all.get(key).map(|_| self.parsed(key)).transpose()
    }

    fn hex(&self, key: &str) -> Result<HexBinary, ReplayError> {
        let text = self.text(key)?;
        HexBinary::from_hex(&text).or_else(|_| self.no(key, "is not hexadecimal"))
    }

    fn named<T: Copy>(&self, key: &str, all: &[(T, &'static str)]) -> Result<T, ReplayError> {
        let text = self.text(key)?;
        let found = all.iter().find(|(_, name)| *name == text);
        found.map_or_else(
            || self.no(key, format!("is {text:?}, which is no name of one")),
            |f| Ok(f.0),
        )
    }

    fn leg(&self) -> Result<Leg, ReplayError> {
        self.named("leg", &Leg::ALL.map(|leg| (leg, leg.name())))
    }
}

/// Takes an event apart.
pub(crate) fn told(kind: &str, attributes: &BTreeMap<String, String>) -> Result<Told, ReplayError> {
    let a = Attributes { kind, all: attributes };
    let fact = match kind {
        "axiom_ledger_job_posted" => Fact::Posted {
            client: a.text("client")?,
            offered_to: a.optional("worker"),
            capability: a.optional("capability"),
            asset: a.optional("asset"),
            amount: a.maybe("amount")?,
            points: a.maybe("points")?,
        },
        "axiom_ledger_job_accepted" => Fact::Accepted { worker: a.text("worker")? },
        "axiom_ledger_work_submitted" => Fact::Submitted {
            worker: a.text("worker")?,
            output: a.hex("output_hash")?,
            number: a.parsed("submission")?,
        },
        "axiom_ledger_work_rejected" => Fact::Rejected {
            by: a.text("by")?,
            state: a.named("state", &JobState::ALL.map(|state| (state, state.name())))?,
        },
        "axiom_ledger_deadline_extended" => Fact::Extended { deadline: a.parsed("deadline")? },
        "axiom_ledger_job_settled" => Fact::Settled {
            reason: a.named("reason", &EndReason::ALL)?,
            client: a.text("client")?,
            worker: a.optional("worker"),
            settled: Settled {
                worker_bps: a.parsed("worker_bps")?,
                asset: a.optional("asset"),
                paid: a.parsed("paid")?,
                fee: a.parsed("fee")?,
                refunded: a.parsed("refunded")?,
            },
        },
        "axiom_ledger_record_made" => {
            return Ok(Told::Record {
                seq: a.parsed("seq")?,
                job: a.parsed("job")?,
                transition: a.text("transition")?,
                actor: a.text("actor")?,
                leaf: a.hex("leaf")?,
                bytes: a.hex("bytes")?,
            })
        }
        "axiom_ledger_agreement_offered" => {
            return Ok(Told::Offered { job: a.parsed("job")?, by: a.text("by")? })
        }
        "axiom_ledger_leg_failed" => {
            return Ok(Told::LegFailed { job: a.parsed("job")?, leg: a.leg()? })
        }
        "axiom_ledger_leg_retried" => {
            return Ok(Told::LegRetried { job: a.parsed("job")?, leg: a.leg()? })
        }
        "axiom_ledger_settings_updated" => return Ok(Told::Fee { bps: a.parsed("fee_bps")? }),
        _ => return Ok(Told::Other),
    };
    Ok(Told::Fact { job: a.parsed("job")?, fact })
}
