/** Plays the page in a browser against `axiom local serve`. `CI=true` makes a missing browser a failure. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { manyJobs } from "./board.mjs";
import { noBrowser, startBrowser, Tab } from "./browser.mjs";
import { findCommand, TestChain } from "./chain.mjs";
import { faults } from "./faults.mjs";
import { serveSite } from "./site.mjs";
import { story } from "./story.mjs";
import { windows } from "./window.mjs";
import { Person } from "./wallet.mjs";

const DIST = join(import.meta.dirname, "../dist");

/** Accounts that are no test accounts of the chain and get coins. */
const GUESTS = ["dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "karl", "lena"];

const missing = noBrowser();
if (missing) {
  console.log(`SKIPPED: ${missing}`);
  process.exit(process.env.CI === "true" ? 1 : 0);
}
for (const [file, how] of [[join(DIST, "index.html"), "npm run build"], [findCommand(), "cargo build --package axiom, or set AXIOM_BIN"]]) {
  if (existsSync(file)) continue;
  console.error(`${file} is missing: ${how}`);
  process.exit(1);
}

const begun = Date.now();
let steps = 0;

/** Runs a step and tells how long it took. */
async function step(name, run) {
  const start = Date.now();
  try {
    await run();
  } catch (error) {
    console.error(`FAIL  ${name}`);
    throw error;
  }
  steps += 1;
  console.log(`ok    ${name} (${((Date.now() - start) / 1_000).toFixed(1)} s)`);
}

const chain = await TestChain.start();
const site = await serveSite(DIST, chain.pageFiles());
const browser = await startBrowser();
const world = { browser, url: site.url, chain, step };
try {
  console.log(`${browser.version()} on ${site.url}, chain ${chain.rpc}`);
  for (const name of GUESTS) chain.run("faucet", "--to", (await new Person(name).account()).address);
  await story(world);
  await faults(world);
  await windows(world);
  await manyJobs(world);
  if (Tab.faults.length > 0) throw new Error([...new Set(Tab.faults)].join("\n"));
  const took = ((Date.now() - begun) / 1_000).toFixed(0);
  console.log(`${steps} steps passed, ${Tab.checked} looks without a serious or critical accessibility fault, ${took} s`);
} catch (error) {
  console.error(error);
  for (const [at, context] of browser.contexts().entries()) {
    for (const page of context.pages()) {
      await page.screenshot({ path: join(import.meta.dirname, `out/failed-${at}.png`), fullPage: true }).catch(() => {});
    }
  }
  process.exitCode = 1;
} finally {
  await browser.close();
  site.stop();
  chain.stop();
}
