import { expect } from "vitest";
import { AxiomError } from "../../src/index.js";

/** The error that a call throws. */
export function thrown(call: () => unknown): AxiomError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(AxiomError);
    return error as AxiomError;
  }
  throw new Error("it went well");
}

/** The error with which a promise is rejected. */
export async function rejected(promise: Promise<unknown>): Promise<AxiomError> {
  const error: unknown = await promise.then(
    () => new Error("it went well"),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(AxiomError);
  return error as AxiomError;
}
