/** What this package needs of a wallet. */
import type { OfflineSigner } from "@cosmjs/proto-signing";
import type { TextSigner } from "../adr36.js";

/** A wallet that is connected to one account on one chain. */
export interface Wallet extends TextSigner {
  /** How the person calls the account. */
  readonly name: string;
  /** Id of the chain. */
  readonly chainId: string;
  /** Signs transactions. */
  readonly signer: OfflineSigner;
}
