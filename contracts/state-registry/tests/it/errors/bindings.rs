use super::*;

pub fn cases() -> Vec<Case> {
    use ContractError as E;
    let (ada, bot, eve, nan) = (addr("ada"), addr("bot"), addr("eve"), addr("nan"));
    let other =
        ExecuteMsg::AcceptBinding { principal: text("ada"), route: vec![share("ada", 10_000)] };
    let nine = (0..9).map(|i| share(&format!("p{i}"), 1_000)).collect();
    vec![
        ("offer to self", as_is, Say("ada", offer("ada")), E::SelfBinding { account: ada.clone() }),
        (
            "offer of stranger",
            as_is,
            Say("nan", offer("bot")),
            E::NotRegistered { participant: nan },
        ),
        (
            "offer of expired",
            an_age_later,
            Say("ada", offer("pal")),
            E::LeaseEnded { participant: ada.clone(), expired: expiry("ada") },
        ),
        (
            "offer of agent",
            as_is,
            Say("bot", offer("pal")),
            E::PrincipalIsAgent { principal: bot.clone(), bound_to: ada.clone() },
        ),
        (
            "offer sum",
            as_is,
            Say("ada", with_route(vec![share("ada", 9_999)])),
            KitError::SharesSum { sum: 9_999 }.into(),
        ),
        (
            "offer nobody",
            as_is,
            Say("ada", with_route(vec![])),
            KitError::Empty { field: "shares" }.into(),
        ),
        (
            "offer many",
            as_is,
            Say("ada", with_route(nine)),
            KitError::TooMany { field: "shares", len: 9, max: 8 }.into(),
        ),
        (
            "offer twice",
            as_is,
            Say("ada", with_route(vec![share("ada", 5_000), share("ada", 5_000)])),
            KitError::Duplicate { field: "shares", value: text("ada") }.into(),
        ),
        (
            "offer nothing",
            as_is,
            Say("ada", with_route(vec![share("ada", 10_000), share("bot", 0)])),
            KitError::ZeroShare { account: text("bot") }.into(),
        ),
        (
            "offer form",
            as_is,
            Say("ada", ExecuteMsg::OfferBinding { agent: "bot".into(), route: route() }),
            KitError::BadAddress { address: "bot".into() }.into(),
        ),
        ("accept own", as_is, Say("ada", accept("ada")), E::SelfBinding { account: ada.clone() }),
        (
            "accept none",
            as_is,
            Say("pal", accept("ada")),
            E::NoOffer { principal: ada.clone(), agent: addr("pal") },
        ),
        (
            "accept other route",
            as_is,
            Say("eve", other),
            E::RouteDiffers { principal: ada.clone() },
        ),
        (
            "accept as principal",
            |world| {
                world.ok("pal", &offer("ada"));
            },
            Say("ada", accept("pal")),
            E::AgentIsPrincipal { agent: ada.clone(), agents: 1 },
        ),
        (
            "accept from agent",
            |world| {
                world.ok("eve", &offer("pal"));
                world.ok("eve", &accept("ada"));
            },
            Say("pal", accept("eve")),
            E::PrincipalIsAgent { principal: eve.clone(), bound_to: ada.clone() },
        ),
        (
            "accept expired",
            an_age_later,
            Say("eve", accept("ada")),
            E::LeaseEnded { participant: eve.clone(), expired: expiry("eve") },
        ),
        ("unbind free", as_is, Say("eve", unbind("eve")), E::NotBound { agent: eve.clone() }),
        (
            "unbind nobody",
            as_is,
            Say("eve", unbind("nan")),
            E::NotRegistered { participant: addr("nan") },
        ),
        (
            "unbind stranger",
            as_is,
            Say("eve", unbind("bot")),
            E::NotPartyToBinding { agent: bot, principal: ada, sender: eve },
        ),
    ]
}
