/** Which page waits for which transaction, by the locks of the browser: they end with the page that holds them. */

/** What is needed of `navigator.locks`. */
export interface Locks {
  request<T>(
    name: string,
    options: { readonly ifAvailable?: boolean },
    call: (lock: object | null) => T | Promise<T>,
  ): Promise<T>;
}

/** The locks that all pages of a site share; `undefined` where there are none, such as on pages without https. */
export function pageLocks(): Locks | undefined {
  return (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
}

/** Does something once no other page does anything under the same name. */
export function alone<T>(locks: Locks | undefined, name: string, call: () => Promise<T>): Promise<T> {
  return locks ? locked(locks, name, false, call) : call();
}

/** Where a browser refuses its locks, pages may tell a transaction twice: that is no reason not to send it. */
async function locked<T>(
  locks: Locks,
  name: string,
  ifAvailable: boolean,
  call: (free: boolean) => Promise<T>,
): Promise<T> {
  let begun = false;
  try {
    return await locks.request(name, { ifAvailable }, (lock) => {
      begun = true;
      return call(lock !== null);
    });
  } catch (error) {
    if (begun) throw error;
    return call(true);
  }
}

/** The locks of the transactions that this page waits for. */
export class TxLocks {
  /** What ends each lock that this page holds, by hash. */
  private readonly held = new Map<string, () => void>();

  constructor(
    private readonly prefix: string,
    private readonly locks: Locks | undefined,
  ) {}

  /** Tells the other pages that this one waits for a transaction, until {@link release} or until the page is closed. */
  async hold(hash: string): Promise<void> {
    const { locks } = this;
    if (!locks || this.held.has(hash)) return;
    await new Promise<void>((noted) => {
      void locked(locks, this.name(hash), true, async (free) => {
        const ended = free && new Promise<void>((end) => this.held.set(hash, end));
        noted();
        await ended;
      });
    });
  }

  /** Ends what {@link hold} began. */
  release(hash: string): void {
    this.held.get(hash)?.();
    this.held.delete(hash);
  }

  /** Does something about a transaction, unless another page waits for it or is at it. */
  async unlessElsewhere<T>(hash: string, call: () => Promise<T>): Promise<T | undefined> {
    if (!this.locks || this.held.has(hash)) return call();
    return locked(this.locks, this.name(hash), true, async (free) => (free ? call() : undefined));
  }

  private name(hash: string): string {
    return `${this.prefix}.${hash}`;
  }
}
