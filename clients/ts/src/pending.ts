/** Transactions under way, kept where a reload of the page does not lose them. */
import type { Chain, FoundTx } from "./chain.js";

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
   * never will be; `unknown`: the node does not know it, and it may be in a block all the same. All but `open` are told
   * once.
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

/** Keeps the hash of each transaction from before it is handed in until its outcome is seen. */
export class Pending {
  /** The last change. Each waits for the one before it, so that none overwrites another. */
  private changes: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: KeyValue,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Notes a transaction; to be called before it is handed in. Without its place it is never told to be `lost`. */
  begin(hash: string, chainId: string, place?: TxPlace): Promise<void> {
    const one: PendingTx = { hash, chainId, since: this.clock(), ...(place && { place }) };
    return this.change((all) => [...all.filter((other) => other.hash !== hash), one]);
  }

  /** Forgets a transaction whose outcome was seen. */
  end(hash: string): Promise<void> {
    return this.change((all) => all.filter((one) => one.hash !== hash));
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
   * looked for now stays `open`.
   */
  async settle(chain: PendingChain): Promise<PendingOutcome[]> {
    const outcomes: PendingOutcome[] = [];
    for (const one of (await this.list()).filter(({ chainId }) => chainId === chain.chainId)) {
      const open: PendingOutcome = { ...one, state: "open", tx: undefined };
      // A node that cannot be asked for a moment says nothing about the transaction.
      const outcome = await this.look(chain, one).catch(() => open);
      if (outcome.state !== "open") await this.end(one.hash).catch(() => undefined);
      outcomes.push(outcome);
    }
    return outcomes;
  }

  private async look(chain: PendingChain, one: PendingTx): Promise<PendingOutcome> {
    const told = (state: PendingOutcome["state"], tx?: FoundTx): PendingOutcome => ({ ...one, state, tx });
    const found = await chain.tx(one.hash);
    if (found) return told(found.code === 0 ? "done" : "failed", found);
    const { place } = one;
    if (!place || place.timeoutHeight === 0n) {
      return told(this.clock() - one.since > UNKNOWN_AFTER ? "unknown" : "open");
    }
    // Height and sequence come before the second look: a block in between is seen by it.
    const { height } = await chain.checkUp();
    if (height <= place.timeoutHeight + MARGIN) return told("open");
    const { sequence } = await chain.account(place.account);
    const late = await chain.tx(one.hash);
    if (late) return told(late.code === 0 ? "done" : "failed", late);
    return told(sequence > place.sequence ? "unknown" : "lost");
  }

  private change(make: (all: PendingTx[]) => PendingTx[]): Promise<void> {
    const done = this.changes.then(async () => {
      await this.store.setItem(KEY, JSON.stringify(make(await this.list()), bigAsText));
    });
    this.changes = done.catch(() => undefined);
    return done;
  }
}

function bigAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** An entry of the store; nothing for what is none. */
function noted(one: unknown): PendingTx[] {
  const { hash, chainId, since, place } = (one ?? {}) as Partial<PendingTx>;
  if (typeof hash !== "string" || typeof chainId !== "string" || typeof since !== "number") return [];
  const { account, sequence, timeoutHeight } = (place ?? {}) as { [field: string]: unknown };
  if (typeof account !== "string" || !isDigits(sequence) || !isDigits(timeoutHeight)) return [{ hash, chainId, since }];
  const where = { account, sequence: BigInt(sequence), timeoutHeight: BigInt(timeoutHeight) };
  return [{ hash, chainId, since, place: where }];
}

function isDigits(value: unknown): value is string {
  return typeof value === "string" && /^[0-9]{1,20}$/.test(value);
}
