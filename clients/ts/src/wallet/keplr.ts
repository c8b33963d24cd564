/** Keplr, and every wallet that puts the same object into a page. */
import type { StdSignature } from "@cosmjs/amino";
import type { OfflineDirectSigner, OfflineSigner } from "@cosmjs/proto-signing";
import { checkedSignature } from "../adr36.js";
import { AxiomError } from "../errors.js";
import { type ChainFacts, keplrChainInfo, type KeplrChainInfo } from "./chain-facts.js";
import { guarded } from "./errors.js";
import type { Wallet } from "./wallet.js";

/** What is used of `window.keplr`. */
export interface Keplr {
  enable(chainId: string): Promise<void>;
  experimentalSuggestChain(info: KeplrChainInfo): Promise<void>;
  getKey(chainId: string): Promise<{ readonly name: string; readonly bech32Address: string }>;
  getOfflineSignerAuto(chainId: string): Promise<OfflineSigner>;
  signArbitrary(chainId: string, account: string, text: string): Promise<StdSignature>;
}

/** The wallet of this page; `undefined` if there is none. */
export function findKeplr(page: object = globalThis): Keplr | undefined {
  return (page as { keplr?: Keplr }).keplr;
}

/**
 * Connects to the wallet: lets it learn the chain if it does not know it, and asks it for its account there.
 *
 * @throws {AxiomError} `wallet_missing`, `wallet_locked`, `wallet_rejected`, `wallet_other_chain`.
 */
export async function connectKeplr(facts: ChainFacts, keplr: Keplr | undefined = findKeplr()): Promise<Wallet> {
  const { chain_id: chainId, prefix } = facts;
  if (!keplr) {
    throw new AxiomError("wallet_missing", "no wallet is installed in this browser: expected Keplr or one like it", {
      hint: "install the wallet, then load this page anew",
    });
  }
  await enable(keplr, facts);
  const { name, bech32Address: account } = await guarded(chainId, () => keplr.getKey(chainId));
  if (!account.startsWith(`${prefix}1`)) {
    throw new AxiomError("wallet_other_chain", `the wallet answered with ${account}: expected an account with ${prefix}1`, {
      hint: `let the wallet use the chain ${chainId}`,
    });
  }
  const signer = await guarded(chainId, () => keplr.getOfflineSignerAuto(chainId));
  return {
    name,
    account,
    chainId,
    signer: guardedSigner(chainId, signer),
    async signText(text) {
      const signed = await guarded(chainId, () => keplr.signArbitrary(chainId, account, text));
      return checkedSignature(text, { pubkey: signed?.pub_key?.value, signature: signed?.signature }, account);
    },
  };
}

/** Enables a chain; one that the wallet does not know is suggested to it first. */
async function enable(keplr: Keplr, facts: ChainFacts): Promise<void> {
  const chainId = facts.chain_id;
  try {
    await guarded(chainId, () => keplr.enable(chainId));
  } catch (error) {
    if (!(error instanceof AxiomError) || error.code !== "wallet_other_chain") throw error;
    await guarded(chainId, () => keplr.experimentalSuggestChain(keplrChainInfo(facts)));
    await guarded(chainId, () => keplr.enable(chainId));
  }
}

/** A signer whose refusals are errors of this package. */
function guardedSigner(chainId: string, signer: OfflineSigner): OfflineSigner {
  const getAccounts = () => guarded(chainId, () => signer.getAccounts());
  return signsDirect(signer)
    ? { getAccounts, signDirect: (account, doc) => guarded(chainId, () => signer.signDirect(account, doc)) }
    : { getAccounts, signAmino: (account, doc) => guarded(chainId, () => signer.signAmino(account, doc)) };
}

/** A wallet may have the name without the function: `signDirect: undefined` where a device signs Amino only. */
function signsDirect(signer: OfflineSigner): signer is OfflineDirectSigner {
  return "signDirect" in signer && typeof signer.signDirect === "function";
}

/** Calls back when the person takes another account in the wallet; the result stops it. */
export function onAccountChange(back: () => void, page: EventTarget = globalThis as unknown as EventTarget): () => void {
  page.addEventListener("keplr_keystorechange", back);
  return () => page.removeEventListener("keplr_keystorechange", back);
}
