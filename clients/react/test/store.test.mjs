import assert from "node:assert/strict";
import { test } from "node:test";
import { pageStore } from "../dist/store.js";

test("a store that the browser blocks is replaced by a memory", () => {
  const blocked = pageStore(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  assert.equal(blocked.getItem("wallet"), null);
  blocked.setItem("wallet", "keplr");
  assert.equal(blocked.getItem("wallet"), "keplr");
  blocked.removeItem("wallet");
  assert.equal(blocked.getItem("wallet"), null);
  const none = pageStore(() => undefined);
  none.setItem("a", "1");
  assert.equal(none.getItem("a"), "1");
});

test("a full store does not lose what is noted", () => {
  const kept = new Map([["a", "old"]]);
  const full = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
    removeItem: (key) => kept.delete(key),
  };
  const store = pageStore(() => full);
  store.setItem("a", "new");
  assert.equal(store.getItem("a"), "new");
});

test("a store that works is used", () => {
  const kept = new Map();
  const works = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  pageStore(() => works).setItem("a", "1");
  assert.equal(kept.get("a"), "1");
  assert.equal(pageStore(() => works).getItem("a"), "1");
});
