import { describe, expect, test } from "vitest";
import { AxiomError, type FoundTx, type Locks, Pending, type TxPlace } from "../../src/index.js";

function store(first?: string) {
  let kept: string | null = first ?? null;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
}

const tx = (code: number): FoundTx => ({
  hash: "AA",
  height: 7n,
  gasUsed: 1n,
  gasWanted: 2n,
  events: [],
  typed: [],
  code,
  log: code === 0 ? "" : "out of gas",
});

const place: TxPlace = { account: "wasm1a", sequence: 9_007_199_254_740_993n, timeoutHeight: 250n };

interface Over {
  readonly chainId?: string;
  readonly height?: bigint;
  readonly sequence?: bigint;
  readonly behind?: boolean;
  readonly nobody?: boolean;
}

/** A chain that knows some transactions. */
function chain(known: Record<string, FoundTx>, over: Over = {}) {
  const { chainId = "x-1" } = over;
  return {
    chainId,
    tx: async (hash: string) => known[hash],
    checkUp: async () => {
      if (over.behind) throw new AxiomError("node_behind", "the node is still fetching old blocks");
      return { chainId, height: over.height ?? 100n, now: 0n, catchingUp: false };
    },
    account: async () => {
      if (over.nobody) throw new AxiomError("no_account", "account wasm1a does not exist on chain");
      return { accountNumber: 1n, sequence: over.sequence ?? place.sequence };
    },
  };
}

async function state(at: ReturnType<typeof chain>, where: TxPlace | null = place, later = 60 * 60_000): Promise<string[]> {
  let now = 1_000;
  const kept = store();
  await new Pending(kept, () => now).begin("CC", at.chainId, where ?? undefined);
  now += later;
  const after = new Pending(kept, () => now);
  const found = await after.settle(at);
  const left = await after.list();
  return [...found.map((one) => one.state), ...left.map(({ hash }) => `${hash} is kept`)];
}

test("what is under way is found after a reload, and forgotten once its end was seen", async () => {
  const kept = store();
  const before = new Pending(kept);
  await before.begin("AA", "x-1", place);
  await before.begin("BB", "x-1", place);
  await before.begin("CC", "x-1", place);
  await before.begin("DD", "y-1");
  const after = new Pending(kept);
  expect((await after.list())[2]).toMatchObject({ hash: "CC", place });
  const found = await after.settle(chain({ AA: tx(0), BB: tx(11) }));
  expect(found.map(({ hash, state }) => [hash, state])).toEqual([
    ["AA", "done"],
    ["BB", "failed"],
    ["CC", "open"],
  ]);
  expect(found[1]?.tx?.log).toBe("out of gas");
  expect((await after.list()).map(({ hash }) => hash)).toEqual(["CC", "DD"]);
});

describe("a transaction that the node does not know", () => {
  test("is open until its last height, however long that takes", async () => {
    expect(await state(chain({}))).toEqual(["open", "CC is kept"]);
    expect(await state(chain({}, { height: 250n }))).toEqual(["open", "CC is kept"]);
  });

  test("is lost once its last height is over and its sequence was not used", async () => {
    expect(await state(chain({}, { height: 261n }))).toEqual(["lost"]);
  });

  test("is not lost while the node is behind", async () => {
    expect(await state(chain({}, { height: 261n, behind: true }))).toEqual(["open", "CC is kept"]);
  });

  test("is unknown if its sequence was used: by it or by another", async () => {
    expect(await state(chain({}, { height: 261n, sequence: place.sequence + 1n }))).toEqual(["unknown"]);
  });

  test("is never lost without a last height", async () => {
    const endless = { ...place, timeoutHeight: 0n };
    for (const where of [null, endless]) {
      expect(await state(chain({}, { height: 999n }), where, 60_000)).toEqual(["open", "CC is kept"]);
      expect(await state(chain({}, { height: 999n }), where)).toEqual(["unknown"]);
    }
  });

  test("and that comes into a block while we look, is done", async () => {
    const at = chain({}, { height: 261n, sequence: place.sequence + 1n });
    let looks = 0;
    expect(await state({ ...at, tx: async () => ((looks += 1) > 1 ? tx(0) : undefined) })).toEqual(["done"]);
  });
});

describe("a chain that was made anew under the same id", () => {
  const local = "axiom-local-1";
  const noted = { ...place, height: 50n };

  test("is known by a height below the one that was noted", async () => {
    expect(await state(chain({}, { chainId: local, height: 49n }), noted, 5_000)).toEqual(["unknown"]);
    expect(await state(chain({}, { chainId: local, height: 50n }), noted, 5_000)).toEqual(["open", "CC is kept"]);
    const high = { ...place, timeoutHeight: 5_200n, height: 5_000n };
    expect(await state(chain({}, { height: 3_999n }), high, 5_000)).toEqual(["unknown"]);
  });

  test("is not what a node is that lags behind the others of its address", async () => {
    const high = { ...place, timeoutHeight: 5_200n, height: 5_000n };
    expect(await state(chain({}, { height: 4_990n }), high)).toEqual(["open", "CC is kept"]);
    expect(await state(chain({}, { height: 1n, behind: true }), high)).toEqual(["open", "CC is kept"]);
  });

  test("is known by an account that is not there any more", async () => {
    expect(await state(chain({}, { height: 261n, nobody: true }), noted)).toEqual(["unknown"]);
  });

  test("never leaves one open for ever, where blocks come with transactions only", async () => {
    expect(await state(chain({}, { chainId: local }), noted, 60_000)).toEqual(["open", "CC is kept"]);
    expect(await state(chain({}, { chainId: local }), noted)).toEqual(["unknown"]);
  });

  test("is told by a height that a reload did not lose", async () => {
    const kept = store();
    await new Pending(kept).begin("CC", "x-1", noted);
    expect((await new Pending(kept).list())[0]?.place).toEqual(noted);
  });
});

/** The locks of a browser, and a way to close a page: it gives back what it holds. */
function browser() {
  const taken = new Map<string, Promise<unknown>>();
  const page = (): { locks: Locks; close: () => void } => {
    let close = () => {};
    const closed = new Promise<void>((done) => (close = done));
    const request: Locks["request"] = async (name, { ifAvailable = false }, call) => {
      if (ifAvailable && taken.has(name)) return call(null);
      while (taken.has(name)) await taken.get(name);
      const done = Promise.resolve(call({}));
      const held = Promise.race([done.catch(() => undefined), closed]).then(() => void taken.delete(name));
      taken.set(name, held);
      return done;
    };
    return { locks: { request }, close };
  };
  return { page, taken };
}

describe("two pages of one browser", () => {
  const slowStore = () => {
    const kept = store();
    const rest = () => new Promise((done) => setTimeout(done, 3));
    return {
      getItem: async () => {
        await rest();
        return kept.getItem();
      },
      setItem: async (_key: string, value: string) => {
        await rest();
        kept.setItem(_key, value);
      },
    };
  };

  test("do not overwrite what the other one notes", async () => {
    const [kept, { page }] = [slowStore(), browser()];
    const [one, two] = [new Pending(kept, Date.now, page().locks), new Pending(kept, Date.now, page().locks)];
    const notes = ["AA", "BB", "CC"].flatMap((hash) => [one.begin(`${hash}1`, "x-1"), two.begin(`${hash}2`, "x-1")]);
    await Promise.all(notes);
    expect((await one.list()).map(({ hash }) => hash).sort()).toEqual(["AA1", "AA2", "BB1", "BB2", "CC1", "CC2"]);
  });

  test("leave to each other what the other one waits for, until it is closed", async () => {
    const [kept, { page }] = [store(), browser()];
    const first = page();
    const one = new Pending(kept, Date.now, first.locks);
    const two = new Pending(kept, Date.now, page().locks);
    await one.begin("AA", "x-1", place);
    expect(await two.settle(chain({ AA: tx(0) }))).toEqual([]);
    expect((await one.settle(chain({}))).map(({ state }) => state)).toEqual(["open"]);
    expect((await two.list()).map(({ hash }) => hash)).toEqual(["AA"]);
    first.close();
    await new Promise((done) => setTimeout(done));
    expect((await two.settle(chain({ AA: tx(0) }))).map(({ state }) => state)).toEqual(["done"]);
  });

  test("tell what is left of an earlier visit once", async () => {
    const [kept, { page }] = [slowStore(), browser()];
    await new Pending(kept).begin("AA", "x-1", place);
    const pages = [new Pending(kept, Date.now, page().locks), new Pending(kept, Date.now, page().locks), new Pending(kept)];
    const found = await Promise.all(pages.slice(0, 2).map((one) => one.settle(chain({ AA: tx(0) }))));
    expect(found.flat().map(({ state }) => state)).toEqual(["done"]);
    expect(await pages[2]?.list()).toEqual([]);
  });

  test("give back every lock", async () => {
    const [kept, { page, taken }] = [store(), browser()];
    const one = new Pending(kept, Date.now, page().locks);
    await one.begin("AA", "x-1", place);
    await one.begin("AA", "x-1", place);
    await one.begin("BB", "x-1", place);
    await one.settle(chain({ AA: tx(0) }));
    await one.end("BB");
    await new Promise((done) => setTimeout(done));
    expect([...taken.keys()]).toEqual([]);
  });

  test("do without locks where the browser refuses them", async () => {
    const refusing: Locks = { request: () => Promise.reject(new DOMException("no", "SecurityError")) };
    const pending = new Pending(store(), Date.now, refusing);
    await pending.begin("AA", "x-1", place);
    expect((await pending.settle(chain({ AA: tx(0) }))).map(({ state }) => state)).toEqual(["done"]);
    expect(await pending.list()).toEqual([]);
  });
});

test("what the page itself ended while it was looked for is not told again", async () => {
  const pending = new Pending(store());
  await pending.begin("AA", "x-1", place);
  const at = chain({});
  const ending = async () => {
    await pending.end("AA");
    return tx(0);
  };
  expect(await pending.settle({ ...at, tx: ending })).toEqual([]);
});

test("one that cannot be looked for stays open, and the others are told", async () => {
  const pending = new Pending(store());
  for (const hash of ["AA", "bad", "BB"]) await pending.begin(hash, "x-1", place);
  const at = chain({ AA: tx(0), BB: tx(0) });
  const found = await pending.settle({
    ...at,
    tx: (hash: string) => (hash === "bad" ? Promise.reject(new AxiomError("node_slow", "no answer")) : at.tx(hash)),
  });
  expect(found.map(({ state }) => state)).toEqual(["done", "open", "done"]);
  expect((await pending.list()).map(({ hash }) => hash)).toEqual(["bad"]);
});

test("several at a time are all kept, and an end takes away its own only", async () => {
  const kept = store();
  const slow = {
    getItem: async () => {
      await new Promise((done) => setTimeout(done, 5));
      return kept.getItem();
    },
    setItem: async (key: string, value: string) => {
      await new Promise((done) => setTimeout(done, 5));
      kept.setItem(key, value);
    },
  };
  const pending = new Pending(slow);
  await Promise.all([pending.begin("AA", "x-1", place), pending.begin("BB", "x-1", place), pending.begin("CC", "x-1")]);
  expect((await pending.list()).map(({ hash }) => hash)).toEqual(["AA", "BB", "CC"]);
  await Promise.all([pending.end("AA"), pending.begin("DD", "x-1"), pending.end("BB")]);
  expect((await pending.list()).map(({ hash }) => hash)).toEqual(["CC", "DD"]);
});

test("a change that fails is told, and does not stop the next", async () => {
  const kept = store();
  let full = true;
  const setItem = (key: string, value: string) => {
    if (full) throw new Error("the quota is used up");
    kept.setItem(key, value);
  };
  const pending = new Pending({ ...kept, setItem });
  await expect(pending.begin("AA", "x-1")).rejects.toThrow("quota");
  full = false;
  await pending.begin("BB", "x-1");
  expect((await pending.list()).map(({ hash }) => hash)).toEqual(["BB"]);
});

test.each(["no json", "5", '[{"hash":1},null]'])("a store that holds %s counts as empty", async (text) => {
  expect(await new Pending(store(text)).list()).toEqual([]);
});

test("what an older version noted, or somebody spoiled, has no place", async () => {
  const entries = [
    { hash: "AA", chainId: "x-1", since: 1 },
    { hash: "BB", chainId: "x-1", since: 1, place: { account: "a", sequence: "x", timeoutHeight: "5" } },
  ];
  const found = await new Pending(store(JSON.stringify(entries))).list();
  expect(found.map(({ hash, place }) => [hash, place])).toEqual([["AA", undefined], ["BB", undefined]]);
});

test("a class that extends it may call what it has as it likes", async () => {
  class Watched extends Pending {
    readonly own = new Set<string>();
    readonly locks = "mine";
  }
  const { page } = browser();
  const pending = new Watched(store(), Date.now, page().locks);
  await pending.begin("AA", "x-1", place);
  expect((await pending.settle(chain({ AA: tx(0) }))).map(({ state }) => state)).toEqual(["done"]);
  expect([pending.own.size, pending.locks]).toEqual([0, "mine"]);
});
