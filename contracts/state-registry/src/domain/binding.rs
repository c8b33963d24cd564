//! Bindings: an agent and its principal, one level deep.

use cosmwasm_std::Addr;

use crate::error::ContractError;

/// Who receives what an agent earns, with basis points.
pub type Route = Vec<(Addr, u16)>;

/// The two sides of a binding that is about to be made.
pub struct Sides<'a> {
    /// Who would be bound.
    pub agent: &'a Addr,
    /// How many agents are bound to the agent itself.
    pub agents_of_agent: u32,
    /// Who would be principal.
    pub principal: &'a Addr,
    /// Whose agent the principal is.
    pub principal_of_principal: Option<&'a Addr>,
}

impl Sides<'_> {
    /// Checks that the binding would be one level deep: nobody is principal of itself, a principal is nobody's agent,
    /// and an agent is nobody's principal. So no chain and no circle can arise.
    ///
    /// # Errors
    /// [`ContractError::SelfBinding`], [`ContractError::PrincipalIsAgent`], [`ContractError::AgentIsPrincipal`].
    pub fn check(&self) -> Result<(), ContractError> {
        not_oneself(self.agent, self.principal)?;
        nobodys_agent(self.principal, self.principal_of_principal)?;
        if self.agents_of_agent > 0 {
            let (agent, agents) = (self.agent.clone(), self.agents_of_agent);
            return Err(ContractError::AgentIsPrincipal { agent, agents });
        }
        Ok(())
    }
}

/// Checks that the two sides differ.
///
/// # Errors
/// [`ContractError::SelfBinding`].
pub fn not_oneself(agent: &Addr, principal: &Addr) -> Result<(), ContractError> {
    if agent == principal {
        return Err(ContractError::SelfBinding { account: agent.clone() });
    }
    Ok(())
}

/// Checks that a principal is nobody's agent.
///
/// # Errors
/// [`ContractError::PrincipalIsAgent`].
pub fn nobodys_agent(principal: &Addr, bound_to: Option<&Addr>) -> Result<(), ContractError> {
    match bound_to {
        Some(above) => Err(ContractError::PrincipalIsAgent {
            principal: principal.clone(),
            bound_to: above.clone(),
        }),
        None => Ok(()),
    }
}

/// The route offered, if there is an offer and it is the one that the agent saw: same payees, parts and order.
///
/// # Errors
/// [`ContractError::NoOffer`], [`ContractError::RouteDiffers`].
pub fn same_route(
    sides: &Sides<'_>,
    offered: Option<Route>,
    seen: &[(Addr, u16)],
) -> Result<Route, ContractError> {
    let (principal, agent) = (sides.principal.clone(), sides.agent.clone());
    match offered {
        None => Err(ContractError::NoOffer { principal, agent }),
        Some(route) if route != seen => Err(ContractError::RouteDiffers { principal }),
        Some(route) => Ok(route),
    }
}

/// The principal of a bound agent, if `sender` is one of the two.
///
/// # Errors
/// [`ContractError::NotBound`], [`ContractError::NotPartyToBinding`].
pub fn ended_by<'a>(
    agent: &Addr,
    principal: Option<&'a Addr>,
    sender: &Addr,
) -> Result<&'a Addr, ContractError> {
    let principal = principal.ok_or_else(|| ContractError::NotBound { agent: agent.clone() })?;
    if sender != agent && sender != principal {
        return Err(ContractError::NotPartyToBinding {
            agent: agent.clone(),
            principal: principal.clone(),
            sender: sender.clone(),
        });
    }
    Ok(principal)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn a(name: &str) -> Addr {
        Addr::unchecked(name)
    }

    #[rstest]
    #[case("bot", 0, "ada", None, Ok(()))]
    #[case("bot", 0, "bot", None, Err(ContractError::SelfBinding { account: a("bot") }))]
    #[case("bot", 0, "ada", Some("eve"),
        Err(ContractError::PrincipalIsAgent { principal: a("ada"), bound_to: a("eve") }))]
    #[case("bot", 0, "ada", Some("bot"),
        Err(ContractError::PrincipalIsAgent { principal: a("ada"), bound_to: a("bot") }))]
    #[case("bot", 1, "ada", None, Err(ContractError::AgentIsPrincipal { agent: a("bot"), agents: 1 }))]
    fn bindings_are_one_level_deep(
        #[case] agent: &str,
        #[case] agents_of_agent: u32,
        #[case] principal: &str,
        #[case] above: Option<&str>,
        #[case] expected: Result<(), ContractError>,
    ) {
        let (agent, principal, above) = (a(agent), a(principal), above.map(a));
        let sides = Sides {
            agent: &agent,
            agents_of_agent,
            principal: &principal,
            principal_of_principal: above.as_ref(),
        };
        assert_eq!(sides.check(), expected);
    }

    #[rstest]
    #[case::same(Some(vec![("ada", 4_000), ("bot", 6_000)]), true, true)]
    #[case::none(None, false, false)]
    #[case::other_part(Some(vec![("ada", 4_001), ("bot", 5_999)]), true, false)]
    #[case::other_order(Some(vec![("bot", 6_000), ("ada", 4_000)]), true, false)]
    #[case::other_payee(Some(vec![("eve", 4_000), ("bot", 6_000)]), true, false)]
    #[case::fewer(Some(vec![("ada", 10_000)]), true, false)]
    fn the_agent_gets_what_it_saw(
        #[case] offered: Option<Vec<(&str, u16)>>,
        #[case] exists: bool,
        #[case] good: bool,
    ) {
        let (agent, principal) = (a("bot"), a("ada"));
        let sides = Sides {
            agent: &agent,
            agents_of_agent: 0,
            principal: &principal,
            principal_of_principal: None,
        };
        let seen = vec![(a("ada"), 4_000), (a("bot"), 6_000)];
        let route = offered.map(|list| list.into_iter().map(|(who, bps)| (a(who), bps)).collect());
        let expected = match (exists, good) {
            (_, true) => Ok(seen.clone()),
            (true, false) => Err(ContractError::RouteDiffers { principal: principal.clone() }),
            (false, false) => {
                Err(ContractError::NoOffer { principal: principal.clone(), agent: agent.clone() })
            }
        };
        assert_eq!(same_route(&sides, route, &seen), expected);
    }

    #[rstest]
    #[case(Some("ada"), "bot", Ok("ada"))]
    #[case(Some("ada"), "ada", Ok("ada"))]
    #[case(Some("ada"), "eve", Err(ContractError::NotPartyToBinding {
        agent: a("bot"), principal: a("ada"), sender: a("eve") }))]
    #[case(None, "bot", Err(ContractError::NotBound { agent: a("bot") }))]
    fn the_two_sides_end_it(
        #[case] principal: Option<&str>,
        #[case] sender: &str,
        #[case] expected: Result<&str, ContractError>,
    ) {
        let principal = principal.map(a);
        let found = ended_by(&a("bot"), principal.as_ref(), &a(sender));
        assert_eq!(found.map(Addr::as_str), expected);
    }
}
