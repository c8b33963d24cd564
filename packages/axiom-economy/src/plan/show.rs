//! A plan as people read it.

use std::fmt::{Display, Formatter, Result};

use axiom_types::dao::Origin;

use crate::plan::{Measure, Plan, PlannedStep};

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "economy   {} ({})", self.economy, self.name)?;
        let family = self.template.family.as_deref().map(|one| format!(", {one}"));
        writeln!(f, "template  {}{}", self.template.title, family.unwrap_or_default())?;
        writeln!(f, "chain     {}", self.chain_id)?;
        writeln!(f, "founder   {}", self.founder)?;
        match &self.owner {
            Some(owner) => writeln!(f, "owner     {} ({})", owner.address, owner.kind.about())?,
            None => writeln!(f, "owner     its own governance-dao")?,
        }
        writeln!(f, "contracts")?;
        for contract in &self.contracts {
            let how = match (contract.origin.clone(), contract.there) {
                (Origin::Adopted, _) => {
                    let owner = contract.owner.as_deref().unwrap_or("nobody");
                    format!("  adopted, owned by {owner}")
                }
                (Origin::Founded, true) => "  there already".to_string(),
                (Origin::Founded, false) => String::new(),
            };
            writeln!(f, "  {:<22}{}{how}", contract.contract, contract.address)?;
        }
        writeln!(f, "steps")?;
        for step in &self.steps {
            writeln!(f, "  {}", line(step))?;
        }
        let fee = self.fee().map(|fee| format!(", fee {fee}")).unwrap_or_default();
        writeln!(f, "together  {} gas{fee}", self.gas())?;
        for note in &self.notes {
            writeln!(f, "note      {note}")?;
        }
        if let Some(task) = &self.owner_task {
            let count = task.messages.len();
            writeln!(f, "owner's   {count} messages {}", task.about)?;
        }
        if let Some(closed) = &self.closed {
            let missing: Vec<_> = closed.missing.iter().map(|role| role.name()).collect();
            let (allowed, missing) = (&closed.allowed, missing.join(", "));
            writeln!(f, "closed    {allowed} may store code, and {missing} are missing")?;
        }
        Ok(())
    }
}

fn line(step: &PlannedStep) -> String {
    if step.done {
        return format!("done  {}", step.about);
    }
    let about = match step.measure {
        Measure::Estimated => "about ",
        Measure::Simulated => "",
    };
    let fee = step.fee.as_ref().map(|fee| format!(", fee {fee}")).unwrap_or_default();
    format!("do    {}: {about}{} gas{fee}", step.about, step.gas)
}
