/** What the messages of a proposal do, in words, and in full for those who check. */
import { type dao, type distributor, type Json, parseJson } from "@axiom-os/client";

/** Writes an amount: `0.4 AXM`. */
type Write = (amount: string, asset: distributor.Asset) => string;

/** Contracts whose messages are payments. A message of the same name to any other contract is only a call. */
export interface Payers {
  /** Address of value-distributor; null in an economy without one. */
  readonly distributor: string | null;
  /** Addresses of cw20 tokens that the economy takes. */
  readonly tokens: readonly string[];
}

/** One thing that a message does. */
export interface EffectStep {
  /** What, up to whom it reaches: `Send 5 AXM to`. */
  readonly text: string;
  /** Account or contract that it reaches; null if it reaches none, or the economy's own. */
  readonly to: string | null;
}

/** One message of a proposal. */
export interface Effect {
  /** What it does, in order. */
  readonly steps: readonly EffectStep[];
  /** Coins that go along with a call: `0.4 AXM`; empty for none. */
  readonly funds: string;
  /** The whole message as JSON, its inner message decoded. */
  readonly json: string;
}

/** What a message does. */
export function effectOf(message: dao.CosmosMsgForEmpty, write: Write, payers: Payers): Effect {
  const coins = (list: readonly dao.Coin[]) => list.map(({ amount, denom }) => write(amount, { native: denom })).join(" and ");
  const json = indented(decoded(message));
  const one = (text: string, to: string | null, funds = ""): Effect => ({ steps: [{ text, to }], funds, json });
  if ("bank" in message) {
    if ("send" in message.bank) {
      const { amount, to_address } = message.bank.send;
      return one(`Send ${coins(amount) || "nothing"} to`, to_address);
    }
    return one(`Burn ${coins(message.bank.burn.amount) || "nothing"}`, null);
  }
  if (!("wasm" in message)) return one(Object.keys(message).join(), null);
  const { wasm } = message;
  if ("execute" in wasm) {
    const { contract_addr, funds, msg } = wasm.execute;
    const paid = paymentsOf(contract_addr, inner(msg), write, payers);
    if (paid) return { steps: paid, funds: coins(funds), json };
    // A word before it: a method can be named like anything, also like a payment.
    return one(`Call ${methodOf(inner(msg))} on`, contract_addr, coins(funds));
  }
  const [kind = "unknown", fields] = Object.entries(wasm)[0] ?? [];
  const { contract_addr: to = null, funds = [] } = fields as { contract_addr?: string; funds?: dao.Coin[] };
  return one(`${kind} (wasm)${to === null ? "" : " to"}`, to, coins(funds));
}

/** What a call pays out of the treasury; undefined for what is no payment, or none that can be read whole. */
function paymentsOf(contract: string, message: Json | undefined, write: Write, payers: Payers): EffectStep[] | undefined {
  const [method, ...others] = Object.keys(fieldsOf(message) ?? {});
  if (method === undefined || others.length > 0) return undefined;
  const args = fieldsOf(message)?.[method];
  if (payers.tokens.includes(contract) && method === "transfer") {
    const { recipient, amount } = fieldsOf(args) ?? {};
    if (!isAmount(amount) || typeof recipient !== "string") return undefined;
    return [{ text: `Send ${write(amount, { cw20: contract })} to`, to: recipient }];
  }
  if (contract !== payers.distributor) return undefined;
  if (method === "transfer") {
    const { to, asset, amount } = fieldsOf(args) ?? {};
    const what = readAsset(asset);
    if (what === undefined || !isAmount(amount) || typeof to !== "string") return undefined;
    return [{ text: `Pay ${write(amount, what)} out of the treasury's balance into the balance of`, to }];
  }
  const list = method === "withdraw" ? fieldsOf(args)?.withdrawals : undefined;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const steps = list.flatMap((item) => withdrawalOf(item, write) ?? []);
  return steps.length === list.length ? steps : undefined;
}

/** One part of a withdrawal: without an amount it is the whole balance, without a receiver it stays in the treasury. */
function withdrawalOf(item: Json, write: Write): EffectStep | undefined {
  const { to = null, asset, amount = null } = fieldsOf(item) ?? {};
  const what = readAsset(asset);
  if (what === undefined || (amount !== null && !isAmount(amount))) return undefined;
  // The name alone, out of an amount: `AXM`.
  const sum = amount === null ? `all ${write("0", what).replace(/^0 /, "")}` : write(amount, what);
  const text = `Pay ${sum} out of the treasury's balance into`;
  if (to === null) return { text: `${text} its own wallet`, to };
  return typeof to === "string" ? { text: `${text} the wallet of`, to } : undefined;
}

function readAsset(value: Json | undefined): distributor.Asset | undefined {
  const { native, cw20 } = fieldsOf(value) ?? {};
  if (typeof native === "string" && cw20 === undefined) return { native };
  return typeof cw20 === "string" && native === undefined ? { cw20 } : undefined;
}

function isAmount(value: Json | undefined): value is string {
  return typeof value === "string" && /^[0-9]{1,39}$/.test(value);
}

/** The fields of an object; undefined for anything else. */
function fieldsOf(value: Json | undefined): { readonly [field: string]: Json } | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { [field: string]: Json }) : undefined;
}

/** The method of a message: `admin.update_settings`. */
function methodOf(message: Json | undefined): string {
  if (typeof message !== "object" || message === null) return "an unreadable message";
  const [name = "unknown", fields] = Object.entries(message)[0] ?? [];
  const method = name === "admin" ? Object.keys((fields ?? {}) as object)[0] : undefined;
  return method ? `${name}.${method}` : name;
}

/** The JSON inside of a base64 text; undefined if there is none. */
function inner(base64: string): Json | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** A message whose `msg` is what it says, not its base64. What cannot be read stays as it is. */
function decoded(message: dao.CosmosMsgForEmpty): unknown {
  if (!("wasm" in message)) return message;
  const calls = Object.entries(message.wasm).map(([kind, fields]) => {
    const { msg } = fields as { msg?: string };
    return [kind, msg === undefined ? fields : { ...fields, msg: inner(msg) ?? msg }];
  });
  return { wasm: Object.fromEntries(calls) as unknown };
}

/** JSON over several lines. Numbers beyond 2^53 keep every digit. */
function indented(value: unknown, before = ""): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const deeper = `${before}  `;
  const list = Array.isArray(value);
  const rows = list
    ? value.map((one: unknown) => `${deeper}${indented(one, deeper)}`)
    : Object.entries(value).map(([key, one]) => `${deeper}${JSON.stringify(key)}: ${indented(one, deeper)}`);
  const [open, end] = list ? ["[", "]"] : ["{", "}"];
  return rows.length === 0 ? `${open}${end}` : `${open}\n${rows.join(",\n")}\n${before}${end}`;
}
