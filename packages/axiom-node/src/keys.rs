//! Where the node keeps its own things among the chain's records: under keys that begin with a one,
//! while those of contracts and balances begin with a zero.

/// The numbers of the next account and of the next contract.
pub(crate) const NEXT_ACCOUNT: &[u8] = b"\x01na";
pub(crate) const NEXT_CONTRACT: &[u8] = b"\x01nc";

/// Before the address of a record of the bank.
pub(crate) const BALANCES: &[u8] = b"\x00\x04bank\x00\x08balances";
/// Before the address of a record of a contract.
pub(crate) const CONTRACTS: &[u8] = b"\x00\x04wasm\x00\x09contracts";

/// Texts with a zero byte behind each, below a letter.
fn of(letter: u8, parts: &[&str]) -> Vec<u8> {
    let mut key = vec![1, letter];
    for part in parts {
        key.extend_from_slice(part.as_bytes());
        key.push(0);
    }
    key
}

/// An account.
pub(crate) fn account(address: &str) -> Vec<u8> {
    of(b'a', &[address])
}

/// A grant, found by who granted it.
pub(crate) fn grant(parts: &[&str]) -> Vec<u8> {
    of(b'g', parts)
}

/// The same grant, found by who may use it: grantee, granter, type.
pub(crate) fn grant_to(parts: &[&str]) -> Vec<u8> {
    of(b'h', parts)
}

/// An allowance for fees: grantee, granter.
pub(crate) fn allowance(parts: &[&str]) -> Vec<u8> {
    of(b'f', parts)
}

/// One entry of a contract's history, or where they begin.
pub(crate) fn history(contract: &str, entry: Option<u32>) -> Vec<u8> {
    let mut key = of(b'c', &[contract]);
    key.extend(entry.into_iter().flat_map(u32::to_be_bytes));
    key
}

/// A contract of a code by its number, or where they begin.
pub(crate) fn of_code(code_id: u64, number: Option<u64>) -> Vec<u8> {
    let mut key = vec![1, b'd'];
    key.extend(code_id.to_be_bytes());
    key.extend(number.into_iter().flat_map(u64::to_be_bytes));
    key
}

/// The number of a contract.
pub(crate) fn number(contract: &str) -> Vec<u8> {
    of(b'p', &[contract])
}

/// The first key behind all that begin with this one.
pub(crate) fn after(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return end;
        }
    }
    // Only of keys that are nothing but 255, which there are none of.
    vec![u8::MAX; prefix.len() + 1]
}

/// The texts of a key that was made of texts.
pub(crate) fn parts(key: &[u8]) -> Vec<String> {
    let texts = key.get(2..).unwrap_or_default().split(|byte| *byte == 0);
    texts.map(|text| String::from_utf8_lossy(text).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_where_another_begins() {
        assert_eq!(after(b"ab"), b"ac");
        assert_eq!(after(&[1, 255]), [2]);
        assert!(after(&[255]) > vec![255]);
        assert!(grant(&["a"]) < grant(&["a", "b"]) && grant(&["a", "b"]) < after(&grant(&["a"])));
        assert!(grant(&["ab"]) > after(&grant(&["a"])));
        assert_eq!(parts(&grant(&["x", "y"]))[..2], ["x", "y"]);
    }
}
