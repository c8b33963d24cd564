/**
 * Plays the story on an embedded chain of its own, in a folder that is deleted afterwards: `node scripts/story.mjs
 * <axiom>`. For another chain run `npm run story` with `AXIOM_RPC`, `AXIOM_BIN` and the settings of the command.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = resolve(process.argv[2] ?? "axiom");
const home = mkdtempSync(join(tmpdir(), "axiom-ts-story-"));
const env = { ...process.env, AXIOM_HOME: home, AXIOM_CHAIN: "local", AXIOM_BIN: bin };

const server = spawn(bin, ["local", "serve", "--listen", "127.0.0.1:0"], { cwd: home, env });
server.stderr.pipe(process.stderr);
try {
  env.AXIOM_RPC = await address(server);
  const { status } = spawnSync("npm", ["run", "story"], { cwd: HERE, env, stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  server.kill();
  rmSync(home, { recursive: true, force: true });
}

/** The address that the server tells. */
async function address(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /https?:\/\/[\w.:[\]-]+/.exec(line);
    if (found) {
      child.stdout.resume();
      return found[0];
    }
  }
  throw new Error(`${bin} ended before it told its address`);
}
