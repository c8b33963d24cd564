import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { Chain, connectNode } from "../../src/index.js";
import { rejected } from "./thrown.js";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A node that answers `status`, and other methods by a function. */
async function node(answer: (method: string) => object | undefined): Promise<string> {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method, id } = JSON.parse(body) as { method: string; id: number };
    const told = answer(method);
    if (told) response.end(JSON.stringify({ jsonrpc: "2.0", id, ...told }));
  });
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function status(network: string, time: string, catching_up = false): object {
  const hash = "00".repeat(32);
  return {
    result: {
      node_info: {
        protocol_version: { p2p: "8", block: "11", app: "0" },
        id: "00".repeat(20),
        listen_addr: "tcp://0",
        network,
        version: "0.38.17",
        channels: "40",
        moniker: "m",
        other: { tx_index: "on", rpc_address: "tcp://0" },
      },
      sync_info: {
        latest_block_hash: hash,
        latest_app_hash: hash,
        latest_block_height: "42",
        latest_block_time: time,
        earliest_block_hash: hash,
        earliest_app_hash: hash,
        earliest_block_height: "1",
        earliest_block_time: time,
        catching_up,
      },
      validator_info: {
        address: "00".repeat(20),
        pub_key: { type: "tendermint/PubKeyEd25519", value: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
        voting_power: "0",
      },
    },
  };
}

const TIME = "2026-01-01T00:00:00Z";
const UNIX = 1_767_225_600n;

describe("a node", () => {
  test("that keeps up passes", async () => {
    const chain = await Chain.connect(await node(() => status("axiom-test-1", TIME)));
    const state = await chain.checkUp(UNIX + 60n);
    expect(state).toEqual({ chainId: "axiom-test-1", height: 42n, now: UNIX, catchingUp: false });
  });

  test("whose newest block is old is behind", async () => {
    const chain = await Chain.connect(await node(() => status("axiom-test-1", TIME)));
    const error = await rejected(chain.checkUp(UNIX + 600n));
    expect(error.code).toBe("node_behind");
    expect(error.message).toContain("made no block for 600 s, its height is 42");
  });

  test("of an embedded chain stands still by design", async () => {
    const chain = await Chain.connect(await node(() => status("axiom-local-1", TIME)));
    expect((await chain.checkUp(UNIX + 600_000n)).height).toBe(42n);
  });

  test("that fetches old blocks is behind", async () => {
    const chain = await Chain.connect(await node(() => status("axiom-test-1", TIME, true)));
    expect((await rejected(chain.checkUp(UNIX))).message).toContain("still fetching old blocks");
  });

  test("that changed its chain is told", async () => {
    let network = "axiom-test-1";
    const chain = await Chain.connect(await node(() => status(network, TIME)));
    network = "axiom-test-2";
    expect((await rejected(chain.checkUp(UNIX))).code).toBe("node_other_chain");
  });

  test("that does not answer is slow", async () => {
    const url = await node(() => undefined);
    const error = await rejected(connectNode(url, { timeoutMs: 50 }));
    expect(error.code).toBe("node_slow");
    expect(error.message).toContain("within 0.05 s");
  });

  test("that is not there is down", async () => {
    expect((await rejected(connectNode("http://127.0.0.1:1"))).code).toBe("node_down");
  });

  test("that answers something else is down", async () => {
    server = createServer((_, response) => void response.writeHead(502).end("<html>bad gateway</html>"));
    await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
    const error = await rejected(connectNode(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    expect(error.code).toBe("node_down");
    expect(error.message).toContain("HTTP status 502");
  });

  test("that is another service is told", async () => {
    expect((await rejected(connectNode(await node(() => ({ result: {} }))))).code).toBe("bad_answer");
  });

  test("needs an address", async () => {
    expect((await rejected(connectNode("localhost:26657"))).code).toBe("bad_input");
  });

  test("without an index of transactions refuses to search", async () => {
    const url = await node((method) =>
      method === "status" ? status("x-1", TIME) : { error: { code: -32603, message: "transaction indexing is disabled" } },
    );
    const chain = await Chain.connect(url);
    const error = await rejected(chain.find("axiom_registry_registered", "wasm1x", {}));
    expect(error.code).toBe("refused");
    expect((await rejected(chain.find("axiom_registry_registered", "wasm1x'", {}))).code).toBe("bad_input");
    expect((await rejected(chain.tx("12"))).code).toBe("bad_input");
  });

  test("that does not know a transaction says so", async () => {
    const url = await node((method) =>
      method === "status" ? status("x-1", TIME) : { error: { code: -32603, message: "Internal error", data: "tx (AB) not found" } },
    );
    expect(await (await Chain.connect(url)).tx("ab".repeat(32))).toBeUndefined();
  });
});
