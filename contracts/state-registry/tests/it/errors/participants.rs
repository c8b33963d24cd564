use super::*;

pub fn cases() -> Vec<Case> {
    use ContractError as E;
    let (ada, bot, nan) = (addr("ada"), addr("bot"), addr("nan"));
    let long = Profile { name: "n".repeat(65), ..profile(&[]) };
    let twice = vec![text("ada"), text("ada")];
    let many = (0..51).map(|i| text(&format!("p{i}"))).collect();
    let wrong = vec!["ADA".to_string()];
    vec![
        (
            "register live",
            as_is,
            Say("ada", register(ParticipantKind::User)),
            E::Live { participant: ada.clone(), expires: expiry("ada") },
        ),
        (
            "register long name",
            as_is,
            Say("nan", ExecuteMsg::Register { kind: ParticipantKind::User, profile: long }),
            KitError::BadText { field: "name", len: 65, max: 64 }.into(),
        ),
        (
            "update under two lines",
            as_is,
            Say("ada", bad_profile(|p| p.name = "ada\nbob".into())),
            KitError::BadText { field: "name", len: 7, max: 64 }.into(),
        ),
        (
            "update nobody",
            as_is,
            Say("nan", bad_profile(|_| ())),
            E::NotRegistered { participant: nan.clone() },
        ),
        (
            "update slug",
            as_is,
            Say("ada", bad_profile(|p| p.tags = vec!["No".into()])),
            KitError::NotSlug { field: "tags", value: "No".into() }.into(),
        ),
        (
            "update twice",
            as_is,
            Say("ada", bad_profile(|p| p.capabilities = vec!["a".into(), "a".into()])),
            KitError::Duplicate { field: "capabilities", value: "a".into() }.into(),
        ),
        (
            "update many",
            as_is,
            Say("ada", bad_profile(|p| p.endpoints = vec!["e".into(); 5])),
            KitError::TooMany { field: "endpoints", len: 5, max: 4 }.into(),
        ),
        (
            "update uri",
            as_is,
            Say("ada", bad_profile(|p| p.endpoints = vec!["a b".into()])),
            KitError::BadUri { field: "endpoints", len: 3, max: 256 }.into(),
        ),
        (
            "update hash",
            as_is,
            Say(
                "ada",
                bad_profile(|p| {
                    p.metadata = Some(Link { uri: "u".into(), sha256: vec![1; 31].into() });
                }),
            ),
            KitError::BadHash { field: "link.sha256", len: 31 }.into(),
        ),
        (
            "renew early",
            as_is,
            Say("ada", renew(&[])),
            E::TooEarly { participant: ada.clone(), possible_at: expiry("ada") - WINDOW },
        ),
        (
            "renew stranger",
            an_age_later,
            Say("eve", renew(&["bot"])),
            E::NotYours { participant: bot, sender: addr("eve") },
        ),
        (
            "renew nobody",
            an_age_later,
            Say("nan", renew(&[])),
            E::NotRegistered { participant: nan.clone() },
        ),
        (
            "renew twice",
            an_age_later,
            Say("ada", ExecuteMsg::Renew { participants: twice }),
            KitError::Duplicate { field: "participants", value: text("ada") }.into(),
        ),
        (
            "renew many",
            an_age_later,
            Say("ada", ExecuteMsg::Renew { participants: many }),
            KitError::TooMany { field: "participants", len: 51, max: 50 }.into(),
        ),
        (
            "renew form",
            an_age_later,
            Say("ada", ExecuteMsg::Renew { participants: wrong }),
            KitError::BadAddress { address: "ADA".into() }.into(),
        ),
        (
            "leave nobody",
            as_is,
            Say("nan", ExecuteMsg::Leave {}),
            E::NotRegistered { participant: nan },
        ),
    ]
}
