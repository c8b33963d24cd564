import { expect, test } from "vitest";
import { type Chain, type Deployment, Economy } from "../../src/index.js";
import { rejected } from "./thrown.js";

const ADDRESSES = { registry: "r", ledger: "l", tracker: "t", distributor: "v" };

/** A chain whose governance-dao names these contracts. */
function chain(named: Partial<Record<keyof typeof ADDRESSES, string | null>> = {}): Chain {
  const peers = Object.entries({ ...ADDRESSES, ...named });
  const found = Object.fromEntries(peers.map(([name, address]) => [name, address === null ? null : { address }]));
  return { chainId: "x-1", ask: async () => ({ ...found, name: "n", voting_domain: 1 }) } as unknown as Chain;
}

const file: Deployment = {
  deployment: 1,
  contracts: {
    "governance-dao": { address: "d" },
    "state-registry": { address: "r" },
    "execution-ledger": { address: "l" },
    "contribution-tracker": { address: "t" },
    "value-distributor": { address: "v" },
  },
  plan: { chain_id: "x-1" },
};

test("a deployment whose contracts governance-dao names is connected to", async () => {
  expect((await Economy.connect(chain(), file)).addresses).toEqual({ dao: "d", ...ADDRESSES });
});

test.each([
  ["was replaced", { distributor: "evil" }, "value-distributor evil (the deployment: v)"],
  ["was switched off", { ledger: null }, "execution-ledger none (the deployment: l)"],
])("a contract that %s is told", async (_, named, text) => {
  const error = await rejected(Economy.connect(chain(named), file));
  expect(error.code).toBe("bad_input");
  expect(error.message).toContain(text);
  expect(error.hint).toContain("moved: true");
});

test("a contract that came later is told", async () => {
  const { "state-registry": _, ...contracts } = file.contracts;
  const error = await rejected(Economy.connect(chain(), { ...file, contracts }));
  expect(error.message).toContain("state-registry r (the deployment: none)");
});

test("what moved is accepted where that is said, or where only the address of governance-dao is given", async () => {
  const moved = chain({ distributor: "new" });
  expect((await Economy.connect(moved, file, { moved: true })).addresses.distributor).toBe("new");
  expect((await Economy.connect(moved, "d")).addresses.distributor).toBe("new");
});
