"""Checks the REST gateway of `axiom local serve` with cosmpy, the Python client of Cosmos chains.

    pip install -r requirements.txt
    axiom local serve &
    python check.py http://127.0.0.1:26657

It works on a chain of any age, and leaves a few transactions and a token on it.
"""

import hashlib
import sys
from datetime import timedelta

from cosmpy.aerial.client import LedgerClient, NetworkConfig
from cosmpy.aerial.contract import LedgerContract
from cosmpy.aerial.exceptions import (
    BroadcastError,
    InsufficientFeesError,
    QueryTimeoutError,
)
from cosmpy.aerial.tx import TxFee
from cosmpy.aerial.wallet import LocalWallet
from cosmpy.crypto.keypairs import PrivateKey

CHAIN_ID = "axiom-local-1"
PREFIX = "wasm"
FEE_DENOM = "uaxm"
GAS_PRICE = 0.025
# The code of cw20-base on a development chain.
TOKEN_CODE = 6
# The mnemonic of BIP-39's own test vectors. Everybody knows it.
MNEMONIC = ("abandon " * 11) + "about"


def told(what, value):
    """Says what was done."""
    print(f"{what:<44} {value}")


def expect(what, found, expected):
    """Stops where something else was found than was expected."""
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")
    told(what, found)


def refused(what, kind, text, run):
    """Stops where something is not refused, or for another reason."""
    try:
        run()
    except kind as error:
        if text not in str(error):
            sys.exit(f"{what}: refused, but not for {text!r}: {error}")
        told(what, f"refused: {text}" if text else "refused")
        return
    sys.exit(f"{what}: should have been refused")


def test_account(name):
    """One of the public test accounts of a development chain."""
    secret = hashlib.sha256(f"axiom test key:{name}".encode()).digest()
    return LocalWallet(PrivateKey(secret), prefix=PREFIX)


def connect(url):
    """A client of the chain at this address."""
    config = NetworkConfig(
        chain_id=CHAIN_ID,
        url=f"rest+{url}",
        fee_minimum_gas_price=GAS_PRICE,
        fee_denomination=FEE_DENOM,
        staking_denomination=FEE_DENOM,
    )
    return LedgerClient(config)


def check_node(client):
    """The node and its blocks."""
    info = client.query_node_info()
    expect("application", info.app_name, "axiom")
    told("like the Cosmos SDK", info.cosmos_sdk_version)
    expect("chain id", client.query_chain_id(), CHAIN_ID)
    height = client.query_height()
    told("height", height)
    block = client.query_block(height)
    expect("its block", block.height, height)


def check_coins(client, alice, own):
    """Balances, and coins that are sent with gas found by simulation."""
    before = client.query_bank_balance(own.address(), FEE_DENOM)
    alice_before = client.query_bank_balance(alice.address(), "uusd")
    told("balance of alice, uusd", alice_before)
    sent = client.send_tokens(own.address(), 5_000_000, FEE_DENOM, alice, memo="from cosmpy")
    sent = sent.wait_to_complete()
    expect("code of the transaction", sent.response.code, 0)
    told("its hash", sent.tx_hash)
    told("its height, gas wanted and used", (
        sent.response.height, sent.response.gas_wanted, sent.response.gas_used))
    expect("event transfer, amount", sent.response.events["transfer"]["amount"], f"5000000{FEE_DENOM}")
    after = client.query_bank_balance(own.address(), FEE_DENOM)
    expect("balance grew by", after - before, 5_000_000)
    block = client.query_block(sent.response.height)
    expect("its block has it", block.tx_hashes, [sent.tx_hash])
    again = client.wait_for_query_tx(sent.tx_hash)
    expect("found again at height", again.height, sent.response.height)

    client.send_tokens(alice.address(), 1_000, FEE_DENOM, own).wait_to_complete()
    expect("sequence of the own account is above 0", client.query_account(own.address()).sequence > 0, True)
    denoms = [coin.denom for coin in client.query_bank_all_balances(alice.address())]
    expect("coins of alice", denoms, ["uaxm", "uusd"])


def check_contract(client, alice, own):
    """A contract that is instantiated, found by its address, asked and called."""
    new = LedgerContract(None, client, code_id=TOKEN_CODE)
    start = [{"address": str(alice.address()), "amount": "1000"}]
    address = new.instantiate(
        {"name": "Token", "symbol": "TOK", "decimals": 6, "initial_balances": start}, alice)
    told("a token", address)

    token = LedgerContract(None, client, address=address)
    expect("its symbol", token.query({"token_info": {}})["symbol"], "TOK")

    def balance(wallet):
        return token.query({"balance": {"address": str(wallet.address())}})["balance"]

    expect("tokens of alice", balance(alice), "1000")
    transfer = {"transfer": {"recipient": str(own.address()), "amount": "250"}}
    done = token.execute(transfer, alice).wait_to_complete()
    expect("action of its event", done.response.events["wasm"]["action"], "transfer")
    expect("tokens of alice", balance(alice), "750")
    expect("tokens of the own account", balance(own), "250")

    too_many = {"transfer": {"recipient": str(own.address()), "amount": "9000"}}
    refused("too many, simulated", RuntimeError, "Overflow", lambda: token.execute(too_many, alice))
    forced = TxFee(amount=f"50000{FEE_DENOM}", gas_limit=1_000_000)
    refused("too many, sent without simulation", BroadcastError, "Overflow",
            lambda: token.execute(too_many, alice, fee=forced).wait_to_complete())
    expect("tokens of alice", balance(alice), "750")
    refused("a query that is none", RuntimeError, "query wasm contract failed",
            lambda: token.query({"nothing": {}}))


def check_refusals(client, alice, own):
    """What has to be refused."""
    none = TxFee(amount=f"1{FEE_DENOM}", gas_limit=200_000)
    refused("a fee that is too low", InsufficientFeesError, f"minimum required: 5000{FEE_DENOM}",
            lambda: client.send_tokens(own.address(), 1, FEE_DENOM, alice, fee=none))
    refused("an unknown transaction", QueryTimeoutError, "",
            lambda: client.wait_for_query_tx("AB" * 32, timeout=timedelta(milliseconds=1),
                                             poll_period=timedelta(milliseconds=1)))


def main():
    """Runs all checks against the server that is named."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:26657"
    client = connect(url.rstrip("/"))
    alice, own = test_account("alice"), LocalWallet.from_mnemonic(MNEMONIC, prefix=PREFIX)
    told("alice", alice.address())
    told("the own account, from a mnemonic", own.address())
    check_node(client)
    check_coins(client, alice, own)
    check_contract(client, alice, own)
    check_refusals(client, alice, own)
    print("cosmpy works with this chain")


if __name__ == "__main__":
    main()
