/** What one transaction claims. */
import { type Amount, type Claimable, totalsByAsset } from "@axiom-os/client";

/** Messages in one transaction, at most; each claims of up to 16 pools, and each pool of up to 26 epochs. */
const MAX_MESSAGES = 4;

/** What one transaction claims, and what it leaves. */
export interface ClaimPlan {
  /** Its messages; without any there is nothing to claim. */
  readonly messages: Claimable["messages"];
  /** Pools of which they claim. */
  readonly pools: Claimable["pools"];
  /** What they bring, by asset; empty if they only walk epochs in which nothing was earned. */
  readonly totals: readonly Amount[];
  /** True if more can be claimed afterwards. */
  readonly left: boolean;
}

/** Plans the next transaction of a claim: as much as fits it. */
export function planClaim(claimable: Claimable): ClaimPlan {
  const messages = claimable.messages.slice(0, MAX_MESSAGES);
  const inside = new Set<bigint>();
  for (const { msg } of messages) {
    if ("claim" in msg) for (const { pool } of msg.claim.claims) inside.add(BigInt(pool));
  }
  const rows = claimable.pools.filter(({ pool }) => inside.has(pool));
  const left = messages.length < claimable.messages.length || rows.some((row) => row.more_after);
  return { messages, pools: rows, totals: totalsByAsset(rows), left };
}
