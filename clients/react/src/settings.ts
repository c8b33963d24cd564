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

/**
 * Loads the settings of a page. Its file names `rpc`, the address of a node; `chain`, what `axiom chain show --output
 * json` wrote; `deployment`, the `deployments/<chain>/<name>.json` of `axiom economy new` or the address of a
 * governance-dao; and, if wanted, `timeout_ms`, how long a node's answer is waited for. Files are named from where it is.
 *
 * @throws {AxiomError} `bad_input` with the file that is missing or is none, or with its field that is none.
 */
export async function loadSettings(url: string): Promise<AxiomSettings> {
  const base = new URL(url, globalThis.location.href);
  const file = await load(base);
  const rpc = text(file, "rpc", "the address of a node");
  const chain = text(file, "chain", "the name of a file such as chain.json");
  const named = text(file, "deployment", "the name of a file such as deployment.json, or an address");
  const timeout = file.fields.timeout_ms === undefined ? {} : { timeoutMs: whole(file, "timeout_ms", 1, 600_000) };
  const facts = factsOf(await load(new URL(chain, base)), rpc);
  const deployment = named.endsWith(".json") ? deploymentOf(await load(new URL(named, base))) : named;
  return { chain: facts, deployment, ...timeout };
}

/** An object out of a file, with where it stands for those who mend it. */
interface Part {
  /** The file, and the way to the object in it: `/chain.json`, `/chain.json: denoms[0]`. */
  readonly where: string;
  /** Its fields, of which nothing is known yet. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The facts of a chain, alone or as the `profile` of an answer. */
function factsOf(shown: Part, rpc: string): ChainFacts {
  const part = shown.fields.profile === undefined ? shown : inside(shown, "profile");
  const { denoms } = part.fields;
  if (!Array.isArray(denoms)) throw none(part, "denoms", "a list");
  const price = text(part, "gas_price", "a price such as 0.025uaxm");
  if (!/^[0-9]+(\.[0-9]+)?[a-zA-Z]/.test(price)) throw none(part, "gas_price", "a price such as 0.025uaxm");
  return {
    chain_id: text(part, "chain_id", "the id of a chain"),
    rpc,
    ...(part.fields.rest !== undefined && { rest: text(part, "rest", "an address") }),
    gas_price: price,
    prefix: text(part, "prefix", "the prefix of addresses"),
    denoms: denoms.map((one: unknown, at) => {
      const denom = object(one, `${part.where}: denoms[${at}]`);
      const [base, display] = [text(denom, "base", "a denom"), text(denom, "display", "a name")];
      return { base, display, exponent: whole(denom, "exponent", 0, 77) };
    }),
  };
}

function deploymentOf(part: Part): Deployment {
  const contracts = inside(part, "contracts");
  const rows = Object.keys(contracts.fields).map((name) => {
    return [name, { address: text(inside(contracts, name), "address", "an address") }] as const;
  });
  return {
    deployment: whole(part, "deployment", 1, 1),
    contracts: Object.fromEntries(rows),
    plan: { chain_id: text(inside(part, "plan"), "chain_id", "the id of a chain") },
  };
}

/** @throws {AxiomError} `bad_input` for what is no object. */
function object(value: unknown, where: string): Part {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { where, fields: value as Readonly<Record<string, unknown>> };
  }
  throw new AxiomError("bad_input", `${where} is ${shown(value)}: expected an object`, { hint: HINT });
}

function inside({ where, fields }: Part, name: string): Part {
  return object(fields[name], `${where}: ${name}`);
}

function text(part: Part, name: string, what: string): string {
  const value = part.fields[name];
  if (typeof value === "string" && value !== "") return value;
  throw none(part, name, what);
}

function whole(part: Part, name: string, least: number, most: number): number {
  const value = part.fields[name];
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw none(part, name, least === most ? `${least}` : `a whole number from ${least} to ${most}`);
}

function none({ where, fields }: Part, name: string, expected: string): AxiomError {
  return new AxiomError("bad_input", `${where}: ${name} is ${shown(fields[name])}: expected ${expected}`, { hint: HINT });
}

/** A value as an error names it. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  return typeof value === "object" && value !== null ? "a list or an object" : JSON.stringify(value).slice(0, 60);
}

const HINT = "docs/integrate.md tells how these files are made";

async function load(url: URL): Promise<Part> {
  const text = await fetch(url).then(
    (answer) => (answer.ok ? answer.text() : undefined),
    () => undefined,
  );
  let found: unknown;
  try {
    if (text !== undefined) found = JSON.parse(text);
  } catch {
    // Told below: a server of single pages answers a missing file with its page.
  }
  if (found !== undefined) return object(found, url.pathname);
  throw new AxiomError("bad_input", `The file ${url.pathname} is missing, or is no JSON`, { hint: HINT });
}
