//! Instructions and types that a contract must not hold, named with the function they are in.

use std::collections::BTreeMap;

use wasmparser::{
    BinaryReaderError, BlockType, CompositeInnerType, Operator, Parser, Payload, ValType,
};

/// Declares [`kind`] from the parser's own list of instructions.
macro_rules! declare_kind {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        /// The proposal that brought an instruction (`mvp` for the first version), and its name.
        fn kind(operator: &Operator<'_>) -> (&'static str, &'static str) {
            match operator {
                $(Operator::$op { .. } => (stringify!($proposal), stringify!($op)),)*
                _ => ("unknown", "an unknown instruction"),
            }
        }
    };
}
wasmparser::for_each_operator!(declare_kind);

/// How often something was found, and where first.
#[derive(Default)]
struct Finds(BTreeMap<String, (usize, String)>);

impl Finds {
    fn add(&mut self, what: String, place: &str) {
        self.0.entry(what).or_insert_with(|| (0, place.to_string())).0 += 1;
    }

    fn lines(self) -> Vec<String> {
        let line = |(what, (count, first)): (String, (usize, String))| match count {
            1 => format!("{what}, in {first}"),
            _ => format!("{what}, {count} times, first in {first}"),
        };
        self.0.into_iter().map(line).collect()
    }
}

/// Instructions that came after the first version of Wasm.
pub fn later(bytes: &[u8]) -> Vec<String> {
    let mut finds = Finds::default();
    let seen = each_operator(bytes, |place, operator| {
        let (proposal, name) = kind(operator);
        if proposal != "mvp" {
            finds.add(format!("instruction {name} of {proposal}"), place);
        }
    });
    let mut lines = finds.lines();
    if let Err(error) = seen {
        lines.push(format!("not readable: {} (at byte {})", error.message(), error.offset()));
    }
    lines
}

/// Float instructions, and floats in signatures, globals, locals and blocks. The file must be readable.
pub fn floats(bytes: &[u8]) -> Vec<String> {
    let mut finds = Finds::default();
    let _ = each_type(bytes, |place, kind| {
        if matches!(kind, ValType::F32 | ValType::F64) {
            finds.add(format!("float type {kind}"), place);
        }
    });
    let _ = each_operator(bytes, |place, operator| {
        let (_, name) = kind(operator);
        if name.contains("F32") || name.contains("F64") {
            finds.add(format!("float instruction {name}"), place);
        }
    });
    finds.lines()
}

fn each_operator(
    bytes: &[u8],
    mut see: impl FnMut(&str, &Operator<'_>),
) -> Result<(), BinaryReaderError> {
    each_body(bytes, |place, body| {
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            see(place, &reader.read()?);
        }
        Ok(())
    })
}

fn each_type(bytes: &[u8], mut see: impl FnMut(&str, ValType)) -> Result<(), BinaryReaderError> {
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::TypeSection(groups) => {
                for kind in
                    groups.into_iter().flat_map(|group| group.map(|g| g.into_types())).flatten()
                {
                    if let CompositeInnerType::Func(function) = &kind.composite_type.inner {
                        let types = function.params().iter().chain(function.results());
                        types.for_each(|one| see("a signature", *one));
                    }
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    see("a global", global?.ty.content_type);
                }
            }
            _ => {}
        }
    }
    each_body(bytes, |place, body| {
        for local in body.get_locals_reader()? {
            see(place, local?.1);
        }
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            let operator = reader.read()?;
            let (Operator::Block { blockty }
            | Operator::Loop { blockty }
            | Operator::If { blockty }) = operator
            else {
                continue;
            };
            if let BlockType::Type(one) = blockty {
                see(place, one);
            }
        }
        Ok(())
    })
}

fn each_body(
    bytes: &[u8],
    mut see: impl FnMut(&str, &wasmparser::FunctionBody<'_>) -> Result<(), BinaryReaderError>,
) -> Result<(), BinaryReaderError> {
    let mut index = 0u32;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    index += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                see(&format!("function {index}"), &body)?;
                index += 1;
            }
            _ => {}
        }
    }
    Ok(())
}
