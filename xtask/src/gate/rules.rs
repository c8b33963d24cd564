//! The shape that CosmWasm's VM expects of a contract, and its limits.

use std::collections::BTreeSet;

use wasmparser::{
    BinaryReaderError, CompositeInnerType, ExternalKind, MemoryType, Parser, Payload, TypeRef,
};

/// What the VM of CosmWasm 1.4 and 1.5 offers to a contract.
const IMPORTS: [&str; 17] = [
    "abort",
    "addr_canonicalize",
    "addr_humanize",
    "addr_validate",
    "db_next",
    "db_next_key",
    "db_next_value",
    "db_read",
    "db_remove",
    "db_scan",
    "db_write",
    "debug",
    "ed25519_batch_verify",
    "ed25519_verify",
    "query_chain",
    "secp256k1_recover_pubkey",
    "secp256k1_verify",
];
/// What every contract exports as a function, beside its entry points.
const EXPORTS: [&str; 4] = ["interface_version_8", "requires_iterator", "allocate", "deallocate"];
/// Capabilities that every chain since wasmd 0.42 has.
const CAPABILITIES: [&str; 5] =
    ["iterator", "cosmwasm_1_1", "cosmwasm_1_2", "cosmwasm_1_3", "cosmwasm_1_4"];

// Limits of the VM.
const MEMORY_PAGES: u64 = 512;
const TABLE_ELEMENTS: u64 = 2_500;
const MOST_IMPORTS: usize = 100;
const MOST_FUNCTIONS: u32 = 20_000;
const MOST_PARAMETERS: usize = 100;

/// What the rules look at.
#[derive(Default)]
struct Shape {
    imports: Vec<(String, bool)>,
    functions: BTreeSet<String>,
    exports_memory: bool,
    memories: Vec<MemoryType>,
    tables: Vec<u64>,
    bodies: u32,
    parameters: usize,
    starts: bool,
}

/// Everything that breaks a rule. The file must be valid Wasm.
pub fn faults(bytes: &[u8], entry_points: &[&str]) -> Vec<String> {
    let shape = match shape(bytes) {
        Ok(shape) => shape,
        Err(error) => return vec![format!("not readable: {error}")],
    };
    let mut found = imports(&shape);
    found.extend(exports(&shape, entry_points));
    found.extend(memory(&shape));
    if shape.starts {
        found.push("a start function: nothing may run before an entry point is called".into());
    }
    if let Some(elements) = shape.tables.iter().find(|elements| **elements > TABLE_ELEMENTS) {
        found.push(format!("a table of {elements} elements, more than {TABLE_ELEMENTS}"));
    }
    if shape.bodies > MOST_FUNCTIONS {
        found.push(format!("{} functions, more than {MOST_FUNCTIONS}", shape.bodies));
    }
    if shape.parameters > MOST_PARAMETERS {
        found.push(format!(
            "a function of {} parameters, more than {MOST_PARAMETERS}",
            shape.parameters
        ));
    }
    found
}

fn imports(shape: &Shape) -> Vec<String> {
    let mut found = vec![];
    for (name, function) in &shape.imports {
        let known = name.strip_prefix("env.").is_some_and(|name| IMPORTS.contains(&name));
        if !function {
            found.push(format!("import {name} is not a function"));
        } else if !known {
            found.push(format!("import {name}, which chains of CosmWasm 1.4 do not offer"));
        }
    }
    if shape.imports.len() > MOST_IMPORTS {
        found.push(format!("{} imports, more than {MOST_IMPORTS}", shape.imports.len()));
    }
    found
}

fn exports(shape: &Shape, entry_points: &[&str]) -> Vec<String> {
    let mut found = vec![];
    for name in EXPORTS.iter().chain(entry_points) {
        if !shape.functions.contains(*name) {
            found.push(format!("no export {name}"));
        }
    }
    for name in &shape.functions {
        let beyond = name.strip_prefix("requires_").filter(|what| !CAPABILITIES.contains(what));
        if let Some(what) = beyond {
            found.push(format!("export {name}: chains of CosmWasm 1.4 need not have {what}"));
        }
        if name.starts_with("interface_version_") && name != EXPORTS[0] {
            found.push(format!("export {name}: only {} is known", EXPORTS[0]));
        }
    }
    found
}

fn memory(shape: &Shape) -> Vec<String> {
    let [memory] = shape.memories.as_slice() else {
        return vec![format!("{} memories of its own, not one", shape.memories.len())];
    };
    let mut found = vec![];
    if !shape.exports_memory {
        found.push("no export memory".into());
    }
    if memory.initial > MEMORY_PAGES {
        found.push(format!("a memory of {} pages, more than {MEMORY_PAGES}", memory.initial));
    }
    if let Some(most) = memory.maximum {
        found.push(format!("a memory of at most {most} pages: the chain sets the maximum"));
    }
    found
}

fn shape(bytes: &[u8]) -> Result<Shape, BinaryReaderError> {
    let mut shape = Shape::default();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::TypeSection(groups) => {
                for group in groups {
                    for kind in group?.into_types() {
                        if let CompositeInnerType::Func(function) = &kind.composite_type.inner {
                            shape.parameters = shape.parameters.max(function.params().len());
                        }
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    let name = format!("{}.{}", import.module, import.name);
                    shape.imports.push((name, matches!(import.ty, TypeRef::Func(_))));
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    shape.memories.push(memory?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    shape.tables.push(table?.ty.initial);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    match export.kind {
                        ExternalKind::Func => {
                            shape.functions.insert(export.name.to_string());
                        }
                        ExternalKind::Memory => shape.exports_memory |= export.name == "memory",
                        _ => {}
                    }
                }
            }
            Payload::StartSection { .. } => shape.starts = true,
            Payload::CodeSectionStart { count, .. } => shape.bodies = count,
            _ => {}
        }
    }
    Ok(shape)
}
