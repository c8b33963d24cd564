/** Digests of files. */
import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { AxiomError } from "./errors.js";

/**
 * The SHA-256 of a file, 64 lower-case hex digits, such as the `sha256` of work that is handed in. It is read in
 * pieces, so that a large file does not have to fit into memory, and works on pages without https, where browsers have
 * no `crypto.subtle`.
 *
 * @throws {AxiomError} `bad_input` for a file that cannot be read, such as one that was moved since it was chosen.
 */
export async function digestOf(blob: Blob): Promise<string> {
  const hash = sha256.create();
  try {
    const reader = blob.stream().getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytesToHex(hash.digest());
      hash.update(value);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AxiomError("bad_input", `the file cannot be read (${why}): expected one that is still where it was`, {
      cause,
      hint: "choose the file anew",
    });
  }
}
