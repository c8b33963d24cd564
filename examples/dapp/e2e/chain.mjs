/** A chain for the page: the embedded one, served from a folder of its own. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A port that nobody listens on. */
export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** The `axiom` command: `AXIOM_BIN`, or what `cargo build` made. */
export function findCommand() {
  return resolve(process.env.AXIOM_BIN ?? join(import.meta.dirname, "../../../target/debug/axiom"));
}

const REPOSITORY = resolve(import.meta.dirname, "../../..");

/**
 * A running chain with one economy, and the command for what a page does not do. `AXIOM_RPC` names another node than
 * that of an embedded chain of its own; the command finds the chain of it by `AXIOM_CHAIN`.
 */
export class TestChain {
  folder = mkdtempSync(join(tmpdir(), "axiom-dapp-"));
  command = findCommand();
  rpc = process.env.AXIOM_RPC;
  embedded = this.rpc === undefined;
  name = this.embedded ? "first" : `dapp-${Date.now().toString(36)}`;

  /** Founds an economy, whose guardian is its founder, and serves its chain. */
  static async start() {
    const chain = new TestChain();
    const artifacts = chain.embedded ? [] : ["--artifacts", resolve(REPOSITORY, process.env.AXIOM_ARTIFACTS ?? "artifacts")];
    if (!chain.embedded) chain.run("faucet", "--to", "founder");
    const guardian = 'guardian={"address":"$FOUNDER","sunset":31536000}';
    chain.run("economy", "new", chain.name, "--from", "founder", "--yes", "--set", guardian, ...artifacts);
    if (chain.embedded) await chain.serve();
    return chain;
  }

  /** Serves the embedded chain. */
  async serve() {
    const address = `127.0.0.1:${await freePort()}`;
    this.rpc = `http://${address}`;
    const args = ["--home", this.folder, "local", "serve", "--listen", address];
    this.server = spawn(this.command, args, { cwd: this.folder, stdio: "ignore" });
    // Also if the test ends by an error that nobody caught.
    process.once("exit", () => this.server.kill());
    for (let tries = 0; tries < 100; tries++) {
      if (await fetch(`${this.rpc}/status`).then((answer) => answer.ok, () => false)) return;
      await sleep(100);
    }
    throw new Error(`${this.command} local serve does not answer at ${this.rpc}`);
  }

  /** Lets some seconds pass. The embedded chain stands still between two transactions. */
  async passTime() {
    if (this.embedded) this.run("local", "advance", "1m");
    else await sleep(8_000);
  }

  /** Runs the command and answers what it prints. */
  run(...args) {
    const all = this.embedded ? ["--home", this.folder, ...args] : args;
    // The devnets of this repository, unless others are named.
    const env = { AXIOM_DEVNET_HOME: join(REPOSITORY, ".axiom"), ...process.env };
    if (args[0] !== "economy") env.AXIOM_ECONOMY = this.name;
    return execFileSync(this.command, all, { cwd: this.folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Asks by the command, which does not use the client that the page uses. */
  ask(...args) {
    return JSON.parse(this.run(...args, "--output", "json"));
  }

  /** The files that the page loads. */
  pageFiles() {
    const shown = this.run("chain", "show", "--output", "json");
    const deployment = join(this.folder, "deployments", JSON.parse(shown).profile.chain_id, `${this.name}.json`);
    return {
      "/axiom.json": JSON.stringify({ rpc: this.rpc, chain: "chain.json", deployment: "deployment.json", timeout_ms: 4_000 }),
      "/chain.json": shown,
      "/deployment.json": readFileSync(deployment, "utf8"),
    };
  }

  /** Where a job stands. */
  job(number) {
    return this.ask("q", "execution-ledger", "job", "--job", String(number));
  }

  /** What an account has in the economy, in base units. */
  held(owner, denom = "uaxm") {
    return BigInt(this.ask("q", "value-distributor", "balance", "--owner", owner, "--asset", denom));
  }

  /** Stops the node and deletes its folder. */
  stop() {
    this.server?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
