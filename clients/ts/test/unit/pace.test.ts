import { describe, expect, test } from "vitest";
import { Chain } from "../../src/index.js";
import { medianGap, windowBlocks } from "../../src/pace.js";
import { node, status } from "./fake-node.js";

describe("the blocks of about ten minutes", () => {
  test.each([
    ["of half a second", 500, 1_200n],
    ["of a second", 1_000, 600n],
    ["of six seconds, at least 200", 6_000, 200n],
    ["that come with transactions only, hours apart", 7_200_000, 200n],
    ["that all have one time", 0, 200n],
    ["whose times go backwards", -5, 200n],
    ["that are told faster than ten a second", 1, 6_000n],
    ["of a node that does not tell", undefined, 200n],
  ])("%s", (_, ms, blocks) => expect(windowBlocks(ms)).toBe(blocks));
});

test("the middle gap leaves one halt out, and needs two blocks", () => {
  expect(medianGap([9_000_000, 3_000, 1_000, 2_000, 4_000])).toBe(1_000);
  expect(medianGap([5])).toBeUndefined();
  expect(medianGap([])).toBeUndefined();
});

describe("a chain tells its pace", () => {
  const hash = "00".repeat(32);
  const block = (height: number, time: string) => ({
    block_id: { hash, parts: { total: 1, hash } },
    block_size: "1",
    num_txs: "0",
    header: {
      version: { block: "11", app: "0" },
      height: String(height),
      time,
      chain_id: "x-1",
      last_block_id: { hash, parts: { total: 1, hash } },
      ...Object.fromEntries(
        ["last_commit", "data", "validators", "next_validators", "consensus", "app", "last_results", "evidence"].map(
          (name) => [`${name}_hash`, hash],
        ),
      ),
      proposer_address: "00".repeat(20),
    },
  });
  const metas = [3, 2, 1].map((height) => block(height, `2026-01-01T00:00:0${height}.500000001Z`));

  async function paceOf(chainId: string, answer: object): Promise<[number | undefined, number]> {
    let asked = 0;
    const url = await node((method) => {
      if (method === "status") return status(chainId, "2026-01-01T00:00:00Z");
      asked += 1;
      return answer;
    });
    return [await (await Chain.connect(url)).blockMs(), asked];
  }

  test("by its newest blocks", async () => {
    expect(await paceOf("x-1", { result: { last_height: "3", block_metas: metas } })).toEqual([1_000, 1]);
  });

  test("or not, which is no error", async () => {
    expect(await paceOf("x-1", { error: { code: -32_603, message: "it has no blockchain" } })).toEqual([undefined, 1]);
    expect(await paceOf("axiom-local-1", {})).toEqual([undefined, 0]);
  });
});
