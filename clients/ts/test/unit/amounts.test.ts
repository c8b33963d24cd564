import { expect, test } from "vitest";
import { type Amount, totalsByAsset } from "../../src/index.js";

const row = (amount: string, asset: Amount["asset"]): Amount => ({ amount, asset });

test("sums are by asset, exact, in the order in which they come, and without what is nothing", () => {
  const [uaxm, token] = [{ native: "uaxm" }, { cw20: "uaxm" }];
  const rows = [row("0", token), row("9007199254740993", uaxm), row("5", token), row("1", { native: "uaxm" })];
  expect(totalsByAsset(rows)).toEqual([row("9007199254740994", uaxm), row("5", token)]);
  expect(totalsByAsset([row("0", uaxm)])).toEqual([]);
});

test("a sum holds nothing of its rows but asset and amount", () => {
  const pool = { ...row("3", { native: "uaxm" }), pool: 1n, name: "n" };
  expect(totalsByAsset([pool])).toEqual([row("3", { native: "uaxm" })]);
});
