//! `axiom economy`: the commands; lists, shows, chooses, upgrades.

use axiom_economy::{
    self as eco, Deployments, EconomyError, NodeGround, Release, Role, Template, Wish,
};
use clap::{Args, Subcommand};
use serde_json::{json, Value};

use crate::audit::{self, site};
use crate::fail::{Done, Fail, Kind};
use crate::founding::{self, New};
use crate::global::Global;
use crate::out;
use crate::session::{self, Session};
use crate::tx::{self, Draft, TxArgs};

#[derive(Subcommand)]
pub enum Command {
    /// Founds an economy: shows the plan, asks, stores what is missing and founds in one transaction. Run again, it goes on
    /// where it stopped.
    New(Box<New>),
    /// Lists the economies in deployments/.
    List,
    /// Tells about one: addresses, codes, steps.
    Show,
    /// Works in this one from now on where none is named.
    Use {
        /// Its name, or the address of its governance-dao.
        name: String,
    },
    /// Lists the templates.
    Templates,
    /// Checks codes, wiring, owners and admins; fails if one is not as it should be.
    Verify,
    /// Makes the proposal that moves the contracts to this release.
    Upgrade(Box<Upgrade>),
}

#[derive(Args)]
pub struct Upgrade {
    /// Only this contract; can be given several times. All that can be if not given.
    #[arg(long)]
    only: Vec<String>,
    /// Title of the proposal.
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    tx: TxArgs,
}

impl From<EconomyError> for Fail {
    fn from(error: EconomyError) -> Self {
        use EconomyError as E;
        let kind = match &error {
            E::Step { .. } | E::UploadClosed { .. } | E::StoredOther { .. } => Kind::Refused,
            E::Ground(_) => Kind::Node,
            E::Unwritable { .. } | E::Damaged { .. } | E::Unreadable { .. } => Kind::Failed,
            _ => Kind::Usage,
        };
        let text = error.to_string();
        Self { kind, hint: crate::hints::of(&text), text }
    }
}

/// Runs a command.
pub fn run(command: &Command, global: &Global) -> Done {
    match command {
        Command::New(wanted) => founding::new(wanted, global),
        Command::List => list(global),
        Command::Show => show(global),
        Command::Use { name } => choose(name, global),
        Command::Templates => templates(global),
        Command::Verify => audit::verify(global),
        Command::Upgrade(wanted) => upgrade(wanted, global),
    }
}

/// The files about founded economies.
pub fn deployments() -> Deployments {
    Deployments::new(session::DEPLOYMENTS)
}

fn list(global: &Global) -> Done {
    let listed = deployments().list()?;
    global.out().show(&to_json(&listed)?, || {
        if listed.is_empty() {
            return "no economy in deployments/: axiom economy new".to_string();
        }
        let row = |one: &eco::Listed| {
            let state = match (&one.damaged, one.complete) {
                (Some(why), _) => format!("damaged: {why}"),
                (None, true) => "founded".into(),
                (None, false) => "not finished: run axiom economy new again".into(),
            };
            vec![
                one.chain_id.clone(),
                one.economy.clone(),
                one.name.clone().unwrap_or_default(),
                one.governed_by.clone().unwrap_or_default(),
                state,
            ]
        };
        out::rows(
            &["chain", "economy", "name", "governed by", ""],
            &listed.iter().map(row).collect::<Vec<_>>(),
        )
    });
    Ok(())
}

fn show(global: &Global) -> Done {
    let session = Session::open(global)?;
    let economy = session.economy()?;
    let file = deployments().find(session.client.chain_id(), &economy.name);
    let contracts = json!(economy.contracts);
    let value = match &file {
        Ok(Some(deployment)) => to_json(deployment)?,
        _ => json!({ "contracts": contracts }),
    };
    session.out.show(&value, || {
        let mut lines = vec![("economy".to_string(), economy.name.clone())];
        lines.extend(
            economy.contracts.iter().map(|(name, address)| ((*name).to_string(), address.clone())),
        );
        if let Ok(Some(deployment)) = &file {
            lines.push(("template".into(), deployment.plan.template.name.clone()));
            for step in &deployment.steps {
                let tx = step.tx.clone().unwrap_or_else(|| "done before".into());
                lines.push(("step".into(), format!("{:<28}{tx}", step.step)));
            }
        }
        out::pairs(&lines)
    });
    Ok(())
}

fn choose(name: &str, global: &Global) -> Done {
    let global = Global { economy: Some(name.to_string()), ..global.clone() };
    let session = Session::open(&global)?;
    session.economy()?;
    session.home.change(|config| {
        config.economies.insert(session.client.chain_id().to_string(), name.to_string());
        Ok(())
    })?;
    session.out.note(&format!("working in {name} on {} from now on", session.client.chain_id()));
    Ok(())
}

fn templates(global: &Global) -> Done {
    let mut all = Vec::new();
    for name in Template::names() {
        let template = Template::find(name)?;
        all.push(json!({
            "name": name, "title": template.title, "family": template.family, "about": template.about,
            "variables": template.variables.keys().collect::<Vec<_>>(),
        }));
    }
    global.out().show(&json!(all), || {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let row = |one: &Value| vec![text(&one["name"]), text(&one["title"]), text(&one["family"])];
        out::rows(&["template", "economy", "family"], &all.iter().map(row).collect::<Vec<_>>())
    });
    Ok(())
}

fn upgrade(wanted: &Upgrade, global: &Global) -> Done {
    let session = tx::open(global, &wanted.tx)?;
    let ground = NodeGround::new(&session.client);
    let mut only = Vec::new();
    for name in &wanted.only {
        only.push(Role::find(name).ok_or_else(|| {
            Fail::usage(format!("--only {name:?} is none of the five contracts"))
        })?);
    }
    let wish = Wish { only, title: wanted.title.clone(), description: None };
    let plan = eco::upgrade(&ground, &site(&session, &ground)?, &Release::committed(), &wish)?;
    let moves: Vec<(String, String)> = plan
        .moves
        .iter()
        .map(|one| {
            (
                one.contract.name().to_string(),
                format!("{} becomes {} (code {})", one.from, one.to, one.code_id),
            )
        })
        .chain(
            plan.stays.iter().map(|(role, why)| (role.name().to_string(), format!("stays: {why}"))),
        )
        .collect();
    session.out.note(&out::pairs(&moves));
    let (Some(dao), Some(proposal)) = (&plan.to, &plan.proposal) else {
        session.out.show(&to_json(&plan)?, || {
            "the owner is a wallet: it sends the messages itself (--output json prints them)".into()
        });
        return Ok(());
    };
    tx::send(&session, &wanted.tx, |sender| {
        Ok(vec![Draft::execute(sender, dao, "governance-dao", proposal, &[])])
    })?;
    Ok(())
}

/// As JSON.
pub fn to_json(value: &impl serde::Serialize) -> Done<Value> {
    serde_json::to_value(value).map_err(|error| Fail::new(Kind::Failed, error.to_string()))
}
