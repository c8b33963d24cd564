/** What the end of a job came to, in words: only what the contracts of the economy told of it counts. */
import {
  type Addresses,
  type AxiomEvent,
  type distributor,
  type EventName,
  type EventOf,
  type JobLine,
  type ledger,
  percent,
} from "@axiom-os/client";
import { formatNumber } from "./amounts.js";
import { whyOf } from "./words.js";

/** A part of a settlement that can fail alone, as the job's board calls it. */
export const LEGS: Record<ledger.Leg, string> = {
  money: "The money did not move",
  score: "The points were not recorded",
  result: "The result was not published",
};

/** Why fewer points were recorded than the work measures, by the tracker's names. */
const SHORTFALLS: Record<string, string> = {
  related: "the client and the worker belong together",
  no_budget: "the client has no budget of points",
  budget: "the client's budget of points is used up",
  pair_cap: "this client has given this worker as much as it may",
  no_rate: "this work counts for none",
};

/** The job of an end. */
export interface EndedJob {
  /** Its number. */
  readonly job: bigint;
  /** What it was to give. */
  readonly reward: ledger.Reward;
  /** Who gets back what is not paid. */
  readonly client: string;
  /** Who does it. */
  readonly worker: string | null;
  /** Who shares what is paid; without it only the sum is told. */
  readonly payees?: readonly ledger.Share[] | undefined;
}

/** How amounts and accounts are written. */
export interface Writing {
  /** An amount: `0.4 AXM`. */
  amount(amount: bigint | string, asset: distributor.Asset): string;
  /** An account: `Ben (wasm1abcd…wxyz)`. */
  who(account: string): string;
}

/**
 * What came of a job's end or of a leg that was tried again; empty if nothing was told. Any contract can tell events of
 * any name, so those of others than the economy's are passed over.
 */
export function endWords(job: EndedJob, events: readonly AxiomEvent[], own: Addresses, write: Writing): string {
  const told = new Told(job.job, events, own);
  const { reward } = job;
  const words =
    "paid" in reward
      ? moneyWords(job, reward.paid.asset, told, write)
      : pointWords(job, reward.voluntary.points, told, write);
  const failed = told.of("axiom_ledger_leg_failed", own.ledger, ({ attributes }) => attributes.job === told.job);
  for (const { attributes } of failed) words.push(failedWords(attributes.leg as ledger.Leg, attributes.reason));
  return words.join(" ");
}

/** Whether a leg of a job failed in a transaction: its end is not told as good then. */
export function legFailed(job: bigint, events: readonly AxiomEvent[], own: Addresses): boolean {
  const told = new Told(job, events, own);
  return told.of("axiom_ledger_leg_failed", own.ledger, ({ attributes }) => attributes.job === told.job).length > 0;
}

/** Who is paid, with shares, as is shown before somebody signs: a worker may have a payout split. */
export function payeeLines(worker: string | null, payees: readonly ledger.Share[], who: (account: string) => string): string[] {
  if (payees.length === 1 && payees[0]?.account === worker) return [`The worker's whole address is ${worker}.`];
  return payees.map(({ account, bps }) => `${percent(bps)} of it goes to ${who(account)}: ${account}.`);
}

/** Whether a worker alone is paid. */
export function isPaidAlone(worker: string | null, payees: readonly ledger.Share[]): boolean {
  return payees.every(({ account }) => account === worker);
}

/** What time alone makes of a job. Where it promised points no money moves, so none is told of. */
export function silenceWords({ reward, if_nobody_acts: end }: Pick<JobLine, "reward" | "if_nobody_acts">): string | undefined {
  if (!end || "paid" in reward) return end?.text;
  const [why = ""] = end.text.split(": ");
  return `${why}: ${end.worker_bps === 0 ? "no points are given" : `the worker gets ${percent(end.worker_bps)} of the points`}`;
}

/** What a rejection came to: the first lets the worker hand in again, the second makes a dispute. */
export function rejectedWords(job: bigint, events: readonly AxiomEvent[], own: Addresses, worker: string): string {
  const told = new Told(job, events, own);
  const [rejected] = told.of("axiom_ledger_work_rejected", own.ledger, ({ attributes }) => attributes.job === told.job);
  if (rejected?.attributes.state === "disputed") return "Rejected. The arbiter decides now.";
  return `Rejected. ${worker} can hand in once more.`;
}

/** The events of one job in a transaction. */
class Told {
  /** The job as events name it. */
  readonly job: string;

  constructor(
    job: bigint,
    readonly events: readonly AxiomEvent[],
    readonly own: Addresses,
  ) {
    this.job = job.toString();
  }

  /** Events of a name that one contract told; none if the economy has no such contract. */
  of<N extends EventName>(name: N, contract: string | null, holds: (event: EventOf<N>) => boolean): EventOf<N>[] {
    const mine = (event: AxiomEvent): event is EventOf<N> => event.name === name && event.contract === contract;
    return contract === null ? [] : this.events.filter(mine).filter(holds);
  }

  /** Whether a reference of another contract is to this job. */
  means({ kind, id }: { readonly kind: string; readonly id: string }): boolean {
    return kind === "job" && id === this.job;
  }

  /** What the job came to. */
  get settled(): EventOf<"axiom_ledger_job_settled"> | undefined {
    return this.of("axiom_ledger_job_settled", this.own.ledger, ({ attributes }) => attributes.job === this.job)[0];
  }
}

function moneyWords(job: EndedJob, asset: distributor.Asset, told: Told, write: Writing): string[] {
  const { distributor } = told.own;
  const [released] = told.of("axiom_distributor_escrow_released", distributor, ({ attributes }) => told.means(attributes));
  if (!released) return [];
  const rows = told.of("axiom_distributor_escrow_paid", distributor, ({ attributes }) =>
    Boolean(job.payees?.some(({ account }) => account === attributes.payee)),
  );
  const words = rows.map(({ attributes }) => `${write.who(attributes.payee)} was paid ${write.amount(attributes.amount, asset)}.`);
  const paid = told.settled?.attributes.paid ?? "0";
  if (!job.payees && paid !== "0") words.push(`${write.amount(paid, asset)} was paid for the work.`);
  const { refunded } = released.attributes;
  if (refunded !== "0") words.push(`${write.who(job.client)} got ${write.amount(refunded, asset)} back.`);
  return words;
}

function pointWords(job: EndedJob, promised: string, told: Told, write: Writing): string[] {
  const [recorded] = told.of("axiom_tracker_recorded", told.own.tracker, ({ attributes }) => told.means(attributes));
  if (!recorded) return [];
  const { minted, shortfall } = recorded.attributes;
  const to = job.payees?.map(({ account }) => write.who(account)).join(" and ") || (job.worker ? write.who(job.worker) : "The worker");
  const why = shortfall === undefined ? "" : `: ${SHORTFALLS[shortfall] ?? shortfall}`;
  if (minted === "0") return [`${to} got no points${why}.`];
  const less = minted === promised ? "" : ` of ${formatNumber(promised)}`;
  return [`${to} got ${formatNumber(minted)}${less} ${promised === "1" ? "point" : "points"}${why}.`];
}

/** A leg that failed, and the next step. */
function failedWords(leg: ledger.Leg, reason: string): string {
  return `${LEGS[leg] ?? leg}: ${whyOf(reason)}. It stays with the job: under “To try again” it can be done later.`;
}
