/** The other ways that a job and a proposal can go: after every click, what the chain says and what the page says. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Economy } from "@axiom-os/client";
import { shortAddress } from "@axiom-os/react";
import { Tab } from "./browser.mjs";
import { inTab, participant, parts, post, register } from "./faults.mjs";
import { Person } from "./wallet.mjs";

/** The windows of a job that nobody takes: the shortest that there are. */
const SHORT = { accept: 60, submit: 86_400, review: 86_400, rework: 86_400, arbitrate: 1_209_600 };

/** The steps, in order. */
export async function board(shared) {
  const how = ["--assignment.open.gate", "anyone", "--windows", JSON.stringify(SHORT)];
  const late = postByCommand(shared, "founder", "Water the plants", ...how);
  await takeBack(shared);
  const job = await fromBalance(shared);
  await handIn(shared, job);
  await rework(shared, job);
  await parts(shared, () => failedLeg(shared, job));
  await retried(shared, job);
  await decline(shared);
  await points(shared);
  await end(shared, late);
  await carryOut(shared);
  await otherAccount(shared);
}

/** Posts a voluntary job by the command and answers its number. */
function postByCommand({ chain }, from, title, ...how) {
  const reward = ["--reward.voluntary.domain", "2", "--reward.voluntary.points", "1"];
  chain.run("tx", "ledger", "post-job", "--title", title, ...how, ...reward, "--from", from);
  return newest(chain);
}

function newest(chain) {
  return chain.ask("q", "execution-ledger", "jobs").jobs.at(-1).job;
}

/** The card of a job, looked up anew: the page itself looks only now and then. */
async function cardOf(tab, number) {
  await tab.view("Account");
  await tab.view("Work");
  const card = tab.page.getByRole("listitem", { name: new RegExp(`^Job ${number}:`) });
  await tab.sees(card);
  return card;
}

async function takeBack({ chain, tabs, alice, address, step }) {
  await step("alice takes a job back, and gets its price back", async () => {
    const tab = tabs.alice;
    await tab.view("Work");
    await post(tab, { title: "Draw a map", price: "3" });
    await tab.sign("“Draw a map” is posted.");
    const job = newest(chain);
    assert.equal(chain.held(await address(alice)), 0n);
    await tab.press("Take it back", await cardOf(tab, job));
    await tab.sees("You get 3 AXM back into your balance.", tab.window);
    await tab.sign("You took it back. You got 3 AXM back.");
    const { state, ended } = chain.job(job);
    assert.deepEqual([state, ended], ["settled", "cancelled"]);
    assert.equal(chain.held(await address(alice)), 3_000_000n);
  });
}

async function fromBalance({ chain, tabs, alice, address, step }) {
  let job;
  await step("alice posts from her balance; her wallet pays the fee alone", async () => {
    const tab = tabs.alice;
    await post(tab, { title: "Draw it again", price: "3", from: "balance" });
    await tab.sees("The price comes from your balance in this economy.", tab.window);
    await tab.sign("“Draw it again” is posted.");
    job = newest(chain);
    const { state, posted } = chain.job(job);
    assert.deepEqual([state, posted.title, posted.reward.paid.amount], ["open", "Draw it again", "3000000"]);
    assert.equal(chain.held(await address(alice)), 0n);
  });
  return job;
}

/** Fills the form that hands in. */
async function fill(tab, card, link, file) {
  await card.getByLabel("Link to your work").fill(link);
  await card.getByLabel("The file behind the link").setInputFiles(file);
}

async function handIn({ chain, tabs, step }, job) {
  const tab = tabs.ben;
  const file = join(chain.folder, "map.txt");
  await step("fault: a file that is gone when it is handed in is told, and the next try goes well", async () => {
    await tab.press("Take this job", await cardOf(tab, job));
    await tab.sign("The job is yours.");
    assert.equal(chain.job(job).state, "accepted");
    const card = await cardOf(tab, job);
    await tab.press("Hand in the work", card);
    writeFileSync(file, "a map\n");
    await fill(tab, card, "javascript:alert(1)", file);
    rmSync(file);
    await tab.press("Hand in", card);
    await tab.sees("The file “map.txt” cannot be read: choose it again.", card.getByRole("alert"));
    assert.equal(chain.job(job).state, "accepted");
    writeFileSync(file, "a map\n");
    await fill(tab, card, "javascript:alert(1)", file);
    await tab.press("Hand in", card);
    await tab.sign("Handed in. The client reviews it now.");
    assert.equal(chain.job(job).submission.output.uri, "javascript:alert(1)");
  });
}

async function rework({ chain, tabs, step }, job) {
  await step("a link that would run in the page is plain text; alice rejects the work", async () => {
    const tab = tabs.alice;
    const card = await cardOf(tab, job);
    await tab.sees("javascript:alert(1)", card);
    assert.equal(await card.getByRole("link").count(), 0);
    await tab.press("Reject", card);
    await card.getByLabel("What should be different?").fill("I cannot open it.");
    await tab.look("15-reject");
    await tab.press("Reject the work", card);
    await tab.sees("I cannot open it.", tab.window);
    await tab.sign(/^Rejected\. Ben \(.+\) can hand in once more\.$/);
    const { state, rejection } = chain.job(job);
    assert.deepEqual([state, rejection], ["rework", "I cannot open it."]);
  });
  await step("ben hands in again, on a page without crypto.subtle, as any is without https", async () => {
    const tab = tabs.ben;
    const card = await cardOf(tab, job);
    await tab.sees("I cannot open it.", card);
    await tab.page.evaluate(() => Object.defineProperty(globalThis.crypto, "subtle", { value: undefined }));
    const file = join(chain.folder, "better.txt");
    writeFileSync(file, "a better map\n");
    await tab.press("Hand in the work", card);
    await fill(tab, card, "https://example.org/better.txt", file);
    await tab.press("Hand in", card);
    await tab.sign("Handed in. The client reviews it now.");
    const { state, submission } = chain.job(job);
    assert.equal(state, "in_review");
    assert.equal(submission.output.sha256, createHash("sha256").update("a better map\n").digest("hex"));
  });
}

async function failedLeg({ chain, tabs, ben, address, step }, job) {
  const tab = tabs.alice;
  const to = await address(ben);
  const before = chain.held(to);
  await step("fault: a payment that fails is not told as one that was made", async () => {
    const card = await cardOf(tab, job);
    await tab.press(`Approve and pay 2.85 AXM to Ben (${shortAddress(to)})`, card);
    await tab.fee();
    await tab.press("Sign and send", tab.window);
    await tab.sees(/^Approved\. The money did not move: /, tab.window);
    assert.equal(await tab.window.locator(".axm-notice-good").count(), 0);
    await tab.press("Close", tab.window);
    assert.equal(chain.job(job).state, "settled");
    assert.equal(chain.held(to), before);
    assert.deepEqual(failedLegs(chain, job), ["money"]);
  });
}

async function retried({ chain, tabs, ben, address, step }, job) {
  const tab = tabs.alice;
  const to = await address(ben);
  const before = chain.held(to);
  await step("alice tries the payment again, and ben is paid", async () => {
    const card = await cardOf(tab, job);
    await tab.sees("The money did not move", card);
    await tab.look("16-try-again");
    await tab.press("Try it again", card);
    await tab.sign(`It went through this time. Ben (${shortAddress(to)}) was paid 2.85 AXM.`);
    assert.equal(chain.held(to), before + 2_850_000n);
    assert.deepEqual(failedLegs(chain, job), []);
    await card.waitFor({ state: "detached" });
  });
}

/** What of a job's end waits to be tried again, as the chain says. */
function failedLegs(chain, job) {
  return chain.ask("q", "execution-ledger", "pending-legs", "--job", String(job)).map(({ leg }) => leg);
}

async function decline(shared) {
  const { chain, tabs, ben, address, step } = shared;
  await step("ben declines what is offered to him", async () => {
    const job = postByCommand(shared, "alice", "Count the chairs", "--assignment.direct.worker", await address(ben));
    const tab = tabs.ben;
    const card = await cardOf(tab, job);
    await tab.sees("up to 1 point", card);
    await tab.press("Decline", card);
    await tab.sign("You declined.");
    const { state, ended } = chain.job(job);
    assert.deepEqual([state, ended], ["settled", "declined"]);
    await card.waitFor({ state: "detached" });
  });
}

async function points(shared) {
  const { chain, tabs, ben, address, step } = shared;
  await step("points are told as they were recorded: alice has no budget of them", async () => {
    const to = await address(ben);
    const name = `Ben (${shortAddress(to)})`;
    const job = postByCommand(shared, "alice", "Count the tables", "--assignment.direct.worker", to);
    chain.run("tx", "ledger", "accept", "--job", String(job), "--from", "ben");
    const output = ["--submission.output.uri", "https://example.org/tables.txt", "--submission.output.sha256", "ab".repeat(32)];
    chain.run("tx", "ledger", "submit", "--job", String(job), ...output, "--from", "ben");
    const tab = tabs.alice;
    await tab.press(`Approve and give up to 1 point to ${name}`, await cardOf(tab, job));
    await tab.sign(`Approved. ${name} got no points: the client has no budget of points.`);
    assert.equal(chain.job(job).state, "settled");
    assert.equal(chain.ask("q", "contribution-tracker", "score", "--domain", "2", "--account", to).score, "0");
  });
}

async function end({ chain, tabs, step }, job) {
  await step("anybody ends a job that nobody took in its time", async () => {
    const tab = tabs.ben;
    if (chain.embedded) chain.run("local", "advance", "10m");
    const card = await cardOf(tab, job);
    const button = card.getByRole("button", { name: "End it" });
    // On a chain whose clock runs: a minute and ten blocks since it was posted.
    await button.waitFor({ state: "visible", timeout: 150_000 });
    await tab.press("End it", card);
    await tab.sees("Nobody takes it: no points are given.", tab.window);
    await tab.sign("The job has ended.");
    const { state, ended } = chain.job(job);
    assert.deepEqual([state, ended], ["settled", "not_accepted"]);
  });
}

async function carryOut({ chain, tabs, step }) {
  // A vote takes days, and an hour at the least: only the embedded chain lets them pass.
  if (!chain.embedded) return;
  await step("a proposal that passed is carried out", async () => {
    const tab = tabs.founder;
    chain.run("local", "advance", "11d");
    await tab.view("Account");
    await tab.view("Votes");
    const card = tab.page.getByRole("article", { name: "Proposal 1: Publish our prices" });
    await tab.sees("Ready to carry out", card);
    await tab.press("Carry it out", card);
    await tab.sign("It was carried out.");
    assert.equal(chain.ask("q", "governance-dao", "stage", "--proposal-id", "1").stage, "executed");
    await tab.sees("Carried out", card);
  });
}

/** What a promise fails with. */
function failure(page, call) {
  return page.evaluate(call).then(
    () => "no failure",
    (error) => error.message,
  );
}

async function otherAccount(shared) {
  await shared.step("fault: the wallet signs neither for another account nor on another chain, and nothing is sent", () =>
    inTab(shared, new Person("erin"), async (tab) => {
      await register(tab, "Erin");
      await tab.fee();
      const erin = (await tab.person.account()).address;
      // Without the event with which wallets tell it.
      tab.person.name = "frank";
      await tab.press("Sign and send", tab.window);
      await tab.window.getByText("Details").click();
      await tab.sees(/Signer mismatched/, tab.window);
      assert.equal(participant(shared, erin), null);
      assert.match(await failure(tab.page, () => globalThis.keplr.enable("other-1")), /There is no chain info for other-1/);
      const sign = () => globalThis.keplr.signArbitrary("other-1", "wasm1x", "text");
      assert.match(await failure(tab.page, sign), /There is no chain info for other-1/);
    }),
  );
}

/** More open jobs than fit a page. It comes last: they would stand on the boards of all others. */
export async function manyJobs({ browser, url, chain, step }) {
  await step("without a wallet the first open jobs are shown, and the others once they are asked for", async () => {
    const before = chain.ask("q", "execution-ledger", "jobs", "--by.state.state", "open").jobs.length;
    await postMany(chain, 31);
    const tab = await Tab.open(browser, url, undefined);
    const jobs = tab.page.getByRole("region", { name: "Open jobs" });
    await tab.sees("30+", jobs);
    assert.equal(await jobs.getByRole("listitem").count(), 30);
    await tab.press("Show more jobs");
    await tab.sees(jobs.getByRole("listitem").nth(30 + before));
    await tab.sees(`${31 + before}`, jobs.getByRole("heading", { level: 3 }));
    assert.equal(await jobs.getByRole("listitem").count(), 31 + before);
    assert.equal(await tab.page.getByRole("button", { name: "Show more jobs" }).count(), 0);
    await tab.close();
  });
}

/** Posts many jobs in one transaction. */
async function postMany(chain, count) {
  const files = chain.pageFiles();
  const { gas_price: gasPrice } = JSON.parse(files["/chain.json"]).profile;
  const economy = await Economy.connect(chain.rpc, JSON.parse(files["/deployment.json"]));
  const as = await economy.signedBy(await new Person("grace").direct(), { gasPrice });
  const reward = { voluntary: { domain: 2, points: "1" } };
  const job = (at) => ({ title: `Paint chair ${at}`, assignment: { open: { gate: { anyone: {} } } }, reward });
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  await as.compose().add(...numbers.map((at) => (m) => m.ledger.postJob(job(at)))).send();
}
