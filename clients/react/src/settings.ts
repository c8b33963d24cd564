/** Which economy a page shows: one file names the node, the chain and the deployment. */
import { AxiomError, type Deployment } from "@axiom-os/client";
import type { ChainFacts } from "@axiom-os/client/wallet";

/** What a page has to know. */
export interface AxiomSettings {
  /** The chain, with the address of its node. */
  readonly chain: ChainFacts;
  /** The deployment, or the address of its governance-dao. */
  readonly deployment: Deployment | string;
  /** Milliseconds that a node's answer is waited for; 15,000 if not given. */
  readonly timeoutMs?: number;
}

/** The file of the settings. `chain` and `deployment` name files next to it, or an address. */
interface SettingsFile {
  /** Address of the RPC of a node. */
  readonly rpc: string;
  /** What `axiom chain show --output json` wrote. */
  readonly chain: string;
  /** `deployments/<chain>/<name>.json` of `axiom economy new`, or the address of a governance-dao. */
  readonly deployment: string;
  /** Milliseconds that a node's answer is waited for. */
  readonly timeout_ms?: number;
}

/**
 * Loads the settings of a page.
 *
 * @throws {AxiomError} `bad_input` with the file that is missing or is none.
 */
export async function loadSettings(url: string): Promise<AxiomSettings> {
  const base = new URL(url, globalThis.location.href);
  const file = (await load(base)) as SettingsFile;
  if (typeof file.rpc !== "string" || typeof file.chain !== "string" || typeof file.deployment !== "string") {
    throw new AxiomError("bad_input", `${base.pathname} does not name rpc, chain and deployment`);
  }
  const shown = (await load(new URL(file.chain, base))) as { profile: ChainFacts } | ChainFacts;
  const facts = "profile" in shown ? shown.profile : shown;
  const named = file.deployment.endsWith(".json");
  const deployment = named ? ((await load(new URL(file.deployment, base))) as Deployment) : file.deployment;
  const time = file.timeout_ms === undefined ? {} : { timeoutMs: file.timeout_ms };
  return { chain: { ...facts, rpc: file.rpc }, deployment, ...time };
}

async function load(url: URL): Promise<object> {
  const text = await fetch(url).then(
    (answer) => (answer.ok ? answer.text() : undefined),
    () => undefined,
  );
  try {
    if (text !== undefined) return JSON.parse(text) as object;
  } catch {
    // Told below: a server of single pages answers a missing file with its page.
  }
  throw new AxiomError("bad_input", `The file ${url.pathname} is missing, or is no JSON`, {
    hint: "docs/integrate.md tells how these files are made",
  });
}
