/** Proofs of records and shared entries: the files of `axiom record prove`, format `axiom-proof-1`. */
import { toHex, toUtf8 } from "@cosmjs/encoding";
import type { Economy } from "./economy.js";
import { AxiomError } from "./errors.js";
import type { InclusionProof, Record as LedgerRecord, RecordResponse, RootResponse } from "./generated/ledger.js";
import { shapes } from "./generated/ledger.js";
import { parseJson, type Shape, widen, writeJson } from "./json.js";
import { hash32, joined, leafHash, uint64, verifyInclusion } from "./range.js";

/** Name of the format. */
export const PROOF_FORMAT = "axiom-proof-1";

/** A write of a shared entry, as far as its leaf tells: writer and time are not in it. */
export interface ProvenCell {
  readonly space: bigint;
  readonly key: string;
  /** The version written, from 1. */
  readonly version: bigint;
  /** SHA-256 of the content. */
  readonly hash: string;
  /** Number of the write in the space, which is the index of its leaf. */
  readonly index: bigint;
  readonly leaf: string;
}

/** Everything that shows one record or shared entry. */
export interface ProofFile {
  /** {@link PROOF_FORMAT}. */
  readonly format: string;
  /** Chain that the contract is on. */
  readonly chain_id: string;
  /** The ledger of a record, the registry of a shared entry. */
  readonly contract: string;
  /** Height at which the proof was fetched; only for people. */
  readonly height: bigint;
  /** What is proved. */
  readonly subject: { readonly record: RecordResponse } | { readonly cell: ProvenCell };
  /** The way from its leaf to the root. */
  readonly proof: InclusionProof;
  /** The root. */
  readonly root: RootResponse;
  /** The way from the root to a signed header. It is kept and not looked at here: `axiom record verify` does. */
  readonly anchor?: unknown;
}

/** What the reader means to look at; what is left out is taken from the file. */
export interface Expectation {
  readonly chainId?: string;
  readonly contract?: string;
  /** Number of the record, or of the write of a shared entry. */
  readonly index?: bigint;
  /** Number of the job of a record. */
  readonly job?: bigint;
}

/** What was verified. */
export interface ProofReport {
  /** The record; `undefined` for a shared entry. */
  readonly record: LedgerRecord | undefined;
  /** The root to which the way leads. */
  readonly root: RootResponse;
  /** True if that is the root that the reader knows; else the file only agrees with itself. */
  readonly trusted: boolean;
}

/** Where numbers of 64 bits are in a file. */
const SHAPE: Shape = {
  height: 1,
  subject: { record: "RecordResponse", cell: { space: 1, version: 1, index: 1 } },
  proof: "InclusionProof",
  root: "RootResponse",
};

/** Frozen codes of the transitions. */
const TRANSITIONS: readonly LedgerRecord["transition"][] = [
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

/**
 * Reads a file.
 *
 * @throws {AxiomError} `bad_answer` for what is no JSON; `bad_input` for another format.
 */
export function readProof(text: string): ProofFile {
  const file = widen(parseJson(text), shapes, SHAPE) as unknown as ProofFile;
  if (file?.format !== PROOF_FORMAT) {
    throw new AxiomError("bad_input", `the format is '${file?.format}': expected '${PROOF_FORMAT}'`);
  }
  return file;
}

/** The text of a file. */
export function writeProof(file: ProofFile): string {
  return `${writeJson(file)}\n`;
}

/** The canonical bytes of a record. Their encoding is frozen. */
export function recordBytes(record: LedgerRecord): Uint8Array {
  const { hashes } = record;
  const named = [hashes.context_root, hashes.input_hash, hashes.procedure_hash, hashes.output_hash, hashes.evidence];
  const hash = (hex: string | null | undefined) =>
    hex ? joined(Uint8Array.of(1), hash32("a hash of the record", hex)) : Uint8Array.of(0);
  return joined(
    Uint8Array.of(1),
    short(record.chain_id),
    short(record.ledger),
    uint64(record.seq),
    short(record.kind),
    uint64(record.id),
    short(record.actor),
    short(record.client),
    short(record.payer),
    Uint8Array.of(TRANSITIONS.indexOf(record.transition) + 1),
    ...named.map(hash),
    uint64(record.height),
    uint64(record.time),
  );
}

/** Data behind the leaf of a write of a shared entry. */
export function cellData(key: string, version: bigint, contentHash: string): Uint8Array {
  return joined(short(key), uint64(version), hash32("the hash of the content", contentHash));
}

/** A text behind its length, at most 255 bytes. */
function short(text: string): Uint8Array {
  const bytes = toUtf8(text);
  if (bytes.length > 255) throw new AxiomError("not_verified", `a text of ${bytes.length} bytes: expected at most 255`);
  return joined(Uint8Array.of(bytes.length), bytes);
}

/**
 * Checks a file from the record up to its root, without a network. Give the root that you know, from a source that
 * you trust: without one the file is only checked for agreeing with itself, and the report says so.
 *
 * @throws {AxiomError} `not_verified` with the first thing that is wrong.
 */
export function verifyProof(file: ProofFile, expected: Expectation = {}, known?: RootResponse): ProofReport {
  const record = "record" in file.subject ? file.subject.record.record : undefined;
  const index = "cell" in file.subject ? file.subject.cell.index : file.subject.record.record.seq;
  same("chain", file.chain_id, expected.chainId);
  same("contract", file.contract, expected.contract);
  same("number of the record", index, expected.index);
  if (record) {
    same("chain of the record", record.chain_id, file.chain_id);
    same("ledger of the record", record.ledger, file.contract);
  }
  if (expected.job !== undefined) same("job", record?.id ?? "none, but a shared entry", expected.job);
  const leaf = "cell" in file.subject ? cellLeaf(file.subject.cell) : recordLeaf(file.subject.record);
  same("index of the proof", file.proof.index, index);
  verifyInclusion(file.root, leaf, file.proof);
  same("number of leaves of the root", file.root.leaves, known?.leaves);
  same("root", file.root.root.toLowerCase(), known?.root.toLowerCase());
  return { record, root: file.root, trusted: known !== undefined };
}

function recordLeaf({ record, bytes, leaf }: RecordResponse): Uint8Array {
  const own = recordBytes(record);
  same("text of canonical bytes", bytes.toLowerCase(), toHex(own));
  const hash = leafHash(own);
  same("leaf", leaf.toLowerCase(), toHex(hash));
  return hash;
}

function cellLeaf({ key, version, hash, leaf }: ProvenCell): Uint8Array {
  const own = leafHash(cellData(key, version, hash));
  same("leaf", leaf.toLowerCase(), toHex(own));
  return own;
}

function same(what: string, found: unknown, expected: unknown): void {
  if (expected === undefined || found === expected) return;
  throw new AxiomError("not_verified", `the ${what} is ${String(found)}: expected ${String(expected)}`);
}

/**
 * Fetches a record with its proof against the newest root.
 *
 * @throws {AxiomError} `contract` for a record that does not exist; `left_out` without a ledger.
 */
export async function proveRecord(economy: Economy, seq: bigint): Promise<ProofFile> {
  const { ledger, chain } = economy;
  const [record, root, { height }] = await Promise.all([ledger.record({ seq }), ledger.root({}), chain.moment()]);
  // The range grows while we ask: the proof is asked for against the very root that we have.
  const proof = await ledger.proof({ seq, leaves: root.leaves });
  return {
    format: PROOF_FORMAT,
    chain_id: chain.chainId,
    contract: ledger.address,
    height,
    subject: { record },
    proof,
    root,
  };
}
