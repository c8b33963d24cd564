//! Fetching from a node that answers what a real one answered.

use axiom_client::ClientError;

use super::*;

const RECORD: &[u8] = include_bytes!("../../../tests/data/record.json");

/// What a real node answered, taken from the file that was made of it; `change` spoils an answer.
fn node<'a>(
    file: &'a ProofFile,
    change: impl Fn(&str, &mut Value) + 'a,
) -> impl Fn(&str, &Value) -> Result<Value, ClientError> + 'a {
    move |method, params| {
        let anchor = file.anchor.as_ref().unwrap();
        let base = anchor.base.as_ref().unwrap();
        let height = params.get("height").and_then(number).unwrap_or(0);
        let newer = height > base.header.height.value() + 1;
        let mut answer = match method {
            "abci_info" => {
                json!({ "response": { "last_block_height": (anchor.height + 1).to_string() } })
            }
            "abci_query" => {
                assert_eq!((height, &params["prove"]), (anchor.height, &json!(true)));
                assert_eq!(params["path"], "/store/wasm/key");
                answer(file, params["data"].as_str().unwrap())
            }
            "commit" if newer => json!({ "signed_header": anchor.header }),
            "commit" => {
                let mut signed = serde_json::to_value(&anchor.header).unwrap();
                signed["header"] = serde_json::to_value(&base.header).unwrap();
                signed["commit"]["height"] = json!(base.header.height.to_string());
                json!({ "signed_header": signed })
            }
            "validators" => {
                let all = if newer { &anchor.validators } else { &base.next_validators };
                json!({ "validators": all, "total": all.len().to_string() })
            }
            other => panic!("nobody asks {other}"),
        };
        change(method, &mut answer);
        Ok(answer)
    }
}

/// The stored value under a key, with its proofs.
fn answer(file: &ProofFile, key: &str) -> Value {
    let anchor = file.anchor.as_ref().unwrap();
    let at = Storage::ledger(&file.contract);
    let full = |key: &[u8]| hex::encode(at.full_key(key).unwrap());
    let peak = anchor.peaks.iter().find(|peak| full(&at.node_key(peak.position)) == key);
    let stored = match peak {
        Some(peak) => &peak.stored,
        None => {
            assert_eq!(key, full(b"h"));
            anchor.count.as_ref().unwrap()
        }
    };
    let op = |kind: &str, data: &Binary| json!({ "type": kind, "key": "", "data": data });
    let ops = [op("ics23:iavl", &stored.proof), op("ics23:simple", &anchor.store)];
    let value = STANDARD.encode(&stored.value);
    json!({ "response": { "code": 0, "value": value, "proofOps": { "ops": ops } } })
}

fn fetch(change: impl Fn(&str, &mut Value)) -> Result<Anchor, ProofError> {
    let file = ProofFile::from_json(RECORD).unwrap();
    let base = file.anchor.as_ref().unwrap().base.as_ref().unwrap().header.height.value();
    let mut bare = ProofFile { anchor: None, ..file.clone() };
    anchor_file(&mut bare, &node(&file, change), Some(base))?;
    Ok(bare.anchor.unwrap())
}

#[test]
fn the_same_anchor_is_fetched_again() {
    let file = ProofFile::from_json(RECORD).unwrap();
    assert_eq!(Some(fetch(|_, _| {}).unwrap()), file.anchor);
    let anchor = anchor_root(&file.contract, &file.root, &node(&file, |_, _| {}), None).unwrap();
    assert_eq!((anchor.base, anchor.peaks.len()), (None, 3));
}

#[test]
fn what_a_node_does_not_have_is_told_with_the_next_step() {
    let later = fetch(|method, answer| {
        if method == "abci_query" {
            answer["response"]["value"] = json!(null);
        }
    });
    let later = later.unwrap_err();
    assert!(matches!(later, ProofError::NoHeaderYet { .. }), "{later}");
    assert!(later.to_string().contains("Wait for the next block"), "{later}");
    let bare = fetch(|method, answer| {
        if method == "abci_query" {
            answer["response"]["proofOps"] = json!(null);
        }
    });
    let bare = bare.unwrap_err();
    assert!(matches!(&bare, ProofError::NoStorageProof { .. }), "{bare}");
    let pruned = fetch(|method, answer| {
        if method == "abci_query" {
            answer["response"] = json!({ "code": 38, "log": "height 7 is not available" });
        }
    });
    assert!(pruned.unwrap_err().to_string().contains("height 7 is not available"));
    for (method, said) in
        [("abci_info", "height"), ("commit", "commit"), ("validators", "validators")]
    {
        let broken = fetch(|asked, answer| {
            if asked == method {
                *answer = json!({});
            }
        });
        let broken = broken.unwrap_err().to_string();
        assert!(broken.contains(said) && broken.contains("cannot be understood"), "{broken}");
    }
}

#[test]
fn long_lists_of_validators_are_read_page_by_page() {
    let file = ProofFile::from_json(RECORD).unwrap();
    let one = file.anchor.unwrap().validators[0].clone();
    let rpc = |method: &str, params: &Value| -> Result<Value, ClientError> {
        assert_eq!(method, "validators");
        let page: usize = params["page"].as_str().unwrap().parse().unwrap();
        let left = 230usize.saturating_sub((page - 1) * PAGE).min(PAGE);
        Ok(json!({ "validators": vec![&one; left], "total": "230" }))
    };
    assert_eq!(validators(&rpc, 5).unwrap().len(), 230);
}
