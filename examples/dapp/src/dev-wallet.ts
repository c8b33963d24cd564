/** Signers for development chains: the public test accounts, whose keys everybody knows. */
import { aminoTextSigner } from "@axiom-os/client";
import type { Wallet } from "@axiom-os/client/wallet";
import { type AxiomSettings, keplrChoice, type WalletChoice } from "@axiom-os/react";

/** Test accounts that the page offers. */
const NAMES = ["founder", "alice", "ben"];

/** Beginnings of the ids of chains on which test coins are worth nothing. */
const DEVELOPMENT = ["axiom-local", "axiom-devnet"];

/** Keplr everywhere; on development chains the test accounts as well. */
export function walletChoices({ chain }: AxiomSettings): readonly WalletChoice[] {
  const development = DEVELOPMENT.some((start) => chain.chain_id.startsWith(start));
  return development ? [keplrChoice, ...NAMES.map(testAccount)] : [keplrChoice];
}

function testAccount(name: string): WalletChoice {
  return {
    id: `test-${name}`,
    label: name,
    test: true,
    async connect({ chain_id: chainId, prefix }): Promise<Wallet> {
      const text = new TextEncoder().encode(`axiom test key:${name}`);
      const key = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
      const [amino, direct] = await Promise.all([import("@cosmjs/amino"), import("@cosmjs/proto-signing")]);
      const signer = await direct.DirectSecp256k1Wallet.fromKey(key, prefix);
      const texts = await aminoTextSigner(await amino.Secp256k1Wallet.fromKey(key, prefix));
      return { name, account: texts.account, chainId, signer, signText: (text) => texts.signText(text) };
    },
  };
}
