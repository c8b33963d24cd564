import { expect, test } from "vitest";
import { type AccountWriter, type Chain, type ContractCall, type Deployment, Economy, SignedEconomy, type TxOutcome } from "../../src/index.js";
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

test("a node of another chain than the one that is expected is refused", async () => {
  for (const where of [file, "d"]) {
    const error = await rejected(Economy.connect(chain(), where, { chainId: "x-2" }));
    expect(error.code).toBe("node_other_chain");
    expect(error.message).toContain("the node is on 'x-1', chainId is 'x-2'");
    expect((await Economy.connect(chain(), where, { chainId: "x-1" })).name).toBe("n");
  }
  const elsewhere = await rejected(Economy.connect(chain(), { ...file, plan: { chain_id: "x-3" } }));
  expect([elsewhere.code, elsewhere.message]).toEqual(["node_other_chain", expect.stringContaining("the economy on 'x-3'")]);
});

test("an economy is signed by a sender of one's own, such as a multisig", async () => {
  const sent: ContractCall[] = [];
  const outcome: TxOutcome = { hash: "AA", height: 1n, gasUsed: 1n, gasWanted: 2n, events: [], typed: [] };
  const own: AccountWriter = {
    account: "wasm1multisig",
    simulate: async (calls) => BigInt(calls.length),
    send: async (calls) => {
      sent.push(...calls);
      return outcome;
    },
  };
  const as = new SignedEconomy(await Economy.connect(chain(), file), own);
  expect(as.account).toBe("wasm1multisig");
  expect(await as.ledger.accept({ job: 1n })).toBe(outcome);
  await as.compose().add((m) => m.ledger.accept({ job: 2n })).send();
  expect(sent.map(({ contract, msg }) => [contract, msg])).toEqual([
    ["l", { accept: { job: 1n } }],
    ["l", { accept: { job: 2n } }],
  ]);
  expect(await as.sender.simulate(sent)).toBe(2n);
});
