import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Expectation,
  leafHash,
  type ledger,
  type ProofFile,
  type ProvenCell,
  readProof,
  recordBytes,
  uint64,
  verifyInclusion,
  verifyProof,
  writeProof,
} from "../../src/index.js";
import { thrown } from "./thrown.js";

const load = (name: string) =>
  readFileSync(new URL(`../../../../packages/axiom-proof/tests/data/${name}.json`, import.meta.url), "utf8");
const record = readProof(load("record"));
const entry = readProof(load("cell"));
const found = (record.subject as { record: ledger.RecordResponse }).record;
const cell = (entry.subject as { cell: ProvenCell }).cell;

/** A file that a stranger made, whatever is in it. */
const made = (over: object, file = record) => ({ ...file, ...over }) as ProofFile;

describe("a subject", () => {
  test("that is both a record and a shared entry is refused: the record would be shown unchecked", () => {
    const forged = { ...found, record: { ...found.record, chain_id: entry.chain_id, ledger: entry.contract, actor: "mallory" } };
    const both = made({ subject: { cell, record: forged } }, entry);
    expect(thrown(() => verifyProof(both, {}, entry.root)).message).toContain("exactly one of record and cell");
    expect(thrown(() => readProof(writeProof(both))).code).toBe("bad_input");
  });

  const odd: Array<[string, unknown]> = [
    ["of nothing", {}],
    ["that is none", null],
    ["that is a text", "record"],
    ["of an empty record", { record: null }],
    ["of a list", { cell: [] }],
    ["of another kind", { other: cell }],
    ["of an entry as a record", { record: cell }],
  ];
  test.each(odd)("%s is refused", (_, subject) => {
    expect(thrown(() => verifyProof(made({ subject }))).code).toBe("bad_input");
  });

  const meant: Array<[string, ProofFile, Expectation]> = [
    ["another space", entry, { space: cell.space + 1n }],
    ["another key", entry, { key: "other" }],
    ["a record where an entry was meant, by its space", record, { space: 2n }],
    ["a record where an entry was meant, by its key", record, { key: cell.key }],
    ["an entry where a record was meant", entry, { job: 1n }],
    ["a key that is too long", made({ subject: { cell: { ...cell, key: "k".repeat(65) } } }, entry), {}],
  ];
  test.each(meant)("%s is refused", (_, file, expected) => {
    expect(thrown(() => verifyProof(file, expected)).code).toBe("not_verified");
  });

  test("as it was meant passes", () => {
    expect(verifyProof(entry, { space: cell.space, key: cell.key, index: cell.index }, entry.root).trusted).toBe(true);
    expect(verifyProof(record, { index: found.record.seq, job: found.record.id }, record.root).trusted).toBe(true);
  });
});

describe("a file of another form is told, never thrown at random", () => {
  const damaged: Array<[string, object]> = [
    ["no subject", { subject: undefined }],
    ["no proof", { proof: undefined }],
    ["no root", { root: null }],
    ["a number as the chain", { chain_id: 5 }],
    ["a path that is no list", { proof: { ...record.proof, path: "ab" } }],
    ["a path of numbers", { proof: { ...record.proof, path: [1] } }],
    ["an index that is no bigint", { proof: { ...record.proof, index: 4 } }],
    ["leaves that are a text", { root: { ...record.root, leaves: "11" } }],
    ["a root that is a number", { root: { ...record.root, root: 5 } }],
    ["a field that is not known", { note: "x" }],
    ["a leaf that is none", { subject: { record: { ...found, leaf: null } } }],
    ["a record without hashes", { subject: { record: { ...found, record: { ...found.record, hashes: null } } } }],
    ["a transition that is not known", { subject: { record: { ...found, record: { ...found.record, transition: "x" } } } }],
    ["a sequence that is too large", { subject: { record: { ...found, record: { ...found.record, seq: 1n << 64n } } } }],
    ["a time below zero", { subject: { record: { ...found, record: { ...found.record, time: -1n } } } }],
  ];
  test.each(damaged)("%s", (_, over) => {
    expect(thrown(() => verifyProof(made(over))).code).toBe("bad_input");
  });

  test("a root that the reader gives, too", () => {
    expect(thrown(() => verifyProof(record, {}, {} as ledger.RootResponse)).code).toBe("bad_input");
  });

  const texts: Array<[string, string, string]> = [
    ["a fraction", '"leaves": 11', '"leaves": 11.5'],
    ["a text", '"leaves": 11', '"leaves": "11"'],
    ["a number below zero", '"height": 43', '"height": -43'],
    ["a number of 65 bits", '"height": 43', '"height": 18446744073709551616'],
  ];
  test.each(texts)("%s where 64 bits are expected", (_, old, now) => {
    const text = load("record").replace(old, now);
    expect(text).not.toBe(load("record"));
    expect(["bad_input", "bad_answer"]).toContain(thrown(() => readProof(text)).code);
  });

  test("parts that are checked alone", () => {
    const leaf = leafHash(recordBytes(found.record));
    verifyInclusion(record.root, leaf, record.proof);
    const wrong = { ...record.proof, index: 4 } as unknown as ledger.InclusionProof;
    expect(thrown(() => verifyInclusion(record.root, leaf, wrong)).code).toBe("not_verified");
    const none = { ...record.proof, path: [null] } as unknown as ledger.InclusionProof;
    expect(thrown(() => verifyInclusion(record.root, leaf, none)).code).toBe("not_verified");
    expect(thrown(() => uint64(5 as unknown as bigint)).code).toBe("not_verified");
    expect(thrown(() => recordBytes({} as ledger.Record)).code).toBe("bad_input");
  });
});
