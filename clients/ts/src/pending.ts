/** Transactions under way, kept where a reload of the page does not lose them. */
import type { Chain, FoundTx } from "./chain.js";
import { AxiomError } from "./errors.js";
import { isEmbedded } from "./pace.js";
import { alone, type Locks, pageLocks, TxLocks } from "./tx-locks.js";

/** What is needed of `localStorage`, or of anything like it. */
export interface KeyValue {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
}

/** What tells later whether a transaction can still be included. */
export interface TxPlace {
  /** The account that signed. */
  readonly account: string;
  /** Its sequence in the transaction. */
  readonly sequence: bigint;
  /** Last height at which it may be included; 0 for no end. */
  readonly timeoutHeight: bigint;
  /** The chain's height when it was signed. A chain that is below it was made anew. */
  readonly height?: bigint;
}

/** A transaction that was signed and whose outcome was not seen. */
export interface PendingTx {
  /** Its hash. */
  readonly hash: string;
  /** The chain it is for. */
  readonly chainId: string;
  /** Unix milliseconds at which it was handed in. */
  readonly since: number;
  /** Where it stands; not known of one that was noted without. */
  readonly place?: TxPlace;
}

/** What became of a transaction under way. */
export interface PendingOutcome extends PendingTx {
  /**
   * `done`: in a block and well; `failed`: in a block and undone; `open`: in no block yet, or the node cannot be asked;
   * `lost`: its last height is over without it and its account's sequence was not used, so that it is in no block and
   * never will be; `unknown`: the node does not know it, and it may be in a block all the same, or the chain was made
   * anew. All but `open` are told once.
   */
  readonly state: "done" | "failed" | "open" | "lost" | "unknown";
  /** The transaction, if it is in a block. */
  readonly tx: FoundTx | undefined;
}

/** What is asked of a chain. */
export type PendingChain = Pick<Chain, "chainId" | "tx" | "checkUp" | "account">;

/** The key under which they are kept. */
const KEY = "axiom-os.pending";

/** Milliseconds after which a transaction that has no last height, and that the node does not know, is `unknown`. */
const UNKNOWN_AFTER = 10 * 60_000;

/** Blocks behind the last height until every node of an address, and its index of transactions, knows that height. */
const MARGIN = 10n;

/**
 * Blocks by which a node may be below the height at which a transaction was signed, and yet be on the same chain: an
 * address may stand for several nodes, of which one is a little behind.
 */
const LAG = 1_000n;

/**
 * Keeps the hash of each transaction from before it is handed in until its outcome is seen. Several pages may share a
 * store: with the locks of the browser none overwrites what another notes, and none tells of a transaction that another
 * open page itself waits for.
 */
export class Pending {
  /** The last change. Each waits for the one before it, so that none overwrites another. */
  private changes: Promise<void> = Promise.resolve();
  // Hard privates: a class that extends this one, such as that of the React package, may have such names of its own.
  readonly #waited: TxLocks;
  readonly #locks: Locks | undefined;

  constructor(
    private readonly store: KeyValue,
    private readonly clock: () => number = Date.now,
    /** `navigator.locks` where there is one. */
    locks: Locks | undefined = pageLocks(),
  ) {
    this.#locks = locks;
    this.#waited = new TxLocks(KEY, locks);
  }

  /** Notes a transaction; to be called before it is handed in. Without its place it is never told to be `lost`. */
  async begin(hash: string, chainId: string, place?: TxPlace): Promise<void> {
    const one: PendingTx = { hash, chainId, since: this.clock(), ...(place && { place }) };
    await this.#waited.hold(hash);
    try {
      await this.change((all) => [...all.filter((other) => other.hash !== hash), one]);
    } catch (error) {
      this.#waited.release(hash);
      throw error;
    }
  }

  /** Forgets a transaction whose outcome was seen. */
  async end(hash: string): Promise<void> {
    await this.take(hash);
  }

  /** Forgets a transaction; false if that was done already, here or in another page. */
  private async take(hash: string): Promise<boolean> {
    let noted = false;
    try {
      await this.change((all) => {
        const rest = all.filter((one) => one.hash !== hash);
        noted = rest.length < all.length;
        return rest;
      });
    } finally {
      this.#waited.release(hash);
    }
    return noted;
  }

  /** What is noted, oldest first. */
  async list(): Promise<PendingTx[]> {
    const text = await this.store.getItem(KEY);
    if (text === null) return [];
    try {
      const all: unknown = JSON.parse(text);
      return Array.isArray(all) ? all.flatMap(noted) : [];
    } catch {
      // Somebody else wrote there: nothing that could be looked for.
      return [];
    }
  }

  /**
   * Looks for the outcome of everything that is noted for a chain, and forgets what came to an end. What cannot be
   * looked for now stays `open`. What another open page waits for is that page's to tell, and left out.
   */
  async settle(chain: PendingChain): Promise<PendingOutcome[]> {
    const outcomes: PendingOutcome[] = [];
    for (const one of (await this.list()).filter(({ chainId }) => chainId === chain.chainId)) {
      const outcome = await this.#waited.unlessElsewhere(one.hash, () => this.settleOne(chain, one));
      if (outcome) outcomes.push(outcome);
    }
    return outcomes;
  }

  private async settleOne(chain: PendingChain, one: PendingTx): Promise<PendingOutcome | undefined> {
    const open: PendingOutcome = { ...one, state: "open", tx: undefined };
    // A node that cannot be asked for a moment says nothing about the transaction.
    const outcome = await this.look(chain, one).catch(() => open);
    if (outcome.state === "open") return outcome;
    // What the store cannot forget is told all the same, and told again; what somebody else ended was told by them.
    const mine = await this.take(one.hash).catch(() => true);
    return mine ? outcome : undefined;
  }

  private async look(chain: PendingChain, one: PendingTx): Promise<PendingOutcome> {
    const told = (state: PendingOutcome["state"], tx?: FoundTx): PendingOutcome => ({ ...one, state, tx });
    const found = await chain.tx(one.hash);
    if (found) return told(found.code === 0 ? "done" : "failed", found);
    const { place } = one;
    const old = this.clock() - one.since > UNKNOWN_AFTER;
    if (!place || place.timeoutHeight === 0n) return told(old ? "unknown" : "open");
    // Height and sequence come before the second look: a block in between is seen by it.
    const { height } = await chain.checkUp();
    if (isAnew(chain.chainId, place, height)) return told("unknown");
    // An embedded chain makes blocks only with transactions: its last height may never come.
    if (height <= place.timeoutHeight + MARGIN) return told(old && isEmbedded(chain.chainId) ? "unknown" : "open");
    const sequence = await sequenceOf(chain, place.account);
    const late = await chain.tx(one.hash);
    if (late) return told(late.code === 0 ? "done" : "failed", late);
    return told(sequence === undefined || sequence > place.sequence ? "unknown" : "lost");
  }

  private change(make: (all: PendingTx[]) => PendingTx[]): Promise<void> {
    const write = async () => this.store.setItem(KEY, JSON.stringify(make(await this.list()), bigAsText));
    const done = this.changes.then(() => alone(this.#locks, KEY, write));
    this.changes = done.catch(() => undefined);
    return done;
  }
}

/** Whether a chain was made anew, under the same id, since a transaction was signed. */
function isAnew(chainId: string, { height: before }: TxPlace, height: bigint): boolean {
  if (before === undefined) return false;
  // An embedded chain is one node, which is never behind itself.
  return isEmbedded(chainId) ? height < before : height + LAG < before;
}

/** The sequence of an account; `undefined` if there is none any more, as on a chain that was made anew. */
async function sequenceOf(chain: PendingChain, account: string): Promise<bigint | undefined> {
  try {
    return (await chain.account(account)).sequence;
  } catch (error) {
    if (error instanceof AxiomError && error.code === "no_account") return undefined;
    throw error;
  }
}

function bigAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** An entry of the store; nothing for what is none. */
function noted(one: unknown): PendingTx[] {
  const { hash, chainId, since, place } = (one ?? {}) as Partial<PendingTx>;
  if (typeof hash !== "string" || typeof chainId !== "string" || typeof since !== "number") return [];
  const { account, sequence, timeoutHeight, height } = (place ?? {}) as { [field: string]: unknown };
  if (typeof account !== "string" || !isDigits(sequence) || !isDigits(timeoutHeight)) return [{ hash, chainId, since }];
  const signedAt = isDigits(height) ? { height: BigInt(height) } : {};
  const where = { account, sequence: BigInt(sequence), timeoutHeight: BigInt(timeoutHeight), ...signedAt };
  return [{ hash, chainId, since, place: where }];
}

function isDigits(value: unknown): value is string {
  return typeof value === "string" && /^[0-9]{1,20}$/.test(value);
}
