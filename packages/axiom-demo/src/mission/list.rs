//! Every line of the three tables of the mission, in its own words.

use super::{alignment as a, coordination as c, economies as e, layers as l, Seen, Shown};
use crate::economies::{cooperative, flash, gigs, growth, reputation};
use crate::stage::Stage;

/// A line of the mission.
pub struct Bullet {
    /// The table.
    pub table: &'static str,
    /// The row, or the family.
    pub group: &'static str,
    /// The line.
    pub text: &'static str,
    /// How it is shown; none while it is not built.
    pub shown: Option<Shown>,
}

type Observe = fn(&Stage) -> anyhow::Result<Seen>;

const fn shown(
    table: &'static str,
    group: &'static str,
    text: &'static str,
    scene: &'static str,
    observe: Observe,
) -> Bullet {
    Bullet { table, group, text, shown: Some(Shown { scene, economy: None, observe }) }
}

/// A line that an economy beside that of the story shows; its scene has the economy's name.
const fn beside(
    table: &'static str,
    group: &'static str,
    text: &'static str,
    name: &'static str,
    observe: Observe,
) -> Bullet {
    let shown = Shown { scene: name, economy: Some(name), observe };
    Bullet { table, group, text, shown: Some(shown) }
}

const fn absent(table: &'static str, group: &'static str, text: &'static str) -> Bullet {
    Bullet { table, group, text, shown: None }
}

const LAYERS: &str = "THE LAYERS";
const COORDINATION: &str = "THE COORDINATION ECONOMY";
const ECONOMIES: &str = "THE 22 ECONOMIES";
const MARKET: &str = "Market-based";
const COMMONS: &str = "Cooperative and commons-based";
const TRUST: &str = "Trust, reputation, alignment";
const AGENTS: &str = "Agent-native and delegated";
const META: &str = "Meta and infrastructure";

/// All of them, in the order of the mission.
pub const MISSION: &[Bullet] = &[
    shown(LAYERS, "State", "shared state synchronisation", "context", l::synchronised),
    shown(LAYERS, "State", "cross-system context consistency", "verify", l::consistent),
    absent(LAYERS, "State", "event and condition tracking"),
    shown(LAYERS, "State", "coordinated information availability", "people", l::available),
    shown(LAYERS, "Execution", "verifiable execution records", "verify", l::verifiable),
    absent(LAYERS, "Execution", "cross-system workflow coordination"),
    shown(LAYERS, "Execution", "transparent action validation", "junk", l::transparent),
    shown(LAYERS, "Execution", "execution accountability mechanisms", "no-submission", l::accountable),
    shown(LAYERS, "Value", "programmable value distribution", "work", l::programmable),
    shown(LAYERS, "Value", "incentive alignment mechanisms", "both-sides", l::aligned),
    shown(LAYERS, "Value", "contribution-based rewards", "pool", l::rewarded),
    absent(LAYERS, "Value", "sustainable economic coordination"),
    shown(LAYERS, "Contribution", "contributions recorded and measured", "work", l::measured),
    shown(LAYERS, "Contribution", "reputation accumulated through participation", "demand", l::reputation),
    absent(LAYERS, "Contribution", "incentives aligned with ecosystem growth"),
    shown(LAYERS, "Contribution", "long-term contribution creates long-term opportunity", "seniority", l::opportunity),
    shown(LAYERS, "Governance", "protocol upgrade decisions", "constitution", l::upgraded),
    shown(LAYERS, "Governance", "treasury allocation", "treasury", l::allocated),
    shown(LAYERS, "Governance", "ecosystem incentive management", "ring", l::incentives),
    absent(LAYERS, "Governance", "strategic network development"),
    shown(LAYERS, "Governance", "progressive decentralisation over time", "sunset", l::decentralised),
    shown(COORDINATION, "Contribution", "recorded in a shared framework", "voice", c::one_framework),
    shown(COORDINATION, "Contribution", "value linked to measurable participation", "pool", c::linked),
    shown(COORDINATION, "Contribution", "several participants contribute to the same outcome", "work", c::together),
    shown(
        COORDINATION,
        "Contribution",
        "applications generate activity, agents act, data networks inform, users create engagement and demand",
        "demand",
        c::everybody,
    ),
    shown(COORDINATION, "Value", "contribution-based allocation", "double-claim", c::allocation),
    absent(COORDINATION, "Value", "sustainable incentives"),
    shown(COORDINATION, "Value", "transparent distribution", "books", c::accounted),
    beside(
        COORDINATION,
        "Value",
        "value creation and distribution stay connected as the system grows",
        growth::NAME,
        a::connected,
    ),
    beside(COORDINATION, "Alignment", "contributors benefit from growth", growth::NAME, a::benefit),
    absent(COORDINATION, "Alignment", "growth strengthens the network's value"),
    beside(COORDINATION, "Alignment", "that value reinforces long-term participation", growth::NAME, a::stayed),
    beside(
        COORDINATION,
        "Alignment",
        "users, developers, applications, agents and partners all benefit",
        growth::NAME,
        a::everybody,
    ),
    shown(COORDINATION, "Decision", "which opportunities to support", "treasury", c::chosen),
    shown(COORDINATION, "Decision", "how resources are allocated", "constitution", c::spent),
    shown(COORDINATION, "Decision", "how value is distributed", "vote", c::fee),
    shown(COORDINATION, "Decision", "how governance evolves", "constitution", c::evolves),
    absent(
        COORDINATION,
        "Network effects",
        "measured: coordination activity, participation, alignment, efficiency of value creation",
    ),
    absent(ECONOMIES, MARKET, "Intelligence-as-a-Service (IaaS) Micro-Markets"),
    beside(ECONOMIES, MARKET, "Gig-Style Agent Economies", gigs::NAME, e::gigs),
    absent(ECONOMIES, MARKET, "Skill Licensing Economies"),
    absent(ECONOMIES, MARKET, "Computation Staking Economies"),
    absent(ECONOMIES, MARKET, "Asset-Royalties Economies"),
    beside(ECONOMIES, COMMONS, "Model Cooperatives", cooperative::NAME, e::cooperative),
    absent(ECONOMIES, COMMONS, "Crowdsourced Intelligence Pools"),
    absent(ECONOMIES, COMMONS, "Silent Economies / Post-Monetary Zones"),
    absent(ECONOMIES, COMMONS, "Curation-Based Economies"),
    absent(ECONOMIES, COMMONS, "Policy-Centric Economies"),
    beside(ECONOMIES, TRUST, "Reputation-Based Contribution Economies", reputation::NAME, e::reputation),
    absent(ECONOMIES, TRUST, "Proof-of-Contribution Economies"),
    absent(ECONOMIES, TRUST, "Ethical or Cultural Value Economies"),
    absent(ECONOMIES, TRUST, "Governance-as-Economy"),
    absent(ECONOMIES, AGENTS, "Digital Twin Economies"),
    absent(ECONOMIES, AGENTS, "Decentralized Service DAOs / Agencies"),
    absent(ECONOMIES, AGENTS, "Purpose-Oriented Micro-Economies"),
    beside(ECONOMIES, AGENTS, "Flash Collaboration Economies", flash::NAME, e::flash),
    absent(ECONOMIES, AGENTS, "Collective Creation Economies"),
    absent(ECONOMIES, META, "Meta-Design Economies"),
    absent(ECONOMIES, META, "Infrastructure Contribution Economies"),
    absent(ECONOMIES, META, "Commons Maintenance Incentives"),
];
