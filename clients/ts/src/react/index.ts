/** Hooks over TanStack Query 5. */
export * from "./context.js";
export * from "./queries.js";
export * from "./send.js";
