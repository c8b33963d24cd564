import assert from "node:assert/strict";
import { test } from "node:test";
import { pendingSubject } from "../dist/index.js";

const place = { account: "wasm10pkarc0am7ef3xl3739mnqgwp0e9m8mpa2hla8", sequence: 1n, timeoutHeight: 9n };

test("a transaction is told as whose it is, and of which visit", () => {
  const one = { since: 1_000, place };
  assert.equal(pendingSubject(one, place.account, 2_000), "A transaction of your last visit");
  assert.equal(pendingSubject(one, place.account, 500), "Your transaction");
  assert.equal(pendingSubject(one, "wasm1bob", 500), "A transaction of wasm10pka…hla8");
  assert.equal(pendingSubject(one, undefined, 2_000), "A transaction of wasm10pka…hla8");
  assert.equal(pendingSubject({ since: 1_000 }, "wasm1bob", 2_000), "A transaction of your last visit");
});
