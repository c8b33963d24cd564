import { fromBase64, fromUtf8 } from "@cosmjs/encoding";
import { describe, expect, test } from "vitest";
import {
  Composer,
  type ContractCall,
  daoOf,
  type ledger,
  Messages,
  proposalMessage,
  type SendOptions,
  writeJson,
} from "../../src/index.js";
import { rejected, thrown } from "./thrown.js";

const addresses = { dao: "d", registry: null, ledger: "l", tracker: "t", distributor: "v" };
const messages = new Messages(addresses);
const native = { native: "uaxm" };

function composer(fails = false) {
  const sent: Array<[readonly ContractCall[], SendOptions | undefined]> = [];
  const writer = {
    send: async (calls: readonly ContractCall[], options?: SendOptions) => {
      if (fails) throw new Error("no");
      sent.push([[...calls], options]);
      return { hash: "AA", height: 1n, gasUsed: 1n, gasWanted: 1n, events: [], typed: [] };
    },
  };
  return { composer: new Composer(messages, writer), sent };
}

const job = (asset: ledger.Asset): ledger.NewJob => ({
  title: "x",
  assignment: { direct: { worker: "w" } },
  reward: { paid: { amount: "10", asset } },
});

describe("a composer", () => {
  test("pays in, allows and posts", async () => {
    const { composer: made, sent } = composer();
    await made.depositAndPost(job(native)).send({ memo: "m" });
    expect(sent).toEqual([
      [
        [
          {
            contract: "v",
            msg: { deposit: { allowances: [{ asset: native, controller: "l", amount: "10" }] } },
            funds: [{ denom: "uaxm", amount: "10" }],
          },
          { contract: "l", msg: { post_job: job(native) }, funds: [] },
        ],
        { memo: "m" },
      ],
    ]);
    expect(made.calls).toEqual([]);
  });

  test("pays in what is said, or nothing", () => {
    expect(composer().composer.depositAndPost(job(native), "3").calls[0]?.funds).toEqual([{ denom: "uaxm", amount: "3" }]);
    expect(composer().composer.depositAndPost(job({ cw20: "c" }), "0").calls[0]?.funds).toEqual([]);
  });

  test("refuses what has no price or no coins", () => {
    const { composer: made } = composer();
    const voluntary = { ...job(native), reward: { voluntary: { domain: 1, points: "5" } } };
    expect(thrown(() => made.depositAndPost(voluntary)).code).toBe("bad_input");
    expect(thrown(() => made.depositAndPost(job({ cw20: "c" }))).code).toBe("bad_input");
    expect(made.calls).toEqual([]);
  });

  test("keeps what could not be sent", async () => {
    const { composer: made } = composer(true);
    made.add((m) => m.ledger.accept({ job: 1n }));
    await expect(made.send()).rejects.toThrow("no");
    expect(made.calls).toHaveLength(1);
  });
});

test("a contract that was left out is told", () => {
  expect(messages.has("registry")).toBe(false);
  expect(thrown(() => messages.registry).code).toBe("left_out");
});

test("a call becomes a message of a proposal", () => {
  const call = messages.ledger.accept({ job: 9_007_199_254_740_993n });
  const message = proposalMessage(call);
  const inner = (message as { wasm: { execute: { msg: string; contract_addr: string } } }).wasm.execute;
  expect(inner.contract_addr).toBe("l");
  expect(fromUtf8(fromBase64(inner.msg))).toBe(writeJson({ accept: { job: 9_007_199_254_740_993n } }));
});

test("a deployment of another format or without a dao is refused", async () => {
  const made = { deployment: 1, contracts: { "governance-dao": { address: "d" } }, plan: { chain_id: "x-1" } };
  expect(daoOf(made)).toEqual({ dao: "d", chainId: "x-1" });
  expect(daoOf("d")).toEqual({ dao: "d", chainId: undefined });
  expect(thrown(() => daoOf({ ...made, deployment: 2 })).code).toBe("bad_input");
  expect((await rejected(Promise.resolve().then(() => daoOf({ ...made, contracts: {} })))).hint).toContain("economy new");
});
