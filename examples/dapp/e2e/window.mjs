/** The window of a transaction and the choice of a wallet, when things happen at the wrong moment. */
import assert from "node:assert/strict";
import { inTab, participant, post, register } from "./faults.mjs";
import { Person } from "./wallet.mjs";

/** The steps, each in a tab of its own. */
export async function windows(world) {
  await asked(world);
  await sent(world);
  await otherAccount(world);
  await slowWallet(world);
  await failedReconnect(world);
  await blockedStore(world);
  await unknownFee(world);
  await skipLink(world);
  await treasury(world);
}

/** What Keplr tells a page whose account was changed, or was touched at all. */
function touch(tab) {
  return tab.page.evaluate(() => globalThis.dispatchEvent(new Event("keplr_keystorechange")));
}

/** Waits until a condition holds outside of the page. */
async function until(tab, holds, what) {
  for (let tries = 0; tries < 100; tries++) {
    if (holds()) return;
    await tab.page.waitForTimeout(50);
  }
  throw new Error(`waited for: ${what}`);
}

/** A wallet that answers only once it is let go. */
function hold(person, method) {
  let free;
  person.holds = { method, until: new Promise((done) => (free = done)) };
  return () => {
    person.holds = undefined;
    free();
  };
}

const count = (person, method) => person.asked.filter((one) => one === method).length;

/** Touches the wallet and waits until the page has connected anew. */
async function reconnect(tab) {
  const before = count(tab.person, "getAccounts");
  await touch(tab);
  await until(tab, () => count(tab.person, "getAccounts") > before, "the page asks for the accounts again");
  await tab.page.waitForTimeout(700);
}

async function offersNothing(tab) {
  await tab.sees(tab.window);
  assert.equal(await tab.window.getByRole("button", { name: "Sign and send" }).count(), 0);
}

async function asked(world) {
  await world.step("a wallet touched while it is asked does not offer to sign once more", () =>
    inTab(world, new Person("judy"), async (tab) => {
      await register(tab, "Judy");
      await tab.fee();
      await reconnect(tab);
      await tab.fee();
      const free = hold(tab.person, "signDirect");
      await tab.press("Sign and send", tab.window);
      await tab.sees("Confirm it in your wallet", tab.window);
      await reconnect(tab);
      await tab.sees("Confirm it in your wallet", tab.window);
      await offersNothing(tab);
      free();
      await tab.sees("You are registered as Judy.", tab.window);
      await reconnect(tab);
      await tab.sees("You are registered as Judy.", tab.window);
      await offersNothing(tab);
      assert.equal(count(tab.person, "signDirect"), 1);
      // The window is done: Escape closes it, and the button of the page works once more.
      await tab.page.keyboard.press("Escape");
      await tab.window.waitFor({ state: "detached" });
    }),
  );
}

async function sent(world) {
  await world.step("neither Escape nor a touched wallet hides a transaction that was sent", () =>
    inTab(world, new Person("karl"), async (tab, node) => {
      await register(tab, "Karl");
      await tab.fee();
      await tab.page.keyboard.press("Escape");
      await tab.window.waitFor({ state: "detached" });
      await tab.press("Register");
      await tab.fee();
      node.hidesTxs = true;
      await tab.press("Sign and send", tab.window);
      await tab.sees("Sent. Waiting for the next block", tab.window);
      for (let presses = 0; presses < 6; presses++) {
        await tab.page.keyboard.press("Escape");
        await tab.page.waitForTimeout(60);
      }
      await reconnect(tab);
      await tab.sees("Sent. Waiting for the next block", tab.window);
      await offersNothing(tab);
      node.hidesTxs = false;
      await tab.sees("You are registered as Karl.", tab.window);
      assert.equal(count(tab.person, "signDirect"), 1);
      assert.equal(participant(world, (await tab.person.account()).address).profile.name, "Karl");
      await tab.press("Close", tab.window);
      await tab.window.waitFor({ state: "detached" });
    }),
  );
}

async function otherAccount(world) {
  await world.step("a window closes if another account takes the place of the one it was opened for", () =>
    inTab(world, new Person("erin"), async (tab) => {
      await register(tab, "Erin");
      await tab.fee();
      tab.person.name = "frank";
      await touch(tab);
      await tab.window.waitFor({ state: "detached" });
      await tab.sees("frank", tab.page.getByRole("banner"));
      assert.equal(count(tab.person, "signDirect"), 0);
    }),
  );
}

async function slowWallet(world) {
  await world.step("a wallet that answers late does not take the place of a newer choice, or of none", () =>
    inTab(world, new Person("erin"), async (tab) => {
      const { person, page } = tab;
      await tab.connect();
      const late = hold(person, "getKey");
      await touch(tab);
      await until(tab, () => count(person, "getKey") === 2, "the page asks for the account again");
      await tab.press("Disconnect");
      late();
      await page.waitForTimeout(700);
      assert.equal(await page.getByRole("button", { name: "Disconnect" }).count(), 0);
      // The choice of the last visit is opened by itself, and its button says so.
      await tab.connect();
      const slow = hold(person, "getKey");
      await page.reload();
      await tab.sees(page.getByRole("button", { name: "Connecting…" }).first());
      assert.ok(await page.getByRole("button", { name: "Connecting…" }).first().isDisabled());
      slow();
      await tab.sees("erin", page.getByRole("banner"));
    }),
  );
}

async function failedReconnect(world) {
  await world.step("fault: a wallet that cannot be opened again is not shown as connected", () =>
    inTab(world, new Person("erin"), async (tab) => {
      await tab.connect();
      tab.person.mood = "locked";
      await touch(tab);
      await tab.sees("Your wallet is locked.", tab.page.getByRole("alert"));
      assert.equal(await tab.page.getByRole("button", { name: "Disconnect" }).count(), 0);
    }),
  );
}

/** Runs in a page: a browser that blocks what pages keep. */
function block() {
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new DOMException("The operation is insecure.", "SecurityError");
    },
  });
}

async function blockedStore(world) {
  await world.step("a browser that keeps nothing for pages can sign all the same", () =>
    inTab(
      world,
      new Person("lena"),
      async (tab) => {
        await register(tab, "Lena");
        await tab.sign("You are registered as Lena.");
        assert.equal(participant(world, (await tab.person.account()).address).profile.name, "Lena");
      },
      (page) => page.addInitScript(block),
    ),
  );
}

async function unknownFee(world) {
  await world.step("what a job pays out is not told before its fee is known", () =>
    inTab(world, new Person("erin"), async (tab, node) => {
      node.hides = '{"settings":';
      await tab.connect();
      await post(tab, { title: "Early", price: "10" });
      await tab.sees("Post “Early” for 10 AXM", tab.window);
      await tab.sees("It waits until the work is approved.", tab.window);
      assert.equal(await tab.window.getByText("Whoever does it gets").count(), 0);
      await tab.press("Cancel", tab.window);
      await post(tab, { title: "Comma", price: "0,500" });
      const words = "'0,500' is no amount: leave commas out, with a point for decimals, like 1000.5";
      await tab.sees(words, tab.page.getByRole("alert"));
    }),
  );
}

async function skipLink(world) {
  await world.step("who skips to the content stays in the view", () =>
    inTab(world, undefined, async (tab) => {
      const { page } = tab;
      await tab.view("Votes");
      await page.getByRole("link", { name: "Skip to the content" }).focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
      assert.equal(new URL(page.url()).hash, "#votes");
      await tab.sees(page.getByRole("heading", { level: 1, name: "Votes" }));
    }),
  );
}

/** Proposals that fit one page of the list. */
const ROWS = 10;

async function treasury(world) {
  const { step, chain } = world;
  await step("payments out of the treasury's balance tell how much and to whom; older proposals can be looked at", () =>
    inTab(world, undefined, async (tab) => {
      const { page } = tab;
      for (const [way, title] of [["balance", "Pay ben in"], ["withdraw", "Pay ben out"]]) {
        chain.run("propose", "spend", "--to", "@ben", "--amount", "0.1axm", "--way", way, "--title", title, "--from", "founder");
      }
      const made = () => chain.ask("q", "governance-dao", "reverse-proposals", "--limit", "1").proposals[0].id;
      while (made() <= ROWS) chain.run("propose", "text", "--title", "One more", "--description", "x", "--from", "founder");
      await tab.view("Votes");
      const card = (title) => page.getByRole("article", { name: new RegExp(title) });
      await tab.sees(/^Pay 0\.1 AXM out of the treasury's balance into the balance of/, card("Pay ben in"));
      await tab.sees(/^Pay 0\.1 AXM out of the treasury's balance into the wallet of/, card("Pay ben out"));
      await tab.sees(card("Pay ben out").getByRole("list", { name: "What it does" }).getByRole("button", { name: /^Ben / }));
      assert.equal(await card("Publish our prices").count(), 0);
      await tab.press("Older proposals");
      await tab.sees(card("Publish our prices"));
      assert.equal(await page.getByRole("button", { name: "Older proposals" }).count(), 0);
      await tab.press("Newest proposals");
      await tab.sees(card("Pay ben out"));
    }),
  );
}
