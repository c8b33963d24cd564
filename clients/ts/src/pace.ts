/** How fast a chain makes blocks, and what follows from it. */

/** Beginning of the ids of embedded chains: their time stands still between two transactions. */
const EMBEDDED = "axiom-local";

/** How long a transaction may take to be confirmed and included, where nothing else is said. */
const WINDOW_MS = 600_000;

/** Blocks within which a transaction is included or never, at least. */
const LEAST = 200;

/** And at most: a chain that makes blocks faster than ten a second is not taken at its word. */
const MOST = 6_000;

/** Whether a chain is an embedded one. */
export function isEmbedded(chainId: string): boolean {
  return chainId.startsWith(EMBEDDED);
}

/** The middle of the times between blocks, given the times of the blocks in any order; `undefined` for less than two. */
export function medianGap(times: readonly number[]): number | undefined {
  const sorted = [...times].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, at) => time - (sorted[at] ?? time));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}

/**
 * Blocks that a chain makes in about ten minutes, from 200 to 6000. A chain that does not tell its pace, or makes
 * blocks only with transactions, so that the time between two is nothing or hours, gets a bound all the same.
 */
export function windowBlocks(blockMs: number | undefined): bigint {
  if (blockMs === undefined || !(blockMs > 0)) return BigInt(LEAST);
  return BigInt(Math.min(MOST, Math.max(LEAST, Math.ceil(WINDOW_MS / blockMs))));
}
