/** What the generated classes stand on. */
import type { Coin } from "@cosmjs/amino";
import type { AxiomEvent, ChainEvent } from "./events.js";
import type { Shape, ShapeTable } from "./json.js";

/** A message to a contract, ready to be sent alone or with others. */
export interface ContractCall {
  /** Address of the contract. */
  readonly contract: string;
  /** The message; whole numbers of 64 bits are `bigint`. */
  readonly msg: unknown;
  /** Coins that go with it. */
  readonly funds: readonly Coin[];
}

/** Asks contracts. */
export interface ContractReader {
  /**
   * Asks a contract.
   *
   * @throws {AxiomError} if the node cannot be asked or the contract refuses the question.
   */
  ask<T>(address: string, question: unknown, table: ShapeTable, shape: Shape | undefined): Promise<T>;
}

/** How a transaction is sent. */
export interface SendOptions {
  /** Coins that go with the message. */
  readonly funds?: readonly Coin[];
  /** Public note in the transaction, at most 256 bytes. */
  readonly memo?: string;
  /** Gas limit; simulated if not given. More than the sender's `maxGas` is refused. */
  readonly gas?: bigint;
  /** Factor on the simulated gas; 1.4 if not given. */
  readonly gasAdjustment?: number;
  /** Who pays the fee by a fee grant; the sender if not given. */
  readonly feeGranter?: string;
  /**
   * Last height at which it may be included; about ten minutes from now if not given, by the pace of the chain and at
   * least 200 blocks; 0 for no end.
   */
  readonly timeoutHeight?: bigint;
}

/** A transaction that is in a block and went well. */
export interface TxOutcome {
  /** Hash, 64 upper-case hex digits. */
  readonly hash: string;
  /** Height of its block. */
  readonly height: bigint;
  /** Gas that it used. */
  readonly gasUsed: bigint;
  /** Gas limit. */
  readonly gasWanted: bigint;
  /** All events of the chain. */
  readonly events: readonly ChainEvent[];
  /** The events of the catalogue among them. */
  readonly typed: readonly AxiomEvent[];
}

/** Sends messages. */
export interface ContractWriter {
  /**
   * Sends messages in one transaction and waits until it is in a block.
   *
   * @throws {AxiomError} if it cannot be sent, is refused, or is not seen in time (`in_doubt`).
   */
  send(calls: readonly ContractCall[], options?: SendOptions): Promise<TxOutcome>;
}

/**
 * Sends messages as one account: what `SignedEconomy` stands on. `economy.signedBy` makes one of a wallet; write your
 * own for what no wallet does, such as a multisig, a grant of authz or a double in a test.
 */
export interface AccountWriter extends ContractWriter {
  /** Address that sends. */
  readonly account: string;
  /**
   * Gas that messages would use.
   *
   * @throws {AxiomError} as they would fail.
   */
  simulate(calls: readonly ContractCall[], memo?: string): Promise<bigint>;
}

/** A call out of its parts. */
export function call(contract: string, msg: unknown, funds: readonly Coin[] = []): ContractCall {
  return { contract, msg, funds };
}
