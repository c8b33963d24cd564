//! Bindings: an agent and its principal, one level deep.

use cosmwasm_std::Addr;

use crate::error::ContractError;

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
