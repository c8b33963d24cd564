//! The cold part of a job: what was posted and what was copied from the settings. Written once, packed because it is
//! the largest record of the ledger.

use axiom_types::asset::Asset;
use axiom_types::common::Link;
use axiom_types::json;
use axiom_types::ledger::{Assignment, NewJob, OnSilence, Reward, Windows};
use axiom_types::packed::{Packed, Reader, Writer};
use axiom_types::rule::Rule;
use cosmwasm_std::{Addr, HexBinary};

/// How a job finds its worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Assigned {
    /// Offered to one.
    Direct(Addr),
    /// First come, through a gate.
    Open(Rule),
}

/// Which optional terms the client named itself; the others were copied from the settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Named {
    /// The arbiter.
    pub arbiter: bool,
    /// The windows.
    pub windows: bool,
    /// What silence of the reviewer means.
    pub on_silence: bool,
    /// What silence of the arbiter means.
    pub silence_bps: bool,
}

impl Named {
    fn code(self) -> u8 {
        [self.arbiter, self.windows, self.on_silence, self.silence_bps]
            .into_iter()
            .enumerate()
            .fold(0, |bits, (at, on)| if on { bits | (1 << at) } else { bits })
    }

    fn from_code(bits: u8) -> Self {
        Self {
            arbiter: bits & 1 != 0,
            windows: bits & 2 != 0,
            on_silence: bits & 4 != 0,
            silence_bps: bits & 8 != 0,
        }
    }
}

/// The cold part of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Who decides and pays.
    pub client: Addr,
    /// Number of the peers that it works with to its end.
    pub peer_set: u32,
    /// 1 to 120 bytes.
    pub title: String,
    /// At most 1,024 bytes; empty for none.
    pub description: String,
    /// URI and hash of the whole brief.
    pub brief: Option<(String, [u8; 32])>,
    /// Hash of the input.
    pub input_hash: Option<[u8; 32]>,
    /// Hash of the procedure.
    pub procedure_hash: Option<[u8; 32]>,
    /// Capability wanted.
    pub capability: Option<String>,
    /// How it finds its worker.
    pub assigned: Assigned,
    /// What it gives.
    pub reward: Reward,
    /// Who decides besides the client.
    pub reviewer: Option<Addr>,
    /// Who decides a dispute.
    pub arbiter: Addr,
    /// Windows.
    pub windows: Windows,
    /// What a silent reviewer means.
    pub on_silence: OnSilence,
    /// Worker's part if the arbiter stays silent.
    pub silence_bps: u16,
    /// Protocol fee.
    pub fee_bps: u16,
    /// Whose balance takes it.
    pub fee_recipient: Addr,
    /// Blocks that each waiting state demands.
    pub min_blocks: u32,
    /// What of these the client named itself.
    pub named: Named,
}

impl Spec {
    /// The worker that it is offered to.
    pub fn offered_to(&self) -> Option<&Addr> {
        match &self.assigned {
            Assigned::Direct(worker) => Some(worker),
            Assigned::Open(_) => None,
        }
    }

    /// What was posted, word for word.
    pub fn posted(&self) -> NewJob {
        let named = self.named;
        NewJob {
            title: self.title.clone(),
            description: (!self.description.is_empty()).then(|| self.description.clone()),
            brief: self
                .brief
                .as_ref()
                .map(|(uri, hash)| Link { uri: uri.clone(), sha256: HexBinary::from(hash) }),
            input_hash: self.input_hash.map(HexBinary::from),
            procedure_hash: self.procedure_hash.map(HexBinary::from),
            capability: self.capability.clone(),
            assignment: match &self.assigned {
                Assigned::Direct(worker) => Assignment::Direct { worker: worker.to_string() },
                Assigned::Open(gate) => Assignment::Open { gate: gate.clone() },
            },
            reward: self.reward.clone(),
            reviewer: self.reviewer.as_ref().map(Addr::to_string),
            arbiter: named.arbiter.then(|| self.arbiter.to_string()),
            windows: named.windows.then_some(self.windows),
            on_silence: named.on_silence.then_some(self.on_silence),
            arbiter_silence_bps: named.silence_bps.then_some(self.silence_bps),
        }
    }
}

/// A text of up to 4 GiB behind its length.
pub(super) fn write_long(out: &mut Writer, text: &str) {
    write_bytes(out, text.as_bytes());
}

fn write_bytes(out: &mut Writer, bytes: &[u8]) {
    out.u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX)).raw(bytes);
}

/// What [`write_long`] wrote.
pub(super) fn read_long(input: &mut Reader<'_>) -> Option<String> {
    String::from_utf8(read_bytes(input)?.to_vec()).ok()
}

fn read_bytes<'a>(input: &mut Reader<'a>) -> Option<&'a [u8]> {
    let len = usize::try_from(input.u32()?).ok()?;
    input.raw(len)
}

fn write_windows(out: &mut Writer, windows: &Windows) {
    let Windows { accept, submit, review, rework, arbitrate } = *windows;
    for seconds in [accept, submit, review, rework, arbitrate] {
        // Windows are bounded by a year, far below 2^32 seconds.
        out.u32(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
}

fn read_windows(input: &mut Reader<'_>) -> Option<Windows> {
    Some(Windows {
        accept: input.u32()?.into(),
        submit: input.u32()?.into(),
        review: input.u32()?.into(),
        rework: input.u32()?.into(),
        arbitrate: input.u32()?.into(),
    })
}

fn write_reward(out: &mut Writer, reward: &Reward) {
    match reward {
        Reward::Paid { asset, amount, domain } => {
            out.u8(0).text(&asset.key()).short_u128(*amount).u8(u8::from(domain.is_some()));
            if let Some(domain) = domain {
                out.u32(*domain);
            }
        }
        Reward::Voluntary { domain, points } => {
            out.u8(1).u32(*domain).short_u128(*points);
        }
    }
}

fn read_reward(input: &mut Reader<'_>) -> Option<Reward> {
    match input.u8()? {
        0 => Some(Reward::Paid {
            asset: Asset::from_key(&input.text()?)?,
            amount: input.short_u128()?,
            domain: match input.u8()? {
                0 => None,
                _ => Some(input.u32()?),
            },
        }),
        1 => Some(Reward::Voluntary { domain: input.u32()?, points: input.short_u128()? }),
        _ => None,
    }
}

fn write_assigned(out: &mut Writer, assigned: &Assigned) {
    match assigned {
        Assigned::Direct(worker) => {
            out.u8(0).addr(worker);
        }
        Assigned::Open(Rule::Anyone {}) => {
            out.u8(1);
        }
        Assigned::Open(gate) => {
            out.u8(2);
            // A rule of our own types always serialises.
            write_bytes(out, &json::vec(gate).unwrap_or_default());
        }
    }
}

fn read_assigned(input: &mut Reader<'_>) -> Option<Assigned> {
    match input.u8()? {
        0 => Some(Assigned::Direct(input.addr()?)),
        1 => Some(Assigned::Open(Rule::Anyone {})),
        2 => Some(Assigned::Open(json::read(read_bytes(input)?).ok()?)),
        _ => None,
    }
}

impl Packed for Spec {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.addr(&self.client).u32(self.peer_set).text(&self.title);
        write_long(out, &self.description);
        out.u8(u8::from(self.brief.is_some()));
        if let Some((uri, hash)) = &self.brief {
            write_long(out, uri);
            out.raw(hash);
        }
        out.opt_hash(self.input_hash.as_ref()).opt_hash(self.procedure_hash.as_ref());
        out.text(self.capability.as_deref().unwrap_or_default());
        write_assigned(out, &self.assigned);
        write_reward(out, &self.reward);
        out.opt_addr(self.reviewer.as_ref()).addr(&self.arbiter);
        write_windows(out, &self.windows);
        out.u8(u8::from(self.on_silence == OnSilence::RefundClient));
        out.u16(self.silence_bps).u16(self.fee_bps);
        // The treasury is mostly the arbiter too; then its address is not written twice.
        let recipient = &self.fee_recipient;
        out.opt_addr((*recipient != self.arbiter).then_some(recipient));
        out.u32(self.min_blocks).u8(self.named.code());
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let nobody = || Addr::unchecked("");
        let mut spec = Self {
            client: input.addr()?,
            peer_set: input.u32()?,
            title: input.text()?,
            description: read_long(input)?,
            brief: match input.u8()? {
                0 => None,
                _ => Some((read_long(input)?, input.hash()?)),
            },
            input_hash: input.opt_hash()?,
            procedure_hash: input.opt_hash()?,
            capability: Some(input.text()?).filter(|name| !name.is_empty()),
            assigned: read_assigned(input)?,
            reward: read_reward(input)?,
            reviewer: input.opt_addr()?,
            arbiter: input.addr()?,
            windows: read_windows(input)?,
            on_silence: match input.u8()? {
                0 => OnSilence::PayWorker,
                _ => OnSilence::RefundClient,
            },
            silence_bps: input.u16()?,
            fee_bps: input.u16()?,
            fee_recipient: input.opt_addr()?.unwrap_or_else(nobody),
            min_blocks: input.u32()?,
            named: Named::from_code(input.u8()?),
        };
        if spec.fee_recipient == nobody() {
            spec.fee_recipient = spec.arbiter.clone();
        }
        Some(spec)
    }
}
