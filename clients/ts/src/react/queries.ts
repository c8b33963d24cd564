/** Questions as hooks. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Claimable, Me } from "../answers/types.js";
import type { NodeState } from "../chain.js";
import type { Economy } from "../economy.js";
import type { AxiomError } from "../errors.js";
import type { PendingOutcome, Pending } from "../pending.js";
import { writeJson } from "../json.js";
import { useEconomy } from "./context.js";

/** How a question is repeated. */
export interface AskOptions {
  /** False to wait with it. */
  readonly enabled?: boolean;
  /** Milliseconds between two askings; not repeated if not given. */
  readonly refetchInterval?: number;
}

/** First part of the key of every question; everything under it is asked again after a transaction. */
export const AXIOM_KEY = "axiom-os";

/** Errors that a second try does not mend. */
const FINAL: ReadonlySet<string> = new Set([
  "contract",
  "bad_input",
  "left_out",
  "unsafe_number",
  "not_verified",
  "unexpected",
]);

/** Whether a question is asked again: at most twice, and only where the node was to blame. */
export function retryAsk(count: number, error: AxiomError): boolean {
  return count < 2 && !FINAL.has(error.code);
}

/**
 * A question to the economy: `useAsk(["job", id], (economy) => economy.ledger.job({ job: id }))`. The key tells
 * questions apart; it may hold `bigint`.
 */
export function useAsk<T>(
  key: readonly unknown[],
  ask: (economy: Economy) => Promise<T>,
  options: AskOptions = {},
): UseQueryResult<T, AxiomError> {
  const economy = useEconomy();
  return useQuery<T, AxiomError>({
    ...options,
    queryKey: [AXIOM_KEY, economy.chain.chainId, economy.addresses.dao, writeJson(key)],
    queryFn: () => ask(economy),
    retry: retryAsk,
  });
}

/** What an account can do now; waits while no account is given. */
export function useMe(account: string | undefined, options: AskOptions = {}): UseQueryResult<Me, AxiomError> {
  return useAsk(["me", account ?? null], (economy) => economy.me(account ?? ""), {
    ...options,
    enabled: account !== undefined && (options.enabled ?? true),
  });
}

/** What an account can claim; waits while no account is given. */
export function useClaimable(
  account: string | undefined,
  options: AskOptions = {},
): UseQueryResult<Claimable, AxiomError> {
  return useAsk(["claimable", account ?? null], (economy) => economy.claimable(account ?? ""), {
    ...options,
    enabled: account !== undefined && (options.enabled ?? true),
  });
}

/** How the node is doing; its error is `node_behind` for one that does not keep up. Every ten seconds if not said. */
export function useNode(options: AskOptions = {}): UseQueryResult<NodeState, AxiomError> {
  return useAsk(["node"], (economy) => economy.chain.checkUp(), { refetchInterval: 10_000, ...options });
}

/** What became of the transactions under way when the page was loaded; every three seconds while one is open. */
export function usePending(pending: Pending): UseQueryResult<PendingOutcome[], AxiomError> {
  const economy = useEconomy();
  return useQuery<PendingOutcome[], AxiomError>({
    queryKey: [AXIOM_KEY, economy.chain.chainId, "pending"],
    queryFn: () => pending.settle(economy.chain),
    retry: retryAsk,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "open") ? 3_000 : false),
  });
}
