import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { digestOf } from "../../src/index.js";
import { rejected } from "./thrown.js";

afterEach(() => vi.unstubAllGlobals());

test("a file is digested without crypto.subtle, in pieces", async () => {
  vi.stubGlobal("crypto", {});
  expect(await digestOf(new Blob([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(await digestOf(new Blob(["abc"]))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const bytes = Uint8Array.from({ length: 300_001 }, (_, at) => (at * 7) % 251);
  const large = new Blob([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
  vi.spyOn(large, "arrayBuffer").mockRejectedValue(new Error("too large for memory"));
  expect(await digestOf(large)).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("a file that cannot be read is told", async () => {
  const broken = { stream: () => new ReadableStream({ pull: () => Promise.reject(new Error("it was moved")) }) };
  const error = await rejected(digestOf(broken as unknown as Blob));
  expect([error.code, error.message]).toEqual(["bad_input", expect.stringContaining("it was moved")]);
});
