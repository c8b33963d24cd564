/** What wallets say when they refuse, in plain words. */
import { AxiomError } from "../errors.js";

/** The next step after a failure that is none of the known ones. */
const FAILED = "look at the wallet and its device, then try again; if it fails again, load the page anew";

/** An error of a wallet as one of this package. Wallets tell kinds apart by their texts only. */
export function walletError(error: unknown, chainId: string): AxiomError {
  if (error instanceof AxiomError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const details = { cause: error };
  if (/no chain info|unknown chain|not supported chain|there is no modular chain/i.test(text)) {
    return new AxiomError("wallet_other_chain", `the wallet does not know the chain '${chainId}': ${text}`, {
      ...details,
      hint: "let the wallet add the chain when it asks",
    });
  }
  if (/reject|denied|declined|cancell?ed|\b(window|popup|prompt|modal|user) (was )?closed\b|\bclosed by\b/i.test(text)) {
    return new AxiomError("wallet_rejected", "the wallet was told no: nothing was signed", {
      ...details,
      hint: "ask again and confirm in the wallet",
    });
  }
  if (/\b(un)?lock(ed)?\b|\bno key\b|\bkey ?ring\b|not initialized|permission/i.test(text)) {
    return new AxiomError("wallet_locked", `the wallet is locked or has no key: ${text}`, {
      ...details,
      hint: "unlock the wallet, then connect again",
    });
  }
  return new AxiomError("wallet_failed", `the wallet failed: ${text}`, { ...details, hint: FAILED });
}

/** Calls a wallet; what it throws comes as an error of this package. */
export async function guarded<T>(chainId: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw walletError(error, chainId);
  }
}
