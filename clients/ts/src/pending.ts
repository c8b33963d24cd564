/** Transactions under way, kept where a reload of the page does not lose them. */
import type { Chain, FoundTx } from "./chain.js";

/** What is needed of `localStorage`, or of anything like it. */
export interface KeyValue {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
}

/** A transaction that was signed and whose outcome was not seen. */
export interface PendingTx {
  /** Its hash. */
  readonly hash: string;
  /** The chain it is for. */
  readonly chainId: string;
  /** Unix milliseconds at which it was handed in. */
  readonly since: number;
}

/** What became of a transaction under way. */
export interface PendingOutcome extends PendingTx {
  /** `done`: in a block and well; `failed`: in a block and undone; `open`: in no block yet; `lost`: so long that it
   * will not be included any more. */
  readonly state: "done" | "failed" | "open" | "lost";
  /** The transaction, if it is in a block. */
  readonly tx: FoundTx | undefined;
}

/** The key under which they are kept. */
const KEY = "axiom-os.pending";

/** Milliseconds after which a transaction that is in no block counts as lost. */
const LOST_AFTER = 10 * 60_000;

/** Keeps the hash of each transaction from before it is handed in until its outcome is seen. */
export class Pending {
  constructor(
    private readonly store: KeyValue,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Notes a transaction; to be called before it is handed in. */
  async begin(hash: string, chainId: string): Promise<void> {
    const others = (await this.list()).filter((one) => one.hash !== hash);
    await this.write([...others, { hash, chainId, since: this.clock() }]);
  }

  /** Forgets a transaction whose outcome was seen. */
  async end(hash: string): Promise<void> {
    await this.write((await this.list()).filter((one) => one.hash !== hash));
  }

  /** What is noted, oldest first. */
  async list(): Promise<PendingTx[]> {
    const text = await this.store.getItem(KEY);
    if (text === null) return [];
    try {
      const all: unknown = JSON.parse(text);
      return Array.isArray(all) ? all.filter(isPending) : [];
    } catch {
      // Somebody else wrote there: nothing that could be looked for.
      return [];
    }
  }

  /** Looks for the outcome of everything that is noted for a chain, and forgets what came to an end. */
  async settle(chain: Pick<Chain, "chainId" | "tx">): Promise<PendingOutcome[]> {
    const outcomes: PendingOutcome[] = [];
    for (const one of (await this.list()).filter((noted) => noted.chainId === chain.chainId)) {
      const tx = await chain.tx(one.hash);
      const late = this.clock() - one.since > LOST_AFTER;
      const state = tx ? (tx.code === 0 ? "done" : "failed") : late ? "lost" : "open";
      if (state !== "open") await this.end(one.hash);
      outcomes.push({ ...one, state, tx });
    }
    return outcomes;
  }

  private async write(all: PendingTx[]): Promise<void> {
    await this.store.setItem(KEY, JSON.stringify(all));
  }
}

function isPending(one: unknown): one is PendingTx {
  const { hash, chainId, since } = (one ?? {}) as Partial<PendingTx>;
  return typeof hash === "string" && typeof chainId === "string" && typeof since === "number";
}
