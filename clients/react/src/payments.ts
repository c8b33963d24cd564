/** What a claim or a withdrawal really brought, by its events: a part of it that fails does not undo the rest. */
import { type Amount, type AxiomEvent, type distributor, totalsByAsset } from "@axiom-os/client";
import { whyOf } from "./words.js";

/** Writes an amount: `0.4 AXM`. */
type Write = (amount: string, asset: distributor.Asset) => string;

/** Whose money is read, of which contract: events of others may have the same names. */
export interface PaymentPlace {
  /** Address of value-distributor. */
  readonly distributor: string;
  /** The account that claims or withdraws. */
  readonly account: string;
}

/** How a transaction ended, as its window tells it. */
export interface Told {
  /** What the window says. */
  readonly text: string;
  /** False if a part of it failed. */
  readonly good: boolean;
}

/** A part that failed. */
interface Failed {
  /** The pool's number, or the asset as events name it. */
  readonly what: string;
  /** Why, as the contract says it; at most 60 characters. */
  readonly reason: string;
}

/** What a claim credited, and which pools failed. */
export function claimedOf(events: readonly AxiomEvent[], place: PaymentPlace): { totals: Amount[]; failed: Failed[] } {
  const rows: Amount[] = [];
  const failed: Failed[] = [];
  for (const event of events.filter(({ contract }) => contract === place.distributor)) {
    if (event.name === "axiom_distributor_claimed" && event.attributes.account === place.account) {
      rows.push({ asset: assetOf(event.attributes.asset), amount: event.attributes.amount });
    }
    if (event.name === "axiom_distributor_claim_failed" && event.attributes.account === place.account) {
      failed.push({ what: event.attributes.pool, reason: event.attributes.reason });
    }
  }
  return { totals: totalsByAsset(rows), failed };
}

/** What a withdrawal sent, and which assets stayed. */
export function withdrawnOf(events: readonly AxiomEvent[], place: PaymentPlace): { totals: Amount[]; failed: Failed[] } {
  const sent: Array<{ asset: string; amount: string }> = [];
  const failed: Failed[] = [];
  for (const event of events.filter(({ contract }) => contract === place.distributor)) {
    if (event.name === "axiom_distributor_withdrawn" && event.attributes.owner === place.account) {
      sent.push(event.attributes);
    }
    if (event.name === "axiom_distributor_withdrawal_failed" && event.attributes.owner === place.account) {
      const { asset, amount, reason } = event.attributes;
      // A transfer that came back was told as sent before. What never left has no such event.
      const at = sent.findIndex((one) => one.asset === asset && one.amount === amount);
      if (at >= 0) sent.splice(at, 1);
      failed.push({ what: asset, reason });
    }
  }
  return { totals: totalsByAsset(sent.map(({ asset, amount }) => ({ asset: assetOf(asset), amount }))), failed };
}

/** How a claim ended. `pools` are those that it claimed of; `left` tells that more can be claimed. */
export function claimEnd(
  events: readonly AxiomEvent[],
  place: PaymentPlace,
  plan: { readonly pools: ReadonlyArray<{ pool: bigint; name: string }>; readonly left: boolean },
  write: Write,
): Told {
  const { totals, failed } = claimedOf(events, place);
  const sum = totals.map((one) => write(one.amount, one.asset)).join(" and ");
  const parts = failed.map(({ what, reason }) => {
    const name = plan.pools.find(({ pool }) => pool.toString() === what)?.name ?? what;
    return `Pool “${name}” could not be claimed now, and keeps what it owes you: ${whyOf(reason)}.`;
  });
  const none = failed.length > 0 ? "You claimed nothing." : "These periods are done.";
  const more = plan.left ? ["More is left to claim."] : [];
  return { text: [sum ? `You claimed ${sum}.` : none, ...parts, ...more].join(" "), good: failed.length === 0 };
}

/** How a withdrawal ended. `rows` is what it was to send. */
export function withdrawEnd(
  events: readonly AxiomEvent[],
  place: PaymentPlace,
  rows: readonly Amount[],
  write: Write,
): Told {
  const { totals, failed } = withdrawnOf(events, place);
  const sum = totals.map((one) => write(one.amount, one.asset)).join(" and ");
  const parts = failed.map(({ what, reason }) => {
    const row = rows.find(({ asset }) => textOf(asset) === what);
    return `${row ? write(row.amount, row.asset) : what} stayed in your balance: ${whyOf(reason)}.`;
  });
  const first = sum ? `${sum} is in your wallet now.` : "Nothing went to your wallet.";
  return { text: [first, ...parts].join(" "), good: failed.length === 0 };
}

/** Assets in one message of a withdrawal, at most, and messages in one transaction. */
const MAX_WITHDRAWALS = 16;
const MAX_MESSAGES = 2;

/** What one transaction withdraws. */
export interface WithdrawPlan {
  /** Its messages, each with the assets that it sends. */
  readonly messages: ReadonlyArray<readonly distributor.Withdrawal[]>;
  /** What they send. */
  readonly rows: readonly Amount[];
  /** True if more is left in the balance than fits. */
  readonly left: boolean;
}

/** Plans the next withdrawal: every asset whole, as many as fit one transaction. `more` tells of assets not read yet. */
export function planWithdraw(balances: readonly Amount[], more = false): WithdrawPlan {
  const held = balances.filter(({ amount }) => amount !== "0");
  const rows = held.slice(0, MAX_WITHDRAWALS * MAX_MESSAGES);
  const count = Math.ceil(rows.length / MAX_WITHDRAWALS);
  // A message of which every part fails undoes the others: none has much less in it than another.
  const size = Math.ceil(rows.length / Math.max(1, count));
  const messages = Array.from({ length: count }, (_, at) =>
    rows.slice(at * size, (at + 1) * size).map(({ asset }) => ({ asset })),
  );
  return { messages, rows, left: more || rows.length < held.length };
}

/** An asset as events write it. */
function textOf(asset: distributor.Asset): string {
  return "native" in asset ? asset.native : `${CW20}${asset.cw20}`;
}

function assetOf(text: string): distributor.Asset {
  return text.startsWith(CW20) ? { cw20: text.slice(CW20.length) } : { native: text };
}

/** Stands before the address of a cw20 token in events. */
const CW20 = "cw20:";
