import { describe, expect, test } from "vitest";
import { isU64, parseJson, readJson, writeJson } from "../../src/index.js";
import { thrown } from "./thrown.js";

describe("numbers beyond 2^53", () => {
  test("are read exactly where the shape names them", () => {
    const table = { Job: { id: 1, times: [1], inner: { at: 1 } } } as const;
    const text = '{"id":9007199254740993,"times":[1,18446744073709551615],"inner":{"at":5},"bps":500,"amount":"7"}';
    expect(readJson(text, table, "Job")).toEqual({
      id: 9_007_199_254_740_993n,
      times: [1n, 18_446_744_073_709_551_615n],
      inner: { at: 5n },
      bps: 500,
      amount: "7",
    });
  });

  test("are refused where a number was expected", () => {
    const error = thrown(() => readJson('{"bps":9007199254740993}', {}, undefined));
    expect(error.code).toBe("unsafe_number");
    expect(error.message).toContain("9007199254740993");
  });

  test("that are no whole ones are told where the shape names one", () => {
    const read = (text: string) => thrown(() => readJson(text, {}, { job: 1 }));
    expect(read('{"job":1.5}').code).toBe("bad_answer");
    expect(read('{"job":1e-7}').code).toBe("bad_answer");
    expect(read('{"job":9007199254740993.0}').code).toBe("unsafe_number");
    expect(read('{"job":1e300}').code).toBe("unsafe_number");
    expect(readJson('{"job":1e3}', {}, { job: 1 })).toEqual({ job: 1_000n });
    expect([0n, (1n << 64n) - 1n, -1n, 1n << 64n, 1, "1", null].map(isU64)).toEqual([true, true, false, false, false, false, false]);
  });

  test("are written exactly out of a bigint, and refused out of a number", () => {
    expect(writeJson({ job: 9_007_199_254_740_993n, list: [1, 2n], none: undefined })).toBe(
      '{"job":9007199254740993,"list":[1,2]}',
    );
    expect(thrown(() => writeJson({ job: 2 ** 53 })).code).toBe("unsafe_number");
    expect(thrown(() => writeJson({ job: Number.NaN })).code).toBe("unsafe_number");
  });

  test("come back as they went", () => {
    const value = { a: 18_446_744_073_709_551_615n, b: [-9_007_199_254_740_993n, 1.5, "x\"y", null, true] };
    expect(parseJson(writeJson(value))).toEqual(value);
  });
});

describe("texts", () => {
  test("that look like numbers or like marks stay texts", () => {
    const value = { "#big": "12345678901234567890", t: 'a \\" 12345678901234567890', n: 12_345_678_901_234_567_890n };
    expect(parseJson(writeJson(value))).toEqual(value);
  });

  test("that write the mark with escapes stay as they are", () => {
    expect(parseJson('{"\\u0023big":5,"n":12345678901234567890}')).toEqual({ "#big": 5, n: 12_345_678_901_234_567_890n });
    expect(parseJson('{"\\u0023\\u0062ig#":{"#big":1},"n":12345678901234567890}')).toEqual({
      "#big#": { "#big": 1 },
      n: 12_345_678_901_234_567_890n,
    });
    expect(parseJson('{"#big":{"\\u0023big":0}}')).toEqual({ "#big": { "#big": 0 } });
  });

  test("of the chain cannot reach the prototype", () => {
    const found = readJson<Record<string, unknown>>('{"__proto__":{"polluted":1},"constructor":2}', {}, { id: 1 });
    expect(Object.hasOwn(found, "__proto__")).toBe(true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(found.constructor).toBe(2);
  });

  test("that are no JSON are told", () => {
    expect(thrown(() => readJson("[".repeat(200_000) + "]".repeat(200_000), {}, undefined)).code).toBe("bad_answer");
    expect(thrown(() => parseJson("<html>")).code).toBe("bad_answer");
    expect(thrown(() => writeJson({ f: () => 1 })).code).toBe("bad_input");
  });
});
