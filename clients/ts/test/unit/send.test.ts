import { DirectSecp256k1HdWallet, type OfflineSigner } from "@cosmjs/proto-signing";
import { TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { beforeAll, describe, expect, test } from "vitest";
import { call, type Chain, connectNode, Pending } from "../../src/index.js";
import { Sender, type SenderOptions } from "../../src/send.js";
import { httpNode, status } from "./fake-node.js";
import { rejected } from "./thrown.js";

const HASH = "AB".repeat(32);
let signer: OfflineSigner;

beforeAll(async () => {
  signer = await DirectSecp256k1HdWallet.generate(12, { prefix: "wasm" });
});

function memory(): Pending {
  let kept: string | null = null;
  return new Pending({ getItem: () => kept, setItem: (_, value) => void (kept = value) });
}

interface Made {
  readonly sender: Sender;
  readonly pending: Pending;
  /** What was handed in, in base64. */
  readonly handed: string[];
}

/** Options of a sender, and what its chain does. */
type Over = Partial<SenderOptions> & { code?: number; gas?: bigint; blockMs?: number };

/** A sender to a node that answers the broadcast so; every transaction is found in a block with `code`. */
async function made(broadcast: object | "cut", over: Over = {}): Promise<Made> {
  const { code = 0, gas = 100_000n, blockMs, ...options } = over;
  const handed: string[] = [];
  const url = await httpNode(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method, id, params } = JSON.parse(body) as { method: string; id: number; params: { tx: string } };
    const answer = method === "status" ? status("x-1", "2026-01-01T00:00:00Z") : broadcast;
    if (method !== "status") handed.push(params.tx);
    if (answer === "cut") response.destroy();
    else response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  });
  const found = { hash: HASH, height: 43n, gasUsed: 1n, gasWanted: 1n, events: [], typed: [], code, log: "out of gas" };
  const chain = {
    chainId: "x-1",
    comet: await connectNode(url),
    account: async () => ({ accountNumber: 5n, sequence: 7n }),
    moment: async () => ({ height: 42n, now: 0n }),
    blockMs: async () => blockMs,
    simulate: async () => gas,
    tx: async () => found,
  } as unknown as Chain;
  const pending = memory();
  return { sender: await Sender.of(chain, signer, { gasPrice: "0.025uaxm", pending, ...options }), pending, handed };
}

const calls = [call("wasm1c", { accept: { job: 1n } })];
const taken = { result: { code: 0, data: "", log: "", codespace: "", hash: HASH } };
const checked = (code: number, log: string) => ({ result: { code, data: "", log, codespace: "sdk", hash: HASH } });
const rpcError = (data: string, code = -32_603) => ({ error: { code, message: "Internal error", data } });

describe("what a node refuses before it is in a block", () => {
  const refusals: Array<[string, object, string]> = [
    ["a fee that is too low", checked(13, "insufficient fees; got: 1uaxm required: 5uaxm: insufficient fee"), "insufficient_fee"],
    ["too few coins", checked(5, "spendable balance 1uaxm is smaller than 5uaxm: insufficient funds"), "insufficient_funds"],
    ["gas that does not do", checked(11, "out of gas in location: ReadFlat"), "out_of_gas"],
    ["a code without words", checked(4, ""), "refused"],
    ["a transaction that is too large", rpcError("tx too large. Max size is 1048576, but got 2000000"), "refused"],
    ["a full mempool", rpcError("mempool is full: number of txs 5000 (max: 5000)"), "refused"],
    ["parameters that are wrong", rpcError("error converting json params", -32_602), "refused"],
  ];
  test.each(refusals)("%s has no hash, so that nobody says that a fee was spent, and is not under way", async (_, answer, code) => {
    const { sender, pending } = await made(answer);
    const error = await rejected(sender.send(calls));
    expect([error.code, error.hash]).toEqual([code, undefined]);
    expect(await pending.list()).toEqual([]);
  });

  test("is told apart from what failed in its block", async () => {
    const { sender, pending } = await made(taken, { code: 11 });
    const error = await rejected(sender.send(calls));
    expect(error.code).toBe("out_of_gas");
    expect(error.hash).toMatch(/^[0-9A-F]{64}$/);
    expect(await pending.list()).toEqual([]);
  });
});

describe("a node that has a transaction already", () => {
  test.each([rpcError("tx already exists in cache"), checked(19, "tx already in mempool")])("%j took it", async (answer) => {
    const { sender, pending } = await made(answer);
    expect((await sender.send(calls)).height).toBe(43n);
    expect(await pending.list()).toEqual([]);
  });
});

describe("an answer that leaves the outcome open", () => {
  const open: Array<[string, object | "cut"]> = [
    ["a connection that breaks", "cut"],
    ["an error that says nothing of the transaction", rpcError("broadcast confirmation not received: context deadline exceeded")],
    ["an answer of another service", { message: "upstream timed out" }],
  ];
  test.each(open)("%s is in doubt, and stays noted with its place", async (_, answer) => {
    const { sender, pending } = await made(answer);
    const error = await rejected(sender.send(calls));
    expect(error.code).toBe("in_doubt");
    const place = { account: sender.account, sequence: 7n, timeoutHeight: 242n, height: 42n };
    expect(await pending.list()).toMatchObject([{ hash: error.hash, chainId: "x-1", place }]);
  });
});

describe("a last height", () => {
  const signed = (tx = "") => TxBody.decode(TxRaw.decode(Buffer.from(tx, "base64")).bodyBytes);

  test("is set 200 blocks from now, or as it is given", async () => {
    const { sender, handed } = await made(taken);
    await sender.send(calls);
    await sender.send(calls, { timeoutHeight: 50n });
    await sender.send(calls, { timeoutHeight: 0n });
    expect(handed.map((tx) => signed(tx).timeoutHeight)).toEqual([242n, 50n, 0n]);
  });

  test("leaves a person ten minutes to confirm, by the pace of the chain", async () => {
    const { sender, handed } = await made(taken, { blockMs: 500 });
    await sender.send(calls);
    expect(signed(handed[0]).timeoutHeight).toBe(1_242n);
  });

  test("is noted as the wallet signed it", async () => {
    const changing = {
      getAccounts: () => signer.getAccounts(),
      signDirect: async (account: string, doc: { bodyBytes: Uint8Array }) => {
        const bodyBytes = TxBody.encode({ ...TxBody.decode(doc.bodyBytes), timeoutHeight: 0n }).finish();
        return (signer as DirectSecp256k1HdWallet).signDirect(account, { ...doc, bodyBytes } as never);
      },
    } as unknown as OfflineSigner;
    const { sender: other, pending } = await made("cut");
    const sender = await Sender.of((other as unknown as { chain: Chain }).chain, changing, { gasPrice: "1uaxm", pending });
    await rejected(sender.send(calls));
    expect((await pending.list())[0]?.place?.timeoutHeight).toBe(0n);
  });
});

describe("gas", () => {
  test("beyond the most is refused and not signed, simulated or given", async () => {
    const { sender, handed, pending } = await made(taken, { gas: 15_000_000n });
    const error = await rejected(sender.send(calls));
    expect(error.code).toBe("bad_input");
    expect(error.message).toContain("21000000");
    expect(error.hint).toContain("maxGas");
    expect((await rejected(sender.send(calls, { gas: 20_000_001n }))).code).toBe("bad_input");
    expect([handed, await pending.list()]).toEqual([[], []]);
    await sender.send(calls, { gas: 20_000_000n });
    expect(handed).toHaveLength(1);
  });

  test("has another limit if one is given", async () => {
    const { sender } = await made(taken, { maxGas: 100n });
    expect((await rejected(sender.send(calls))).message).toContain("expected at most 100");
    await sender.send(calls, { gas: 100n });
  });

  test("that is no bigint, or a factor that is none, is told", async () => {
    const { sender } = await made(taken);
    const wrong = [{ gas: 5 }, { gas: -1n }, { gasAdjustment: Number.NaN }, { gasAdjustment: 0 }, { timeoutHeight: 1.5 }];
    for (const options of wrong) expect((await rejected(sender.send(calls, options as never))).code).toBe("bad_input");
    const most = { maxGas: 5 } as unknown as Partial<SenderOptions>;
    expect((await rejected(made(taken, most))).code).toBe("bad_input");
  });
});

test("a store that cannot forget does not hide an outcome", async () => {
  const pending = memory();
  pending.end = () => Promise.reject(new Error("the store is gone"));
  const { sender } = await made(taken, { pending });
  expect((await sender.send(calls)).height).toBe(43n);
});

describe("what fails before anything is handed in", () => {
  test("in a wallet is the wallet's, not the chain's", async () => {
    const failing = { getAccounts: () => signer.getAccounts(), signDirect: () => Promise.reject(new Error("the device is gone")) };
    const { sender: other, handed } = await made(taken);
    const { chain } = other as unknown as { chain: Chain };
    const sender = await Sender.of(chain, failing as unknown as OfflineSigner, { gasPrice: "1uaxm" });
    expect((await rejected(sender.send(calls))).code).toBe("wallet_failed");
    const mute = { ...failing, getAccounts: () => Promise.reject(new Error("the device is gone")) };
    const never = Sender.of(chain, mute as unknown as OfflineSigner, { gasPrice: "1uaxm" });
    expect((await rejected(never)).code).toBe("wallet_failed");
    expect(handed).toEqual([]);
  });

  test("in the page is no refusal of the chain", async () => {
    const pending = memory();
    pending.begin = () => Promise.reject(new Error("the quota is used up"));
    const { sender, handed } = await made(taken, { pending });
    const error = await rejected(sender.send(calls));
    expect([error.code, error.message, error.hash]).toEqual(["unexpected", "the quota is used up", undefined]);
    expect(handed).toEqual([]);
  });
});
