import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAmount } from "../dist/index.js";
import { effectOf } from "../dist/effects.js";

const denoms = [{ base: "uaxm", display: "axm", exponent: 6 }];
const write = (amount, asset) => formatAmount(amount, asset, denoms);
const payers = { distributor: "wasm1dist", tokens: ["wasm1token"] };
const base64 = (text) => Buffer.from(text).toString("base64");

test("a bank send names its coins and its receiver", () => {
  const effect = effectOf({ bank: { send: { amount: [{ amount: "5000000", denom: "uaxm" }], to_address: "wasm1ben" } } }, write, payers);
  assert.deepEqual(effect.steps, [{ text: "Send 5 AXM to", to: "wasm1ben" }]);
  assert.match(effect.json, /"to_address": "wasm1ben"/);
  assert.equal(effectOf({ bank: { burn: { amount: [{ amount: "1", denom: "uaxm" }] } } }, write, payers).steps[0].text, "Burn 0.000001 AXM");
});

test("a call names its method and its funds, and shows its message decoded and exact", () => {
  const msg = base64('{"admin":{"update_settings":{"points":9007199254740993}}}');
  const call = { wasm: { execute: { contract_addr: "wasm1c", funds: [{ amount: "400000", denom: "uaxm" }], msg } } };
  const effect = effectOf(call, write, payers);
  assert.deepEqual(effect.steps, [{ text: "Call admin.update_settings on", to: "wasm1c" }]);
  assert.equal(effect.funds, "0.4 AXM");
  assert.match(effect.json, /"points": 9007199254740993/);
  assert.ok(!effect.json.includes(msg));
});

test("a method named like a payment is told as a call", () => {
  const msg = base64('{"Send 5 AXM":{}}');
  assert.equal(effectOf({ wasm: { execute: { contract_addr: "wasm1c", funds: [], msg } } }, write, payers).steps[0].text, "Call Send 5 AXM on");
});

test("what cannot be read is shown as it is", () => {
  const call = { wasm: { execute: { contract_addr: "wasm1c", funds: [], msg: base64("no json") } } };
  const effect = effectOf(call, write, payers);
  assert.equal(effect.steps[0].text, "Call an unreadable message on");
  assert.ok(effect.json.includes(base64("no json")));
  const migrate = { wasm: { migrate: { contract_addr: "wasm1c", new_code_id: 7n, msg: base64("{}") } } };
  assert.equal(effectOf(migrate, write, payers).steps[0].text, "migrate (wasm) to");
  assert.match(effectOf(migrate, write, payers).json, /"new_code_id": 7/);
});

/** The steps of a call. */
function steps(contract_addr, message) {
  return effectOf({ wasm: { execute: { contract_addr, funds: [], msg: base64(JSON.stringify(message)) } } }, write, payers).steps;
}

test("a payment out of the treasury's balance names its amount and its receiver", () => {
  const transfer = { transfer: { to: "wasm1ben", asset: { native: "uaxm" }, amount: "500000" } };
  assert.deepEqual(steps("wasm1dist", transfer), [
    { text: "Pay 0.5 AXM out of the treasury's balance into the balance of", to: "wasm1ben" },
  ]);
});

test("a withdrawal out of the treasury's balance names each part of it", () => {
  const withdrawals = [
    { to: "wasm1ben", asset: { native: "uaxm" }, amount: "500000" },
    { to: "wasm1eve", asset: { cw20: "wasm1token" }, amount: null },
    { asset: { native: "uaxm" } },
  ];
  assert.deepEqual(steps("wasm1dist", { withdraw: { withdrawals } }), [
    { text: "Pay 0.5 AXM out of the treasury's balance into the wallet of", to: "wasm1ben" },
    { text: "Pay all wasm1token out of the treasury's balance into the wallet of", to: "wasm1eve" },
    { text: "Pay all AXM out of the treasury's balance into its own wallet", to: null },
  ]);
});

test("a transfer of a listed token names its amount and its receiver", () => {
  const transfer = { transfer: { recipient: "wasm1ben", amount: "7" } };
  assert.deepEqual(steps("wasm1token", transfer), [{ text: "Send 7 wasm1token to", to: "wasm1ben" }]);
});

test("what only looks like a payment is told as a call", () => {
  const transfer = { to: "wasm1ben", asset: { native: "uaxm" }, amount: "500000" };
  const call = (contract, method) => [{ text: `Call ${method} on`, to: contract }];
  assert.deepEqual(steps("wasm1evil", { transfer }), call("wasm1evil", "transfer"));
  assert.deepEqual(steps("wasm1evil", { transfer: { recipient: "wasm1ben", amount: "7" } }), call("wasm1evil", "transfer"));
  for (const wrong of [{ transfer: { ...transfer, amount: 5 } }, { transfer: { ...transfer, asset: {} } }, { transfer, more: {} }]) {
    assert.deepEqual(steps("wasm1dist", wrong), call("wasm1dist", "transfer"));
  }
  const withdrawals = [{ asset: { native: "uaxm" }, amount: "1" }, { asset: null }];
  assert.deepEqual(steps("wasm1dist", { withdraw: { withdrawals } }), call("wasm1dist", "withdraw"));
  assert.deepEqual(steps("wasm1dist", { withdraw: { withdrawals: [] } }), call("wasm1dist", "withdraw"));
});
