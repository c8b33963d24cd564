//! Each property is shown to notice: a fault is planted into a contract, never into the reference, and the same run
//! must fail by that property's name. With `AXIOM_PLANTED` set (`make test-planted`) the table is printed.

mod faults;

use super::actions::{draw, moves_time, Step};
use super::rng::Rng;
use super::violation::names;
use super::world::World;
use super::{run, show, STEPS};

/// A property, what is wrong with the contract, and how it is planted.
struct Planted {
    property: &'static str,
    wrong: &'static str,
    plant: fn(&mut World),
}

const TABLE: &[Planted] = &[
    Planted {
        property: names::I1,
        wrong: "a withdrawal sends one coin too many",
        plant: faults::one_coin_more,
    },
    Planted {
        property: names::I2,
        wrong: "shares that are set are lost",
        plant: faults::shares_lost,
    },
    Planted {
        property: names::I3,
        wrong: "a transfer takes place on paper alone",
        plant: faults::transfer_lost,
    },
    Planted {
        property: names::I4,
        wrong: "the owner's messages of the ledger are anybody's",
        plant: faults::no_owner_check,
    },
    Planted {
        property: names::I5,
        wrong: "a payee loses a base unit to rounding",
        plant: faults::payee_loses_one,
    },
    Planted {
        property: names::I6,
        wrong: "a released escrow stays open",
        plant: faults::deal_stays_open,
    },
    Planted {
        property: names::I8,
        wrong: "balances are told from the bank account",
        plant: faults::donation_counts,
    },
    Planted {
        property: names::I9,
        wrong: "only the first claim of a block is served",
        plant: faults::first_come,
    },
    Planted {
        property: names::I14,
        wrong: "a job's escrow stays locked",
        plant: faults::job_stays_locked,
    },
    Planted {
        property: names::I25,
        wrong: "work that is handed in is lost",
        plant: faults::submission_lost,
    },
    Planted {
        property: names::I26,
        wrong: "the total weight is not written",
        plant: faults::total_not_written,
    },
    Planted {
        property: names::I27,
        wrong: "an earlier entry of the log is changed",
        plant: faults::past_changed,
    },
    Planted {
        property: names::I31,
        wrong: "a vote is counted as another one",
        plant: faults::vote_turned,
    },
    Planted {
        property: names::I34,
        wrong: "a stage is told for another time",
        plant: faults::other_time,
    },
    Planted {
        property: names::I48,
        wrong: "the report to the tracker is left out",
        plant: faults::no_report,
    },
    Planted {
        property: names::RING,
        wrong: "spent budgets are not written down",
        plant: faults::budget_not_spent,
    },
    Planted {
        property: names::DECAY,
        wrong: "gains are dated an hour ahead",
        plant: faults::dated_ahead,
    },
    Planted {
        property: names::DRAIN,
        wrong: "a deadline cannot be enforced",
        plant: faults::no_expiry,
    },
    Planted {
        property: names::DRAIN_SILENT,
        wrong: "a backstop of a job does not work",
        plant: faults::no_backstop,
    },
];

/// Sequences tried before a fault counts as unnoticed.
const TRIES: u64 = 60;

#[test]
fn planted_faults_are_noticed_by_name() {
    let (mut w, base) = World::found();
    let print = std::env::var("AXIOM_PLANTED").is_ok();
    let mut unnoticed = vec![];
    for planted in TABLE {
        (planted.plant)(&mut w);
        let mut others: Vec<String> = vec![];
        let mut noticed = None;
        for number in 0..TRIES {
            let mut rng = Rng::new(number + 77);
            let steps: Vec<Step> = (0..STEPS)
                .map(|_| {
                    let action = draw(&mut rng);
                    let burst = rng.chance(6) && !moves_time(action);
                    Step { action, seed: rng.next(), burst }
                })
                .collect();
            match run(&mut w, &base, &steps) {
                Err(violation) if violation.property == planted.property => {
                    noticed = Some((number + 1, violation.text));
                    break;
                }
                Err(violation) => others.push(violation.to_string()),
                Ok(()) => {}
            }
        }
        for contract in std::mem::take(&mut w.planted) {
            w.s.chain.clear_fault(contract);
        }
        w.heal();
        match noticed {
            Some((tries, text)) if print => {
                let text: String = text.chars().take(150).collect();
                show(&format!(
                    "{:<36} {}\n    sequence {tries}: {text}",
                    planted.property, planted.wrong
                ));
            }
            Some(_) => {}
            None => unnoticed.push((
                planted.property,
                planted.wrong,
                others.into_iter().take(3).collect::<Vec<_>>(),
            )),
        }
    }
    assert!(unnoticed.is_empty(), "not noticed by their own name: {unnoticed:#?}");
}

/// The table above has a fault for each property there is, and one alone.
#[test]
fn planted_table_names_each_property_once() {
    let mut properties: Vec<&str> = TABLE.iter().map(|planted| planted.property).collect();
    properties.sort_unstable();
    let mut all = names::ALL.to_vec();
    all.sort_unstable();
    assert_eq!(properties, all);
}
