use super::*;

pub fn cases() -> Vec<Case> {
    use ContractError as E;
    let (ada, eve) = (addr("ada"), addr("eve"));
    let many = WriterRule::List { addresses: (0..33).map(|i| text(&format!("w{i}"))).collect() };
    let twice = WriterRule::List { addresses: vec![text("eve"), text("eve")] };
    let set = |space, writers| ExecuteMsg::SetWriters { space, writers };
    let give = |space, to: Option<&str>| ExecuteMsg::OfferSpace { space, new_owner: to.map(text) };
    let not_owner = || E::NotSpaceOwner { space: 1, owner: addr("ada"), sender: addr("eve") };
    let named = |name: &str| ExecuteMsg::CreateSpace {
        name: name.to_string(),
        writers: WriterRule::Owner {},
    };
    vec![
        (
            "create nameless",
            as_is,
            Say("eve", named("")),
            KitError::BadText { field: "name", len: 0, max: 64 }.into(),
        ),
        (
            "create under two lines",
            as_is,
            Say("eve", named("lab\nowner: ada")),
            KitError::BadText { field: "name", len: 14, max: 64 }.into(),
        ),
        (
            "create many",
            as_is,
            Say("eve", create(many)),
            KitError::TooMany { field: "writers", len: 33, max: 32 }.into(),
        ),
        (
            "create form",
            as_is,
            Say("eve", create(WriterRule::List { addresses: vec!["x".into()] })),
            KitError::BadAddress { address: "x".into() }.into(),
        ),
        (
            "writers twice",
            as_is,
            Say("ada", set(1, twice)),
            KitError::Duplicate { field: "writers", value: text("eve") }.into(),
        ),
        ("writers stranger", as_is, Say("eve", set(1, WriterRule::Owner {})), not_owner()),
        (
            "writers nowhere",
            as_is,
            Say("ada", set(9, WriterRule::Owner {})),
            E::NoSpace { space: 9 },
        ),
        ("offer stranger", as_is, Say("eve", give(1, None)), not_owner()),
        ("offer nowhere", as_is, Say("eve", give(0, None)), E::NoSpace { space: 0 }),
        (
            "offer self",
            as_is,
            Say("ada", give(1, Some("ada"))),
            E::OwnsSpaceAlready { space: 1, account: ada },
        ),
        ("offer nothing", as_is, Say("ada", give(2, None)), E::NothingOffered { space: 2 }),
        (
            "offer form",
            as_is,
            Say("ada", ExecuteMsg::OfferSpace { space: 1, new_owner: Some("PAL".into()) }),
            KitError::BadAddress { address: "PAL".into() }.into(),
        ),
        (
            "take stranger",
            as_is,
            Say("eve", ExecuteMsg::TakeSpace { space: 1 }),
            E::NotOfferedTo { space: 1, sender: eve.clone() },
        ),
        (
            "take nothing",
            as_is,
            Say("eve", ExecuteMsg::TakeSpace { space: 2 }),
            E::NotOfferedTo { space: 2, sender: eve },
        ),
        (
            "take nowhere",
            as_is,
            Say("eve", ExecuteMsg::TakeSpace { space: 3 }),
            E::NoSpace { space: 3 },
        ),
    ]
}
