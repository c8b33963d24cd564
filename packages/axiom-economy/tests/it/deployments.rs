//! The files of deployments: listed, damaged, foreign, and where nothing can be written.

use axiom_economy::{Deployments, EconomyError, Role, Site};

use crate::world::{applied, chain, ground, planned, wanted, Death, Folder, Mortal, CHAIN};

#[test]
fn they_are_listed_with_what_is_wrong() {
    let (mut chain, _) = chain();
    let folder = Folder::new();
    let deployments = folder.deployments();
    assert_eq!(Deployments::new(folder.0.join("none")).list().unwrap(), []);
    assert_eq!(deployments.list().unwrap(), []);
    for name in ["roads", "bridges"] {
        let plan = planned(&ground(&mut chain), "default", &wanted(name)).unwrap();
        applied(&mut ground(&mut chain), &plan, &folder).unwrap();
    }
    let plan = planned(&ground(&mut chain), "default", &wanted("half")).unwrap();
    let mut mortal = Mortal::new(&mut chain).dying(Death::Before(0));
    let _ = applied(&mut mortal, &plan, &folder).unwrap_err();
    std::fs::write(folder.0.join(CHAIN).join("torn.json"), "{\"deployment\": 1,").unwrap();
    std::fs::write(folder.0.join(CHAIN).join("notes.txt"), "mine").unwrap();
    std::fs::write(folder.0.join("README.md"), "mine").unwrap();
    let all = deployments.list().unwrap();
    let names: Vec<&str> = all.iter().map(|one| one.economy.as_str()).collect();
    assert_eq!(names, ["bridges", "half", "roads", "torn"]);
    let roads = &all[2];
    assert!(roads.complete && roads.damaged.is_none());
    assert_eq!((roads.chain_id.as_str(), roads.name.as_deref()), (CHAIN, Some("First Light")));
    let dao = deployments.show(CHAIN, "roads").unwrap().address(Role::Dao).unwrap().to_string();
    assert_eq!(roads.governed_by, Some(dao));
    assert_eq!((all[1].complete, all[1].governed_by.clone()), (false, None));
    assert!(all[3].damaged.as_ref().unwrap().contains("torn.json"));
    let error = Site::of(&deployments.show(CHAIN, "half").unwrap()).unwrap_err();
    assert!(matches!(error, EconomyError::Unfinished { .. }), "{error}");
}

#[test]
fn damaged_and_foreign_files_are_told_and_left_alone() {
    let (mut chain, _) = chain();
    let folder = Folder::new();
    let deployments = folder.deployments();
    let plan = planned(&ground(&mut chain), "default", &wanted("roads")).unwrap();
    applied(&mut ground(&mut chain), &plan, &folder).unwrap();
    let path = deployments.path(CHAIN, "roads").unwrap();
    let good = std::fs::read_to_string(&path).unwrap();
    assert!(good.ends_with("}\n") && good.contains("\"deployment\": 1"));
    let cases: [(&[u8], &str); 6] = [
        (b"", "no JSON"),
        (&good.as_bytes()[..good.len() / 2], "no JSON"),
        (b"{\"a\":1}", "does not say \"deployment\": 1"),
        (b"{\"deployment\":2}", "its format is 2"),
        (b"{\"deployment\":1}", "missing field"),
        (b"\xff\xfe", "no text"),
    ];
    for (content, part) in cases {
        std::fs::write(&path, content).unwrap();
        let error = deployments.show(CHAIN, "roads").unwrap_err();
        assert!(matches!(&error, EconomyError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains(part), "{error}");
        let error = applied(&mut ground(&mut chain), &plan, &folder).unwrap_err();
        assert!(matches!(&error, EconomyError::Damaged { .. }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }
    // A file under another name, or of another chain.
    std::fs::write(deployments.path(CHAIN, "bridges").unwrap(), &good).unwrap();
    let error = deployments.show(CHAIN, "bridges").unwrap_err();
    assert!(matches!(&error, EconomyError::Foreign { .. }), "{error}");
    assert!(error.to_string().contains("it says that it is roads on axiom-local-1"), "{error}");
    let error = deployments.show(CHAIN, "nothing").unwrap_err();
    assert!(matches!(&error, EconomyError::NoDeployment { .. }), "{error}");
    for id in ["", "..", "a/b", ".hidden", &"x".repeat(65)] {
        assert!(deployments.path(id, "roads").is_err(), "{id}");
    }
    assert!(deployments.path(CHAIN, "../roads").is_err());
}

#[test]
fn where_nothing_can_be_written_nothing_is_sent() {
    let (mut chain, _) = chain();
    let folder = Folder::new();
    let file = folder.0.join("file");
    std::fs::write(&file, "x").unwrap();
    let plan = planned(&ground(&mut chain), "default", &wanted("roads")).unwrap();
    let release = crate::world::now();
    let deployments = Deployments::new(file.join("below"));
    let tools = axiom_economy::Tools {
        release: &release,
        wasm: &crate::world::AnyWasm,
        deployments: &deployments,
    };
    let mut mortal = Mortal::new(&mut chain);
    let error =
        axiom_economy::apply(&mut mortal, &plan, &tools, &mut axiom_economy::Quiet).unwrap_err();
    assert!(
        matches!(&error, EconomyError::Unwritable { .. } | EconomyError::Unreadable { .. }),
        "{error}"
    );
    assert_eq!(mortal.sent, 0);
    // A draft that was left behind by a killed process is in nobody's way.
    let chain_folder = folder.0.join(CHAIN);
    std::fs::create_dir(&chain_folder).unwrap();
    std::fs::write(chain_folder.join(".roads.json.1.tmp"), "{").unwrap();
    applied(&mut ground(&mut chain), &plan, &folder).unwrap();
    assert_eq!(folder.deployments().list().unwrap().len(), 1);
}
