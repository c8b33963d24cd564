/** Client of an AxiomOS economy. */
export * from "./chain.js";
export * from "./compose.js";
export * from "./contract.js";
export * from "./deployment.js";
export * from "./economy.js";
export * from "./errors.js";
export * from "./events.js";
export * from "./json.js";
export * from "./pending.js";
export { connectNode, type NodeOptions } from "./rpc.js";
export * from "./send.js";
export * as dao from "./generated/dao.js";
export * as distributor from "./generated/distributor.js";
export * as ledger from "./generated/ledger.js";
export * as registry from "./generated/registry.js";
export * as tracker from "./generated/tracker.js";
