/** Jobs that concern an account. */
import type { Moment } from "../chain.js";
import type { JobResponse, JobState, LegId, PendingLeg } from "../generated/ledger.js";
import { type Asked, dueAt, listed, MAX_PAGE } from "./ask.js";
import { Facts } from "./rule.js";
import type { Due, JobAction, JobLine, Listing, MyWork, Outcome, Role } from "./types.js";
import { JOB_ACTIONS } from "./types.js";

/** The whole, in basis points. */
const BPS = 10_000;

/** States that wait for somebody. */
const WAITING: readonly JobState[] = ["open", "accepted", "in_review", "rework", "disputed"];

/** How the ledger stands when its jobs are looked at. */
interface View {
  readonly account: string;
  readonly moment: Moment;
  readonly paused: boolean;
  readonly silenceBps: number;
  readonly facts: Facts;
}

/** Who may do something to a job: one account, whoever meets its gate, anybody. */
interface Move {
  readonly who: { readonly account: string } | "gate" | "anyone";
  readonly action: JobAction;
}

/** Jobs by what the account can do. Without a ledger there are none. */
export async function workOf(asked: Asked, moment: Moment): Promise<MyWork> {
  const { economy, account, pages } = asked;
  const work: MyWork = {
    offered: [],
    open: [],
    to_submit: [],
    to_review: [],
    to_arbitrate: [],
    waiting: [],
    to_expire: [],
    to_retry: [],
    paused: false,
    more: false,
  };
  if (!economy.has("ledger")) return work;
  const { ledger } = economy;
  const [{ paused }, settings] = await Promise.all([ledger.pause(), ledger.settings()]);
  const facts = new Facts(economy, account, moment.now);
  const view: View = { account, moment, paused, silenceBps: settings.arbiter_silence_bps, facts };
  work.paused = paused;
  for (const jobs of await Promise.all(WAITING.map((state) => jobsIn(asked, state)))) {
    work.more ||= jobs.more;
    for (const line of await Promise.all(jobs.rows.map((job) => lineOf(job, view)))) listFor(work, line)?.push(line);
  }
  const lists = [work.offered, work.open, work.to_submit, work.to_review, work.to_arbitrate, work.waiting, work.to_expire];
  for (const list of lists) list.sort((a, b) => (a.job < b.job ? -1 : 1));
  const legs = await listed(pages, async (start_after: LegId | null) => {
    const { legs, next } = await ledger.allPendingLegs({ start_after, limit: MAX_PAGE });
    return { rows: legs, next };
  });
  work.more ||= legs.more;
  const retry = async (leg: PendingLeg) => ({ leg, roles: rolesIn(await ledger.job({ job: leg.job }), account) });
  work.to_retry = await Promise.all(legs.rows.map(retry));
  return work;
}

function jobsIn({ economy, pages }: Asked, state: JobState): Promise<Listing<JobResponse>> {
  return listed(pages, async (start_after: bigint | null) => {
    const { jobs, next } = await economy.ledger.jobs({ by: { state: { state } }, start_after, limit: MAX_PAGE });
    return { rows: jobs, next };
  });
}

async function lineOf(job: JobResponse, view: View): Promise<JobLine> {
  const { account, moment, paused } = view;
  const due = job.deadline === null ? null : dueAt(job.deadline, job.deadline_height, moment);
  const roles = rolesIn(job, account);
  const { assignment } = job.posted;
  const waits = due === null || !due.passed;
  const gateOpen =
    "open" in assignment &&
    job.state === "open" &&
    waits &&
    !paused &&
    (await view.facts.meets(assignment.open.gate, job.peers.registry, job.peers.tracker));
  return {
    job: job.job,
    title: job.posted.title,
    state: job.state,
    reward: job.posted.reward,
    client: job.client,
    worker: job.worker,
    roles,
    actions: actionsOf(movesIn(job, due, paused), account, roles, gateOpen),
    due,
    if_nobody_acts: ifNobodyActs(job, view.silenceBps),
    offer: job.offer,
  };
}

/** The first list that fits; none for a stranger's job. */
function listFor(work: MyWork, line: JobLine): JobLine[] | undefined {
  const can = (action: JobAction) => line.actions.includes(action);
  if (can("expire")) return work.to_expire;
  if (can("decline")) return work.offered;
  if (can("accept") && line.roles.length === 0) return work.open;
  if (can("submit")) return work.to_submit;
  if (can("approve")) return work.to_review;
  if (can("arbitrate")) return work.to_arbitrate;
  return line.roles.length > 0 ? work.waiting : undefined;
}

/** The parts that an account plays in a job. */
function rolesIn(job: JobResponse, account: string): Role[] {
  const { assignment, reviewer } = job.posted;
  const offered = "direct" in assignment && job.worker === null ? assignment.direct.worker : null;
  const parts: Array<[string | null | undefined, Role]> = [
    [job.client, "client"],
    [offered, "offered_to"],
    [job.worker, "worker"],
    [reviewer, "reviewer"],
    [job.arbiter, "arbiter"],
  ];
  return parts.filter(([who]) => who === account).map(([, role]) => role);
}

/** Everything that can be done to a running job now. */
function movesIn(job: JobResponse, due: Due | null, paused: boolean): Move[] {
  if (job.state === "settled") return [];
  if (due?.passed) return [{ who: "anyone", action: "expire" }];
  const by = (account: string | null | undefined, ...actions: JobAction[]): Move[] =>
    account ? actions.map((action) => ({ who: { account }, action })) : [];
  const { assignment, reviewer } = job.posted;
  switch (job.state) {
    case "open": {
      const gate: Move[] = paused ? [] : [{ who: "gate", action: "accept" }];
      const take =
        "direct" in assignment
          ? by(assignment.direct.worker, ...(paused ? [] : ["accept" as const]), "decline")
          : gate;
      return [...take, ...by(job.client, "cancel")];
    }
    case "accepted":
    case "rework":
      return [...by(job.worker, "submit"), ...agreement(job, by)];
    case "in_review":
      return [...by(job.client, "approve", "reject"), ...by(reviewer, "approve", "reject"), ...agreement(job, by)];
    case "disputed":
      return [...by(job.arbiter, "arbitrate"), ...agreement(job, by)];
  }
}

/** Client and worker can offer each other an end; the other side can answer. */
function agreement(
  { client, worker, offer }: JobResponse,
  by: (account: string | null, ...actions: JobAction[]) => Move[],
): Move[] {
  return [client, worker].flatMap((side) => {
    const answers = offer !== null && offer.by !== side;
    return by(side, "agree", ...(answers ? ["answer_offer" as const] : []));
  });
}

function actionsOf(moves: readonly Move[], account: string, roles: readonly Role[], gateOpen: boolean): JobAction[] {
  const judge = roles.some((role) => role === "reviewer" || role === "arbiter");
  const may = ({ who }: Move) => {
    if (who === "anyone") return true;
    return who === "gate" ? gateOpen && !judge : who.account === account;
  };
  const found = new Set(moves.filter(may).map(({ action }) => action));
  return JOB_ACTIONS.filter((action) => found.has(action));
}

/** What happens at the deadline if nobody acts; null once the job is settled. */
function ifNobodyActs(job: JobResponse, silenceBps: number): Outcome | null {
  const end = (reason: Outcome["reason"], worker_bps: number, text: string, assumed = false): Outcome => ({
    reason,
    worker_bps,
    assumed,
    text,
  });
  switch (job.state) {
    case "open":
      return end("not_accepted", 0, "nobody takes it: the client is refunded");
    case "accepted":
      return end("not_submitted", 0, "nothing is handed in: the client is refunded");
    case "rework":
      return end("not_reworked", 0, "not handed in again: the client is refunded");
    case "in_review":
      return job.posted.on_silence === "refund_client"
        ? end("reviewer_absent", 0, "nobody reviews it: the client is refunded in full, as the job says")
        : end("reviewer_absent", BPS, "nobody reviews it: silence approves, and the worker is paid in full");
    case "disputed": {
      const named = job.posted.arbiter_silence_bps ?? null;
      const bps = named ?? silenceBps;
      const text = `the arbiter is silent: the worker gets ${percent(bps)} of the price`;
      return end("arbiter_absent", bps, text, named === null);
    }
    case "settled":
      return null;
  }
}

/** Basis points in words: `33.33 %`. */
export function percent(bps: number): string {
  const rest = bps % 100;
  const whole = Math.floor(bps / 100);
  return rest === 0 ? `${whole} %` : `${whole}.${String(rest).padStart(2, "0")} %`;
}
