import { expect, test } from "vitest";
import { claimableOf } from "../../src/answers/claimable.js";
import type { Economy } from "../../src/index.js";

const ASSET = { native: "uaxm" };
const LAST = 250n;

/** An economy of 250 pools, each of which owes one base unit. */
function economy(): Economy {
  const distributor = {
    address: "distributor",
    async pools({ start_after: after, limit }: { start_after: bigint | null; limit: number }) {
      const numbers = Array.from({ length: Number(LAST) }, (_, at) => BigInt(at + 1));
      const rows = numbers.map((pool) => ({ pool, name: "p", asset: ASSET, kind: { table: {} } }));
      const pools = rows.filter(({ pool }) => pool > (after ?? 0n)).slice(0, limit);
      const last = pools.at(-1)?.pool ?? LAST;
      return { pools, next: last === LAST ? null : last };
    },
    claimable: async () => ({ amount: "1", from_epoch: null, to_epoch: null }),
    frozen: async () => ({ paused: false, until: null, paused_seconds: 0n }),
  };
  return { has: () => true, distributor } as unknown as Economy;
}

test("pools beyond the budget are looked at from the last one on, none twice and none left out", async () => {
  const asked = { economy: economy(), account: "ann", pages: 1 };
  const seen: bigint[] = [];
  const ends: boolean[] = [];
  let after: bigint | null = null;
  for (let page = 0; page < 3; page++) {
    const found = await claimableOf(asked, after);
    seen.push(...found.pools.map(({ pool }) => pool));
    ends.push(found.more);
    expect(found.totals).toEqual([{ asset: ASSET, amount: String(found.pools.length) }]);
    expect(found.messages).toHaveLength(Math.ceil(found.pools.length / 16));
    after = found.last;
  }
  expect(ends).toEqual([true, true, false]);
  expect(seen).toEqual(Array.from({ length: 250 }, (_, at) => BigInt(at + 1)));
});
