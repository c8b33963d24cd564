/** The story of a job and of two votes: after every click, what the chain says and what the page says. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { shortAddress } from "@axiom-os/react";
import { board } from "./board.mjs";
import { Tab } from "./browser.mjs";
import { NodeFaults } from "./node-faults.mjs";
import { Person } from "./wallet.mjs";

/** 10 AXM, and what is left of it after the fee of 5 %. */
const PRICE = 10_000_000n;
const PAID = 9_500_000n;
/** What ben hands in. */
const WORK = "La traduction\n";

/** The steps, in order. Each is told as it passes. */
export async function story({ browser, url, chain, step }) {
  const [alice, ben, founder] = ["alice", "ben", "founder"].map((name) => new Person(name));
  const tabs = {};
  const address = async (person) => (await person.account()).address;
  const shared = { browser, url, chain, tabs, alice, ben, founder, address, step };

  await step("without a wallet the page says so", async () => {
    tabs.alice = await Tab.open(browser, url, alice);
    await tabs.alice.sees("No open jobs");
    await tabs.alice.look("01-start");
  });
  await step("a test account of a development chain needs no wallet, and is still there after a reload", async () => {
    const tab = await Tab.open(browser, url, undefined);
    await tab.press("ben");
    await tab.sees(tab.page.getByRole("button", { name: "Disconnect" }));
    await tab.page.reload();
    await tab.view("Account");
    await tab.page.getByLabel("Your name").fill("Ben without Keplr");
    await tab.press("Register");
    await tab.sign("You are registered as Ben without Keplr.");
    const who = await address(ben);
    assert.equal(chain.ask("q", "state-registry", "participant", "--address", who).profile.name, "Ben without Keplr");
    await tab.press("Disconnect");
    await tab.sees(tab.page.getByRole("button", { name: "Connect Keplr" }));
    await tab.close();
    chain.run("tx", "registry", "leave", "--from", "ben");
  });
  await step("Keplr learns the chain and connects", async () => {
    await tabs.alice.connect();
    assert.deepEqual(alice.asked.slice(0, 4), ["enable", "experimentalSuggestChain", "enable", "getKey"]);
    assert.equal(alice.suggested.rpc, chain.rpc);
    assert.equal(alice.suggested.feeCurrencies[0].coinMinimalDenom, "uaxm");
    tabs.ben = await Tab.open(browser, url, ben);
    await tabs.ben.connect();
    await tabs.alice.look("02-connected");
  });
  await register(shared);
  await post(shared);
  await deliver(shared);
  await claims(shared);
  await votes(shared);
  await payments(shared);
  await board(shared);
  for (const tab of Object.values(tabs)) await tab.close();
}

async function register({ chain, tabs, alice, ben, address, step }) {
  await step("both register", async () => {
    for (const [person, name] of [[alice, "Alice"], [ben, "Ben"]]) {
      const tab = tabs[person.name];
      await tab.view("Account");
      await tab.page.getByLabel("Your name").fill(name);
      if (person === alice) await tab.look("03-account");
      await tab.press("Register");
      if (person === alice) {
        assert.match(await tab.fee(), /0\.00/);
        await tab.look("04-fee");
      }
      await tab.sign(`You are registered as ${name}.`);
      await tab.sees(`Registered as ${name}`);
      const found = chain.ask("q", "state-registry", "participant", "--address", await address(person));
      assert.equal(found.profile.name, name);
      assert.equal(found.live, true);
    }
  });
}

async function post({ chain, tabs, alice, ben, address, step }) {
  await step("alice pays in and posts, in one transaction", async () => {
    const tab = tabs.alice;
    await tab.view("Work");
    await tab.page.getByLabel("What is to be done?").fill("Translate a page");
    await tab.page.getByLabel("Price").fill("10");
    await tab.page.getByLabel("Who may take it?").selectOption("registered");
    const signed = alice.asked.filter((method) => method === "signDirect").length;
    await tab.press("Post the job");
    await tab.sees("Post “Translate a page” for 10 AXM", tab.window);
    await tab.sees("Whoever does it gets 9.5 AXM.", tab.window);
    await tab.sign("“Translate a page” is posted.");
    assert.equal(alice.asked.filter((method) => method === "signDirect").length, signed + 1);
    const job = chain.job(1);
    assert.equal(job.state, "open");
    assert.equal(BigInt(job.posted.reward.paid.amount), PRICE);
    assert.equal(chain.held(await address(alice)), 0n);
    const card = tab.page.getByRole("listitem", { name: "Job 1: Translate a page" });
    await tab.sees("This job is yours: it waits for somebody else to take it.", card);
    await tab.sees(card.getByRole("button", { name: "Take it back" }));
    assert.equal(await card.getByRole("button", { name: "Take this job" }).count(), 0);
    await tab.look("05-board-client");
  });
  await step("ben takes it", async () => {
    const tab = tabs.ben;
    await tab.view("Work");
    await tab.sees(tab.page.getByRole("button", { name: "Take this job" }));
    await tab.look("06-board-worker");
    await tab.press("Take this job");
    await tab.sees("Take the job “Translate a page”", tab.window);
    await tab.sees("It gives 9.5 AXM once the work is approved.", tab.window);
    await tab.sign("The job is yours.");
    const job = chain.job(1);
    assert.equal(job.state, "accepted");
    assert.equal(job.worker, await address(ben));
    await tab.sees("In work");
  });
}

async function deliver({ chain, tabs, ben, address, step }) {
  await step("ben hands in; only the fingerprint of the file leaves the device", async () => {
    const tab = tabs.ben;
    const file = join(chain.folder, "page.txt");
    writeFileSync(file, WORK);
    await tab.press("Hand in the work");
    await tab.page.getByLabel("Link to your work").fill("https://example.org/page.txt");
    await tab.page.getByLabel("The file behind the link").setInputFiles(file);
    await tab.look("07-hand-in");
    await tab.press("Hand in");
    await tab.sign("Handed in. The client reviews it now.");
    const job = chain.job(1);
    assert.equal(job.state, "in_review");
    assert.equal(job.submission.output.sha256, createHash("sha256").update(WORK).digest("hex"));
    await tab.sees("In review");
  });
  await step("alice approves, and ben is paid", async () => {
    const tab = tabs.alice;
    const to = await address(ben);
    const short = shortAddress(to);
    const approve = `Approve and pay 9.5 AXM to Ben (${short})`;
    // The board looks for others' steps now and then, and at once when it is opened.
    await tab.view("Account");
    await tab.view("Work");
    await tab.sees(tab.page.getByRole("button", { name: approve }));
    await tab.look("08-review");
    const who = tab.page.getByRole("button", { name: `Ben ${short}`, exact: true });
    await who.focus();
    await tab.page.keyboard.press("Enter");
    await tab.sees(to, tab.page.getByRole("listitem", { name: /^Job 1/ }));
    await tab.look("08-whole-address");
    await tab.press(approve);
    await tab.sees(`The worker's whole address is ${to}.`, tab.window);
    await tab.fee();
    await tab.look("09-approve");
    await tab.press("Sign and send", tab.window);
    await tab.sees(`Approved. Ben (${short}) was paid 9.5 AXM.`, tab.window);
    await tab.look("10-approved");
    await tab.press("Close", tab.window);
    assert.equal(chain.job(1).state, "settled");
    assert.equal(chain.held(await address(ben)), PAID);
    await tab.sees("No jobs for you right now");
    const focus = await tab.page.evaluate(() => document.activeElement?.tagName);
    assert.notEqual(focus, "DIALOG");
  });
}

async function claims({ chain, tabs, ben, address, step }) {
  await step("ben takes his money out", async () => {
    const tab = tabs.ben;
    await tab.view("Account");
    await tab.press("Withdraw 9.5 AXM");
    await tab.sign("9.5 AXM is in your wallet now.");
    assert.equal(chain.held(await address(ben)), 0n);
    await tab.sees("Nothing yet");
  });
  await step("ben claims what a pool owes him", async () => {
    const to = await address(ben);
    chain.run("tx", "distributor", "create-pool", "--pool.name", "thanks", "--pool.asset.native", "uaxm",
      "--pool.kind.table.period", "1", "--pool.kind.table.shares", `account=${to},shares=1`, "--from", "alice");
    chain.run("tx", "distributor", "fund-pool", "--pool", "1", "--amount", "400000", "--funds", "0.4axm", "--from", "alice");
    await chain.passTime();
    const tab = tabs.ben;
    await tab.sees(tab.page.getByRole("button", { name: "Claim 0.4 AXM" }));
    await tab.look("11-claim");
    await tab.press("Claim 0.4 AXM");
    await tab.sign("You claimed 0.4 AXM.");
    assert.equal(chain.held(to), 400_000n);
    await tab.sees(tab.page.getByRole("button", { name: "Nothing to claim" }));
  });
}

/** The event of a vote that was passed over, as told by some contract. */
function voteSkipped(contract) {
  const told = Object.entries({ _contract_address: contract, proposal_id: "2", index: "0", reason: "forged" });
  return { type: "wasm-axiom_dao_vote_skipped", attributes: told.map(([key, value]) => ({ key, value, index: true })) };
}

async function votes({ browser, url, chain, tabs, alice, founder, address, step }) {
  const propose = (title, text) => chain.run("propose", "text", "--title", title, "--description", text, "--from", "founder");
  const stage = (number) => chain.ask("q", "governance-dao", "stage", "--proposal-id", String(number));
  await step("the founder votes", async () => {
    propose("Publish our prices", "Every job shows its price before it is taken.");
    chain.run("propose", "grant", "--to", "@alice", "--domain", "work", "--points", "100", "--from", "founder");
    tabs.founder = await Tab.open(browser, url, founder);
    const tab = tabs.founder;
    await tab.connect();
    await tab.view("Votes");
    const card = tab.page.getByRole("article", { name: "Proposal 1: Publish our prices" });
    await tab.sees(card.getByRole("button", { name: "Vote yes" }));
    await tab.look("12-votes");
    await tab.press("Vote yes", card);
    await tab.sees("Vote yes on “Publish our prices”", tab.window);
    await tab.sign("You voted yes.");
    assert.equal(stage(1).yes, stage(1).total);
    await tab.sees("You voted yes.", card);
  });
  let line = "";
  await step("the founder signs a vote without paying", async () => {
    const tab = tabs.founder;
    const card = tab.page.getByRole("article", { name: /^Proposal 2/ });
    await card.getByText("Vote without paying a fee").click();
    await card.getByLabel("no", { exact: true }).check();
    await tab.press("Sign my vote", card);
    await tab.sees("Your vote is signed. Nothing was sent yet.", card);
    assert.equal(founder.asked.at(-1), "signArbitrary");
    line = await card.getByLabel("Give this to whoever relays votes").inputValue();
    await tab.look("13-signed-vote");
    assert.equal(stage(2).no, 0);
  });
  await step("alice sends it, and it counts for the founder", async () => {
    const tab = tabs.alice;
    await tab.view("Votes");
    await tab.page.getByLabel("The signed vote").fill(line);
    await tab.press("Check and send");
    await tab.sees("Send a vote on proposal 2", tab.window);
    // Another contract tells an event of the same name in the same transaction: it says nothing about this vote.
    const node = new NodeFaults();
    await node.between(tab.page, chain.rpc);
    node.events = [voteSkipped(await address(alice))];
    await tab.sign("The vote was sent and counted.");
    node.events = [];
    assert.equal(stage(2).no, stage(2).total);
    const vote = chain.ask("q", "governance-dao", "vote", "--proposal-id", "2", "--voter", await address(founder));
    assert.equal(vote.vote.vote, "no");
    const sees = tab.page.getByRole("article", { name: /^Proposal 2/ });
    await tab.sees("100 %", sees);
  });
  await step("the same vote is not counted twice", async () => {
    const tab = tabs.alice;
    await tab.press("Check and send");
    await tab.sees(/not counted|refused it/, tab.window);
    assert.equal(stage(2).no, stage(2).total);
    await tab.page.keyboard.press("Escape");
    await tab.window.waitFor({ state: "detached" });
  });
}

async function payments({ chain, tabs, ben, address, step }) {
  await step("a proposal that pays tells how much, to whom, and its whole message", async () => {
    chain.run("propose", "spend", "--to", "@ben", "--amount", "0.5axm", "--way", "wallet", "--title", "Thank ben", "--from", "founder");
    const tab = tabs.alice;
    const to = await address(ben);
    await tab.view("Work");
    await tab.view("Votes");
    const card = tab.page.getByRole("article", { name: "Proposal 3: Thank ben" });
    const effects = card.getByRole("list", { name: "What it does" });
    await tab.sees(/Send 0.5 AXM to/, effects);
    await tab.sees(effects.getByRole("button", { name: `Ben ${shortAddress(to)}` }));
    await effects.getByText("The whole message").click();
    await tab.sees(new RegExp(`"to_address": "${to}"`), effects);
    await tab.look("14-payment");
  });
}
