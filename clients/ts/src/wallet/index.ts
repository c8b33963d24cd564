/** Wallets: Keplr and those like it, and a key for development. */
export type { TextSigner, TextSignature } from "../adr36.js";
export * from "./burner.js";
export * from "./chain-facts.js";
export { walletError } from "./errors.js";
export * from "./keplr.js";
export * from "./wallet.js";
