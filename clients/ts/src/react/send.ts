/** Transactions as hooks. */
import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import type { TxOutcome } from "../contract.js";
import type { SignedEconomy } from "../economy.js";
import { AxiomError } from "../errors.js";
import { useSigned } from "./context.js";
import { AXIOM_KEY } from "./queries.js";

/**
 * A transaction: `const accept = useSend((as, job: bigint) => as.ledger.accept({ job }))`, then `accept.mutate(1n)`.
 * Afterwards everything shown is asked again. Its error is `wallet_missing` while no wallet is connected.
 */
export function useSend<A = void>(
  send: (as: SignedEconomy, argument: A) => Promise<TxOutcome>,
): UseMutationResult<TxOutcome, AxiomError, A> {
  const signed = useSigned();
  const questions = useQueryClient();
  return useMutation<TxOutcome, AxiomError, A>({
    mutationFn: (argument) => {
      if (signed) return send(signed, argument);
      throw new AxiomError("wallet_missing", "no wallet is connected: expected one that signs", {
        hint: "connect a wallet first",
      });
    },
    onSettled: () => questions.invalidateQueries({ queryKey: [AXIOM_KEY] }),
  });
}
