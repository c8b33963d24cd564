/** React components of an AxiomOS economy. They are unstyled; `@axiom-os/react/style.css` makes them look good. */
export * from "./amounts.js";
export * from "./claim.js";
export * from "./connect.js";
export * from "./jobs.js";
export * from "./notices.js";
export { Chip, Empty, Failure, Loading, useAmount, useName, usePayee, Who } from "./parts.js";
export * from "./payments.js";
export * from "./proposals.js";
export * from "./root.js";
export * from "./settings.js";
export { type Action, asCalls, useTransact } from "./transact.js";
export { asError, keplrChoice, useWallet, type WalletChoice, type WalletValue } from "./wallet.js";
export * from "./words.js";
