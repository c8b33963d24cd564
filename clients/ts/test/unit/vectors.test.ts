import { readFileSync } from "node:fs";
import { fromHex, toHex } from "@cosmjs/encoding";
import { Secp256k1Wallet } from "@cosmjs/amino";
import { sha256 } from "@noble/hashes/sha2";
import { utf8ToBytes } from "@noble/hashes/utils";
import { describe, expect, test } from "vitest";
import {
  aminoTextSigner,
  cellData,
  leafHash,
  type ledger,
  parseJson,
  readProof,
  recordBytes,
  textBytes,
  verifyInclusion,
  verifyProof,
  verifyText,
  voteText,
  widen,
  writeProof,
} from "../../src/index.js";
import { shapes } from "../../src/generated/ledger.js";
import { thrown } from "./thrown.js";

/** Written by `cargo xtask generate` out of the Rust packages. */
interface Vectors {
  ranges: Array<{ leaves: bigint; root: string; proofs: Array<ledger.InclusionProof & { data: string }> }>;
  records: Array<{ record: ledger.Record; bytes: string; leaf: string }>;
  cells: Array<{ key: string; version: bigint; hash: string; data: string; leaf: string }>;
  votes: Array<{
    chain_id: string;
    contract: string;
    proposal_id: bigint;
    vote: "yes";
    valid_until: bigint;
    text: string;
  }>;
  signed: Array<{ account: string; text: string; doc: string; pubkey: string; signature: string }>;
}

const shape = {
  ranges: [{ leaves: 1, proofs: ["InclusionProof"] }],
  records: [{ record: "Record" }],
  cells: [{ version: 1 }],
  votes: [{ proposal_id: 1, valid_until: 1 }],
} as const;
const file = readFileSync(new URL("../../../vectors.json", import.meta.url), "utf8");
const vectors = widen(parseJson(file), shapes, shape) as unknown as Vectors;

describe("mountain ranges", () => {
  test.each(vectors.ranges)("of $leaves leaves: each proof of Rust holds", ({ leaves, root, proofs }) => {
    expect(proofs.length).toBe(Number(leaves));
    for (const proof of proofs) verifyInclusion({ leaves, root }, leafHash(fromHex(proof.data)), proof);
  });

  const { leaves, root, proofs } = vectors.ranges.at(-1) as Vectors["ranges"][number];
  const proof = proofs[6] as Vectors["ranges"][number]["proofs"][number];
  const leaf = leafHash(fromHex(proof.data));
  const other = "00".repeat(32);
  const damaged: Array<[string, () => void]> = [
    ["another leaf", () => verifyInclusion({ leaves, root }, leafHash(fromHex("00")), proof)],
    ["another root", () => verifyInclusion({ leaves, root: other }, leaf, proof)],
    ["another size", () => verifyInclusion({ leaves: leaves + 1n, root }, leaf, proof)],
    ["an index beyond", () => verifyInclusion({ leaves, root }, leaf, { ...proof, index: leaves })],
    ["an index below", () => verifyInclusion({ leaves, root }, leaf, { ...proof, index: -1n })],
    ["the neighbour", () => verifyInclusion({ leaves, root }, leaf, { ...proof, index: proof.index + 1n })],
    ["a longer path", () => verifyInclusion({ leaves, root }, leaf, { ...proof, path: [...proof.path, other] })],
    ["fewer peaks", () => verifyInclusion({ leaves, root }, leaf, { ...proof, peaks: proof.peaks.slice(1) })],
    ["a short hash", () => verifyInclusion({ leaves, root }, leaf, { ...proof, peaks: proof.peaks.map(() => "00") })],
    ["a damaged path", () => verifyInclusion({ leaves, root }, leaf, { ...proof, path: proof.path.map(() => other) })],
    ["too many leaves", () => verifyInclusion({ leaves: 1n << 49n, root }, leaf, { ...proof, leaves: 1n << 49n })],
  ];
  test.each(damaged)("%s is refused", (_, verify) => {
    expect(thrown(verify).code).toBe("not_verified");
  });
});

describe("records and shared entries", () => {
  test.each(vectors.records)("the bytes of record $record.seq are those of Rust", ({ record, bytes, leaf }) => {
    expect(toHex(recordBytes(record))).toBe(bytes);
    expect(toHex(leafHash(fromHex(bytes)))).toBe(leaf);
  });

  test.each(vectors.cells)("the leaf of $key is that of Rust", ({ key, version, hash, data, leaf }) => {
    expect(toHex(cellData(key, version, hash))).toBe(data);
    expect(toHex(leafHash(fromHex(data)))).toBe(leaf);
  });
});

describe("proof files", () => {
  const load = (name: string) =>
    readFileSync(new URL(`../../../../packages/axiom-proof/tests/data/${name}.json`, import.meta.url), "utf8");

  test.each(["record", "cell"])("the %s of a node is verified up to its root", (name) => {
    const file = readProof(load(name));
    expect(verifyProof(file).trusted).toBe(false);
    expect(verifyProof(file, { chainId: file.chain_id, contract: file.contract }, file.root).trusted).toBe(true);
    expect(readProof(writeProof(file))).toEqual(file);
  });

  const record = readProof(load("record"));
  const inner = (record.subject as { record: ledger.RecordResponse }).record;
  const wrong: Array<[string, () => void]> = [
    ["another chain", () => verifyProof(record, { chainId: "elsewhere-1" })],
    ["another contract", () => verifyProof(record, { contract: "wasm1other" })],
    ["another number", () => verifyProof(record, { index: 99n })],
    ["another job", () => verifyProof(record, { job: 99n })],
    ["a record of another chain", () => verifyProof({ ...record, chain_id: "elsewhere-1" })],
    ["another root", () => verifyProof(record, {}, { ...record.root, root: "00".repeat(32) })],
    ["a later root", () => verifyProof(record, {}, { ...record.root, leaves: 999n })],
    [
      "a record that was changed",
      () => verifyProof({ ...record, subject: { record: { ...inner, record: { ...inner.record, actor: "wasm1x" } } } }),
    ],
    ["a leaf that was changed", () => verifyProof({ ...record, subject: { record: { ...inner, leaf: "00".repeat(32) } } })],
  ];
  test.each(wrong)("%s is refused", (_, verify) => {
    expect(thrown(verify).code).toBe("not_verified");
  });

  test("another format is refused", () => {
    expect(thrown(() => readProof('{"format":"axiom-proof-9"}')).code).toBe("bad_input");
    expect(thrown(() => readProof("null")).code).toBe("bad_input");
  });
});

describe("signed texts", () => {
  test.each(vectors.votes)("the text of the vote $vote is that of Rust", (vector) => {
    const { chain_id, contract, proposal_id, vote, valid_until, text } = vector;
    expect(voteText(chain_id, contract, proposal_id, vote, valid_until)).toBe(text);
  });

  test.each(vectors.signed)("the signature of $account is verified", ({ account, text, doc, pubkey, signature }) => {
    expect(new TextDecoder().decode(textBytes(text, account))).toBe(doc);
    expect(verifyText(text, { pubkey, signature }, "wasm")).toBe(account);
    expect(thrown(() => verifyText(`${text} `, { pubkey, signature }, "wasm")).code).toBe("not_verified");
    expect(thrown(() => verifyText(text, { pubkey, signature: pubkey }, "wasm")).code).toBe("not_verified");
    expect(thrown(() => verifyText(text, { pubkey: "?", signature }, "wasm")).code).toBe("not_verified");
  });

  test("an Amino signer makes the very signature of Rust", async () => {
    const [vector] = vectors.signed as [Vectors["signed"][number]];
    const wallet = await Secp256k1Wallet.fromKey(sha256(utf8ToBytes("axiom test key:alice")), "wasm");
    const signer = await aminoTextSigner(wallet);
    const { pubkey, signature } = vector;
    expect(await signer.signText(vector.text)).toEqual({ pubkey, signature });
  });
});
