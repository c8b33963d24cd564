/**
 * JSON as contracts speak it, without loss.
 *
 * A whole number of 64 bits is a `bigint` here and a plain number in JSON; smaller ones are a `number`. What is a
 * string in JSON (`Uint64`, `Uint128`) is a `string` here too.
 */
import { AxiomError } from "./errors.js";

/** Where whole numbers of 64 bits are: `1` here; a name in a table; in each element; in fields. */
export type Shape = 1 | string | readonly [Shape] | { readonly [field: string]: Shape };

/** Shapes by the name of a type. */
export type ShapeTable = { readonly [type: string]: Shape };

/** What {@link parseJson} makes of JSON. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

/**
 * Writes JSON; a `bigint` becomes a plain number, a field that is `undefined` is left out.
 *
 * @throws {AxiomError} `unsafe_number` for a `number` beyond 2^53 or no finite one; `bad_input` for what is no JSON.
 */
export function writeJson(value: unknown): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "bigint":
      return value.toString();
    case "number":
      return writeNumber(value);
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "object":
      return Array.isArray(value) ? `[${value.map(writeJson).join(",")}]` : writeObject(value);
    default:
      throw new AxiomError("bad_input", `a value of type ${typeof value} cannot be sent: expected what JSON can hold`);
  }
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw new AxiomError(
      "unsafe_number",
      `the number ${value} is not exact: expected a bigint for whole numbers beyond 2^53, such as 9007199254740993n`,
    );
  }
  return JSON.stringify(value);
}

function writeObject(value: object): string {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${writeJson(field)}`).join(",")}}`;
}

/** A string, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads JSON; a whole number beyond 2^53 becomes a `bigint`, every other one a `number`.
 *
 * @throws {AxiomError} `bad_answer` for a text that is no JSON.
 */
export function parseJson(text: string): Json {
  const big: bigint[] = [];
  // A big number stands for a moment as an object of one key that the text does not hold, in no way of writing it.
  const mark = freeMark(text);
  const marked = text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || !/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) return token;
    big.push(BigInt(token));
    return `{"${mark}":${big.length - 1}}`;
  });
  try {
    return JSON.parse(marked, (_key, value: unknown) => {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, mark)) return value;
      return big[Number((value as Record<string, unknown>)[mark])];
    }) as Json;
  } catch (cause) {
    throw new AxiomError("bad_answer", `an answer that is no JSON: ${text.slice(0, 80)}`, { cause });
  }
}

/** A key that the text does not hold, whether it is written plainly or with escapes such as `\u0023`. */
function freeMark(text: string): string {
  const plain = text.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const longest = (plain.match(/#big#*/g) ?? []).reduce((most, { length }) => Math.max(most, length), 3);
  return "#big".padEnd(longest + 1, "#");
}

/**
 * Reads the JSON of an answer: every whole number that the shape names becomes a `bigint`.
 *
 * @throws {AxiomError} `bad_answer` for a text that is no JSON, that is nested too deeply, or that has a fraction where
 * the shape names a whole number; `unsafe_number` for a number beyond 2^53 where the shape names none.
 */
export function readJson<T>(text: string, table: ShapeTable, shape: Shape | undefined): T {
  const value = parseJson(text);
  try {
    return widen(value, table, shape) as T;
  } catch (cause) {
    if (cause instanceof AxiomError) throw cause;
    throw new AxiomError("bad_answer", "an answer that is nested too deeply", { cause });
  }
}

/** Whether a value is a whole number of 64 bits as this package holds it. */
export function isU64(value: unknown): value is bigint {
  return typeof value === "bigint" && value >= 0n && value < 1n << 64n;
}

/**
 * Makes a `bigint` of every whole number that the shape names; see {@link readJson}.
 *
 * @throws {AxiomError} `bad_answer` for a fraction where the shape names a whole number; `unsafe_number` for one that
 * was rounded.
 */
export function widen(value: Json, table: ShapeTable, shape: Shape | undefined): Json {
  const here = typeof shape === "string" ? table[shape] : shape;
  if (typeof here === "string") return widen(value, table, here);
  if (typeof value === "bigint" && here !== 1) {
    throw new AxiomError("unsafe_number", `an answer holds ${value}, where a number within 2^53 was expected`);
  }
  if (typeof value === "number") return here === 1 ? whole(value) : value;
  if (Array.isArray(value)) {
    const inner = Array.isArray(here) ? (here[0] as Shape) : undefined;
    return value.map((element) => widen(element, table, inner));
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = typeof here === "object" && !Array.isArray(here) ? (here as { [field: string]: Shape }) : {};
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      widen(field, table, Object.hasOwn(fields, key) ? fields[key] : undefined),
    ]),
  );
}

/** A whole number as a `bigint`. One beyond 2^53 was written with a point or an exponent, and may be rounded. */
function whole(value: number): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value);
  const code = Number.isInteger(value) ? "unsafe_number" : "bad_answer";
  throw new AxiomError(code, `an answer holds ${value}: expected a whole number, written without point and exponent`);
}
