/** The form of a proof file: every field that is expected, of its type, and no other. */
import { AxiomError } from "./errors.js";
import { isU64 } from "./json.js";

/** Passes a value of one form; `at` is where it stands in the file. */
type Form = (value: unknown, at: string) => void;

/** Frozen codes of the transitions, from 1. */
export const TRANSITIONS: readonly string[] = [
  "posted",
  "accepted",
  "declined",
  "cancelled",
  "submitted",
  "approved",
  "rejected",
  "resubmitted",
  "disputed",
  "arbitrated",
  "expired",
  "extended",
  "dissolved",
];

function refuse(at: string, expected: string): never {
  throw new AxiomError("bad_input", `${at} is of another form: expected ${expected}`);
}

const text: Form = (value, at) => void (typeof value === "string" || refuse(at, "a text"));

const number64: Form = (value, at) => void (isU64(value) || refuse(at, "a whole number of 64 bits, as a bigint"));

const transition: Form = (value, at) =>
  void (TRANSITIONS.includes(value as string) || refuse(at, `one of ${TRANSITIONS.join(", ")}`));

const anything: Form = () => {};

const maybe =
  (form: Form): Form =>
  (value, at) =>
    void (value === undefined || value === null || form(value, at));

const list =
  (form: Form): Form =>
  (value, at) => {
    if (!Array.isArray(value)) refuse(at, "a list");
    (value as unknown[]).forEach((one, index) => form(one, `${at}[${index}]`));
  };

/** An object with these fields. */
const fields =
  (forms: Readonly<Record<string, Form>>): Form =>
  (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(at, "an object");
    const found = value as Record<string, unknown>;
    for (const name of Object.keys(found)) {
      if (!Object.hasOwn(forms, name)) refuse(at, `no field '${name.slice(0, 80)}'`);
    }
    for (const [name, form] of Object.entries(forms)) {
      form(Object.hasOwn(found, name) ? found[name] : undefined, `${at}.${name}`);
    }
  };

const hashes = fields({
  context_root: maybe(text),
  input_hash: maybe(text),
  procedure_hash: maybe(text),
  output_hash: maybe(text),
  evidence: maybe(text),
});

const record = fields({
  chain_id: text,
  ledger: text,
  seq: number64,
  kind: text,
  id: number64,
  actor: text,
  client: text,
  payer: text,
  transition,
  hashes,
  height: number64,
  time: number64,
});

const found = fields({ record, bytes: text, leaf: text });

const cell = fields({ space: number64, key: text, version: number64, hash: text, index: number64, leaf: text });

/** A record or a shared entry, and never both: what is shown must be what was checked. */
const subject: Form = (value, at) => {
  const kinds = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (kinds.length !== 1) refuse(at, "exactly one of record and cell");
  const form = kinds[0] === "record" ? fields({ record: found }) : fields({ cell });
  form(value, at);
};

const root = fields({ leaves: number64, root: text });

const proof = fields({ index: number64, leaves: number64, path: list(text), peaks: list(text) });

const file = fields({
  format: text,
  chain_id: text,
  contract: text,
  height: number64,
  subject,
  proof,
  root,
  anchor: anything,
});

/** @throws {AxiomError} `bad_input` for what is no proof file. */
export const checkFile: (value: unknown) => void = (value) => file(value, "the proof");

/** @throws {AxiomError} `bad_input` for what is no root. */
export const checkRoot: (value: unknown) => void = (value) => root(value, "the root");

/** @throws {AxiomError} `bad_input` for what is no record. */
export const checkRecord: (value: unknown) => void = (value) => record(value, "the record");
