//! JSON in two steps, which makes contracts small: between the text and the type stands a [`Tree`].
//!
//! The text is read and written by the same library as everywhere (`serde-json-wasm`, through
//! [`cosmwasm_std::from_json`]), but for one type instead of each: what `#[derive(Json)]` adds for a type is a short walk
//! over the tree. The texts of `#[cw_serde]` are read and written; unoptimised builds, and so all tests, do both and
//! compare. One thing is stricter: a fraction, or a number of more than 64 bits, is refused also in a field that the type
//! does not have.

mod base;
mod object;
mod read;

use std::borrow::Cow;
use std::fmt;

pub use axiom_derive::Json;
pub use object::{Content, Fields, Object};

use cosmwasm_std::{
    from_json, to_json_vec, Binary, CustomQuery, QuerierWrapper, QueryRequest, StdError, StdResult,
    WasmMsg, WasmQuery,
};
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// A JSON value. Numbers are whole and of at most 64 bits. Keys of an object are kept in order, also those that are
/// there twice: whether that is an error is for the type to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number without a sign.
    Number(u64),
    /// A number behind a minus sign, also `-0`.
    Negative(i64),
    /// A text.
    Text(Cow<'static, str>),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Object(Vec<(Cow<'static, str>, Tree)>),
}

/// A type with a JSON form by way of a [`Tree`]; derived with `#[derive(Json)]`.
pub trait Json: Sized {
    /// The value that a tree holds.
    ///
    /// # Errors
    /// [`Fault`]: the tree has another form.
    fn read(tree: &Tree) -> Result<Self, Fault>;

    /// The value as a tree.
    fn tree(&self) -> Tree;

    /// The value of a field that is not there, if there is one: only an optional field may be left out.
    fn absent() -> Option<Self> {
        None
    }
}

impl Tree {
    /// Reads a text.
    ///
    /// # Errors
    /// A text that is not JSON, holds a fraction or a number of more than 64 bits, or is nested deeper than 128.
    pub fn parse(bytes: &[u8]) -> StdResult<Self> {
        from_json(bytes)
    }

    /// The text.
    ///
    /// # Errors
    /// None today.
    pub fn to_vec(&self) -> StdResult<Vec<u8>> {
        to_json_vec(self)
    }
}

/// Reads a JSON text into a type, as [`cosmwasm_std::from_json`] does, but for numbers that no tree holds.
///
/// # Errors
/// [`StdError::ParseErr`] with the reason.
pub fn read<T: Json + DeserializeOwned + PartialEq>(bytes: &[u8]) -> StdResult<T> {
    both_ways(&Tree::parse(bytes)?).map_err(|fault| refused(std::any::type_name::<T>(), &fault))
}

/// The JSON text of a value; that of [`cosmwasm_std::to_json_vec`].
///
/// # Errors
/// None today.
pub fn vec<T: Json + Serialize>(value: &T) -> StdResult<Vec<u8>> {
    let text = value.tree().to_vec()?;
    debug_assert_eq!(Ok(&text), to_json_vec(value).as_ref(), "two JSON texts of one value");
    Ok(text)
}

/// The JSON text of a value; that of [`cosmwasm_std::to_json_binary`].
///
/// # Errors
/// None today.
pub fn binary<T: Json + Serialize>(value: &T) -> StdResult<Binary> {
    vec(value).map(Binary::from)
}

/// A call of a contract without coins; as [`cosmwasm_std::wasm_execute`].
///
/// # Errors
/// None today.
pub fn call(contract: impl Into<String>, msg: &(impl Json + Serialize)) -> StdResult<WasmMsg> {
    Ok(WasmMsg::Execute { contract_addr: contract.into(), msg: binary(msg)?, funds: vec![] })
}

/// Asks a contract; as `QuerierWrapper::query_wasm_smart`.
///
/// # Errors
/// Whatever the contract or the chain refuses; an answer of another form.
pub fn ask<T, C: CustomQuery>(
    querier: &QuerierWrapper<'_, C>,
    contract: impl Into<String>,
    question: &(impl Json + Serialize),
) -> StdResult<T>
where
    T: Json + DeserializeOwned + PartialEq,
{
    let request = WasmQuery::Smart { contract_addr: contract.into(), msg: binary(question)? };
    let tree: Tree = querier.query(&QueryRequest::Wasm(request))?;
    both_ways(&tree).map_err(|fault| refused(std::any::type_name::<T>(), &fault))
}

/// The tree of a value that has a form for serde only.
fn tree_of(value: &impl Serialize) -> Tree {
    to_json_vec(value).and_then(from_json).unwrap_or(Tree::Null)
}

/// Reads a tree; where nothing is optimised, also as serde does, to see that both agree.
fn both_ways<T: Json + DeserializeOwned + PartialEq>(tree: &Tree) -> Result<T, Fault> {
    let found = T::read(tree);
    debug_assert!(
        found.as_ref().ok() == T::deserialize(tree).as_ref().ok(),
        "two readings of {tree:?}"
    );
    found
}

#[cold]
#[inline(never)]
fn refused(target: &str, fault: &Fault) -> StdError {
    StdError::parse_err(target, fault)
}

/// A value read and written by way of a [`Tree`] where a library wants serde: messages of entry points, stored records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lean<T>(pub T);

impl<'de, T: Json + DeserializeOwned + PartialEq> Deserialize<'de> for Lean<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let tree = Tree::deserialize(input)?;
        both_ways(&tree).map(Self).map_err(de::Error::custom)
    }
}

/// Why a tree is not of the wanted type.
#[derive(Debug)]
pub struct Fault(Box<Reason>);

#[derive(Debug)]
struct Reason(String);

impl Fault {
    #[cold]
    #[inline(never)]
    fn new(text: &str) -> Self {
        Self(Box::new(Reason(text.to_string())))
    }

    #[cold]
    #[inline(never)]
    fn field(what: &str, name: &str) -> Self {
        Self(Box::new(Reason([what, " field `", name, "`"].concat())))
    }

    #[cold]
    #[inline(never)]
    fn unknown(what: &str, name: &str, known: &[&str]) -> Self {
        let known = known.join("`, `");
        Self(Box::new(Reason(format!("unknown {what} `{name}`, expected one of `{known}`"))))
    }

    /// The tree has another kind than the type needs.
    #[cold]
    #[inline(never)]
    pub fn kind() -> Self {
        Self::new("Invalid type")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0 .0)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<M: fmt::Display>(msg: M) -> Self {
        Self::new(&msg.to_string())
    }

    fn invalid_type(_: de::Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        Self::new(&format!("Invalid type, expected {wanted}"))
    }

    fn invalid_value(_: de::Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        Self::new(&format!("Invalid value, expected {wanted}"))
    }

    fn invalid_length(_: usize, wanted: &dyn de::Expected) -> Self {
        Self::new(&format!("Invalid length, expected {wanted}"))
    }

    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Self {
        Self::unknown("variant", name, known)
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::unknown("field", name, known)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::field("missing", name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::field("duplicate", name)
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Negative(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(Cow::Owned(text.to_string())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut found = vec![];
        while let Some(value) = list.next_element()? {
            found.push(value);
        }
        Ok(Tree::List(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut found = vec![];
        while let Some((key, value)) = map.next_entry::<String, Tree>()? {
            found.push((Cow::Owned(key), value));
        }
        Ok(Tree::Object(found))
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => out.serialize_unit(),
            Self::Bool(value) => out.serialize_bool(*value),
            Self::Number(number) => out.serialize_u64(*number),
            Self::Negative(number) => out.serialize_i64(*number),
            Self::Text(text) => out.serialize_str(text),
            Self::List(items) => out.collect_seq(items),
            Self::Object(fields) => out.collect_map(fields.iter().map(|(key, value)| (key, value))),
        }
    }
}

#[cfg(test)]
mod tests;
