import assert from "node:assert/strict";
import { test } from "node:test";
import { claimEnd, formatAmount, planWithdraw, withdrawEnd, withdrawnOf } from "../dist/index.js";

const denoms = [{ base: "uaxm", display: "axm", exponent: 6 }, { base: "uusd", display: "usd", exponent: 6 }];
const write = (amount, asset) => formatAmount(amount, asset, denoms);
const place = { distributor: "wasm1d", account: "wasm1ben" };
const event = (name, attributes, contract = "wasm1d") => ({ name: `axiom_distributor_${name}`, contract, attributes });
const claimed = (pool, amount, asset = "uaxm", account = "wasm1ben") => event("claimed", { pool, account, asset, amount });
const withdrawn = (asset, amount, owner = "wasm1ben") => event("withdrawn", { owner, to: owner, asset, amount });
const stayed = (asset, amount, reason) => event("withdrawal_failed", { owner: "wasm1ben", asset, amount, reason });
const pools = [{ pool: 1n, name: "thanks" }, { pool: 2n, name: "prizes" }];
const held = [{ asset: { native: "uaxm" }, amount: "9500000" }, { asset: { native: "uusd" }, amount: "3000000" }];

test("a claim tells what was credited, not what was hoped for", () => {
  const all = claimEnd([claimed("1", "400000"), claimed("2", "100000")], place, { pools, left: false }, write);
  assert.deepEqual(all, { text: "You claimed 0.5 AXM.", good: true });
  const failed = event("claim_failed", { pool: "2", account: "wasm1ben", reason: "pool 2 is frozen" });
  const part = claimEnd([claimed("1", "400000"), failed], place, { pools, left: true }, write);
  assert.equal(part.good, false);
  assert.equal(
    part.text,
    "You claimed 0.4 AXM. Pool “prizes” could not be claimed now, and keeps what it owes you: pool 2 is frozen. More is left to claim.",
  );
});

test("a claim that only walks periods says so, and one that brought nothing does not say that they are done", () => {
  assert.equal(claimEnd([claimed("1", "0")], place, { pools, left: false }, write).text, "These periods are done.");
  const failed = event("claim_failed", { pool: "9", account: "wasm1ben", reason: "x" });
  assert.match(claimEnd([failed], place, { pools, left: false }, write).text, /^You claimed nothing\. Pool “9” /);
});

test("events of other contracts and of other accounts are passed over", () => {
  const others = [claimed("1", "7", "uaxm", "wasm1eve"), { ...claimed("1", "7"), contract: "wasm1evil" }];
  assert.equal(claimEnd([...others, claimed("1", "400000")], place, { pools, left: false }, write).text, "You claimed 0.4 AXM.");
});

test("a withdrawal tells what stayed in the balance, whether it was refused or came back", () => {
  const refused = withdrawEnd([withdrawn("uaxm", "9500000"), stayed("uusd", "0", "uusd is frozen until noon: expected a thaw")], place, held, write);
  assert.equal(refused.text, "9.5 AXM is in your wallet now. 3 USD stayed in your balance: uusd is frozen until noon.");
  assert.equal(refused.good, false);
  const back = [withdrawn("uaxm", "9500000"), withdrawn("uusd", "3000000"), stayed("uusd", "3000000", "codespace: wasm")];
  assert.match(withdrawEnd(back, place, held, write).text, /^9\.5 AXM is in your wallet now\. 3 USD stayed in your balance: /);
  assert.deepEqual(withdrawEnd([withdrawn("uaxm", "1"), stayed("uaxm", "1", "x")], place, held, write).text.slice(0, 28), "Nothing went to your wallet.");
  assert.deepEqual(withdrawnOf([withdrawn("cw20:wasm1t", "5")], place).totals, [{ asset: { cw20: "wasm1t" }, amount: "5" }]);
  assert.deepEqual(withdrawnOf([withdrawn("uaxm", "5", "wasm1eve")], place), { totals: [], failed: [] });
});

test("an account with more assets than a message takes can withdraw", () => {
  const many = (count) => Array.from({ length: count }, (_, at) => ({ asset: { native: `u${at}` }, amount: "1" }));
  assert.deepEqual(planWithdraw([]), { messages: [], rows: [], left: false });
  assert.deepEqual(planWithdraw(many(16)).messages.map((one) => one.length), [16]);
  assert.deepEqual(planWithdraw(many(17)).messages.map((one) => one.length), [9, 8]);
  const most = planWithdraw(many(40));
  assert.deepEqual(most.messages.map((one) => one.length), [16, 16]);
  assert.equal(most.rows.length, 32);
  assert.equal(most.left, true);
  assert.deepEqual([planWithdraw(many(2)).left, planWithdraw(many(2), true).left], [false, true]);
  assert.deepEqual(planWithdraw([{ asset: { native: "u" }, amount: "0" }]).rows, []);
});
