import assert from "node:assert/strict";
import { test } from "node:test";
import { AxiomError } from "@axiom-os/client";
import { loadSettings } from "../dist/index.js";

const profile = { chain_id: "axiom-local-1", rpc: "", gas_price: "0.025uaxm", prefix: "wasm", denoms: [{ base: "uaxm", display: "axm", exponent: 6 }] };
const contracts = { "governance-dao": { address: "wasm1dao", code_id: 3 } };
const deployment = { deployment: 1, contracts, plan: { chain_id: "axiom-local-1" }, more: "than is read" };
const file = { rpc: "http://node", chain: "chain.json", deployment: "deployment.json" };
const files = (own = {}) => ({ "/page/axiom.json": file, "/page/chain.json": { name: "local", profile }, "/page/deployment.json": deployment, ...own });

/** Loads the settings from these files; a text is served as it is, what is not there is missing. */
async function loaded(served) {
  globalThis.location = { href: "http://site/page/index.html" };
  globalThis.fetch = async (url) => {
    const one = served[url.pathname];
    return new Response(typeof one === "string" ? one : JSON.stringify(one), { status: one === undefined ? 404 : 200 });
  };
  return loadSettings("axiom.json");
}

test("the files of the commands are read", async () => {
  const found = await loaded(files());
  assert.deepEqual(found.chain, { ...profile, rpc: "http://node" });
  assert.deepEqual(found.deployment.contracts, { "governance-dao": { address: "wasm1dao" } });
  assert.equal(found.deployment.plan.chain_id, "axiom-local-1");
  assert.equal("timeoutMs" in found, false);
});

test("the facts of a chain may stand alone, a deployment may be an address", async () => {
  const own = { "/page/axiom.json": { ...file, deployment: "wasm1dao", timeout_ms: 4_000 }, "/page/chain.json": profile };
  const found = await loaded(files(own));
  assert.equal(found.deployment, "wasm1dao");
  assert.equal(found.timeoutMs, 4_000);
  assert.equal(found.chain.chain_id, "axiom-local-1");
});

test("a file that is missing or is none is named", async () => {
  for (const name of ["axiom", "chain", "deployment"]) {
    for (const one of [undefined, "<!doctype html>", null, 7, [], "\"text\""]) {
      const wanted = { name: "AxiomError", code: "bad_input", message: new RegExp(`/page/${name}\\.json`) };
      await assert.rejects(loaded(files({ [`/page/${name}.json`]: one })), wanted, `${name} ${JSON.stringify(one)}`);
    }
  }
});

test("a field that is missing or is none is named with its file", async () => {
  const chain = (fields) => ({ "/page/chain.json": { profile: { ...profile, ...fields } } });
  const placed = (fields) => ({ "/page/deployment.json": { ...deployment, ...fields } });
  const cases = [
    [{ "/page/axiom.json": { ...file, rpc: 7 } }, "/page/axiom.json: rpc is 7: expected the address of a node"],
    [{ "/page/axiom.json": { ...file, timeout_ms: "4s" } }, '/page/axiom.json: timeout_ms is "4s": expected a whole number from 1 to 600000'],
    [{ "/page/chain.json": { profile: null } }, "/page/chain.json: profile is null: expected an object"],
    [chain({ denoms: undefined }), "/page/chain.json: profile: denoms is missing: expected a list"],
    [chain({ denoms: [null] }), "/page/chain.json: profile: denoms[0] is null: expected an object"],
    [chain({ denoms: [{ base: "uaxm", display: "axm", exponent: "6" }] }), '/page/chain.json: profile: denoms[0]: exponent is "6": expected a whole number from 0 to 77'],
    [chain({ gas_price: "cheap" }), '/page/chain.json: profile: gas_price is "cheap": expected a price such as 0.025uaxm'],
    [chain({ prefix: "" }), '/page/chain.json: profile: prefix is "": expected the prefix of addresses'],
    [placed({ plan: undefined }), "/page/deployment.json: plan is missing: expected an object"],
    [placed({ contracts: { x: {} } }), "/page/deployment.json: contracts: x: address is missing: expected an address"],
    [placed({ deployment: 2 }), "/page/deployment.json: deployment is 2: expected 1"],
  ];
  for (const [own, message] of cases) {
    const error = await loaded(files(own)).catch((error) => error);
    assert.ok(error instanceof AxiomError, message);
    assert.equal(error.message, message);
    assert.equal(error.code, "bad_input");
    assert.equal(error.hint, "docs/integrate.md tells how these files are made");
  }
});
