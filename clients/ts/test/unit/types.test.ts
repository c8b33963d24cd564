/** Checked by the compiler; `tsc --noEmit` fails if one of them is wrong. */
import { expectTypeOf, test } from "vitest";
import type { dao, distributor, Economy, ErrorCode, ledger, Messages, registry, SignedEconomy, TxOutcome } from "../../src/index.js";

test("numbers of 64 bits are bigint, smaller ones number, Uint128 a string", () => {
  expectTypeOf<ledger.JobResponse["job"]>().toEqualTypeOf<bigint>();
  expectTypeOf<ledger.JobResponse["deadline"]>().toEqualTypeOf<bigint | null>();
  expectTypeOf<ledger.JobResponse["fee_bps"]>().toEqualTypeOf<number>();
  expectTypeOf<distributor.BalanceRow["amount"]>().toEqualTypeOf<string>();
});

test("optional fields may be left out of messages, and are always there in answers", () => {
  expectTypeOf<ledger.NewJob["capability"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<ledger.JobResponse["worker"]>().toEqualTypeOf<string | null>();
  expectTypeOf<Parameters<Economy["ledger"]["jobs"]>>().toExtend<[unknown?]>();
});

test("questions and messages have their own types", () => {
  expectTypeOf<Economy["registry"]["participant"]>().returns.resolves.toEqualTypeOf<registry.ParticipantResponse | null>();
  expectTypeOf<SignedEconomy["ledger"]["accept"]>().returns.resolves.toEqualTypeOf<TxOutcome>();
  expectTypeOf<Parameters<Messages["dao"]["vote"]>[0]>().toEqualTypeOf<{ proposal_id: bigint; vote: dao.Vote }>();
  expectTypeOf<ErrorCode>().toExtend<string>();
});

test("what is no message does not compile", () => {
  const wrong = (messages: Messages) => {
    // @ts-expect-error a job has a number of 64 bits
    messages.ledger.accept({ job: 1 });
    // @ts-expect-error there is no such vote
    messages.dao.vote({ proposal_id: 1n, vote: "perhaps" });
    // @ts-expect-error a field is missing
    messages.ledger.submit({ job: 1n });
  };
  expectTypeOf(wrong).toBeFunction();
});
