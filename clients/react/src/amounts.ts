/** Amounts as people read and write them. Nothing here goes through a floating-point number. */
import { AxiomError, type distributor } from "@axiom-os/client";
import type { DenomFacts } from "@axiom-os/client/wallet";

type Asset = distributor.Asset;

const grouped = new Intl.NumberFormat("en");

/** A whole number with separators: `9,007,199,254,740,993`. */
export function formatNumber(value: bigint | string): string {
  return grouped.format(BigInt(value));
}

/** Base units with decimals: `400000` of six decimals is `0.4`. */
export function formatUnits(base: bigint | string, exponent: number): string {
  const digits = BigInt(base).toString().padStart(exponent + 1, "0");
  const whole = formatNumber(digits.slice(0, digits.length - exponent));
  const rest = digits.slice(digits.length - exponent).replace(/0+$/, "");
  return rest === "" || exponent === 0 ? whole : `${whole}.${rest}`;
}

/** An amount with the name that people use: `0.4 AXM`. What the chain does not know is shown in base units. */
export function formatAmount(amount: bigint | string, asset: Asset, denoms: readonly DenomFacts[]): string {
  const base = "native" in asset ? asset.native : asset.cw20;
  const known = denoms.find((denom) => denom.base === base);
  if (known) return `${formatUnits(amount, known.exponent)} ${known.display.toUpperCase()}`;
  return `${formatNumber(amount)} ${"native" in asset ? base : shortAddress(base)}`;
}

/**
 * What somebody typed, in base units: `0.4` of six decimals is `400000`. Commas are refused: `12,500` is 12.5 to some and
 * 12500 to others, and nobody is made to pay by a guess.
 *
 * @throws {AxiomError} `bad_input` for what is no amount above zero or has too many decimals.
 */
export function parseUnits(text: string, exponent: number): string {
  const typed = text.trim();
  const found = /^(\d+)(?:\.(\d+))?$/.exec(typed);
  if (!found) {
    const how = typed.includes(",") ? "leave commas out, with a point for decimals, like 1000.5" : "write it like 12.5";
    throw new AxiomError("bad_input", `'${typed}' is no amount: ${how}`);
  }
  const [, whole = "0", rest = ""] = found;
  if (rest.length > exponent) throw new AxiomError("bad_input", `At most ${exponent} decimals, such as 12.5`);
  const base = BigInt(whole + rest.padEnd(exponent, "0"));
  if (base === 0n) throw new AxiomError("bad_input", "The amount must be above zero");
  return base.toString();
}

/** An amount rounded up to its first two digits, for what is only about so much: 11709 is 12000. */
export function roundUp(base: bigint): bigint {
  const unit = 10n ** BigInt(Math.max(0, base.toString().length - 2));
  return ((base + unit - 1n) / unit) * unit;
}

/** An address that fits a line: `wasm1abcd…wxyz`. */
export function shortAddress(address: string): string {
  return address.length > 20 ? `${address.slice(0, 9)}…${address.slice(-4)}` : address;
}

/** What a worker gets of a price after the fee. The fee is rounded up, as the execution-ledger does. */
export function afterFee(amount: string, feeBps: number): string {
  const price = BigInt(amount);
  return (price - (price * BigInt(feeBps) + 9_999n) / 10_000n).toString();
}

/** Units of time, largest first. */
const UNITS: ReadonlyArray<readonly [size: bigint, name: string]> = [
  [86_400n, "day"],
  [3_600n, "hour"],
  [60n, "minute"],
  [1n, "second"],
];

/** A span of seconds in words, by its two largest units: `2 days 23 hours`. */
export function formatSpan(seconds: bigint): string {
  const at = UNITS.findIndex(([size]) => seconds >= size);
  if (at < 0) return "0 seconds";
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, name] of UNITS.slice(at, at + 2)) {
    const count = rest / size;
    rest %= size;
    if (count > 0n) parts.push(`${count} ${name}${count === 1n ? "" : "s"}`);
  }
  return parts.join(" ");
}
