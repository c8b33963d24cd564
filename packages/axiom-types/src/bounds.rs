//! Every published bound of the suite, in one place. Lists, texts and windows in messages are refused beyond them.

/// Longest address text accepted by form.
pub const MAX_ADDRESS_LEN: usize = 90;
/// Shortest and longest bank denom.
pub const MIN_DENOM_LEN: usize = 3;
/// Longest bank denom.
pub const MAX_DENOM_LEN: usize = 128;

/// Default number of rows of a page.
pub const DEFAULT_PAGE: u32 = 30;
/// Largest number of rows of a page.
pub const MAX_PAGE: u32 = 100;
/// Default rows of a cw3 or cw4 list, as in cw-plus.
pub const CW_DEFAULT_PAGE: u32 = 10;
/// Largest number of rows of a cw3 or cw4 list, as in cw-plus.
pub const CW_MAX_PAGE: u32 = 30;

/// Longest name of a participant, space, pool, domain, track or economy, in bytes.
pub const MAX_NAME_LEN: usize = 64;
/// Longest title of a job or proposal, in bytes.
pub const MAX_TITLE_LEN: usize = 120;
/// Longest short text (description, reason, note), in bytes.
pub const MAX_TEXT_LEN: usize = 1_024;
/// Longest description of a proposal, in bytes.
pub const MAX_DESCRIPTION_LEN: usize = 16_384;
/// Longest URI, in bytes.
pub const MAX_URI_LEN: usize = 256;
/// Longest tag, capability, reference kind or role: lower-case letters, digits, `-`, `_`, `.`, `/`.
pub const MAX_SLUG_LEN: usize = 32;
/// Most tags of a participant.
pub const MAX_TAGS: usize = 8;
/// Most capabilities of a participant.
pub const MAX_CAPABILITIES: usize = 8;
/// Most endpoints of a participant.
pub const MAX_ENDPOINTS: usize = 4;
/// Most payees of a payout split (payee route).
pub const MAX_PAYEES: usize = 8;
/// Most participants in one renewal.
pub const MAX_RENEWALS: usize = 50;
/// Most addresses of a writer list.
pub const MAX_WRITERS: usize = 32;
/// Most cells in one write.
pub const MAX_CELL_WRITES: usize = 16;
/// Longest key of a cell, in bytes.
pub const MAX_CELL_KEY_LEN: usize = 64;
/// Longest value stored in a cell, in bytes.
pub const MAX_CELL_VALUE_LEN: usize = 4_096;
/// Longest life of a cell before it counts as stale, in seconds (100 years).
pub const MAX_CELL_TTL: u64 = 3_155_760_000;
/// Shortest lease of a registration, in seconds.
pub const MIN_LEASE: u64 = 3_600;
/// Longest lease of a registration, in seconds (365 days).
pub const MAX_LEASE: u64 = 31_536_000;

/// Deepest nesting of a rule tree; a single leaf has depth 1.
pub const MAX_RULE_DEPTH: usize = 4;
/// Most leaves of a rule tree.
pub const MAX_RULE_LEAVES: usize = 16;

/// Most domains of a tracker.
pub const MAX_DOMAINS: usize = 32;
/// Most genesis holders in the founding message.
pub const MAX_GENESIS: usize = 50;
/// Most budgets granted in the founding message.
pub const MAX_FIRST_GRANTS: usize = 8;
/// Most listed rates of a domain.
pub const MAX_RATES: usize = 16;
/// Most weight hooks of a tracker.
pub const MAX_HOOKS: usize = 4;
/// Gas that one weight hook may use.
pub const HOOK_GAS: u64 = 300_000;
/// Failures in a row after which a hook is put in quarantine.
pub const HOOK_MAX_FAILURES: u32 = 3;
/// Most members in one resynchronisation of a hook.
pub const MAX_HOOK_SYNC: usize = 30;
/// Log entries read raw before a reader asks the smart query.
pub const MAX_LOG_STEPS: u32 = 8;
/// Largest contribution in one record, in points; keeps 256-bit units free of overflow for 100 half-lives.
pub const MAX_POINTS_BITS: u32 = 96;
/// Shortest half-life of a domain, in seconds (7 days).
pub const MIN_HALF_LIFE: u64 = 604_800;
/// Shortest half-life of the domain that votes, in seconds (90 days).
pub const MIN_VOTING_HALF_LIFE: u64 = 7_776_000;
/// Longest half-life, in seconds (100 years).
pub const MAX_HALF_LIFE: u64 = 3_155_760_000;
/// Shortest epoch, in seconds.
pub const MIN_EPOCH: u64 = 3_600;
/// Longest epoch, in seconds (366 days).
pub const MAX_EPOCH: u64 = 31_622_400;

/// Most allowances set in one message.
pub const MAX_ALLOWANCES: usize = 16;
/// Most withdrawals in one message.
pub const MAX_WITHDRAWALS: usize = 16;
/// Most claims in one message.
pub const MAX_CLAIMS: usize = 16;
/// Most payouts when an escrow is released: the payees and the fee.
pub const MAX_PAYOUTS: usize = 9;
/// Most share changes of a pool in one message.
pub const MAX_SHARE_CHANGES: usize = 50;
/// Most closed epochs that one claim walks.
pub const MAX_CLAIM_EPOCHS: u64 = 26;
/// Most coins attached to one message.
pub const MAX_COINS: usize = 8;
/// Most cw20 tokens listed in the founding message of a distributor.
pub const MAX_FIRST_TOKENS: usize = 16;
/// Farthest backstop of an escrow from its opening, in seconds (20 years).
pub const MAX_BACKSTOP: u64 = 631_152_000;
/// Seconds after which money that a pool cannot pay is given up to its residue (180 days): nobody has shares, or the
/// tracker does not answer.
pub const POOL_ABANDONED: u64 = 15_552_000;
/// Longest linear period of a pool, in seconds (10 years).
pub const MAX_PERIOD: u64 = 315_576_000;
/// Gas that one outgoing transfer may use.
pub const TRANSFER_GAS: u64 = 400_000;

/// Shortest window of a job, in seconds.
pub const MIN_WINDOW: u64 = 60;
/// Longest window of a job, in seconds (365 days).
pub const MAX_WINDOW: u64 = 31_536_000;
/// Most seconds by which client and worker can extend one job in all (365 days).
pub const MAX_EXTENSION: u64 = 31_536_000;
/// Seconds after the last possible end of a job at which its payer may take the escrow back (180 days).
pub const ESCROW_BACKSTOP: u64 = 15_552_000;
/// Most blocks that a waiting state may demand.
pub const MAX_MIN_BLOCKS: u64 = 1_000_000;

/// Most tracks.
pub const MAX_TRACKS: usize = 8;
/// Most call rules of a track.
pub const MAX_CALL_RULES: usize = 32;
/// Most spending rules of a track.
pub const MAX_SPEND_RULES: usize = 8;
/// Shortest window of a spending rule, in seconds; the longest is that of a track.
pub const MIN_SPEND_WINDOW: u64 = 3_600;
/// Most messages of a proposal.
pub const MAX_PROPOSAL_MSGS: usize = 16;
/// Largest proposal, messages and texts together, in bytes.
pub const MAX_PROPOSAL_BYTES: usize = 65_536;
/// Gas that each message of a proposal which may fail can use: one that never ends must not take the others with it.
pub const MAY_FAIL_GAS: u64 = 10_000_000;
/// Most votes in one signed batch.
pub const MAX_SIGNED_VOTES: usize = 100;
/// Shortest voting period, in seconds.
pub const MIN_VOTING_PERIOD: u64 = 3_600;
/// Longest voting period, timelock or voting delay, in seconds (90 days).
pub const MAX_TRACK_PERIOD: u64 = 7_776_000;
/// Shortest grace after the timelock, in seconds (7 days).
pub const MIN_GRACE: u64 = 604_800;
/// Longest pause, in seconds (14 days).
pub const MAX_PAUSE: u64 = 1_209_600;
/// Longest freeze, in seconds (72 hours).
pub const MAX_FREEZE: u64 = 259_200;
/// Seconds that must pass before the guardian may pause or freeze again (30 days).
pub const GUARDIAN_COOLDOWN: u64 = 2_592_000;
/// Longest sunset of a guardian, in seconds (2 years).
pub const MAX_GUARDIAN_SUNSET: u64 = 63_072_000;

/// Longest error text that is stored or emitted, in characters.
pub const MAX_REASON_LEN: usize = 60;
/// A whole, in basis points.
pub const BPS: u16 = 10_000;
