/** Mountain ranges: proofs that a leaf is in one, with nothing but its root. */
import { fromHex, toHex } from "@cosmjs/encoding";
import { sha256 } from "@noble/hashes/sha2";
import { AxiomError } from "./errors.js";
import type { InclusionProof, RootResponse } from "./generated/ledger.js";
import { isU64 } from "./json.js";

/** The most leaves a range may hold: 2^48. */
export const MAX_LEAVES = 1n << 48n;

/** The hash of a leaf's content: `sha256(0x00 || data)`. */
export function leafHash(data: Uint8Array): Uint8Array {
  return sha256(joined(Uint8Array.of(0), data));
}

/** The hash of a node with two children: `sha256(0x01 || left || right)`. */
export function innerHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(joined(Uint8Array.of(1), left, right));
}

/** The root over the peaks, highest first: `sha256(0x02 || leaves as 8 bytes, big endian || peaks)`. */
export function bagPeaks(leaves: bigint, peaks: readonly Uint8Array[]): Uint8Array {
  return sha256(joined(Uint8Array.of(2), uint64(leaves), ...peaks));
}

/**
 * Checks that a leaf, as its hash, is leaf `proof.index` of the range with this root. Strict: path and peaks must have
 * exactly the length that index and size call for, and are looked at before anything is hashed.
 *
 * @throws {AxiomError} `not_verified` with what is wrong.
 */
export function verifyInclusion(root: RootResponse, leaf: Uint8Array, proof: InclusionProof): void {
  const { index, leaves } = proof;
  const formed = [index, leaves, root.leaves].every(isU64) && Array.isArray(proof.path) && Array.isArray(proof.peaks);
  if (!formed) refuse("the proof is of another form: expected bigints of 64 bits, and lists of hashes");
  if (leaves !== root.leaves) refuse(`the proof is for ${leaves} leaves: expected ${root.leaves}`);
  if (leaves > MAX_LEAVES) refuse(`${leaves} leaves are too many: expected at most ${MAX_LEAVES}`);
  if (index < 0n || index >= leaves) refuse(`leaf ${index} does not exist: expected an index below ${leaves}`);
  const all = mountains(leaves);
  const own = all.find(({ height, first }) => index >> height === first >> height);
  const height = Number(own?.height);
  if (proof.path.length !== height) refuse(`the path has ${proof.path.length} nodes: expected exactly ${height}`);
  if (proof.peaks.length !== all.length - 1) {
    refuse(`the proof has ${proof.peaks.length} other peaks: expected exactly ${all.length - 1}`);
  }
  const peak = climb(index, leaf, proof.path.map((hex) => hash32("a hash of the path", hex)));
  const others = proof.peaks.map((hex) => hash32("a peak", hex));
  const peaks = all.map((mountain) => (mountain === own ? peak : (others.shift() as Uint8Array)));
  const expected = toHex(hash32("the root", root.root));
  if (toHex(bagPeaks(leaves, peaks)) !== expected) refuse("the proof does not lead to the expected root");
}

/** The perfect trees of a range, highest first: levels above the leaves, index of the first leaf. */
function mountains(leaves: bigint): Array<{ height: bigint; first: bigint }> {
  const found = [];
  for (let height = 48n; height >= 0n; height -= 1n) {
    if ((leaves >> height) & 1n) found.push({ height, first: (leaves >> (height + 1n)) << (height + 1n) });
  }
  return found;
}

/** The peak above the leaf. Bit `h` of the index tells on which side the node of height `h` stands. */
function climb(index: bigint, leaf: Uint8Array, path: readonly Uint8Array[]): Uint8Array {
  let node = leaf;
  let sides = index;
  for (const sibling of path) {
    node = (sides & 1n) === 0n ? innerHash(node, sibling) : innerHash(sibling, node);
    sides >>= 1n;
  }
  return node;
}

/**
 * 32 bytes of a text in hex.
 *
 * @throws {AxiomError} `not_verified`.
 */
export function hash32(what: string, hex: string): Uint8Array {
  const fits = typeof hex === "string" && /^[0-9a-fA-F]{64}$/.test(hex);
  if (!fits) refuse(`${what} is '${String(hex).slice(0, 80)}': expected 32 bytes in hex`);
  return fromHex(hex);
}

/**
 * Eight bytes, big endian.
 *
 * @throws {AxiomError} `not_verified` for what is no bigint of 64 bits.
 */
export function uint64(value: bigint): Uint8Array {
  if (!isU64(value)) refuse(`${String(value)} is no number of 64 bits: expected 0 to 2^64 - 1`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

/** Parts one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function refuse(why: string): never {
  throw new AxiomError("not_verified", why);
}
