import { describe, expect, test } from "vitest";
import { Chain, connectNode } from "../../src/index.js";
import { httpNode, node, status } from "./fake-node.js";
import { rejected } from "./thrown.js";

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
    const url = await httpNode((_, response) => void response.writeHead(502).end("<html>bad gateway</html>"));
    const error = await rejected(connectNode(url));
    expect(error.code).toBe("node_down");
    expect(error.message).toContain("HTTP status 502");
  });

  test("that is another service is told", async () => {
    expect((await rejected(connectNode(await node(() => ({ result: {} }))))).code).toBe("bad_answer");
  });

  test("is asked six things at a time, or as many as it is said, and none is forgotten", async () => {
    let now = 0;
    let most = 0;
    const url = await httpNode(async (request, response) => {
      now += 1;
      most = Math.max(most, now);
      let body = "";
      for await (const part of request) body += part;
      await new Promise((done) => setTimeout(done, 20));
      now -= 1;
      response.end(JSON.stringify({ jsonrpc: "2.0", id: (JSON.parse(body) as { id: number }).id, ...status("x-1", TIME) }));
    });
    for (const [options, expected] of [[{}, 6], [{ parallel: 2 }, 2]] as const) {
      const chain = await Chain.connect(url, options);
      most = 0;
      // A question that asks another one must not wait for itself.
      const nested = Array.from({ length: 20 }, async () => [await chain.state(), await chain.state()]);
      expect((await Promise.all(nested)).flat()).toHaveLength(40);
      expect(most).toBe(expected);
    }
  });

  test("that has many questions to answer is not slow: the time of each begins with its turn", async () => {
    // It answers one after the other, whatever it is asked at once.
    let last: Promise<unknown> = Promise.resolve();
    const url = await httpNode(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      last = last.then(() => new Promise((done) => setTimeout(done, 100)));
      await last;
      response.end(JSON.stringify({ jsonrpc: "2.0", id: (JSON.parse(body) as { id: number }).id, ...status("x-1", TIME) }));
    });
    const chain = await Chain.connect(url, { parallel: 1, timeoutMs: 700 });
    expect(await Promise.all(Array.from({ length: 12 }, () => chain.state()))).toHaveLength(8);
  });

  test("that fails gives its turn to the next question", async () => {
    let down = false;
    const url = await node((method) => (down || method !== "status" ? undefined : status("x-1", TIME)));
    const chain = await Chain.connect(url, { parallel: 1, timeoutMs: 100 });
    down = true;
    const slow = [chain.state(), chain.state()].map((question) => rejected(question));
    expect((await Promise.all(slow)).map(({ code }) => code)).toEqual(["node_slow", "node_slow"]);
    down = false;
    expect((await chain.state()).height).toBe(42n);
  });

  test.each([0, -1, 1.5, Number.NaN])("is not asked %d things at a time", async (parallel) => {
    expect((await rejected(connectNode("http://127.0.0.1:1", { parallel }))).code).toBe("bad_input");
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

  test("whose answer cannot be read is told so, and not as a refusal", async () => {
    const url = await node((method) => (method === "status" ? status("x-1", TIME) : { result: { response: 5 } }));
    const chain = await Chain.connect(url);
    const questions = [chain.coins("wasm1x"), chain.tx("ab".repeat(32)), chain.find("axiom_registry_registered", "wasm1x", {})];
    for (const question of questions) expect((await rejected(question)).code).toBe("bad_answer");
  });

  test("that does not know a transaction says so", async () => {
    const url = await node((method) =>
      method === "status" ? status("x-1", TIME) : { error: { code: -32603, message: "Internal error", data: "tx (AB) not found" } },
    );
    expect(await (await Chain.connect(url)).tx("ab".repeat(32))).toBeUndefined();
  });
});
