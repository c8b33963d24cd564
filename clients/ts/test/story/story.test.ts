import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secp256k1HdWallet } from "@cosmjs/amino";
import { beforeAll, describe, expect, test } from "vitest";
import {
  AxiomError,
  call,
  ContractError,
  Economy,
  findEvent,
  type ledger,
  parseJson,
  Pending,
  proposalMessage,
  proveRecord,
  readProof,
  relayVotes,
  type SignedEconomy,
  signVote,
  type TextSigner,
  type TxOutcome,
  verifyProof,
  writeJson,
  writeProof,
  writeSigned,
} from "../../src/index.js";
import { burnerWallet, type Wallet } from "../../src/wallet/index.js";
import { World } from "./world.js";

const PRICE = 10_000_000n;
const FEE = 500_000n;
const HASH = "11".repeat(32);

let world: World;
let economy: Economy;
let founder: SignedEconomy;
let founderTexts: TextSigner;
let alice: SignedEconomy;
let ben: SignedEconomy;
let benWallet: Wallet & { readonly words: string };
let denom: string;
let name: string;
const stored = new Map<string, string>();
const pending = new Pending({
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => void stored.set(key, value),
});

beforeAll(async () => {
  world = new World();
  const facts = world.facts();
  name = `ts-${Date.now().toString(36)}`;
  economy = await Economy.connect(world.rpc, world.found(name));
  const options = { gasPrice: facts.gas_price, pending, pollMs: 200 };
  const test = await world.testAccount("founder");
  founder = await economy.signedBy(test.signer, options);
  founderTexts = test.texts;
  const [first, second] = [await burnerWallet(facts), await burnerWallet(facts)];
  world.give(first.account);
  world.give(second.account);
  alice = await economy.signedBy(first.signer, options);
  ben = await economy.signedBy(second.signer, options);
  benWallet = second;
  denom = /[a-z]\S*$/.exec(facts.gas_price)?.[0] ?? "";
});

async function held(account: string): Promise<bigint> {
  return BigInt(await economy.distributor.balance({ owner: account, asset: { native: denom } }));
}

async function wallet(account: string): Promise<bigint> {
  const { rows } = await economy.chain.coins(account);
  return BigInt(rows.find((coin) => coin.denom === denom)?.amount ?? 0);
}

async function failure(promise: Promise<unknown>): Promise<AxiomError> {
  const error: unknown = await promise.then(
    () => new Error("it went well"),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(AxiomError);
  return error as AxiomError;
}

/** The command's answer and this client's are the same JSON. Blocks may come in between on a chain that runs. */
async function sameMe(account: string): Promise<void> {
  const command = parseJson(world.axiom("--economy", name, "me", account, "--output", "json"));
  const own = parseJson(writeJson(await economy.me(account)));
  const rest = (answer: unknown) => ({ ...(answer as object), moment: undefined });
  expect(rest(own)).toEqual(rest(command));
  if (economy.chain.chainId.startsWith("axiom-local")) expect(own).toEqual(command);
}

const newJob = (): ledger.NewJob => ({
  title: "Translate a page",
  assignment: { open: { gate: { registered: {} } } },
  reward: { paid: { amount: PRICE.toString(), asset: { native: denom } } },
});

describe.sequential("the story", () => {
  let job: bigint;
  let approved: TxOutcome;

  test("people register", async () => {
    const profile = (name: string) => ({ name, capabilities: ["translation"], endpoints: [], tags: [] });
    const done = await alice.registry.register({ kind: "user", profile: profile("Alice") });
    const event = findEvent(done.typed, "axiom_registry_registered", economy.registry.address);
    expect(event?.attributes.participant).toBe(alice.account);
    await ben.registry.register({ kind: "user", profile: profile("Ben") });
    const found = await economy.registry.participant({ address: ben.account });
    expect(found?.profile.name).toBe("Ben");
    expect(found?.live).toBe(true);
  });

  test("a job without an allowance is refused with the hint of the command", async () => {
    const error = await failure(alice.ledger.postJob(newJob()));
    expect(error).toBeInstanceOf(ContractError);
    expect(error.hint).toContain("axiom tx distributor deposit");
    expect(await economy.ledger.jobs({})).toEqual({ jobs: [], next: null });
  });

  test("deposit, allowance and job go in one transaction", async () => {
    const before = await wallet(alice.account);
    const done = await alice.compose().depositAndPost(newJob()).send({ memo: "one for all" });
    job = BigInt(findEvent(done.typed, "axiom_ledger_job_posted", economy.ledger.address)?.attributes.job ?? -1);
    expect(job).toBe(1n);
    expect(before - (await wallet(alice.account))).toBeGreaterThanOrEqual(PRICE);
    expect(await held(alice.account)).toBe(0n);
    expect((await economy.ledger.job({ job })).state).toBe("open");
    await sameMe(ben.account);
    expect((await economy.me(ben.account)).work.open.map((line) => line.job)).toEqual([job]);
  });

  test("it is accepted and handed in", async () => {
    await ben.ledger.accept({ job });
    await sameMe(ben.account);
    const output = { uri: "https://example.org/page.txt", sha256: HASH };
    await ben.ledger.submit({ job, submission: { output } });
    const found = await economy.ledger.job({ job });
    expect(found.state).toBe("in_review");
    expect(found.worker).toBe(ben.account);
    await sameMe(alice.account);
    expect((await economy.me(alice.account)).work.to_review.map((line) => line.job)).toEqual([job]);
  });

  test("somebody else cannot approve it", async () => {
    const error = await failure(ben.ledger.approve({ job }));
    expect(error.code).toBe("contract");
    expect((error as ContractError).contract).toBe("execution-ledger");
    expect((await economy.ledger.job({ job })).state).toBe("in_review");
  });

  test("the approval pays", async () => {
    approved = await alice.ledger.approve({ job });
    expect((await economy.ledger.job({ job })).state).toBe("settled");
    expect(await held(ben.account)).toBe(PRICE - FEE);
    expect(await held(economy.addresses.dao)).toBe(FEE);
    await sameMe(ben.account);
  });

  test("ben takes his money out", async () => {
    const before = await wallet(ben.account);
    const done = await ben.distributor.withdraw({ withdrawals: [{ asset: { native: denom } }] });
    expect(await held(ben.account)).toBe(0n);
    const fee = done.gasWanted;
    const gained = (await wallet(ben.account)) - before;
    expect(gained).toBeLessThan(PRICE - FEE);
    expect(gained).toBeGreaterThan(PRICE - FEE - fee);
  });

  test("a pool pays by shares, by the messages of claimable", async () => {
    const asset = { native: denom };
    const shares = [{ account: ben.account, shares: "1" }];
    const pool = { name: "thanks", asset, kind: { table: { period: 1n, shares } } };
    const made = await alice.distributor.createPool({ pool });
    const event = findEvent(made.typed, "axiom_distributor_pool_opened", economy.distributor.address);
    const number = BigInt(event?.attributes.pool ?? -1);
    await alice.distributor.fundPool({ pool: number, amount: "1000" }, { funds: [{ denom, amount: "1000" }] });
    // Blocks come and time passes with transactions, on some chains only with them: until the pool's second is over.
    const { now: funded } = await economy.chain.moment();
    do await alice.registry.updateProfile({ profile: { name: "Alice", capabilities: [], endpoints: [], tags: [] } });
    while ((await economy.chain.moment()).now < funded + 2n);
    const claimable = await economy.claimable(ben.account);
    expect(claimable.totals).toEqual([{ asset, amount: "1000" }]);
    await sameMe(ben.account);
    await ben.compose().add(...claimable.messages.map(({ contract, msg }) => call(contract, msg))).send();
    expect(await held(ben.account)).toBe(1_000n);
    expect((await economy.claimable(ben.account)).pools).toEqual([]);
  });

  test("a proposal is voted on directly", async () => {
    const settings = await economy.registry.settings();
    const message = proposalMessage(
      economy.messages.registry.admin({ update_settings: { settings: { ...settings, lease_seconds: settings.lease_seconds + 1n } } }),
    );
    await founder.dao.propose({ title: "Longer leases", description: "By a second.", msgs: [message] });
    await sameMe(founder.account);
    await founder.dao.vote({ proposal_id: 1n, vote: "yes" });
    const stage = await economy.dao.stage({ proposal_id: 1n });
    expect(stage.yes).toBeGreaterThan(0n);
    expect(stage.yes).toBe(stage.total);
    const mine = (await economy.me(founder.account)).proposals.rows[0];
    expect(mine?.voted).toBe("yes");
    await sameMe(founder.account);
  });

  test("a vote that was signed without gas is relayed once", async () => {
    await founder.dao.propose({ title: "A statement", description: "We like it.", msgs: [] });
    const { now } = await economy.chain.moment();
    const vote = { proposal: 2n, vote: "no", validUntil: now + 3_600n } as const;
    const action = await signVote(economy, founderTexts, vote);
    const stranger = await signVote(economy, benWallet, vote);
    const late = await signVote(economy, founderTexts, { ...vote, validUntil: now - 1n });
    const outcomes = await relayVotes(ben, [late, action, stranger]);
    expect(outcomes.map(({ state }) => state)).toEqual(["skipped", "counted", "refused"]);
    const stage = await economy.dao.stage({ proposal_id: 2n });
    expect([stage.no, stage.yes]).toEqual([stage.total, 0n]);
    const again = await relayVotes(ben, [action]);
    expect(again.map(({ state }) => state)).toEqual(["refused"]);
  });

  test("the command relays what this client signed", async () => {
    await founder.dao.propose({ title: "Another", description: "By file.", msgs: [] });
    const { now } = await economy.chain.moment();
    const action = await signVote(economy, founderTexts, { proposal: 3n, vote: "abstain", validUntil: now + 3_600n });
    const file = join(world.folder, "votes.jsonl");
    writeFileSync(file, `${writeSigned(action)}\n`);
    world.axiom("--economy", name, "relay", file, "--from", "founder", "--yes");
    const stage = await economy.dao.stage({ proposal_id: 3n });
    expect(stage.abstain).toBe(stage.total);
  });

  test("a wallet that signs Amino only sends too, but no number beyond 2^53", async () => {
    const { prefix, gas_price: gasPrice } = world.facts();
    const signer = await Secp256k1HdWallet.fromMnemonic(benWallet.words, { prefix });
    const as = await economy.signedBy(signer, { gasPrice, pollMs: 200 });
    const profile = { name: "Ben & <Co>", capabilities: [], endpoints: [], tags: [] };
    await as.registry.updateProfile({ profile });
    expect((await economy.registry.participant({ address: as.account }))?.profile.name).toBe("Ben & <Co>");
    const error = await failure(as.ledger.accept({ job: 9_007_199_254_740_993n }));
    expect(error.code).toBe("unsafe_number");
    const exact = await failure(ben.ledger.accept({ job: 9_007_199_254_740_993n }));
    expect(exact.message).toContain("9007199254740993");
  });

  test("a record is proven and verified, here and by the command", async () => {
    const event = findEvent(approved.typed, "axiom_ledger_record_made", economy.ledger.address);
    const seq = BigInt(event?.attributes.seq ?? -1);
    const known = await economy.ledger.root({});
    const file = readProof(writeProof(await proveRecord(economy, seq)));
    const report = verifyProof(file, { index: seq, job }, known);
    expect(report.trusted).toBe(true);
    expect(report.record?.transition).toBe("approved");
    expect(report.record?.hashes.output_hash).toBe(HASH);
    const path = join(world.folder, "record.json");
    writeFileSync(path, writeProof(file));
    const said = world.axiom("record", "verify", path, "--output", "json");
    expect(said).toContain(known.root);
    world.axiom("--economy", name, "record", "prove", seq.toString(), "--file", join(world.folder, "theirs.json"));
  });

  test("running out of gas is told as such, and the page finds the outcome after a reload", async () => {
    const error = await failure(alice.registry.renew({ participants: [] }, { gas: 60_000n }));
    expect(error.code).toBe("out_of_gas");
    expect(error.hint).toContain("--gas");
    expect(error.hash).toMatch(/^[0-9A-F]{64}$/);
    const late = await failure(alice.registry.renew({ participants: [] }, { timeoutHeight: 1n }));
    expect([late.code, late.hash]).toEqual(["refused", undefined]);
    expect(late.message).toContain("timeout height: 1");
    await pending.begin(approved.hash, economy.chain.chainId);
    const [outcome, ...more] = await pending.settle(economy.chain);
    expect(more).toEqual([]);
    expect(outcome?.state).toBe("done");
    expect(outcome?.tx?.height).toBe(approved.height);
    expect(await pending.list()).toEqual([]);
  });

  test("an account without coins, a wrong chain and a wrong address are told", async () => {
    const facts = world.facts();
    const poor = await burnerWallet(facts);
    const as = await economy.signedBy(poor.signer, { gasPrice: facts.gas_price });
    expect((await failure(as.registry.leave())).code).toBe("no_account");
    const elsewhere = { ...world.found(name), plan: { chain_id: "elsewhere-1" } };
    expect((await failure(Economy.connect(world.rpc, elsewhere))).code).toBe("node_other_chain");
    expect((await failure(economy.me("wasm1nobody"))).code).toBe("bad_input");
  });
});
