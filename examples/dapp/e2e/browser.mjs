/** A browser, and how a test reads and uses a page. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { giveWallet } from "./wallet.mjs";

const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const OUT = join(import.meta.dirname, "out");

/** Sizes at which pages are looked at. */
export const PHONE = { width: 375, height: 812 };
export const DESKTOP = { width: 1280, height: 860 };

/** Why there is no browser; `undefined` if there is one. */
export function noBrowser() {
  return existsSync(BROWSER) ? undefined : `there is no ${BROWSER}: apt-get install chromium, or set CHROMIUM`;
}

/** Starts the browser. */
export function startBrowser() {
  mkdirSync(OUT, { recursive: true });
  return chromium.launch({ executablePath: BROWSER, args: FLAGS });
}

/** A person's tab. */
export class Tab {
  /** Faults that axe found. */
  static faults = [];
  /** How many views were checked. */
  static checked = 0;

  /** True once its wallet is connected. */
  connected = false;

  constructor(page, person) {
    this.page = page;
    this.person = person;
  }

  /** Opens the page with the wallet of a person, or without any. */
  static async open(browser, url, person, options = {}) {
    const context = await browser.newContext({ viewport: PHONE, ...options });
    if (person) await giveWallet(context, person);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => Tab.faults.push(`error in the page: ${error.message}`));
    const tab = new Tab(page, person);
    await options.before?.(page);
    await page.goto(url);
    return tab;
  }

  /** Presses a button by its name, by the keyboard. */
  async press(name, within = this.page) {
    const button = within.getByRole("button", { name, exact: typeof name === "string" });
    await button.focus();
    await this.page.keyboard.press("Enter");
  }

  /** Goes to a view. */
  async view(name) {
    await this.page.getByRole("link", { name, exact: true }).click();
    await this.sees(this.page.getByRole("heading", { level: 1, name }));
  }

  /** Waits until something is shown. */
  async sees(what, within = this.page) {
    const locator = typeof what === "string" || what instanceof RegExp ? within.getByText(what).first() : what;
    await locator.waitFor({ state: "visible" });
  }

  /** Connects the wallet. */
  async connect() {
    await this.press("Connect Keplr");
    await this.sees(this.page.getByRole("button", { name: "Disconnect" }));
    this.connected = true;
  }

  /** The window of a transaction. */
  get window() {
    return this.page.getByRole("dialog");
  }

  /** Waits for the fee in the window, and answers what it says. */
  async fee() {
    const text = this.window.getByText(/^This will cost about [0-9.]+ AXM in fees\.$/);
    await this.sees(text);
    return text.textContent();
  }

  /** Signs what the window shows, reads its end, and closes it. */
  async sign(done) {
    await this.fee();
    await this.press("Sign and send", this.window);
    await this.sees(done, this.window);
    await this.press("Close", this.window);
    await this.window.waitFor({ state: "detached" });
  }

  /** Keeps the look of a view at both widths, in light and dark, and checks its accessibility. */
  async look(name) {
    for (const scheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme: scheme });
      for (const [size, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
        await this.page.setViewportSize(viewport);
        await this.page.waitForTimeout(200);
        await this.page.screenshot({ path: join(OUT, `${name}-${size}-${scheme}.png`) });
        const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${name} is ${wide} px wider than a ${size}`);
        // Contrast depends on the scheme, targets on the size: two of the four tell both.
        if ((size === "phone") === (scheme === "light")) await this.axe(`${name}, ${size}, ${scheme}`);
      }
    }
    await this.page.emulateMedia({ colorScheme: "light" });
    await this.page.setViewportSize(PHONE);
  }

  async axe(where) {
    Tab.checked += 1;
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, impact, nodes } of violations.filter(({ impact }) => impact === "serious" || impact === "critical")) {
      Tab.faults.push(`${where}: ${impact} ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
    }
  }

  close() {
    return this.page.context().close();
  }
}
