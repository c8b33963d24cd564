/** A key in the memory of the page, for development chains: whoever runs code in the page can read it. */
import type { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { aminoTextSigner } from "../adr36.js";
import { AxiomError } from "../errors.js";
import type { ChainFacts } from "./chain-facts.js";
import type { Wallet } from "./wallet.js";

/**
 * A wallet of a new key, or of 12 to 24 words.
 *
 * @throws {AxiomError} `bad_input` for words that are no mnemonic.
 */
export async function burnerWallet(
  facts: Pick<ChainFacts, "chain_id" | "prefix">,
  words?: string,
): Promise<Wallet & { readonly words: string }> {
  const { prefix, chain_id: chainId } = facts;
  // A page whose people have a wallet of their own does not load what makes keys.
  const [amino, direct] = await Promise.all([import("@cosmjs/amino"), import("@cosmjs/proto-signing")]);
  let signer: DirectSecp256k1HdWallet;
  try {
    signer = words
      ? await direct.DirectSecp256k1HdWallet.fromMnemonic(words, { prefix })
      : await direct.DirectSecp256k1HdWallet.generate(24, { prefix });
  } catch (cause) {
    // The words are a secret: what is said does not repeat them.
    throw new AxiomError("bad_input", "these words are no mnemonic: expected 12 to 24 of the list of BIP-39", { cause });
  }
  const texts = await aminoTextSigner(await amino.Secp256k1HdWallet.fromMnemonic(signer.mnemonic, { prefix }));
  return {
    name: "burner",
    account: texts.account,
    chainId,
    signer,
    words: signer.mnemonic,
    signText: (text) => texts.signText(text),
  };
}
