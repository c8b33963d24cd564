//! Leases: how long a registration lives, and when it may be renewed.

use axiom_types::bounds::{MAX_LEASE, MIN_LEASE};
use axiom_types::json::Json;
use axiom_types::registry::Settings;
use cosmwasm_schema::cw_serde;

use crate::error::ContractError;

axiom_types::json_record!(Terms);

/// Terms of every lease, within bounds from birth.
#[cw_serde]
#[derive(Json, Copy, Eq)]
pub struct Terms {
    lease_seconds: u64,
    renewal_window: u64,
}

impl Terms {
    /// Takes settings that a message brought.
    ///
    /// # Errors
    /// [`ContractError::LeaseOutOfRange`], [`ContractError::WindowTooLong`].
    pub fn try_new(settings: Settings) -> Result<Self, ContractError> {
        let Settings { lease_seconds, renewal_window } = settings;
        if !(MIN_LEASE..=MAX_LEASE).contains(&lease_seconds) {
            let (seconds, min, max) = (lease_seconds, MIN_LEASE, MAX_LEASE);
            return Err(ContractError::LeaseOutOfRange { seconds, min, max });
        }
        if renewal_window >= lease_seconds {
            return Err(ContractError::WindowTooLong { window: renewal_window, lease_seconds });
        }
        Ok(Self { lease_seconds, renewal_window })
    }

    /// The settings as messages carry them.
    pub fn settings(self) -> Settings {
        let Self { lease_seconds, renewal_window } = self;
        Settings { lease_seconds, renewal_window }
    }

    /// Unix seconds at which a lease taken now ends.
    pub fn ends(self, now: u64) -> u64 {
        now.saturating_add(self.lease_seconds)
    }

    /// The new end of a lease that ends at `expires`, or the second from which a renewal is taken.
    /// A renewal never shortens a lease, as the window is shorter than the lease.
    pub fn renewed(self, expires: u64, now: u64) -> Result<u64, u64> {
        if expires.saturating_sub(now) > self.renewal_window {
            return Err(expires.saturating_sub(self.renewal_window));
        }
        Ok(self.ends(now))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn terms(lease_seconds: u64, renewal_window: u64) -> Result<Terms, ContractError> {
        Terms::try_new(Settings { lease_seconds, renewal_window })
    }

    #[rstest]
    #[case(3_599, 10, false)]
    #[case(3_600, 10, true)]
    #[case(3_600, 0, true)]
    #[case(3_600, 3_599, true)]
    #[case(31_536_000, 31_535_999, true)]
    #[case(31_536_001, 10, false)]
    fn terms_stay_in_bounds(#[case] lease: u64, #[case] window: u64, #[case] good: bool) {
        match terms(lease, window) {
            Ok(found) => {
                assert!(good);
                let back = Settings { lease_seconds: lease, renewal_window: window };
                assert_eq!(found.settings(), back);
            }
            Err(error) => {
                assert!(!good);
                let (seconds, min, max) = (lease, MIN_LEASE, MAX_LEASE);
                assert_eq!(error, ContractError::LeaseOutOfRange { seconds, min, max });
            }
        }
    }

    #[test]
    fn the_window_is_shorter_than_the_lease() {
        assert_eq!(
            terms(3_600, 3_600).unwrap_err(),
            ContractError::WindowTooLong { window: 3_600, lease_seconds: 3_600 }
        );
    }

    // Lease 3,600, window 600, a lease that ends at 10,000.
    #[rstest]
    #[case(9_399, Err(9_400))]
    #[case(9_400, Ok(13_000))]
    #[case(9_999, Ok(13_599))]
    #[case(10_000, Ok(13_600))]
    #[case(50_000, Ok(53_600))]
    #[case(0, Err(9_400))]
    fn renewals_wait_for_the_window(#[case] now: u64, #[case] expected: Result<u64, u64>) {
        let found = terms(3_600, 600).unwrap().renewed(10_000, now);
        assert_eq!(found, expected);
        assert!(found.map_or(true, |end| end >= 10_000), "a renewal never shortens");
    }

    #[test]
    fn the_end_of_time_is_no_trap() {
        assert_eq!(terms(3_600, 600).unwrap().ends(u64::MAX), u64::MAX);
    }
}
