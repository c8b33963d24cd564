/** Which contracts an economy consists of. */
import { AxiomError } from "./errors.js";

/** One of the five contracts, by the short word of messages. */
export type ContractName = "dao" | "registry" | "ledger" | "tracker" | "distributor";

/** Every contract, in the order of answers. */
export const CONTRACT_NAMES: readonly ContractName[] = ["dao", "registry", "ledger", "tracker", "distributor"];

/** Full names of the contracts. */
export const FULL_NAMES: Readonly<Record<ContractName, string>> = {
  dao: "governance-dao",
  registry: "state-registry",
  ledger: "execution-ledger",
  tracker: "contribution-tracker",
  distributor: "value-distributor",
};

/** What is read of the file that `axiom economy new` writes to `deployments/<chain>/<name>.json`. */
export interface Deployment {
  /** Version of the format: 1. */
  readonly deployment: number;
  /** Contracts by their full names. */
  readonly contracts: Readonly<Record<string, { readonly address: string }>>;
  /** The plan that was carried out. */
  readonly plan: { readonly chain_id: string };
}

/** Addresses of an economy. What was left out at founding has none. */
export interface Addresses {
  readonly dao: string;
  readonly registry: string | null;
  readonly ledger: string | null;
  readonly tracker: string;
  readonly distributor: string | null;
}

/**
 * The address of governance-dao in a deployment, and the chain that it is on; a text is that address itself.
 *
 * @throws {AxiomError} `bad_input` for another format, or an economy without governance-dao.
 */
export function daoOf(deployment: Deployment | string): { dao: string; chainId: string | undefined } {
  if (typeof deployment === "string") return { dao: deployment, chainId: undefined };
  if (deployment.deployment !== 1) {
    const format = JSON.stringify(deployment.deployment) ?? "missing";
    throw new AxiomError("bad_input", `the format of this deployment is ${format}: expected 1`);
  }
  const dao = deployment.contracts[FULL_NAMES.dao]?.address;
  if (dao === undefined) {
    throw new AxiomError("bad_input", "this deployment names no governance-dao: expected an economy that was founded", {
      hint: "carry out all steps: axiom economy new",
    });
  }
  return { dao, chainId: deployment.plan.chain_id };
}

/**
 * Passes a deployment whose contracts are those that governance-dao names.
 *
 * @throws {AxiomError} `bad_input` with the contracts that differ.
 */
export function checkMoved(deployment: Deployment, addresses: Addresses): void {
  const differ = CONTRACT_NAMES.flatMap((name) => {
    const noted = deployment.contracts[FULL_NAMES[name]]?.address ?? "none";
    const named = addresses[name] ?? "none";
    return noted === named ? [] : [`${FULL_NAMES[name]} ${named} (the deployment: ${noted})`];
  });
  if (differ.length === 0) return;
  const named = differ.join(", ");
  throw new AxiomError("bad_input", `governance-dao names ${named}: expected the contracts of the deployment`, {
    hint: "if a proposal replaced them, take the new addresses into the file, or connect with `moved: true`",
  });
}
