//! The JSON form of the types that messages are made of.

use std::borrow::Cow;

use cosmwasm_std::{
    Addr, Binary, Coin, CosmosMsg, Empty, HexBinary, Int128, Timestamp, Uint128, Uint256, Uint64,
};
use serde::Deserialize;

use super::{Fault, Json, Tree};

macro_rules! whole {
    ($($kind:ty)*) => { $(
        impl Json for $kind {
            fn read(tree: &Tree) -> Result<Self, Fault> {
                <$kind>::try_from(tree.number()?).map_err(|_| Fault::new("Number out of range"))
            }
            fn tree(&self) -> Tree {
                Tree::Number(u64::from(*self))
            }
        }
    )* };
}
whole! { u8 u16 u32 u64 }

impl Json for bool {
    fn read(tree: &Tree) -> Result<Self, Fault> {
        tree.bool()
    }
    fn tree(&self) -> Tree {
        Tree::Bool(*self)
    }
}

impl Json for String {
    fn read(tree: &Tree) -> Result<Self, Fault> {
        tree.text().map(ToString::to_string)
    }
    fn tree(&self) -> Tree {
        text(self)
    }
}

impl Json for Addr {
    fn read(tree: &Tree) -> Result<Self, Fault> {
        tree.text().map(Self::unchecked)
    }
    fn tree(&self) -> Tree {
        text(self.as_str())
    }
}

impl<T: Json> Json for Option<T> {
    fn read(tree: &Tree) -> Result<Self, Fault> {
        match tree {
            Tree::Null => Ok(None),
            some => T::read(some).map(Some),
        }
    }
    fn tree(&self) -> Tree {
        self.as_ref().map_or(Tree::Null, T::tree)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Json> Json for Vec<T> {
    #[inline(never)]
    fn read(tree: &Tree) -> Result<Self, Fault> {
        tree.list()?.iter().map(T::read).collect()
    }
    #[inline(never)]
    fn tree(&self) -> Tree {
        Tree::List(self.iter().map(T::tree).collect())
    }
}

impl<T: Json> Json for Box<T> {
    fn read(tree: &Tree) -> Result<Self, Fault> {
        T::read(tree).map(Self::new)
    }
    fn tree(&self) -> Tree {
        self.as_ref().tree()
    }
}

#[inline(never)]
fn text(text: &str) -> Tree {
    Tree::Text(Cow::Owned(text.to_string()))
}

/// Types that are a text, read as their own reader does.
macro_rules! texts {
    ($($kind:ty)*) => { $(
        impl Json for $kind {
            #[inline(never)]
            fn read(tree: &Tree) -> Result<Self, Fault> {
                Self::deserialize(tree)
            }
            fn tree(&self) -> Tree {
                Tree::Text(Cow::Owned(self.to_string()))
            }
        }
    )* };
}
texts! { Uint64 Uint128 Uint256 Int128 }

impl Json for Binary {
    fn read(tree: &Tree) -> Result<Self, Fault> {
        Self::deserialize(tree)
    }
    fn tree(&self) -> Tree {
        Tree::Text(Cow::Owned(self.to_base64()))
    }
}

impl Json for HexBinary {
    fn read(tree: &Tree) -> Result<Self, Fault> {
        Self::deserialize(tree)
    }
    fn tree(&self) -> Tree {
        Tree::Text(Cow::Owned(self.to_hex()))
    }
}

/// Types of other crates, read and written through serde. Writing cannot fail for them: they hold no map, and nothing
/// but texts and whole numbers of at most 64 bits.
macro_rules! foreign {
    ($($kind:ty)*) => { $(
        impl Json for $kind {
            #[inline(never)]
            fn read(tree: &Tree) -> Result<Self, Fault> {
                Self::deserialize(tree)
            }
            fn tree(&self) -> Tree {
                super::tree_of(self)
            }
        }
    )* };
}
foreign! {
    Coin CosmosMsg Empty Timestamp
    cw2::ContractVersion cw3::Vote cw4::AdminResponse cw4::HooksResponse cw4::MemberListResponse
    cw4::MemberResponse cw4::TotalWeightResponse cw4::Member cw20::Cw20ReceiveMsg cw20::Cw20ExecuteMsg
    cw_ownable::Action cw_ownable::Ownership<Addr> cw_ownable::Ownership<String>
    cw_utils::Expiration cw_utils::Duration
}
