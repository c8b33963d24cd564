/** Where a page remembers something over a reload. */

/** What a page needs of `localStorage`. */
export type PageStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * A store that never fails. Browsers may refuse theirs, at once or with the first use: then a memory takes its place,
 * which lasts until the page is left.
 */
export function pageStore(find: () => PageStore | undefined): PageStore {
  const memory = new Map<string, string>();
  const attempt = <T>(use: (store: PageStore) => T): T | undefined => {
    try {
      const store = find();
      return store && use(store);
    } catch {
      return undefined;
    }
  };
  return {
    getItem: (key) => memory.get(key) ?? attempt((store) => store.getItem(key)) ?? null,
    setItem(key, value) {
      const kept = attempt((store) => {
        store.setItem(key, value);
        return true;
      });
      if (kept) memory.delete(key);
      else memory.set(key, value);
    },
    removeItem(key) {
      memory.delete(key);
      attempt((store) => store.removeItem(key));
    },
  };
}
