//! What acceptance fixes.

use axiom_types::packed::{Packed, Reader, Writer};
use cosmwasm_std::Addr;

/// What acceptance fixed beyond the worker's address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// The worker's principal.
    pub principal: Option<Addr>,
    /// The client's principal: kept so that dissolving a bond before the end changes nothing.
    pub client_principal: Option<Addr>,
    /// Who is paid, basis points that sum to 10,000; empty means the worker alone.
    pub payees: Vec<(Addr, u16)>,
}

impl Packed for Taken {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.opt_addr(self.principal.as_ref());
        out.opt_addr(self.client_principal.as_ref());
        for (payee, bps) in &self.payees {
            // The principal is mostly a payee; then its address is not written twice.
            let other = self.principal.as_ref() != Some(payee);
            out.opt_addr(other.then_some(payee)).u16(*bps);
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let principal = input.opt_addr()?;
        let client_principal = input.opt_addr()?;
        let mut payees = vec![];
        while !input.is_empty() {
            let payee = input.opt_addr()?.or_else(|| principal.clone())?;
            payees.push((payee, input.u16()?));
        }
        Some(Self { principal, client_principal, payees })
    }
}
