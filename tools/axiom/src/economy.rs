//! `axiom economy`: found, list, show, verify, upgrade; `axiom audit`.

use std::path::PathBuf;

use axiom_client::TxOptions;
use axiom_economy::{
    self as eco, Audit, Deployments, Drafting, EconomyError, Folder, NodeGround, Override, Plan,
    Progress, Receipt, Release, Report, Role, Site, Template, Tools, Verdict, Wanted, Wish,
};
use clap::{Args, Subcommand};
use serde_json::{json, Value};

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;
use crate::progress::Bar;
use crate::rehearsal;
use crate::session::{self, Session};
use crate::tx::{self, Draft, TxArgs};
use crate::who;

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
            E::Unwritable { .. } | E::Damaged { .. } | E::Foreign { .. } | E::Unreadable { .. } => {
                Kind::Failed
            }
            _ => Kind::Usage,
        };
        let text = error.to_string();
        Self { kind, hint: crate::hints::of(&text), text }
    }
}

/// Runs a command.
pub fn run(command: &Command, global: &Global) -> Done {
    match command {
        Command::New(wanted) => new(wanted, global),
        Command::List => list(global),
        Command::Show => show(global),
        Command::Use { name } => choose(name, global),
        Command::Templates => templates(global),
        Command::Verify => verify(global),
        Command::Upgrade(wanted) => upgrade(wanted, global),
    }
}

fn deployments() -> Deployments {
    Deployments::new(session::DEPLOYMENTS)
}

fn new(wanted: &New, global: &Global) -> Done {
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
    let path = deployments.path(session.client.chain_id(), &wanted.name)?;
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
    let teller = &mut Teller::new(session.out, &plan);
    match (eco::apply(&mut ground, &plan, &tools, teller), ground.drafted()) {
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

fn to_json(value: &impl serde::Serialize) -> Done<Value> {
    serde_json::to_value(value).map_err(|error| Fail::new(Kind::Failed, error.to_string()))
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

/// The contracts of the economy that is worked in.
fn site(session: &Session, ground: &NodeGround) -> Done<Site> {
    let economy = session.economy()?;
    // One that is named by its address has no file.
    if eco::check_name(&economy.name).is_ok()
        && !economy.name.starts_with(&format!("{}1", session.profile.prefix))
    {
        if let Some(deployment) = deployments().find(session.client.chain_id(), &economy.name)? {
            return Ok(Site::of(&deployment)?);
        }
    }
    Ok(Site::read(ground, &session.contract("governance-dao")?)?)
}

fn verify(global: &Global) -> Done {
    let session = Session::open(global)?;
    let ground = NodeGround::new(&session.client);
    let report = eco::verify(&ground, &site(&session, &ground)?, &Release::committed())?;
    session.out.show(&to_json(&report)?, || report_text(&report));
    match report.failed().count() {
        0 => Ok(()),
        failed => Err(Fail::new(Kind::Check, format!("{failed} checks did not pass"))),
    }
}

fn report_text(report: &Report) -> String {
    let line = |check: &eco::Check| {
        let mark = match check.verdict {
            Verdict::Ok => "✓",
            Verdict::Note => "·",
            Verdict::Fail => "✗",
        };
        format!("{mark} {:<36}{}", check.name, check.why)
    };
    report.checks.iter().map(line).collect::<Vec<_>>().join("\n")
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

/// One report of everything that can be told from outside.
pub fn audit(global: &Global) -> Done {
    let session = Session::open(global)?;
    let ground = NodeGround::new(&session.client);
    let mut replay = crate::records::Replaying { session: &session };
    let lens = eco::Lens { assets: vec![], replay: Some(&mut replay) };
    let audit = eco::audit(&ground, &site(&session, &ground)?, &Release::committed(), lens)?;
    session.out.show(&to_json(&audit)?, || audit_text(&audit));
    match audit.is_ok() {
        true => Ok(()),
        false => Err(Fail::new(Kind::Check, "the audit found something wrong")),
    }
}

fn audit_text(audit: &Audit) -> String {
    let mut parts = vec![report_text(&audit.verify)];
    for row in &audit.solvency {
        let value = serde_json::to_value(row).unwrap_or_default();
        parts.push(format!("{} solvency  {}", if row.ok { "✓" } else { "✗" }, compact(&value)));
    }
    parts.push(format!("{} legs of settlements wait for another try", audit.pending.len()));
    for leg in &audit.pending {
        parts.push(format!("  job {}: {} ({})", leg.job, crate::ask::word(&leg.leg), leg.reason));
    }
    if let Some(guardian) = &audit.guardian {
        let value = serde_json::to_value(guardian).unwrap_or_default();
        parts.push(format!("guardian  {}", compact(&value)));
    }
    for halt in &audit.halts {
        parts.push(format!("halted  {}", compact(&serde_json::to_value(halt).unwrap_or_default())));
    }
    if let Some(replay) = &audit.replay {
        let value = serde_json::to_value(replay).unwrap_or_default();
        parts.push(format!(
            "{} replay of the ledger  {}",
            if replay.ok { "✓" } else { "✗" },
            compact(&value)
        ));
    }
    parts.join("\n")
}

/// The plain values of an object in a line.
fn compact(value: &Value) -> String {
    let fields = value.as_object().into_iter().flatten();
    let plain = fields.filter(|(_, value)| !value.is_null());
    plain
        .map(|(name, value)| {
            format!("{name} {}", value.as_str().map_or_else(|| value.to_string(), str::to_string))
        })
        .collect::<Vec<_>>()
        .join(", ")
}
