//! `axiom economy new`: plans, asks, founds; or drafts what somebody else signs.

use std::path::PathBuf;

use axiom_client::TxOptions;
use axiom_economy::{
    self as eco, Deployment, Drafting, Folder, NodeGround, Override, Plan, Progress, Receipt,
    Release, Role, Template, Tools, Wanted,
};
use clap::Args;
use serde_json::{json, Value};

use crate::economy::{deployments, to_json};
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;
use crate::progress::Bar;
use crate::rehearsal;
use crate::session::Session;
use crate::tx::{self, TxArgs};
use crate::who;

#[derive(Args)]
pub struct New {
    /// Name of the economy in commands and files: 1 to 32 of a-z, 0-9 and -.
    #[arg(default_value = "first")]
    name: String,
    /// A template by its name (axiom economy templates), or a file.
    #[arg(long, default_value = "default")]
    template: String,
    /// Changes the template: NAME=value, or a path such as ledger.create.settings.fee_bps=300; can be given several times.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<Override>,
    /// Visible name; that of the template if not given.
    #[arg(long)]
    title: Option<String>,
    /// What work is paid in; the denom of fees if not given.
    #[arg(long)]
    denom: Option<String>,
    /// Salt of the addresses; the name if not given.
    #[arg(long)]
    salt: Option<String>,
    /// Who owns the contracts in place of a governance-dao of their own: an existing DAO or a wallet.
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<String>,
    /// An existing contract in place of a new one, such as registry=wasm1…; can be given several times.
    #[arg(long, value_name = "CONTRACT=ADDRESS")]
    adopt: Vec<String>,
    /// Folder with the Wasm files, for codes that are not on the chain.
    #[arg(long, default_value = "artifacts")]
    artifacts: PathBuf,
    #[command(flatten)]
    tx: TxArgs,
}

/// Founds, or goes on with it.
pub fn new(wanted: &New, global: &Global) -> Done {
    // Whatever can be wrong without a chain is told first.
    let tx = &wanted.tx;
    let of_one = tx.gas.is_some() || tx.fee.is_some() || tx.timeout_height > 0;
    if tx.no_wait || tx.authz_granter.is_some() || (of_one && !tx.generate_only) {
        return Err(Fail::usage("founding takes several transactions, each simulated and waited for: of the options of a transaction \
             only --from, --gas-adjustment, --gas-price, --fee-granter, --memo, --dry-run and --yes apply; \
             with --generate-only, which prints one of them, also --gas, --fee and --timeout-height"));
    }
    let template = Template::find(&wanted.template)?;
    eco::check_name(&wanted.name)?;
    let session = tx::open(global, &wanted.tx)?;
    let release = Release::committed();
    if wanted.tx.generate_only {
        return drafted(wanted, &session, &template, &release);
    }
    let signer = who::signer(&session.home, &session.profile, wanted.tx.from.as_deref())?;
    let options = TxOptions {
        memo: wanted.tx.memo.clone(),
        fee_granter: fee_granter(wanted, &session)?,
        ..TxOptions::default()
    };
    let mut ground = NodeGround::new(&session.client).signed_by(&signer, options);
    let wish = wish(wanted, &session, signer.address())?;
    let plan = eco::plan(&ground, &template, &wish, &release)?;
    session.out.note(&plan_text(&session, &plan));
    rehearsed(&session, &template, &wish, &plan)?;
    if wanted.tx.dry_run {
        return to_json(&plan).map(|plan| session.out.show(&plan, || "nothing was sent".into()));
    }
    if plan.closed.is_some() {
        return closed(&plan, wanted, &release);
    }
    if !session.profile.is_dev() {
        who::confirm("found this economy?", wanted.tx.yes)?;
    }
    let (wasm, deployments) = (Folder(wanted.artifacts.clone()), deployments());
    let tools = Tools { release: &release, wasm: &wasm, deployments: &deployments };
    let done = eco::apply(&mut ground, &plan, &tools, &mut Teller::new(session.out, &plan))?;
    founded(&session, wanted, &plan, &done)
}

/// Works in the new economy from now on, and tells where it is.
fn founded(session: &Session, wanted: &New, plan: &Plan, done: &Deployment) -> Done {
    session.home.change(|config| {
        config.economies.insert(session.client.chain_id().to_string(), wanted.name.clone());
        Ok(())
    })?;
    let contracts: Value = done
        .contracts
        .iter()
        .map(|(role, one)| (role.name().to_string(), json!(one.address)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let path = deployments().path(session.client.chain_id(), &wanted.name)?;
    let value = json!({
        "economy": wanted.name, "chain_id": session.client.chain_id(), "contracts": contracts,
        "file": path.display().to_string(), "owner_task": plan.owner_task,
    });
    session.out.show(&value, || {
        let mut text = out::table(&contracts);
        text += &format!("\nkept in {}\nnext: axiom me; axiom economy verify", path.display());
        if let Some(task) = &plan.owner_task {
            text += &format!(
                "\n\n{}\n{}",
                task.about,
                serde_json::to_string_pretty(&task.proposal).unwrap_or_default()
            );
        }
        text
    });
    Ok(())
}

/// Plays a founding whose codes are still to be stored in memory first.
fn rehearsed(session: &Session, template: &Template, wish: &Wanted, plan: &Plan) -> Done {
    if !rehearsal::suits(plan, wish, &session.profile.prefix) {
        return Ok(());
    }
    let scratch = session.home.scratch("").map_err(|text| Fail::new(Kind::Failed, text))?;
    let paid = &session.client.config().gas_price.denom;
    rehearsal::rehearse(&plan.chain_id, template, wish, paid, &scratch)?;
    session.out.note("rehearsed in memory: the contracts take this template");
    Ok(())
}

/// Prints the next transaction of a founding whose key is elsewhere: a hardware wallet, a multisig.
fn drafted(wanted: &New, session: &Session, template: &Template, release: &Release) -> Done {
    let founder = who::account(session, wanted.tx.from.as_deref())?;
    let mut ground = Drafting::new(&session.client, &founder);
    let wish = wish(wanted, session, &founder)?;
    let plan = eco::plan(&ground, template, &wish, release)?;
    session.out.note(&plan_text(session, &plan));
    rehearsed(session, template, &wish, &plan)?;
    if plan.closed.is_some() {
        return closed(&plan, wanted, release);
    }
    let (wasm, deployments) = (Folder(wanted.artifacts.clone()), deployments());
    let tools = Tools { release, wasm: &wasm, deployments: &deployments };
    // The bar is gone before the transaction is printed.
    let applied = eco::apply(&mut ground, &plan, &tools, &mut Teller::new(session.out, &plan));
    match (applied, ground.drafted()) {
        (_, Some(messages)) => {
            tx::print_unsigned(session, &wanted.tx, messages)?;
            session.out.note("sign and send it, then run this again: it prints the next one, until the economy is founded");
            Ok(())
        }
        (Ok(_), None) => {
            session.out.note("everything is there: nothing is left to be signed");
            Ok(())
        }
        (Err(error), None) => Err(error.into()),
    }
}

fn fee_granter(wanted: &New, session: &Session) -> Done<Option<String>> {
    wanted.tx.fee_granter.as_deref().map(|text| session.address(text)).transpose()
}

fn wish(wanted: &New, session: &Session, founder: &str) -> Done<Wanted> {
    let mut adopt = std::collections::BTreeMap::new();
    for text in &wanted.adopt {
        let expected = || {
            Fail::usage(format!(
                "--adopt {text:?}: expected contract=address such as registry=wasm1…"
            ))
        };
        let (name, address) = text.split_once('=').ok_or_else(expected)?;
        adopt.insert(Role::find(name).ok_or_else(expected)?, session.address(address)?);
    }
    Ok(Wanted {
        economy: wanted.name.clone(),
        founder: founder.to_string(),
        name: wanted.title.clone(),
        denom: wanted.denom.as_deref().map(|denom| axiom_schema::Words::denom(session, denom)),
        salt: wanted.salt.clone(),
        adopt,
        owner: wanted.owner.as_deref().map(|owner| session.address(owner)).transpose()?,
        set: wanted.set.clone(),
    })
}

fn plan_text(session: &Session, plan: &Plan) -> String {
    let mut lines = vec![
        (
            "economy".to_string(),
            format!("{} ({}), template {}", plan.name, plan.economy, plan.template.name),
        ),
        ("chain".into(), plan.chain_id.clone()),
        ("founder".into(), crate::ask::name(session, &plan.founder)),
    ];
    if let Some(owner) = &plan.owner {
        lines.push(("owner".into(), format!("{} ({})", owner.address, owner.kind.about())));
    }
    for code in &plan.codes {
        let state = code
            .code_id
            .map_or_else(|| "to be stored".to_string(), |id| format!("code {id}, on the chain"));
        lines.push(("code".into(), format!("{:<22}{state}", code.contract.name())));
    }
    for contract in &plan.contracts {
        let state = if contract.there { " (there already)" } else { "" };
        lines.push((
            "contract".into(),
            format!("{:<22}{}{state}", contract.contract.name(), contract.address),
        ));
    }
    for step in &plan.steps {
        let state = if step.done { "done".to_string() } else { format!("{} gas", step.gas) };
        lines.push(("step".into(), format!("{:<28}{state}", step.step)));
    }
    let fee = plan.fee().map_or(String::new(), |fee| {
        format!(", fees up to {}", session.amount(fee.amount.u128(), &fee.denom))
    });
    lines.push(("cost".into(), format!("about {} gas{fee}", plan.gas())));
    lines.extend(plan.notes.iter().map(|note| ("note".to_string(), note.clone())));
    out::pairs(&lines)
}

/// Tells each step as it goes.
struct Teller {
    bar: Bar,
}

impl Teller {
    fn new(out: out::Out, plan: &Plan) -> Self {
        Self { bar: Bar::steps(out, plan.steps.len() as u64) }
    }
}

impl Progress for Teller {
    fn begins(&mut self, step: &eco::PlannedStep, at: usize, of: usize) {
        self.bar.line(&format!("[{at}/{of}] {}", step.about));
        self.bar.reached(at.saturating_sub(1) as u64, of as u64);
        self.bar.at(&step.about);
    }

    fn done(&mut self, _: &eco::PlannedStep, receipt: Option<&Receipt>) {
        match receipt {
            Some(receipt) => self.bar.line(&format!("      {}", told(receipt))),
            None => self.bar.line("      done before"),
        }
    }
}

fn told(receipt: &Receipt) -> String {
    format!(
        "block {}, gas {}, transaction {}",
        receipt.height,
        receipt.gas,
        receipt.tx.as_deref().unwrap_or("-")
    )
}

/// Writes the proposals that store the codes, where only governance may.
fn closed(plan: &Plan, wanted: &New, release: &Release) -> Done {
    let Some(closed) = &plan.closed else { return Ok(()) };
    let folder = PathBuf::from("proposals");
    let wasm = Folder(wanted.artifacts.clone());
    let proposals = plan.code_proposals(&wasm, release, &[], 300_000)?;
    std::fs::create_dir_all(&folder)?;
    let mut files = Vec::new();
    for (at, part) in proposals.iter().enumerate() {
        let file = folder.join(format!("proposal-{}.json", at + 1));
        crate::home::write_whole(
            &file,
            (serde_json::to_string_pretty(&part.to_json()?).unwrap_or_default() + "\n").as_bytes(),
        )?;
        files.push(file.display().to_string());
    }
    let text = format!(
        "{} lets {} store code; the proposals that store what is missing are in {}",
        plan.chain_id,
        closed.allowed,
        files.join(", ")
    );
    Err(Fail::new(Kind::Refused, text)
        .hint("put the chain's deposit into them, submit each with the chain's own program, and run this again after the vote"))
}
