/** A node over HTTP that answers what a test says. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server over HTTP; it ends with the test. */
export async function httpNode(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A node that answers each method by a function. */
export function node(answer: (method: string) => object | undefined): Promise<string> {
  return httpNode(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method, id } = JSON.parse(body) as { method: string; id: number };
    const told = answer(method);
    if (told) response.end(JSON.stringify({ jsonrpc: "2.0", id, ...told }));
  });
}

/** What a node answers to `status`. */
export function status(network: string, time: string, catching_up = false): object {
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
