/** Proofs of records and shared entries: the files of `axiom record prove`, format `axiom-proof-1`. */
import { toHex, toUtf8 } from "@cosmjs/encoding";
import type { Economy } from "./economy.js";
import { AxiomError } from "./errors.js";
import type { InclusionProof, Record as LedgerRecord, RecordResponse, RootResponse } from "./generated/ledger.js";
import { shapes } from "./generated/ledger.js";
import { readJson, type Shape, writeJson } from "./json.js";
import { checkFile, checkRecord, checkRoot, TRANSITIONS } from "./proof-form.js";
import { hash32, joined, leafHash, uint64, verifyInclusion } from "./range.js";

/** Name of the format. */
export const PROOF_FORMAT = "axiom-proof-1";

/** Bytes of the key of a shared entry, at most. */
const MAX_KEY = 64;

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
  /** What is proved: exactly one of the two. */
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
  /**
   * Number of the space of a shared entry. Leaf and root do not tell the space: it holds if the root that you give is
   * that of the space.
   */
  readonly space?: bigint;
  /** Key of a shared entry. */
  readonly key?: string;
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

/**
 * Reads a file.
 *
 * @throws {AxiomError} `bad_answer` or `unsafe_number` for what is no JSON, or has fractions where whole numbers are
 * expected; `bad_input` for another format, or fields that are missing, of another type or not known.
 */
export function readProof(text: string): ProofFile {
  const file = readJson<ProofFile | null>(text, shapes, SHAPE);
  if (file?.format !== PROOF_FORMAT) {
    throw new AxiomError("bad_input", `the format is '${String(file?.format)}': expected '${PROOF_FORMAT}'`);
  }
  checkFile(file);
  return file;
}

/** The text of a file. */
export function writeProof(file: ProofFile): string {
  return `${writeJson(file)}\n`;
}

/**
 * The canonical bytes of a record. Their encoding is frozen.
 *
 * @throws {AxiomError} `bad_input` for what is no record; `not_verified` for a hash or a text of another length.
 */
export function recordBytes(record: LedgerRecord): Uint8Array {
  checkRecord(record);
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
 * @throws {AxiomError} `bad_input` for what is no such file; `not_verified` with the first thing that is wrong.
 */
export function verifyProof(file: ProofFile, expected: Expectation = {}, known?: RootResponse): ProofReport {
  checkFile(file);
  if (known !== undefined) checkRoot(known);
  same("chain", file.chain_id, expected.chainId);
  same("contract", file.contract, expected.contract);
  const { subject } = file;
  const shown = "record" in subject ? ofRecord(file, subject.record, expected) : ofCell(subject.cell, expected);
  same("index of the proof", file.proof.index, shown.index);
  verifyInclusion(file.root, shown.leaf, file.proof);
  same("number of leaves of the root", file.root.leaves, known?.leaves);
  same("root", file.root.root.toLowerCase(), known?.root.toLowerCase());
  return { record: shown.record, root: file.root, trusted: known !== undefined };
}

/** What a file shows, all of it out of the one subject that was checked. */
interface Shown {
  readonly index: bigint;
  readonly leaf: Uint8Array;
  readonly record: LedgerRecord | undefined;
}

function ofRecord(file: ProofFile, found: RecordResponse, expected: Expectation): Shown {
  const { record } = found;
  same("chain of the record", record.chain_id, file.chain_id);
  same("ledger of the record", record.ledger, file.contract);
  same("number of the record", record.seq, expected.index);
  same("job of the record", record.id, expected.job);
  const ofEntry = expected.space !== undefined || expected.key !== undefined;
  same("subject", "a record", ofEntry ? "a shared entry" : undefined);
  return { index: record.seq, leaf: recordLeaf(found), record };
}

function ofCell(cell: ProvenCell, expected: Expectation): Shown {
  same("number of the write", cell.index, expected.index);
  same("subject", "a shared entry", expected.job === undefined ? undefined : "a record");
  same("space of the entry", cell.space, expected.space);
  same("key of the entry", cell.key, expected.key);
  return { index: cell.index, leaf: cellLeaf(cell), record: undefined };
}

function recordLeaf({ record, bytes, leaf }: RecordResponse): Uint8Array {
  const own = recordBytes(record);
  same("text of canonical bytes", bytes.toLowerCase(), toHex(own));
  const hash = leafHash(own);
  same("leaf", leaf.toLowerCase(), toHex(hash));
  return hash;
}

function cellLeaf({ key, version, hash, leaf }: ProvenCell): Uint8Array {
  const { length } = toUtf8(key);
  if (length > MAX_KEY) throw new AxiomError("not_verified", `a key of ${length} bytes: expected at most ${MAX_KEY}`);
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
