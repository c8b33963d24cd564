/** A chain for the page: the embedded one, served from a folder of its own. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

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

/** A running chain with one economy, and the command for what a page does not do. */
export class TestChain {
  folder = mkdtempSync(join(tmpdir(), "axiom-dapp-"));
  home = join(this.folder, "home");
  command = findCommand();

  /** Founds an economy, whose guardian is its founder, and serves its chain. */
  static async start() {
    const chain = new TestChain();
    mkdirSync(chain.home);
    const guardian = 'guardian={"address":"$FOUNDER","sunset":31536000}';
    chain.run("economy", "new", "first", "--from", "founder", "--yes", "--set", guardian);
    const port = await freePort();
    chain.rpc = `http://127.0.0.1:${port}`;
    chain.server = spawn(chain.command, ["--home", chain.home, "local", "serve", "--listen", `127.0.0.1:${port}`], {
      cwd: chain.folder,
      stdio: "ignore",
    });
    for (let tries = 0; ; tries++) {
      const up = await fetch(`${chain.rpc}/status`).then((answer) => answer.ok, () => false);
      if (up) return chain;
      if (tries > 100) throw new Error(`${chain.command} local serve does not answer at ${chain.rpc}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** Runs the command and answers what it prints. */
  run(...args) {
    const all = ["--home", this.home, ...args];
    return execFileSync(this.command, all, { cwd: this.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Asks by the command, which does not use the client that the page uses. */
  ask(...args) {
    return JSON.parse(this.run(...args, "--output", "json"));
  }

  /** The files that the page loads. */
  pageFiles() {
    const folder = join(this.folder, "deployments");
    const [id] = readdirSync(folder);
    return {
      "/axiom.json": JSON.stringify({ rpc: this.rpc, chain: "chain.json", deployment: "deployment.json", timeout_ms: 4_000 }),
      "/chain.json": this.run("chain", "show", "--output", "json"),
      "/deployment.json": readFileSync(join(folder, id, "first.json"), "utf8"),
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
