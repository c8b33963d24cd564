/** The chain of a story: a node, and the `axiom` command for what a client does not do. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DirectSecp256k1Wallet, type OfflineSigner } from "@cosmjs/proto-signing";
import { Secp256k1Wallet } from "@cosmjs/amino";
import { sha256 } from "@noble/hashes/sha2";
import { utf8ToBytes } from "@noble/hashes/utils";
import { aminoTextSigner, type Deployment, type TextSigner } from "../../src/index.js";
import type { ChainFacts } from "../../src/wallet/index.js";

/** Key of a public test account of development chains, by its name. */
function testKey(name: string): Uint8Array {
  return sha256(utf8ToBytes(`axiom test key:${name}`));
}

/** A public test account: signs transactions and texts. */
export interface TestAccount {
  readonly signer: OfflineSigner;
  readonly texts: TextSigner;
}

/** A chain that runs. `AXIOM_RPC`: its node; `AXIOM_BIN`: the command, whose other settings it finds by itself. */
export class World {
  /** Folder of this run; the command keeps its deployments here. */
  readonly folder = mkdtempSync(join(tmpdir(), "axiom-story-"));
  readonly rpc = wanted("AXIOM_RPC", "the address of a node");
  private readonly bin = resolve(wanted("AXIOM_BIN", "the axiom command"));

  /** Runs the command and answers what it prints. */
  axiom(...args: string[]): string {
    return execFileSync(this.bin, args, { cwd: this.folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  }

  /** What is known of the chain. */
  facts(): ChainFacts {
    const { profile } = JSON.parse(this.axiom("chain", "show", "--output", "json")) as { profile: ChainFacts };
    return { ...profile, rpc: this.rpc };
  }

  /** Founds an economy; its first and only member is `founder`. */
  found(name: string): Deployment {
    const artifacts = process.env.AXIOM_ARTIFACTS;
    const from = artifacts ? ["--artifacts", resolve(artifacts)] : [];
    this.give("@founder");
    this.axiom("economy", "new", name, "--from", "founder", "--yes", ...from);
    const path = join(this.folder, "deployments", this.facts().chain_id, `${name}.json`);
    return JSON.parse(readFileSync(path, "utf8")) as Deployment;
  }

  /** A public test account. */
  async testAccount(name: string): Promise<TestAccount> {
    const { prefix } = this.facts();
    const signer = await DirectSecp256k1Wallet.fromKey(testKey(name), prefix);
    return { signer, texts: await aminoTextSigner(await Secp256k1Wallet.fromKey(testKey(name), prefix)) };
  }

  /** Gives coins to an account, by its address or `@` and its name. */
  give(account: string): void {
    this.axiom("faucet", "--to", account);
  }
}

function wanted(name: string, what: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: expected ${what}; \`make ts-story\` sets it`);
}
