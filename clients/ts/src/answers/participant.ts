/** Who an account is in an economy. */
import type { Moment } from "../chain.js";
import type { Asset } from "../generated/distributor.js";
import { type Asked, listed, MAX_PAGE } from "./ask.js";
import type { Balances, DomainScore, Registration } from "./types.js";

/** Its registration; null if it never registered, left, or there is no registry. */
export async function registrationOf({ economy, account }: Asked, moment: Moment): Promise<Registration | null> {
  if (!economy.has("registry")) return null;
  const { registry } = economy;
  const [found, settings] = await Promise.all([registry.participant({ address: account }), registry.settings()]);
  if (found === null) return null;
  const { kind, profile, live, expires, principal, route } = found;
  const renewal_from = expires > settings.renewal_window ? expires - settings.renewal_window : 0n;
  return { kind, profile, live, expires, renewal_from, renewal_due: moment.now >= renewal_from, principal, route };
}

/** Its scores, by domain. */
export async function scoresOf({ economy, account }: Asked): Promise<DomainScore[]> {
  const { tracker, votingDomain } = economy;
  const [domains, scores] = await Promise.all([tracker.domains(), tracker.scores({ account })]);
  return scores.flatMap(({ domain, score, lifetime }) => {
    const known = domains.find((one) => one.domain === domain);
    if (!known) return [];
    const { name, half_life } = known;
    return [{ domain, name, score, lifetime, half_life, votes: domain === votingDomain }];
  });
}

/** Its voting weight, and that of all. */
export async function weightOf(asked: Asked): Promise<{ own: bigint; total: bigint }> {
  const [own, total] = await Promise.all([weightAt(asked, null), asked.economy.tracker.totalWeight({})]);
  return { own, total: total.weight };
}

/** Weight now, or at the start of a block. */
export async function weightAt({ economy, account }: Asked, at_height: bigint | null): Promise<bigint> {
  return (await economy.tracker.member({ addr: account, at_height })).weight ?? 0n;
}

/** What it holds. */
export async function balancesOf({ economy, account, pages }: Asked): Promise<Balances> {
  const internal = economy.has("distributor")
    ? await listed(pages, async (start_after: Asset | null) => {
        const { balances, next } = await economy.distributor.balances({ owner: account, start_after, limit: MAX_PAGE });
        return { rows: balances, next };
      })
    : { rows: [], more: false };
  const wallet = await economy.chain.coins(account);
  wallet.rows.sort((a, b) => (a.denom < b.denom ? -1 : 1));
  return { internal, wallet: wallet.rows, wallet_complete: wallet.complete };
}
