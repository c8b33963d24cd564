import assert from "node:assert/strict";
import { test } from "node:test";
import { AxiomError, ContractError } from "@axiom-os/client";
import {
  afterFee,
  asError,
  errorName,
  failureWords,
  formatAmount,
  formatSpan,
  formatUnits,
  parseUnits,
  roundUp,
  shortAddress,
} from "../dist/index.js";

const denoms = [{ base: "uaxm", display: "axm", exponent: 6 }];

test("amounts are exact, also beyond 2^53", () => {
  assert.equal(formatUnits("9007199254740993", 6), "9,007,199,254.740993");
  assert.equal(formatUnits("340282366920938463463374607431768211455", 0), "340,282,366,920,938,463,463,374,607,431,768,211,455");
  assert.equal(parseUnits("9007199254.740993", 6), "9007199254740993");
  assert.equal(formatUnits(400_000n, 6), "0.4");
  assert.equal(formatUnits(0n, 6), "0");
});

test("amounts have the names that people use", () => {
  assert.equal(formatAmount("9500000", { native: "uaxm" }, denoms), "9.5 AXM");
  assert.equal(formatAmount("12", { native: "ibc/27" }, denoms), "12 ibc/27");
});

test("what is no amount is refused", () => {
  for (const text of ["", "-1", "1e5", "1.", "0", "0.0", "1.0000001", "abc"]) {
    assert.throws(() => parseUnits(text, 6), AxiomError, text);
  }
});

test("a comma is never guessed at", () => {
  const commas = ["12,5", "0,5", "0,500", "00,500", "012,345", "12,500", "1,000.5", "1,234,567", "1,,2", ",5", "1,0000", "1.5,000"];
  for (const text of commas) {
    assert.throws(() => parseUnits(text, 6), { code: "bad_input", message: /leave commas out, .* like 1000\.5$/ }, text);
  }
  assert.equal(parseUnits("1000.5", 6), "1000500000");
  assert.equal(parseUnits("1234567", 0), "1234567");
  assert.equal(parseUnits("007.5", 6), "7500000");
});

test("fees are shown to two digits, the worker's part is what is left of the price", () => {
  assert.deepEqual([0n, 7n, 99n, 101n, 11_709n, 9_990n].map(roundUp), [0n, 7n, 99n, 110n, 12_000n, 10_000n]);
  assert.equal(afterFee("10000000", 500), "9500000");
  // The execution-ledger rounds its fee up: 5 % of 19 is 1, and 18 is paid.
  assert.equal(afterFee("19", 500), "18");
  assert.equal(afterFee("20", 500), "19");
  assert.equal(afterFee("1", 1), "0");
  assert.equal(afterFee("19", 0), "19");
  assert.equal(afterFee("9007199254740993", 10_000), "0");
});

test("spans and addresses fit a line", () => {
  assert.deepEqual([0n, 1n, 60n, 7_260n, 86_400n, 255_600n].map(formatSpan), ["0 seconds", "1 second", "1 minute", "2 hours 1 minute", "1 day", "2 days 23 hours"]);
  assert.equal(shortAddress("wasm10pkarc0am7ef3xl3739mnqgwp0e9m8mpa2hla8"), "wasm10pka…hla8");
});

test("errors are told in plain words, with what became of the transaction", () => {
  const words = (code, hash) => failureWords(new AxiomError(code, "technical", { hash }));
  assert.equal(words("wallet_rejected").title, "You rejected it in your wallet. Nothing was sent.");
  assert.match(words("out_of_gas").text, /Nothing was sent/);
  assert.match(words("out_of_gas", "AB").text, /Its fee was spent/);
  assert.match(words("in_doubt", "AB").text, /Do not send it again/);
});

test("only what the chain refused is told as refused by it", () => {
  const titles = ["wallet_failed", "unexpected"].map((code) => failureWords(new AxiomError(code, "technical")));
  assert.deepEqual(titles.map(({ title }) => title), [
    "Your wallet could not do this. Nothing was sent.",
    "Something went wrong in this page.",
  ]);
  for (const { text } of titles) assert.match(text, /try/);
  assert.equal(failureWords(asError(new TypeError("x is undefined"))).title, "Something went wrong in this page.");
  assert.equal(failureWords(new AxiomError("refused", "technical")).title, "The chain refused it.");
});

test("a contract's error has its name, and addresses and times that people can read", () => {
  const poor = new ContractError("'wasm10pkarc0am7ef3xl3739mnqgwp0e9m8mpa2hla8' has 0 of uaxm: expected at least 5000000");
  assert.equal(errorName(poor), "value-distributor: InsufficientBalance");
  assert.equal(failureWords(poor).title, "Your balance in this economy is too small for this.");
  const paused = new ContractError("entries are paused until unix second 1767226210: expected an open contract");
  assert.equal(errorName(paused), "Paused");
  assert.match(failureWords(paused).title, /^The economy refused it: entries are paused until .*2026.*: expected an open contract\.$/);
  const stranger = new ContractError("'wasm10pkarc0am7ef3xl3739mnqgwp0e9m8mpa2hla8' is not registered: expected an entry in this registry");
  assert.match(failureWords(stranger).title, /refused it: wasm10pka…hla8 is not registered/);
  assert.equal(errorName(new AxiomError("node_down", "x")), "");
});
