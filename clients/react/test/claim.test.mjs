import assert from "node:assert/strict";
import { test } from "node:test";
import { planClaim } from "../dist/claim-plan.js";

const asset = { native: "uaxm" };

/** What the client tells of pools: 16 to a message. */
function claimable(pools) {
  const rows = pools.map(({ amount, more_after = false }, at) => ({ pool: BigInt(at + 1), name: "p", asset, amount, more_after, frozen_until: null }));
  const messages = [];
  for (let at = 0; at < rows.length; at += 16) {
    const claims = rows.slice(at, at + 16).map(({ pool }) => ({ pool, epochs: null }));
    messages.push({ contract: "wasm1x", msg: { claim: { claims, on_behalf_of: null, withdraw: false } } });
  }
  return { pools: rows, messages };
}

test("without messages there is nothing to claim", () => {
  assert.deepEqual(planClaim(claimable([])), { messages: [], pools: [], totals: [], left: false });
});

test("a claim of nothing that walks epochs is worth sending, and more is left behind it", () => {
  const plan = planClaim(claimable([{ amount: "0", more_after: true }]));
  assert.equal(plan.messages.length, 1);
  assert.deepEqual(plan.totals, []);
  assert.equal(plan.left, true);
});

test("one transaction claims a bounded number of pools, and tells the sum of those only", () => {
  const plan = planClaim(claimable(Array.from({ length: 100 }, () => ({ amount: "9007199254740993" }))));
  assert.equal(plan.messages.length, 4);
  assert.deepEqual(plan.totals, [{ asset, amount: (64n * 9007199254740993n).toString() }]);
  assert.equal(plan.left, true);
  assert.equal(planClaim(claimable(Array.from({ length: 64 }, () => ({ amount: "1" })))).left, false);
});
