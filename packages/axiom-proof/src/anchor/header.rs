//! From what the reader trusts to a header.

use std::time::Duration;

use tendermint::block::signed_header::SignedHeader;
use tendermint::validator::{Info, Set};
use tendermint::{account, Hash, Time};
use tendermint_light_client_verifier::errors::VerificationErrorDetail as Detail;
use tendermint_light_client_verifier::options::Options;
use tendermint_light_client_verifier::types::{
    TrustThreshold, TrustedBlockState, UntrustedBlockState,
};
use tendermint_light_client_verifier::{ProdVerifier, Verdict};

use super::{Anchor, Trust, TrustedHeader, TrustedSet};
use crate::report::{Refusal, Refused, StepName};
use crate::verify::Steps;

/// How far a header may lie ahead of the reader's clock.
const CLOCK_DRIFT: Duration = Duration::from_secs(60);

/// Checks that the header is the one after the proved state, that its validators signed it, and that what is trusted
/// vouches for it.
pub(crate) fn check(
    steps: &mut Steps,
    chain_id: &str,
    anchor: &Anchor,
    (trust, now): (&Trust, u64),
) -> Result<(), Refused> {
    let signed = &anchor.header;
    let height = signed.header.height.value();
    let chain = (signed.header.chain_id.as_str(), chain_id);
    steps.equal(StepName::Header, "chain of the header", chain)?;
    if anchor.height.checked_add(1) != Some(height) {
        let refusal = Refusal::HeightMismatch { state: anchor.height, header: height };
        return steps.refuse(StepName::Header, refusal);
    }
    let commit = (signed.commit.height.value(), height);
    steps.equal(StepName::Header, "height of the commit", commit)?;
    steps.pass(StepName::Header, format!("height {height}, {}", signed.header.time));

    let set = match set(&anchor.validators) {
        Ok(set) => set,
        Err(refusal) => return steps.refuse(StepName::Validators, refusal),
    };
    let verifier = ProdVerifier::default();
    let block =
        UntrustedBlockState { signed_header: signed, validators: &set, next_validators: None };
    pass(steps, StepName::Validators, verifier.verify_validator_sets(&block), signed)?;
    steps.pass(
        StepName::Validators,
        format!("{} validators, {}", set.validators().len(), set.hash()),
    );
    pass(steps, StepName::Commit, verifier.verify_commit(&block), signed)?;
    steps.pass(StepName::Commit, "more than two thirds of the voting power signed");

    match trust {
        Trust::Nothing | Trust::Root(_) => Ok(()),
        Trust::ValidatorSet(trusted) => by_set(steps, trusted, signed, now),
        Trust::Header(trusted) => by_header(steps, (trusted, now), anchor, &block),
    }
}

/// A list of validators as a set. Addresses must follow from the keys: signatures are looked up by them.
fn set(validators: &[Info]) -> Result<Set, Refusal> {
    let malformed = |why: String| Refusal::Malformed { what: "list of validators", why };
    let mut total = 0u64;
    for one in validators {
        if account::Id::from(one.pub_key) != one.address {
            return Err(malformed(format!("{} is not the address of its key", one.address)));
        }
        total = total.saturating_add(one.power.value());
    }
    match total {
        0 => Err(malformed("it has no voting power".to_string())),
        total if total > Set::MAX_TOTAL_VOTING_POWER => {
            Err(malformed(format!("its voting power, {total}, is more than there can be")))
        }
        _ => Ok(Set::without_proposer(validators.to_vec())),
    }
}

fn by_set(
    steps: &mut Steps,
    trusted: &TrustedSet,
    signed: &SignedHeader,
    now: u64,
) -> Result<(), Refused> {
    let chain = (signed.header.chain_id.as_str(), &trusted.chain_id);
    steps.equal(StepName::Trust, "chain", chain)?;
    if let Some(until) = trusted.trusted_until.filter(|until| now > *until) {
        let refusal = Refusal::Expired { expired: seconds(until), now: seconds(now) };
        return steps.refuse(StepName::Trust, refusal);
    }
    let found = signed.header.validators_hash;
    if found.as_bytes() != trusted.validators_hash.as_slice() {
        let expected = trusted.validators_hash.to_string().to_uppercase();
        let refusal = Refusal::OtherTrustedSet { found: found.to_string(), expected };
        return steps.refuse(StepName::Trust, refusal);
    }
    steps.pass(StepName::Trust, format!("the validator set {found}"));
    Ok(())
}

fn by_header(
    steps: &mut Steps,
    (trusted, now): (&TrustedHeader, u64),
    anchor: &Anchor,
    block: &UntrustedBlockState<'_>,
) -> Result<(), Refused> {
    const AT: StepName = StepName::Trust;
    let signed = &anchor.header;
    let chain = (signed.header.chain_id.as_str(), &trusted.chain_id);
    steps.equal(AT, "chain", chain)?;
    let Some(base) = anchor.base.as_ref().filter(|b| b.header.height.value() == trusted.height)
    else {
        return steps.refuse(AT, Refusal::NoBase { height: trusted.height });
    };
    let expected = trusted.hash.to_string().to_uppercase();
    steps.equal(AT, "hash of the trusted header", (base.header.hash(), expected))?;
    let next = match set(&base.next_validators) {
        Ok(next) => next,
        Err(refusal) => return steps.refuse(AT, refusal),
    };
    let hashes = (next.hash(), base.header.next_validators_hash);
    steps.equal(AT, "hash of the validators after the trusted header", hashes)?;
    let now = Time::from_unix_timestamp(seconds(now), 0).unwrap_or_else(|_| Time::unix_epoch());
    let options = Options {
        trust_threshold: TrustThreshold::ONE_THIRD,
        trusting_period: Duration::from_secs(trusted.trusting_period),
        clock_drift: CLOCK_DRIFT,
    };
    let state = TrustedBlockState {
        chain_id: &base.header.chain_id,
        header_time: base.header.time,
        height: base.header.height,
        next_validators: &next,
        next_validators_hash: base.header.next_validators_hash,
    };
    let verifier = ProdVerifier::default();
    if base.header == signed.header {
        // The trusted header itself: it only must not have expired.
        let ends =
            base.header.time.unix_timestamp().saturating_add_unsigned(trusted.trusting_period);
        if now.unix_timestamp() > ends {
            let refusal = Refusal::Expired { expired: ends, now: now.unix_timestamp() };
            return steps.refuse(AT, refusal);
        }
    } else if signed.header.height <= base.header.height {
        let (header, trusted) = (signed.header.height.value(), trusted.height);
        return steps.refuse(AT, Refusal::BeforeTrust { header, trusted });
    } else {
        pass(steps, AT, verifier.validate_against_trusted(block, &state, &options, now), signed)?;
        pass(steps, AT, verifier.check_header_is_from_past(block, &options, now), signed)?;
        pass(steps, AT, verifier.verify_commit_against_trusted(block, &state, &options), signed)?;
    }
    steps.pass(AT, format!("the header {} of height {}", base.header.hash(), trusted.height));
    Ok(())
}

fn seconds(time: u64) -> i64 {
    i64::try_from(time).unwrap_or(i64::MAX)
}

/// Passes a verdict, or puts it in our words.
fn pass(
    steps: &Steps,
    at: StepName,
    verdict: Verdict,
    signed: &SignedHeader,
) -> Result<(), Refused> {
    let refusal = match verdict {
        Verdict::Success => return Ok(()),
        Verdict::NotEnoughTrust(tally) => {
            Refusal::NotEnoughTrust { signed: tally.tallied, total: tally.total }
        }
        Verdict::Invalid(detail) => in_words(detail, signed),
    };
    steps.refuse(at, refusal)
}

fn in_words(detail: Detail, signed: &SignedHeader) -> Refusal {
    let text = |hash: Hash| hash.to_string();
    match detail {
        Detail::InvalidValidatorSet(e) => Refusal::OtherValidators {
            found: text(e.validators_hash),
            expected: text(e.header_validators_hash),
        },
        Detail::InvalidNextValidatorSet(e) => Refusal::OtherValidators {
            found: text(e.next_validators_hash),
            expected: text(e.header_next_validators_hash),
        },
        Detail::InvalidCommitValue(e) => {
            Refusal::OtherCommit { commit: text(e.commit_hash), header: text(e.header_hash) }
        }
        Detail::InvalidSignature(e) => {
            Refusal::BadSignature { validator: e.validator.address.to_string() }
        }
        Detail::InsufficientSignersOverlap(e) => {
            Refusal::TooFewSigned { signed: e.tally.tallied, total: e.tally.total }
        }
        Detail::NotEnoughTrust(e) => {
            Refusal::NotEnoughTrust { signed: e.tally.tallied, total: e.tally.total }
        }
        Detail::NotWithinTrustPeriod(e) => {
            Refusal::Expired { expired: e.expires_at.unix_timestamp(), now: e.now.unix_timestamp() }
        }
        Detail::HeaderFromTheFuture(e) => Refusal::FromTheFuture {
            header: e.header_time.unix_timestamp(),
            now: e.now.unix_timestamp(),
        },
        Detail::NonMonotonicBftTime(_) => Refusal::Commit {
            why: format!(
                "the time of the header, {}, is not after that of the trusted one",
                signed.header.time
            ),
        },
        other => Refusal::Commit { why: brief(&other) },
    }
}

/// The first line of what the verifier says; it can name whole lists.
fn brief(detail: &Detail) -> String {
    let text = match detail {
        Detail::MissingSignature(_) => "a signature is missing".to_string(),
        Detail::NoSignatureForCommit(_) => "nobody signed".to_string(),
        Detail::MismatchPreCommitLength(e) => {
            format!(
                "it has {} signatures for {} validators",
                e.pre_commit_length, e.validator_length
            )
        }
        Detail::DuplicateValidator(e) => format!("{} signed twice", e.address),
        Detail::FaultySigner(e) => format!("{} signed and is no validator", e.signer),
        other => format!("{other:?}"),
    };
    text.chars().take(200).collect()
}
