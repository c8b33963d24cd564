//! A founding that is broken off, and the files about it lost or damaged.

use std::time::{Duration, Instant};

use crate::world::{number, says, World};

/// Kills a founding after a while, or when something is there; then runs it again to its end.
fn broken_off(world: &World, when: impl Fn() -> bool) {
    let mut child = world.command("economy new it --from founder").spawn().unwrap();
    let start = Instant::now();
    while !when() && child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_micros(200));
    }
    // Kill as in kill -9; it may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
}

fn founded_once(world: &World) {
    let founded = world.ok("economy new it --from founder");
    assert_eq!(founded["contracts"].as_object().unwrap().len(), 5);
    // One economy: the founding transaction is the only one on this chain.
    assert_eq!(world.height(), 2);
    world.ok("economy verify");
    let listed = world.ok("economy list");
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["complete"]), (1, &true.into()));
    let folder = world.path("deployments/axiom-local-1");
    let left: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(left, ["it.json"]);
}

#[test]
fn a_founding_that_is_killed_at_any_moment_is_finished_by_the_same_command() {
    for after in [0, 15, 40, 80] {
        let world = World::new("killed");
        let (start, after) = (Instant::now(), Duration::from_millis(after));
        broken_off(&world, || start.elapsed() >= after);
        founded_once(&world);
    }
    let world = World::new("killed-at-file");
    let file = world.path("deployments/axiom-local-1/it.json");
    broken_off(&world, || file.exists());
    founded_once(&world);
    // While it founds: when the file that it writes after the transaction is about to come.
    let world = World::new("killed-late");
    let (file, chain) =
        (world.path("deployments/axiom-local-1/it.json"), world.home().join("local/chain.redb"));
    let size = || std::fs::metadata(&chain).map_or(0, |found| found.len());
    let text = || std::fs::read_to_string(&file).unwrap_or_default();
    broken_off(&world, || size() > 0 && text().contains("\"step\": \"store:governance-dao\""));
    founded_once(&world);
}

#[test]
fn a_lost_or_damaged_deployment_file_is_made_again_from_the_chain() {
    let world = World::founded("lost");
    let path = world.path("deployments/axiom-local-1/first.json");
    let (text, height) = (std::fs::read_to_string(&path).unwrap(), world.height());
    let dao = world.ok("economy show")["contracts"]["governance-dao"]["address"]
        .as_str()
        .unwrap()
        .to_string();
    // Done: nothing happens.
    world.ok("economy new first --from founder");
    assert_eq!((world.height(), std::fs::read_to_string(&path).unwrap()), (height, text.clone()));
    // Lost.
    std::fs::remove_file(&path).unwrap();
    says(&world.fails(2, "me @ben"), &["first"]);
    assert_eq!(world.ok(&format!("--economy {dao} me @ben"))["registration"]["kind"], "user");
    let again = world.ok("economy new first --from founder");
    assert_eq!(again["contracts"]["governance-dao"], dao.as_str());
    assert_eq!(world.height(), height, "it was founded twice");
    world.ok("economy verify");
    // Damaged: told, nothing is overwritten, and the address still works.
    for damaged in ["", "{", &text[..text.len() / 2], "[]", "{\"deployment\":1}"] {
        std::fs::write(&path, damaged).unwrap();
        let error = world.fails(1, "me @ben");
        says(&error, &["damaged", "address of its governance-dao"]);
        let error = world.fails(1, "economy new first --from founder");
        says(&error, &["first.json", "out of the way"]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged);
        let listed = world.ok("economy list");
        assert!(listed[0]["damaged"].is_string(), "{listed}");
        world.ok(&format!("--economy {dao} economy verify"));
    }
    // Out of the way, and it is found again.
    std::fs::remove_file(&path).unwrap();
    world.ok("economy new first --from founder");
    assert_eq!(world.height(), height);
    // Another founder, or another template under the same name.
    says(&world.fails(2, "economy new first --from ben"), &["first.json", "founder"]);
    says(
        &world.fails(2, "economy new first --template reputation --from founder"),
        &["first.json", "template"],
    );
    assert_eq!(world.height(), height);
}

#[test]
fn a_damaged_configuration_is_told_and_nothing_is_overwritten() {
    let world = World::founded("config");
    let path = world.home().join("config.json");
    let text = std::fs::read_to_string(&path).unwrap();
    for damaged in [
        "",
        "{",
        &text[..text.len() / 2],
        "{\"format\":1}",
        &text.replace("\"format\": 1", "\"format\": 9"),
    ] {
        std::fs::write(&path, damaged).unwrap();
        for line in
            ["me @ben", "chain list", "keys use ben", "chain use local", "economy new x --from ben"]
        {
            let code = if line.starts_with("keys") { 6 } else { 1 };
            let error = world.fails(code, line);
            if code == 1 {
                says(&error, &["config.json"]);
            }
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged);
    }
    std::fs::write(&path, text).unwrap();
    world.ok("me @ben");
}

#[test]
fn several_economies_are_told_apart() {
    let world = World::founded("several");
    world.ok("economy new second --from ben --title 'The second'");
    assert_eq!(world.ok("economy list").as_array().unwrap().len(), 2);
    // The last one that was founded is worked in.
    assert_eq!(world.ok("economy show")["plan"]["name"], "The second");
    assert_eq!(world.ok("--economy first economy show")["plan"]["name"], "First Light");
    world.ok("economy use first");
    assert_eq!(world.ok("economy show")["plan"]["name"], "First Light");
    let variables = [("AXIOM_ECONOMY", "second")];
    assert_eq!(
        world.run_with(&variables, "--output json economy show").json()["plan"]["name"],
        "The second"
    );
    says(&world.fails(2, "economy use third"), &["third", "first, second"]);
    // The salt of another economy of the same founder and template is that economy under another name.
    let height = world.height();
    let third = world.ok("economy new third --salt first --from founder");
    let first =
        world.ok("--economy first economy show")["contracts"]["governance-dao"]["address"].clone();
    assert_eq!((world.height(), &third["contracts"]["governance-dao"]), (height, &first));
    // A wallet as owner, and a registry that is there already.
    let registry =
        world.ok("--economy first economy show")["contracts"]["state-registry"]["address"].clone();
    let registry = registry.as_str().unwrap();
    let made = world.ok(&format!("economy new shared --adopt registry={registry} --from carol"));
    assert_eq!(made["contracts"]["state-registry"], registry);
    let report = world.ok("economy verify");
    let notes =
        report["checks"].as_array().unwrap().iter().filter(|check| check["verdict"] == "note");
    assert!(notes.count() > 0, "an adopted contract is listed with its own admin: {report}");
    assert_eq!(number(&world.ok("me @ben")["weight"]["own"]), 0);
}

#[test]
fn a_changed_artifact_is_not_proposed() {
    let world = World::new("artifacts");
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../artifacts");
    let sums = std::fs::read_to_string(from.join("checksums.txt")).unwrap();
    world.write("artifacts/checksums.txt", sums);
    says(&world.fails(1, "codes proposal --out out"), &["wasm"]);
    // Another file under the name of a contract: the smallest module there is.
    world.write("artifacts/state-registry.wasm", b"\0asm\x01\0\0\0");
    let error = world.fails(1, "codes proposal --contract state-registry --out out");
    says(&error, &["state-registry.wasm"]);
    assert!(!world.path("out/proposal-1.json").exists());
}
