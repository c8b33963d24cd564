//! The access table: total, frozen, and each denied sender denied.

use axiom_kit::access::{golden, message_names};
use axiom_kit::KitError;
use axiom_local::Code;
use axiom_types::dao::{AdminMsg, ExecuteMsg, GuardianAct, Target, Vote};
use cosmwasm_schema::schema_for;
use governance_dao::access::{rule_of, TABLE};
use governance_dao::ContractError;

use crate::fakes;
use crate::world::{track, world, World};

#[test]
fn the_table_names_every_message_once_in_order() {
    let mut names = message_names(&schema_for!(ExecuteMsg), &["admin"]);
    let mut table: Vec<_> = TABLE.iter().map(|rule| rule.message.to_string()).collect();
    names.sort();
    table.sort();
    assert_eq!(table, names);
}

#[test]
fn golden_access() {
    let text = golden("governance-dao", TABLE);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/access.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        text, kept,
        "the access table has changed: run with UPDATE_GOLDEN=1 if that is meant"
    );
}

/// Each admin message, such that it succeeds.
fn admin_messages(w: &mut World) -> Vec<AdminMsg> {
    let stored = w.chain.store_code(Code { checksum: [9; 32], ..fakes::ledger_code() });
    let offered = w.stranger().to_string();
    vec![
        AdminMsg::SetTrack { track: 1, config: track("x") },
        AdminMsg::ForgiveGuardian {},
        AdminMsg::SetGuardian { guardian: None },
        AdminMsg::SetPeer { target: Target::Registry {}, address: None },
        AdminMsg::AcceptOwnership { contract: offered },
        AdminMsg::Upgrade {
            target: Target::Ledger {},
            code_id: stored,
            checksum: w.checksum(stored),
            msg: b"{}".into(),
        },
        AdminMsg::SelfCheck {},
    ]
}

#[test]
fn nobody_but_the_contract_itself_sends_admin_messages() {
    let mut w = world();
    let messages = admin_messages(&mut w);
    let rows = TABLE.iter().filter(|rule| rule.message.starts_with("admin.")).count();
    assert_eq!(messages.len(), rows, "one of each");
    for msg in messages {
        for sender in [w.ann.clone(), w.gus.clone(), w.founder.clone()] {
            let expected = ContractError::Kit(KitError::NotItself { sender: sender.to_string() });
            w.tell(&sender, &ExecuteMsg::Admin(msg.clone())).should_fail_with(&expected);
        }
        // The same message succeeds when a strict proposal sends it.
        w.admin(msg).should_succeed();
    }
}

#[test]
fn no_message_takes_coins() {
    let mut w = world();
    let ann = w.ann.clone();
    w.chain.mint(&ann, cosmwasm_std::coin(9, "uaxm"));
    let messages = [
        crate::world::proposal(1, vec![], None),
        ExecuteMsg::Vote { proposal_id: 1, vote: Vote::Yes },
        ExecuteMsg::VoteSigned { proposal_id: 1, votes: vec![] },
        ExecuteMsg::Execute { proposal_id: 1 },
        ExecuteMsg::Close { proposal_id: 1 },
        ExecuteMsg::Cancel { proposal_id: 1 },
        ExecuteMsg::GuardianPause { target: Target::Ledger {}, seconds: 1 },
        ExecuteMsg::GuardianFreeze {
            target: axiom_types::distributor::FreezeTarget::Pool(1),
            seconds: 1,
        },
        ExecuteMsg::GuardianRelease { what: GuardianAct::Pause },
        ExecuteMsg::Admin(AdminMsg::SelfCheck {}),
    ];
    for msg in messages {
        assert_eq!(rule_of(&msg).gate, axiom_kit::access::Gate::Always);
        let dao = w.dao.clone();
        let outcome = w.chain.execute(&ann, &dao, &msg, &[cosmwasm_std::coin(1, "uaxm")]);
        let coins = "1uaxm".to_string();
        outcome.should_fail_with(&ContractError::Kit(KitError::FundsSent { coins }));
    }
}
