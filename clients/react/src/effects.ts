/** What the messages of a proposal do, in words, and in full for those who check. */
import { type dao, type distributor, type Json, parseJson } from "@axiom-os/client";

/** Writes an amount: `0.4 AXM`. */
type Write = (amount: string, asset: distributor.Asset) => string;

/** One message of a proposal. */
export interface Effect {
  /** What it does, without who gets it: `Send 5 AXM`. */
  readonly text: string;
  /** Account or contract that it reaches; null if it reaches none. */
  readonly to: string | null;
  /** Coins that go along with a call: `0.4 AXM`; empty for none. */
  readonly funds: string;
  /** The whole message as JSON, its inner message decoded. */
  readonly json: string;
}

/** What a message does. */
export function effectOf(message: dao.CosmosMsgForEmpty, write: Write): Effect {
  const coins = (list: readonly dao.Coin[]) => list.map(({ amount, denom }) => write(amount, { native: denom })).join(" and ");
  const json = indented(decoded(message));
  if ("bank" in message) {
    if ("send" in message.bank) {
      const { amount, to_address } = message.bank.send;
      return { text: `Send ${coins(amount) || "nothing"}`, to: to_address, funds: "", json };
    }
    return { text: `Burn ${coins(message.bank.burn.amount) || "nothing"}`, to: null, funds: "", json };
  }
  if (!("wasm" in message)) return { text: Object.keys(message).join(), to: null, funds: "", json };
  const { wasm } = message;
  if ("execute" in wasm) {
    const { contract_addr, funds, msg } = wasm.execute;
    // A word before it: a method can be named like anything, also like a payment.
    return { text: `Call ${methodOf(inner(msg))}`, to: contract_addr, funds: coins(funds), json };
  }
  const [kind = "unknown", fields] = Object.entries(wasm)[0] ?? [];
  const { contract_addr: to = null, funds = [] } = fields as { contract_addr?: string; funds?: dao.Coin[] };
  return { text: `${kind} (wasm)`, to, funds: coins(funds), json };
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
