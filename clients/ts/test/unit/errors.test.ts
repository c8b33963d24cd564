import { describe, expect, test } from "vitest";
import { ContractError, contractErrorOf, type ErrorCode, hintFor, refusal } from "../../src/index.js";
import { contractErrors } from "../../src/generated/errors.js";
import { hints } from "../../src/generated/hints.js";

describe("refusals", () => {
  const texts: Array<[string, ErrorCode]> = [
    ["out of gas in location: wasm contract; gasWanted: 100, gasUsed: 200: out of gas", "out_of_gas"],
    ["insufficient fees; got: 1uaxm required: 5uaxm: insufficient fee", "insufficient_fee"],
    ["account sequence mismatch, expected 4, got 3: incorrect account sequence", "sequence"],
    ["spendable balance 1uaxm is smaller than 5uaxm: insufficient funds", "insufficient_funds"],
    ["Account 'wasm1x' does not exist on chain. Send some tokens there before trying to query sequence.", "no_account"],
    ["rpc error: code = NotFound desc = account wasm1x not found: key not found", "no_account"],
    ["spendable balance 0uaxm is smaller than 5uaxm: insufficient funds: execute wasm contract failed", "insufficient_funds"],
    ["account 'x': proposal 9 does not exist: expected one that was made: execute wasm contract failed", "contract"],
    ["failed to execute message; message index: 0: something else: execute wasm contract failed", "contract"],
    ["signature verification failed", "refused"],
  ];
  test.each(texts)("%s", (text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  test("of a contract have its name, its plain text and the hint of the command", () => {
    const said = "failed to execute message; message index: 1: 'wasm1x' is not registered: expected an entry in this registry: execute wasm contract failed";
    const error = refusal(said, { hash: "AB" });
    expect(error).toBeInstanceOf(ContractError);
    expect(error).toMatchObject({
      name: "ContractError",
      code: "contract",
      contract: "state-registry",
      error: "NotRegistered",
      message: "'wasm1x' is not registered: expected an entry in this registry",
      hint: "register first: axiom tx registry register",
      hash: "AB",
    });
  });

  test("of a transaction that came after its last height tell the next step", () => {
    const error = refusal("block height: 300, timeout height: 242: tx timeout height");
    expect([error.code, error.hint]).toEqual(["refused", expect.stringContaining("send it again, and confirm it")]);
    expect(refusal("timeout height", { hint: "another" }).hint).toBe("another");
    expect(refusal("signature verification failed").hint).toBeUndefined();
  });

  test("with a value at the end keep it", () => {
    const found = contractErrorOf("Query failed: arbitration window of 60 seconds with the default arbiter: expected at least 1036800: query wasm contract failed");
    expect(found?.text).toMatch(/expected at least 1036800$/);
  });
});

describe("tables out of the Rust sources", () => {
  test("each pattern is a regular expression that finds itself", () => {
    expect(contractErrors.length).toBeGreaterThan(150);
    for (const [, , pattern] of contractErrors) {
      const sample = pattern.replaceAll("\\S+", "9").replaceAll("[^\\s:]+", "9").replaceAll(".+?", "9").replaceAll("\\", "");
      expect(contractErrorOf(`failed: ${sample}: execute wasm contract failed`)?.text, pattern).toBeDefined();
    }
  });

  test("each hint is found by its own words", () => {
    expect(hints.length).toBeGreaterThan(10);
    for (const [part, hint] of hints) expect(hintFor(`so: ${part.toUpperCase()}!`)).toBe(hint);
    expect(hintFor("all is well")).toBeUndefined();
  });
});
