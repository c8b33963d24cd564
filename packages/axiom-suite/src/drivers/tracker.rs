use axiom_chain::{Chain, ChainExt, Outcome};
use axiom_types::tracker::{ExecuteMsg, Report};

use crate::suite::Suite;

/// Messages of contribution-tracker.
pub struct TrackerDriver<'a, C: Chain>(pub(crate) &'a mut Suite<C>);

impl<C: Chain> TrackerDriver<'_, C> {
    /// Sends any message.
    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        let (sender, contract) = (self.0.addr(sender), self.0.at.tracker.clone());
        self.0.chain.execute(sender, contract, msg, &[])
    }

    /// Reports an outcome.
    pub fn report(&mut self, sender: &str, report: Report) -> Outcome {
        self.send(sender, &ExecuteMsg::Report(report))
    }
}
