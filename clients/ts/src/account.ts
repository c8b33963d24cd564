/** Accounts as a chain keeps them. */
import { BaseAccount, ModuleAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { BaseVestingAccount, DelayedVestingAccount } from "cosmjs-types/cosmos/vesting/v1beta1/vesting";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { AxiomError } from "./errors.js";

/** What a chain knows of an account that signs. */
export interface ChainAccount {
  /** Its number. */
  readonly accountNumber: bigint;
  /** How many transactions it made. */
  readonly sequence: bigint;
}

/**
 * Reads an account of any kind.
 *
 * @throws {AxiomError} `bad_answer` for a kind that is not known.
 */
export function readAccount({ typeUrl, value }: Any): ChainAccount {
  const base = baseAccount(typeUrl, value);
  if (base) return { accountNumber: base.accountNumber, sequence: base.sequence };
  throw new AxiomError("bad_answer", `an account of type ${typeUrl}: expected one of Cosmos SDK that can sign`);
}

function baseAccount(typeUrl: string, value: Uint8Array): BaseAccount | undefined {
  switch (typeUrl) {
    case "/cosmos.auth.v1beta1.BaseAccount":
      return BaseAccount.decode(value);
    case "/cosmos.auth.v1beta1.ModuleAccount":
      return ModuleAccount.decode(value).baseAccount;
    case "/cosmos.vesting.v1beta1.BaseVestingAccount":
      return BaseVestingAccount.decode(value).baseAccount;
    case "/cosmos.vesting.v1beta1.ContinuousVestingAccount":
    case "/cosmos.vesting.v1beta1.DelayedVestingAccount":
    case "/cosmos.vesting.v1beta1.PeriodicVestingAccount":
    case "/cosmos.vesting.v1beta1.PermanentLockedAccount":
      // Each begins with the same field; the others are passed over.
      return DelayedVestingAccount.decode(value).baseVestingAccount?.baseAccount;
    default:
      return undefined;
  }
}
