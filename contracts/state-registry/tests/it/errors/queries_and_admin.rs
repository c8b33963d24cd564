use super::*;

pub fn cases() -> Vec<Case> {
    use ContractError as E;
    let admin = |msg| Say("owner", ExecuteMsg::Admin(msg));
    let set = |lease_seconds, renewal_window| {
        admin(AdminMsg::UpdateSettings { settings: Settings { lease_seconds, renewal_window } })
    };
    let pause = |seconds| admin(AdminMsg::Guard(GuardMsg::Pause { seconds }));
    let (min, max) = (MIN_LEASE, MAX_LEASE);
    let version = state_registry::contract::VERSION.to_string();
    let page = (None, None);
    vec![
        ("space nowhere", as_is, Ask(QueryMsg::Space { space: 3 }), E::NoSpace { space: 3 }),
        (
            "cells nowhere",
            as_is,
            Ask(QueryMsg::Cells { space: 3, start_after: page.0, limit: page.1 }),
            E::NoSpace { space: 3 },
        ),
        (
            "participant form",
            as_is,
            Ask(QueryMsg::Participant { address: "x".into() }),
            KitError::BadAddress { address: "x".into() }.into(),
        ),
        (
            "capability form",
            as_is,
            Ask(QueryMsg::ByCapability {
                capability: "No".into(),
                live: None,
                start_after: None,
                limit: None,
            }),
            KitError::NotSlug { field: "capability", value: "No".into() }.into(),
        ),
        ("lease short", as_is, set(3_599, 1), E::LeaseOutOfRange { seconds: 3_599, min, max }),
        ("lease long", as_is, set(max + 1, 1), E::LeaseOutOfRange { seconds: max + 1, min, max }),
        (
            "window long",
            as_is,
            set(3_600, 3_600),
            E::WindowTooLong { window: 3_600, lease_seconds: 3_600 },
        ),
        (
            "settings stranger",
            as_is,
            Say("ada", ExecuteMsg::Admin(AdminMsg::UpdateSettings { settings: settings() })),
            KitError::NotOwner { sender: text("ada") }.into(),
        ),
        ("pause empty", as_is, pause(0), KitError::PauseEmpty {}.into()),
        (
            "pause long",
            as_is,
            pause(MAX_PAUSE + 1),
            KitError::PauseTooLong { seconds: MAX_PAUSE + 1, max: MAX_PAUSE }.into(),
        ),
        (
            "unpause open",
            as_is,
            admin(AdminMsg::Guard(GuardMsg::Unpause {})),
            KitError::NotPaused {}.into(),
        ),
        (
            "accept ownership unasked",
            as_is,
            Say("ada", ExecuteMsg::UpdateOwnership(cw_ownable::Action::AcceptOwnership)),
            KitError::Ownership(cw_ownable::OwnershipError::TransferNotFound).into(),
        ),
        (
            "coins",
            as_is,
            Pay(ExecuteMsg::Leave {}),
            KitError::FundsSent { coins: "5uaxm".into() }.into(),
        ),
        (
            "migrate to itself",
            as_is,
            Migrate,
            KitError::NotNewer { found: version.clone(), this: version }.into(),
        ),
        (
            "counter of versions",
            |world| {
                // Version stands behind the format byte of the cell.
                let registry = world.registry.clone();
                world.chain.seed(&registry, |storage| {
                    let key = b"\0\x01e\0\x08\0\0\0\0\0\0\0\x01k";
                    let mut value = storage.get(key).unwrap();
                    value[1..9].fill(0xff);
                    storage.set(key, &value);
                });
            },
            Say("ada", write(1, vec![cell("k", u64::MAX, "x")])),
            E::CounterFull { counter: "version" },
        ),
    ]
}
