/** One list of what ends when. */
import type { Deadline, JobAction, JobLine, MyProposal, MyWork, Registration, Subject } from "./types.js";

/** Everything that ends, soonest first. Jobs that are merely open to the account, or over, are left out. */
export function deadlinesOf(
  account: string,
  registration: Registration | null,
  work: MyWork,
  proposals: readonly MyProposal[],
): Deadline[] {
  const jobs = [work.offered, work.to_submit, work.to_review, work.to_arbitrate, work.waiting].flat();
  const lease: Deadline[] = registration?.live
    ? [
        {
          at: registration.expires,
          height: null,
          mine: registration.renewal_due,
          subject: { registration: { account } },
          text: "the registration ends unless it is renewed",
        },
      ]
    : [];
  const all = [...jobs.flatMap(ofJob), ...proposals.flatMap(ofProposal), ...lease];
  return all.sort((a, b) => order(a.at, b.at) || order(rank(a.subject), rank(b.subject)));
}

/** What an account must do, and how it is told. */
const MUST: ReadonlyArray<readonly [JobAction, string]> = [
  ["decline", "accept or decline"],
  ["submit", "hand in"],
  ["approve", "approve or reject"],
  ["arbitrate", "decide"],
];

function ofJob(line: JobLine): Deadline[] {
  if (line.due === null) return [];
  const { at, height } = line.due;
  const must = MUST.find(([action]) => line.actions.includes(action));
  const text = `${must?.[1] ?? "wait"}; else ${line.if_nobody_acts?.text ?? ""}`;
  return [{ at, height, mine: must !== undefined, subject: { job: { job: line.job } }, text }];
}

function ofProposal(row: MyProposal): Deadline[] {
  if (row.due === null) return [];
  const { at, height } = row.due;
  const subject = { proposal: { proposal: row.proposal } };
  const end = (mine: boolean, text: string): Deadline[] => [{ at, height, mine, subject, text }];
  switch (row.stage) {
    case "voting":
      return row.actions.includes("vote") ? end(true, "vote; then voting ends") : end(false, "voting ends");
    case "queued":
      return end(false, "it can be executed from then on");
    case "ready":
      return end(row.actions.includes("execute"), "execute it; else it runs out");
    default:
      return [];
  }
}

/** Jobs before proposals before registrations, each by number. */
function rank(subject: Subject): bigint {
  if ("job" in subject) return subject.job.job;
  return "proposal" in subject ? (1n << 64n) + subject.proposal.proposal : 1n << 65n;
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
