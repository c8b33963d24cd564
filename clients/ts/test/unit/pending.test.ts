import { expect, test } from "vitest";
import { type FoundTx, Pending } from "../../src/index.js";

function store(first?: string) {
  let kept: string | null = first ?? null;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
}

const tx = (code: number): FoundTx => ({
  hash: "AA",
  height: 7n,
  gasUsed: 1n,
  gasWanted: 2n,
  events: [],
  typed: [],
  code,
  log: code === 0 ? "" : "out of gas",
});

test("what is under way is found after a reload, and forgotten once its end was seen", async () => {
  let now = 1_000;
  const kept = store();
  const before = new Pending(kept, () => now);
  await before.begin("AA", "x-1");
  await before.begin("BB", "x-1");
  await before.begin("CC", "x-1");
  await before.begin("DD", "y-1");
  const after = new Pending(kept, () => now);
  const chain = {
    chainId: "x-1",
    tx: async (hash: string) => ({ AA: tx(0), BB: tx(11) })[hash],
  };
  const found = await after.settle(chain);
  expect(found.map(({ hash, state }) => [hash, state])).toEqual([
    ["AA", "done"],
    ["BB", "failed"],
    ["CC", "open"],
  ]);
  expect(found[1]?.tx?.log).toBe("out of gas");
  expect((await after.list()).map(({ hash }) => hash)).toEqual(["CC", "DD"]);
  now += 11 * 60_000;
  expect((await after.settle(chain)).map(({ state }) => state)).toEqual(["lost"]);
  expect((await after.list()).map(({ hash }) => hash)).toEqual(["DD"]);
});

test.each(["no json", "5", '[{"hash":1},null]'])("a store that holds %s counts as empty", async (text) => {
  expect(await new Pending(store(text)).list()).toEqual([]);
});
