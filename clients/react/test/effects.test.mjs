import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAmount } from "../dist/index.js";
import { effectOf } from "../dist/effects.js";

const denoms = [{ base: "uaxm", display: "axm", exponent: 6 }];
const write = (amount, asset) => formatAmount(amount, asset, denoms);
const base64 = (text) => Buffer.from(text).toString("base64");

test("a bank send names its coins and its receiver", () => {
  const effect = effectOf({ bank: { send: { amount: [{ amount: "5000000", denom: "uaxm" }], to_address: "wasm1ben" } } }, write);
  assert.equal(effect.text, "Send 5 AXM");
  assert.equal(effect.to, "wasm1ben");
  assert.match(effect.json, /"to_address": "wasm1ben"/);
  assert.equal(effectOf({ bank: { burn: { amount: [{ amount: "1", denom: "uaxm" }] } } }, write).text, "Burn 0.000001 AXM");
});

test("a call names its method and its funds, and shows its message decoded and exact", () => {
  const msg = base64('{"admin":{"update_settings":{"points":9007199254740993}}}');
  const call = { wasm: { execute: { contract_addr: "wasm1c", funds: [{ amount: "400000", denom: "uaxm" }], msg } } };
  const effect = effectOf(call, write);
  assert.equal(effect.text, "Call admin.update_settings");
  assert.equal(effect.to, "wasm1c");
  assert.equal(effect.funds, "0.4 AXM");
  assert.match(effect.json, /"points": 9007199254740993/);
  assert.ok(!effect.json.includes(msg));
});

test("a method named like a payment is told as a call", () => {
  const msg = base64('{"Send 5 AXM":{}}');
  assert.equal(effectOf({ wasm: { execute: { contract_addr: "wasm1c", funds: [], msg } } }, write).text, "Call Send 5 AXM");
});

test("what cannot be read is shown as it is", () => {
  const call = { wasm: { execute: { contract_addr: "wasm1c", funds: [], msg: base64("no json") } } };
  const effect = effectOf(call, write);
  assert.equal(effect.text, "Call an unreadable message");
  assert.ok(effect.json.includes(base64("no json")));
  const migrate = { wasm: { migrate: { contract_addr: "wasm1c", new_code_id: 7n, msg: base64("{}") } } };
  assert.equal(effectOf(migrate, write).text, "migrate (wasm)");
  assert.match(effectOf(migrate, write).json, /"new_code_id": 7/);
});
