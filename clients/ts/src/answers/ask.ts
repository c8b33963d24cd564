/** What every answer stands on: pages, bounds, deadlines. */
import { fromBech32 } from "@cosmjs/encoding";
import type { Moment } from "../chain.js";
import type { Economy } from "../economy.js";
import { AxiomError } from "../errors.js";
import type { Due, Listing } from "./types.js";

/** Rows of a page, at most. */
export const MAX_PAGE = 100;

/** Rows of a page of proposals, at most. */
export const CW_MAX_PAGE = 30;

/** How much an answer may read of each list. */
export interface Budget {
  /** Pages of each list; 5 if not given, at least one is read. */
  readonly pages?: number;
}

/** One economy, one account, one budget. */
export interface Asked {
  readonly economy: Economy;
  readonly account: string;
  readonly pages: number;
}

/**
 * What is asked, once the address was checked: a mistyped one must not look like one without any past.
 *
 * @throws {AxiomError} `bad_input` for what is no address of the chain.
 */
export function asked(economy: Economy, account: string, budget: Budget = {}): Asked {
  const dao = economy.addresses.dao;
  const prefix = dao.slice(0, dao.lastIndexOf("1"));
  if (!isAddress(account, prefix)) {
    const cut = account.slice(0, 90);
    throw new AxiomError(
      "bad_input",
      `'${cut}' is no address of this chain: expected one that begins with ${prefix}1 and passes its checksum`,
    );
  }
  return { economy, account, pages: Math.max(1, budget.pages ?? 5) };
}

/** Whether a text is an address with a prefix. */
export function isAddress(text: string, prefix: string): boolean {
  try {
    return fromBech32(text, 90).prefix === prefix && text === text.toLowerCase();
  } catch {
    return false;
  }
}

/** Reads pages of a list until it ends or the budget does. */
export async function listed<R, K>(
  pages: number,
  page: (after: K | null) => Promise<{ rows: R[]; next: K | null }>,
): Promise<Listing<R>> {
  const rows: R[] = [];
  let after: K | null = null;
  for (let read = 0; read < pages; read += 1) {
    const found: { rows: R[]; next: K | null } = await page(after);
    rows.push(...found.rows);
    if (found.next === null) return { rows, more: false };
    after = found.next;
  }
  return { rows, more: true };
}

/** When something ends, as seen from a block. */
export function dueAt(at: bigint, height: bigint | null, moment: Moment): Due {
  const time = moment.now >= at;
  const blocks = height === null || moment.height >= height;
  return { at, height, passed: time && blocks, waits_for_blocks: time && !blocks };
}

/** Whether a contract, or the chain, refused a question; else the node could not be asked. */
export function isRefusal(error: unknown): error is AxiomError {
  return error instanceof AxiomError && ["contract", "refused", "out_of_gas", "no_account"].includes(error.code);
}
