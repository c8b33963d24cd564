/** What goes wrong: wallets, accounts, nodes, transactions, numbers. The page tells each in plain words. */
import assert from "node:assert/strict";
import { Tab } from "./browser.mjs";
import { NodeFaults } from "./node-faults.mjs";
import { Person } from "./wallet.mjs";

/** The faults, each in a tab of its own. */
export async function faults(world) {
  await wallets(world);
  await nodes(world);
  await transactions(world);
  await refusals(world);
  await numbers(world);
  await reload(world);
  await settings(world);
}

/** Opens the page, does something in it, and closes it. */
export async function inTab({ browser, url, chain }, person, run, prepare = () => {}) {
  const node = new NodeFaults();
  const before = async (page) => {
    await prepare(page);
    await node.between(page, chain.rpc);
  };
  const tab = await Tab.open(browser, url, person, { before });
  await run(tab, node);
  await tab.close();
}

async function wallets(world) {
  const { step } = world;
  const refused = (name, mood, words, look) =>
    step(`fault: ${name}`, () => {
      const person = new Person("carol");
      Object.assign(person, mood);
      return inTab(world, person, async (tab) => {
        await tab.press("Connect Keplr");
        await tab.sees(words, tab.page.getByRole("alert"));
        assert.equal(await tab.page.getByRole("button", { name: "Disconnect" }).count(), 0);
        if (look) await tab.look(look);
      });
    });
  await step("fault: no wallet", () =>
    inTab(world, undefined, async (tab) => {
      await tab.press("Connect Keplr");
      await tab.sees("No wallet was found in this browser.", tab.page.getByRole("alert"));
      await tab.sees("Install Keplr, then load this page again.");
      await tab.look("20-no-wallet");
    }),
  );
  await refused("the wallet is locked", { mood: "locked" }, "Your wallet is locked.", "21-locked");
  await refused("the wallet does not want the chain", { mood: "rejects_chain" }, "You rejected it in your wallet. Nothing was sent.");
  await refused("the wallet is on another chain", { prefix: "cosmos", knowsChain: true }, "Your wallet is on another chain.");
  await step("fault: the wallet rejects a transaction; the next try goes well", () =>
    inTab(world, new Person("dave"), async (tab) => {
      await register(tab, "Dave");
      tab.person.mood = "rejects";
      await tab.fee();
      await tab.press("Sign and send", tab.window);
      await tab.sees("You rejected it in your wallet. Nothing was sent.", tab.window);
      await tab.look("22-rejected");
      const who = (await tab.person.account()).address;
      assert.equal(participant(world, who), null);
      tab.person.mood = "open";
      await tab.press("Try again", tab.window);
      await tab.sign("You are registered as Dave.");
      assert.equal(participant(world, who).profile.name, "Dave");
    }),
  );
  await step("another account is taken in the wallet", () =>
    inTab(world, new Person("erin"), async (tab) => {
      await tab.connect();
      await tab.sees("erin", tab.page.getByRole("banner"));
      tab.person.name = "frank";
      await tab.page.evaluate(() => globalThis.dispatchEvent(new Event("keplr_keystorechange")));
      await tab.sees("frank", tab.page.getByRole("banner"));
      assert.equal(await tab.page.getByText("erin").count(), 0);
    }),
  );
  await step("fault: an account without coins", () =>
    inTab(world, new Person("nobody-gave-me-coins"), async (tab) => {
      await register(tab, "Poor");
      await tab.sees("This account has no coins yet.", tab.window);
      await tab.sees(/to pay fees.*Nothing was sent/, tab.window);
      await tab.look("23-no-coins");
      assert.equal(participant(world, (await tab.person.account()).address), null);
    }),
  );
}

async function nodes(world) {
  const { step } = world;
  const told = (name, state, words, look) =>
    step(`fault: the node is ${name}`, () =>
      inTab(world, new Person("erin"), async (tab, node) => {
        node.state = state;
        await tab.page.reload();
        await tab.sees(words, tab.page.getByRole("alert"));
        if (look) await tab.look(look);
        node.state = "none";
        await tab.press("Try again", tab.page.getByRole("alert"));
        await tab.page.getByText(words).waitFor({ state: "detached" });
        await tab.sees(tab.page.getByRole("heading", { level: 1, name: "Work" }));
      }),
    );
  await told("down", "down", "The node cannot be reached.", "24-node-down");
  await told("slow", "slow", "The node is slow.");
  await told("behind", "behind", "The node is behind its chain.", "25-node-behind");
  await step("fault: the node goes down while a fee is worked out", () =>
    inTab(world, new Person("erin"), async (tab, node) => {
      await register(tab, "Erin", () => {
        node.state = "down";
      });
      await tab.sees("The node cannot be reached.", tab.window);
      node.state = "none";
      await tab.press("Try again", tab.window);
      await tab.fee();
    }),
  );
}

async function transactions(world) {
  const { step } = world;
  await step("fault: a transaction runs out of gas", () =>
    inTab(world, new Person("frank"), async (tab, node) => {
      node.gas = 60_000;
      await register(tab, "Frank");
      await tab.fee();
      await tab.press("Sign and send", tab.window);
      await tab.sees("The transaction ran out of gas.", tab.window);
      await tab.sees("Its fee was spent, and nothing else changed.", tab.window);
      await tab.sees(/--gas/, tab.window);
      assert.equal(participant(world, (await tab.person.account()).address), null);
    }),
  );
  await step("fault: a balance is too small", () =>
    inTab(world, new Person("alice"), async (tab) => {
      await tab.connect();
      await post(tab, { title: "Out of my balance", price: "5", from: "balance" });
      await tab.sees("Your balance in this economy is too small for this.", tab.window);
      await tab.window.getByText("Details").click();
      await tab.sees(/value-distributor: InsufficientBalance/, tab.window);
      await tab.look("26-balance");
    }),
  );
}

async function refusals(world) {
  const { step, chain } = world;
  await step("fault: a contract refuses what was signed, with its error and the hint of the command", () =>
    inTab(world, new Person("alice"), async (tab) => {
      await tab.connect();
      await post(tab, { title: "Too late", price: "5" });
      await tab.fee();
      const before = chain.ask("q", "execution-ledger", "jobs").jobs.length;
      chain.run("tx", "dao", "guardian-pause", "--target", "ledger", "--seconds", "600", "--from", "founder");
      await tab.press("Sign and send", tab.window);
      await tab.sees(/^The economy refused it: entries are paused/, tab.window);
      await tab.sees("Its fee was spent, and nothing else changed.", tab.window);
      const hint = hintOf(() => chain.run("tx", "ledger", "post-job", "--title", "x", "--assignment.open.gate", "anyone",
        "--reward.voluntary.domain", "2", "--reward.voluntary.points", "1", "--from", "alice"));
      await tab.sees(`Hint: ${hint}.`, tab.window);
      await tab.window.getByText("Details").click();
      await tab.sees(/^Paused – /, tab.window);
      await tab.look("26-contract-error");
      assert.equal(chain.ask("q", "execution-ledger", "jobs").jobs.length, before);
      chain.run("tx", "dao", "guardian-release", "--what", "pause", "--from", "founder");
    }),
  );
  await step("fault: somebody else is faster", () =>
    inTab(world, new Person("grace"), async (tab) => {
      chain.run("tx", "ledger", "post-job", "--title", "For the fast", "--assignment.open.gate", "anyone",
        "--reward.voluntary.domain", "2", "--reward.voluntary.points", "1", "--from", "alice");
      await tab.connect();
      const card = tab.page.getByRole("listitem", { name: /For the fast/ });
      await tab.press("Take this job", card);
      await tab.fee();
      const number = chain.ask("q", "execution-ledger", "jobs").jobs.at(-1).job;
      chain.run("tx", "ledger", "accept", "--job", String(number), "--from", "ben");
      await tab.press("Sign and send", tab.window);
      await tab.sees(/^The economy refused it: /, tab.window);
      await tab.window.getByText("Details").click();
      await tab.sees(/execution-ledger: \w+/, tab.window);
      await tab.press("Close", tab.window);
      await card.waitFor({ state: "detached" });
    }),
  );
}

async function numbers(world) {
  const { step, chain } = world;
  await step("numbers beyond 2^53 are shown and taken exactly", () =>
    inTab(world, new Person("alice"), async (tab) => {
      chain.run("tx", "ledger", "post-job", "--title", "Count the stars", "--assignment.open.gate", "anyone",
        "--reward.voluntary.domain", "2", "--reward.voluntary.points", "9007199254740993", "--from", "ben");
      await tab.connect();
      await tab.sees("9,007,199,254,740,993 points");
      await tab.look("27-big-number");
      await post(tab, { title: "A fortune", price: "9007199254.740993" });
      await tab.sees("Post “A fortune” for 9,007,199,254.740993 AXM", tab.window);
      await tab.sees("You do not have enough coins for this.", tab.window);
      await tab.press("Close", tab.window);
      await post(tab, { title: "Half a cent", price: "0.0000001" });
      await tab.sees("At most 6 decimals, such as 12.5", tab.page.getByRole("alert"));
    }),
  );
  await step("a wallet that signs Amino only works", () =>
    inTab(world, Object.assign(new Person("heidi"), { hardware: true }), async (tab) => {
      await register(tab, "Heidi");
      await tab.sign("You are registered as Heidi.");
      assert.equal(tab.person.asked.at(-1), "signAmino");
      assert.equal(participant(world, (await tab.person.account()).address).profile.name, "Heidi");
    }),
  );
}

async function reload(world) {
  await world.step("a page reloaded while a transaction is under way finds its outcome", () =>
    inTab(world, new Person("ivan"), async (tab, node) => {
      await register(tab, "Ivan");
      await tab.fee();
      node.hidesTxs = true;
      await tab.press("Sign and send", tab.window);
      await tab.sees("Sent. Waiting for the next block", tab.window);
      await tab.look("28-sent");
      await tab.page.reload();
      await tab.sees("A transaction of your last visit is still under way.");
      await tab.press("Dismiss");
      await tab.page.getByText("is still under way").waitFor({ state: "detached" });
      node.hidesTxs = false;
      await tab.sees("A transaction of your last visit went through.");
      await tab.sees("Registered as Ivan");
      await tab.look("29-found-again");
      assert.equal(participant(world, (await tab.person.account()).address).profile.name, "Ivan");
      await tab.press("Dismiss");
      await tab.page.getByText("A transaction of your last visit went through.").waitFor({ state: "detached" });
    }),
  );
}

/** Serves another text for a file of the page, made of the one that is there. */
function served(file, change) {
  return (page) =>
    page.route(`**/${file}`, async (route) => {
      const found = await (await route.fetch()).json();
      await route.fulfill({ json: change(found) });
    });
}

async function settings(world) {
  const { step } = world;
  const told = (name, file, change, look, ...words) =>
    step(`fault: ${name}`, () =>
      inTab(
        world,
        undefined,
        async (tab) => {
          await tab.sees(tab.page.getByRole("heading", { level: 1, name: "Not connected" }));
          for (const word of words) await tab.sees(word, tab.page.getByRole("alert"));
          // Nothing is offered by facts of another chain, and no test account.
          assert.deepEqual(await tab.page.getByRole("button").allTextContents(), ["Try again"]);
          if (look) await tab.look(look);
        },
        served(file, change),
      ),
    );
  const stale = (shown) => ({ ...shown, profile: { ...shown.profile, chain_id: "axiom-local-0" } });
  await told("chain.json is that of another chain", "chain.json", stale, "30-stale", "The node belongs to another chain.");
  const bare = ({ profile: { denoms: _, ...rest } }) => ({ profile: rest });
  const missing = "/chain.json: profile: denoms is missing: expected a list";
  await told("chain.json is incomplete", "chain.json", bare, undefined, missing, "Hint: docs/integrate.md tells how these files are made.");
  await told("deployment.json is none", "deployment.json", () => null, undefined, "/deployment.json is null: expected an object");
}

/**
 * A claim and a withdrawal of which a part fails: the page tells what came and what did not. A guardian freezes once in
 * a month, so what else fails by it is played meanwhile.
 */
export async function parts(world, meanwhile) {
  const { step, chain } = world;
  const person = new Person("frank");
  await step("fault: of two pools that are claimed, one is frozen before the claim is sent", async () => {
    const to = (await person.account()).address;
    chain.run("faucet", "--to", (await new Person("alice").account()).address);
    const first = chain.ask("q", "value-distributor", "pools").pools.length + 1;
    for (const [at, name, denom, sum] of [[first, "axioms", "uaxm", "0.4axm"], [first + 1, "dollars", "uusd", "0.2usd"]]) {
      chain.run("tx", "distributor", "create-pool", "--pool.name", name, "--pool.asset.native", denom,
        "--pool.kind.table.period", "1", "--pool.kind.table.shares", `account=${to},shares=1`, "--from", "alice");
      const amount = sum.startsWith("0.4") ? "400000" : "200000";
      chain.run("tx", "distributor", "fund-pool", "--pool", String(at), "--amount", amount, "--funds", sum, "--from", "alice");
    }
    chain.run("tx", "distributor", "deposit", "--on-behalf-of", to, "--funds", "0.3axm", "--from", "alice");
    await chain.passTime();
    await inTab(world, person, async (tab) => {
      await tab.connect();
      await tab.view("Account");
      await tab.press("Claim 0.4 AXM and 0.2 USD");
      await tab.fee();
      chain.run("tx", "dao", "guardian-freeze", "--target.asset.native", "uaxm", "--seconds", "3600", "--from", "founder");
      await tab.press("Sign and send", tab.window);
      await tab.sees(/^You claimed 0\.2 USD\. Pool “axioms” could not be claimed now, and keeps what it owes you: uaxm is frozen/, tab.window);
      await tab.look("31-part-of-a-claim");
      assert.equal(chain.held(to), 300_000n);
      assert.equal(chain.held(to, "uusd"), 200_000n);
      await tab.press("Close", tab.window);
      await tab.sees("1 more frozen for now.");
    });
  });
  await step("fault: of two assets that are withdrawn, one is frozen", () =>
    inTab(world, person, async (tab) => {
      const to = (await person.account()).address;
      await tab.connect();
      await tab.view("Account");
      await tab.press("Withdraw 0.3 AXM and 0.2 USD");
      await tab.sign(/^0\.2 USD is in your wallet now\. 0\.3 AXM stayed in your balance: uaxm is frozen/);
      assert.equal(chain.held(to, "uusd"), 0n);
      assert.equal(chain.held(to), 300_000n);
    }),
  );
  await meanwhile();
  await step("what was frozen is withdrawn later, and can be claimed", () =>
    inTab(world, person, async (tab) => {
      const to = (await person.account()).address;
      chain.run("tx", "dao", "guardian-release", "--what", "freeze", "--from", "founder");
      await tab.connect();
      await tab.view("Account");
      await tab.press("Withdraw 0.3 AXM");
      await tab.sign("0.3 AXM is in your wallet now.");
      assert.equal(chain.held(to), 0n);
      await tab.sees(tab.page.getByRole("button", { name: "Claim 0.4 AXM" }));
    }),
  );
}

/** Connects and asks to be registered. */
export async function register(tab, name, before = () => {}) {
  if (!tab.connected) await tab.connect();
  await tab.view("Account");
  await tab.page.getByLabel("Your name").fill(name);
  before();
  await tab.press("Register");
}

/** Fills the form that posts a job. */
export async function post(tab, { title, price, from = "wallet" }) {
  await tab.page.getByLabel("What is to be done?").fill(title);
  await tab.page.getByLabel("Price").fill(price);
  await tab.page.getByLabel("Pay from").selectOption(from);
  await tab.press("Post the job");
}

/** An entry of the registry. */
export function participant({ chain }, address) {
  return chain.ask("q", "state-registry", "participant", "--address", address);
}

/** The hint with which the command refuses. */
function hintOf(run) {
  try {
    run();
  } catch (error) {
    return /hint: (.*)/.exec(String(error.stderr))?.[1];
  }
  throw new Error("the command did not refuse");
}
