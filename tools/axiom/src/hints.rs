//! The next step after an error of a chain or contract.

/// Parts of error texts, and what helps.
const HINTS: [(&str, &str); 17] = [
    ("the payer allows", "let the ledger draw it, in the same transaction: axiom tx distributor deposit --funds <amount> --allowances controller=@ledger,amount=<amount> + ledger post-job …"),
    ("insufficient funds", "axiom me shows balance and wallet; on a development chain: axiom faucet"),
    ("out of gas", "give more with --gas, or raise --gas-adjustment"),
    ("insufficient fee", "raise the price with --gas-price; axiom doctor tells the least"),
    ("account sequence mismatch", "another transaction of this account came first: try again"),
    ("is not on the chain", "on a development chain: axiom faucet --to <address>"),
    ("no simulation", "give a limit with --gas"),
    ("not the owner", "only the owner may do this; through a vote: axiom propose"),
    ("does not allow to pay fees", "there is no such fee grant: the granter gives one with axiom agent grant --fees"),
    ("authorization not found", "there is no such grant: the granter gives one with axiom agent grant"),
    ("unauthorized", "axiom me tells what this account may do"),
    ("paused", "entries are paused; axiom q <contract> pause tells until when"),
    ("not registered", "register first: axiom tx registry register"),
    ("has expired", "its time is over: axiom me tells what can still be done"),
    ("No such code", "store it first: axiom economy new"),
    (
        "contract address already exists",
        "this founder and salt were used: give another --salt, or another name",
    ),
    (
        "out of bounds",
        "the text names the bound; axiom tx <contract> <message> --help explains each field",
    ),
];

/// The next step after an error with this text.
pub fn of(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let found = HINTS.iter().find(|(part, _)| lower.contains(&part.to_lowercase()));
    found.map(|(_, hint)| (*hint).to_string())
}
