import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAmount } from "../dist/index.js";
import { endWords, isPaidAlone, legFailed, payeeLines, rejectedWords, silenceWords } from "../dist/job-ends.js";
import { openJobs } from "../dist/open-jobs.js";
import { dueWords } from "../dist/parts.js";

const own = { dao: "dao", registry: "registry", ledger: "ledger", tracker: "tracker", distributor: "distributor" };
const names = { ann: "Ann", ben: "Ben", cleo: "Cleo" };
const who = (account) => names[account] ?? account;
const amount = (base, asset) => formatAmount(base, asset, [{ base: "uaxm", display: "axm", exponent: 6 }]);
const paid = { paid: { amount: "10000000", asset: { native: "uaxm" } } };
const points = (count) => ({ voluntary: { domain: 2, points: count } });
const job = { job: 7n, reward: paid, client: "ann", worker: "ben", payees: [{ account: "ben", bps: 10_000 }] };

/** Words of an end; events are [name, contract, attributes]. */
function words(ended, ...events) {
  return endWords(ended, typed(events), own, { amount, who });
}
const typed = (events) => events.map(([name, contract, attributes]) => ({ name: `axiom_${name}`, contract, attributes }));
const released = (refunded, id = "7") => ["distributor_escrow_released", "distributor", { kind: "job", id, paid: "10000000", refunded }];
const payee = (account, base, contract = "distributor") => ["distributor_escrow_paid", contract, { payee: account, asset: "uaxm", amount: base }];
const failed = (leg, contract = "ledger", number = "7") => ["ledger_leg_failed", contract, { job: number, leg, peer: "p", reason: "asset is frozen" }];
const recorded = (minted, shortfall) => ["tracker_recorded", "tracker", { kind: "job", id: "7", measure: "5", minted, shortfall }];

test("whoever was credited is told to be paid, not the worker who routes it away", () => {
  const split = { ...job, payees: [{ account: "cleo", bps: 8_000 }, { account: "ann", bps: 2_000 }] };
  const told = words(split, released("0"), payee("cleo", "7600000"), payee("ann", "1900000"), payee("dao", "500000"));
  assert.equal(told, "Cleo was paid 7.6 AXM. Ann was paid 1.9 AXM.");
});

test("a payment that failed is not told as one, and says where it can be tried again", () => {
  const told = words(job, failed("money"));
  assert.equal(told, "The money did not move: asset is frozen. It stays with the job: under “To try again” it can be done later.");
});

test("why a leg failed is told with a time that people can read, without what was cut off", () => {
  const frozen = ["ledger_leg_failed", "ledger", { job: "7", leg: "money", peer: "p", reason: "uaxm is frozen until unix second 1795324570: expected a thaw" }];
  assert.match(words(job, frozen), /^The money did not move: uaxm is frozen until Nov \d+, 2026, [^:]+:\d\d [AP]M\. It stays with the job/);
});

test("an end of which a leg failed is not told as good", () => {
  assert.equal(legFailed(7n, typed([failed("money")]), own), true);
  assert.equal(legFailed(7n, typed([released("0"), failed("money", "evil"), failed("money", "ledger", "8")]), own), false);
});

test("points are told as they were recorded, not as they were promised", () => {
  const voluntary = { ...job, reward: points("5") };
  assert.equal(words(voluntary, recorded("5")), "Ben got 5 points.");
  assert.equal(words(voluntary, recorded("3", "budget")), "Ben got 3 of 5 points: the client's budget of points is used up.");
  assert.equal(words(voluntary, recorded("0", "no_budget")), "Ben got no points: the client has no budget of points.");
  assert.match(words(voluntary, failed("score")), /^The points were not recorded: asset is frozen\. /);
});

test("what other contracts tell, or of other jobs, is passed over", () => {
  const forged = [payee("ben", "99000000", "evil"), failed("money", "evil"), failed("money", "ledger", "8"), released("10000000", "8")];
  assert.equal(words(job, released("0"), payee("ben", "9500000"), ...forged), "Ben was paid 9.5 AXM.");
  assert.equal(words(job, ...forged), "");
  assert.equal(endWords(job, [], { ...own, distributor: null }, { amount, who }), "");
});

test("an end without known payees tells sums, and what went back", () => {
  const { payees: _, ...line } = job;
  const settled = (sum) => ["ledger_job_settled", "ledger", { job: "7", paid: sum, fee: "0", refunded: "0" }];
  assert.equal(words(line, settled("0"), released("10000000")), "Ann got 10 AXM back.");
  assert.equal(words(line, settled("4750000"), released("5000000")), "4.75 AXM was paid for the work. Ann got 5 AXM back.");
  assert.equal(words({ ...line, reward: points("5") }, settled("0")), "");
});

test("payees are shown with their shares before somebody signs", () => {
  assert.deepEqual(payeeLines("ben", job.payees, who), ["The worker's whole address is ben."]);
  assert.ok(isPaidAlone("ben", job.payees));
  const split = [{ account: "cleo", bps: 6_667 }, { account: "ben", bps: 3_333 }];
  assert.deepEqual(payeeLines("ben", split, who), ["66.67 % of it goes to Cleo: cleo.", "33.33 % of it goes to Ben: ben."]);
  assert.ok(!isPaidAlone("ben", split));
});

test("a second rejection is told as a dispute", () => {
  const rejected = (state) => [{ name: "axiom_ledger_work_rejected", contract: "ledger", attributes: { job: "7", by: "ann", state } }];
  assert.equal(rejectedWords(7n, rejected("rework"), own, "Ben"), "Rejected. Ben can hand in once more.");
  assert.equal(rejectedWords(7n, rejected("disputed"), own, "Ben"), "Rejected. The arbiter decides now.");
});

test("a state whose time has come waits for its blocks, and is not said to have ended", () => {
  const due = { at: 100n, height: 9n, passed: false, waits_for_blocks: false };
  assert.equal(dueWords(due, 40n), "Ends in 1 minute.");
  assert.equal(dueWords({ ...due, waits_for_blocks: true }, 105n), "Its time is over as soon as the chain has made some more blocks.");
  assert.equal(dueWords({ ...due, passed: true }, 105n), "Its time is over.");
});

test("open jobs beyond the first page are told, and read once they are asked for", async () => {
  const all = Array.from({ length: 70 }, (_, at) => ({ job: BigInt(at + 1) }));
  const jobs = async ({ start_after: after, limit }) => {
    const rows = all.filter(({ job }) => job > (after ?? 0n)).slice(0, limit);
    return { jobs: rows, next: rows.at(-1).job === 70n ? null : rows.at(-1).job };
  };
  const seen = async (pages) => {
    const found = await openJobs({ ledger: { jobs } }, pages);
    return [found.jobs.length, found.more];
  };
  assert.deepEqual(await seen(1), [30, true]);
  assert.deepEqual(await seen(2), [60, true]);
  assert.deepEqual(await seen(3), [70, false]);
});

test("time moves no money where points were promised", () => {
  const line = (reward, worker_bps, text) => ({ reward, if_nobody_acts: { worker_bps, text } });
  const refund = "nobody takes it: the client is refunded";
  assert.equal(silenceWords(line(paid, 0, refund)), refund);
  assert.equal(silenceWords(line(points("5"), 0, refund)), "nobody takes it: no points are given");
  const silent = "the arbiter is silent: the worker gets 50 % of the price";
  assert.equal(silenceWords(line(points("5"), 5_000, silent)), "the arbiter is silent: the worker gets 50 % of the points");
  assert.equal(silenceWords({ reward: paid, if_nobody_acts: null }), undefined);
});
