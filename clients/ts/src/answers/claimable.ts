/** What an account can claim. */
import { totalsByAsset } from "../amounts.js";
import type { PauseStatus, PoolResponse } from "../generated/distributor.js";
import { type Asked, isRefusal, listed, MAX_PAGE } from "./ask.js";
import type { Claimable, PoolClaim } from "./types.js";

/** Pools in one claim, at most. */
const MAX_CLAIMS = 16;

/** What an account can claim. `startAfter` is the last pool of the answer before. */
export async function claimableOf(asked: Asked, startAfter: bigint | null): Promise<Claimable> {
  const { economy, account, pages } = asked;
  const answer: Claimable = {
    account,
    left_out: !economy.has("distributor"),
    pools: [],
    totals: [],
    messages: [],
    problems: [],
    last: null,
    more: false,
  };
  if (answer.left_out) return answer;
  const pools = await listed(pages, async (after: bigint | null) => {
    const { pools, next } = await economy.distributor.pools({ start_after: after ?? startAfter, limit: MAX_PAGE });
    return { rows: pools, next };
  });
  answer.more = pools.more;
  answer.last = pools.rows.at(-1)?.pool ?? null;
  for (const pool of pools.rows) {
    try {
      const found = await claimOf(asked, pool);
      if (found) answer.pools.push(found);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      answer.problems.push({ pool: pool.pool, name: pool.name, reason: error.message });
    }
  }
  const free = answer.pools.filter((row) => row.frozen_until === null);
  answer.totals = totalsByAsset(free);
  answer.messages = messages(economy.distributor.address, free);
  return answer;
}

async function claimOf({ economy, account }: Asked, pool: PoolResponse): Promise<PoolClaim | undefined> {
  const { distributor } = economy;
  const found = await distributor.claimable({ pool: pool.pool, account });
  const { kind } = pool;
  const more_after = "standing" in kind && found.to_epoch !== null && found.to_epoch < kind.standing.epoch;
  // A claim of nothing is worth sending only where epochs beyond its reach wait behind it.
  if (found.amount === "0" && !more_after) return undefined;
  const targets = [{ pool: pool.pool }, { asset: pool.asset }];
  const freezes = await Promise.all(targets.map((target) => distributor.frozen({ target })));
  return {
    pool: pool.pool,
    name: pool.name,
    asset: pool.asset,
    amount: found.amount,
    from_epoch: found.from_epoch,
    to_epoch: found.to_epoch,
    more_after,
    frozen_until: freezes.reduce(later, null),
  };
}

function later(until: bigint | null, frozen: PauseStatus): bigint | null {
  if (!frozen.paused || frozen.until === null) return until;
  return until === null || frozen.until > until ? frozen.until : until;
}

function messages(contract: string, rows: readonly PoolClaim[]): Claimable["messages"] {
  const claims = rows.map(({ pool }) => ({ pool, epochs: null }));
  const chunks = Array.from({ length: Math.ceil(claims.length / MAX_CLAIMS) }, (_, at) =>
    claims.slice(at * MAX_CLAIMS, (at + 1) * MAX_CLAIMS),
  );
  return chunks.map((claims) => ({ contract, msg: { claim: { claims, on_behalf_of: null, withdraw: false } } }));
}
