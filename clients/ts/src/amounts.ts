/** Amounts: the fee of a transaction, and sums. All in base units, none through a floating-point number. */
import type { StdFee } from "@cosmjs/amino";
import type { Amount } from "./answers/types.js";
import { AxiomError } from "./errors.js";

/**
 * The fee of a gas limit, as a transaction carries it: its amount is in base units of the price's denom, rounded up.
 *
 * @throws {AxiomError} `bad_input` for a price that is none; `0.025uaxm` is one.
 */
export function feeOf(gas: bigint, gasPrice: string): StdFee {
  const found = /^([0-9]+)(?:\.([0-9]+))?([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/.exec(gasPrice);
  if (!found) throw new AxiomError("bad_input", `the gas price is '${gasPrice}': expected one such as 0.025uaxm`);
  const [, whole = "", part = "", denom = ""] = found;
  const scale = 10n ** BigInt(part.length);
  const amount = (gas * BigInt(whole + part) + scale - 1n) / scale;
  return { amount: [{ denom, amount: amount.toString() }], gas: gas.toString() };
}

/** Sums by asset, in the order in which the assets first come; assets of which there is nothing are left out. */
export function totalsByAsset(rows: readonly Amount[]): Amount[] {
  const sums = new Map<string, Amount>();
  for (const { asset, amount } of rows) {
    if (BigInt(amount) === 0n) continue;
    const key = "native" in asset ? `native:${asset.native}` : `cw20:${asset.cw20}`;
    const before = BigInt(sums.get(key)?.amount ?? 0);
    sums.set(key, { asset, amount: (before + BigInt(amount)).toString() });
  }
  return [...sums.values()];
}
