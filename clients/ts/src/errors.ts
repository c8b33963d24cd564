/** Errors in plain words, with a code that programs can branch on and the same hint as the command gives. */
import { contractErrors } from "./generated/errors.js";
import { hints } from "./generated/hints.js";

/** What went wrong. */
export type ErrorCode =
  /** No wallet is installed in this browser. */
  | "wallet_missing"
  /** The wallet is locked or has not let this page in. */
  | "wallet_locked"
  /** The wallet does not know the chain or is on another one. */
  | "wallet_other_chain"
  /** The person said no. */
  | "wallet_rejected"
  /** The wallet failed in a way that is none of these, or gave back what its account did not sign. */
  | "wallet_failed"
  /** The account is not on the chain: it never had coins. */
  | "no_account"
  /** The account has too few coins. */
  | "insufficient_funds"
  /** The node did not answer in time. */
  | "node_slow"
  /** The node cannot be reached or answers nonsense. */
  | "node_down"
  /** The node's newest block is old, or it is catching up. */
  | "node_behind"
  /** The node belongs to another chain. */
  | "node_other_chain"
  /** The transaction ran out of gas. */
  | "out_of_gas"
  /** The fee is too low for the node. */
  | "insufficient_fee"
  /** Another transaction of the account came first. */
  | "sequence"
  /** A contract refused. */
  | "contract"
  /** The chain refused for another reason. */
  | "refused"
  /** Handed in and not yet seen in a block: it may still be included. */
  | "in_doubt"
  /** A whole number that JavaScript cannot hold exactly. */
  | "unsafe_number"
  /** An input that cannot be right. Nothing was sent. */
  | "bad_input"
  /** An answer that is not what the interface says. */
  | "bad_answer"
  /** The economy has no such contract. */
  | "left_out"
  /** A signature, a proof or a record that does not hold. */
  | "not_verified"
  /** A fault of the program itself: neither the chain nor a wallet refused anything. */
  | "unexpected";

/** More about an error. */
export interface ErrorDetails {
  /** What threw it. */
  readonly cause?: unknown;
  /** The next step; looked up by the text if not given. */
  readonly hint?: string | undefined;
  /** Hash of the transaction, if it is in a block or may come into one. */
  readonly hash?: string | undefined;
}

/** Every error of this package. The message tells what is wrong and what was expected. */
export class AxiomError extends Error {
  override readonly name: string = "AxiomError";
  /** What went wrong. */
  readonly code: ErrorCode;
  /** The next step, if there is one to tell. */
  readonly hint: string | undefined;
  /**
   * Hash of the transaction: in a block, where its fee was spent, or `in_doubt`. There is none for a transaction that
   * the node refused before it was in a block: that one cost nothing.
   */
  readonly hash: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint ?? hintFor(message);
    this.hash = details.hash;
  }
}

/** A contract refused. */
export class ContractError extends AxiomError {
  override readonly name = "ContractError";
  /** Which kind of contract: `execution-ledger`; `undefined` if the text is none that is known. */
  readonly contract: string | undefined;
  /** Its name in the contract's list of errors, such as `NotRegistered`; `undefined` if the text is none of them. */
  readonly error: string | undefined;

  constructor(text: string, details: ErrorDetails = {}) {
    const found = contractErrorOf(text);
    super("contract", found?.text ?? text, details);
    this.contract = found?.contract;
    this.error = found?.error;
  }
}

/** The hint of the command for an error text; `undefined` if there is none. */
export function hintFor(text: string): string | undefined {
  const lower = text.toLowerCase();
  return hints.find(([part]) => lower.includes(part.toLowerCase()))?.[1];
}

/** Which error of which contract a text is. */
export function contractErrorOf(text: string): { contract: string; error: string; text: string } | undefined {
  for (const [contract, error, pattern] of contractErrors) {
    const found = new RegExp(pattern, "s").exec(text);
    if (found) return { contract, error, text: found[0] };
  }
  return undefined;
}

/** Refusals of a chain that are no contract's, by parts of their texts. */
const CHAIN: ReadonlyArray<readonly [part: RegExp, code: ErrorCode]> = [
  [/out of gas/i, "out_of_gas"],
  [/insufficient fee/i, "insufficient_fee"],
  [/account sequence mismatch|incorrect account sequence/i, "sequence"],
  [/insufficient funds|is smaller than/i, "insufficient_funds"],
  [/account .*(not found|does not exist)|is not on the chain|does not exist on chain/i, "no_account"],
];

/** What a chain says of a transaction that came after its last height; the command sends none with one. */
const LATE = /timeout height/i;

/** The next step after it. */
const LATE_HINT = "it was confirmed too late: send it again, and confirm it in the wallet within some minutes";

/** What a chain adds where a contract refused. */
const BY_CONTRACT = /(execute|query|instantiate|migrate) wasm contract failed/i;

/** The error of a text with which a chain refused a transaction or a question. */
export function refusal(text: string, details: ErrorDetails = {}): AxiomError {
  const byContract = BY_CONTRACT.test(text);
  const known = contractErrorOf(text) !== undefined;
  if (byContract && known) return new ContractError(text, details);
  // What the chain refused inside of a contract's call, such as gas or coins, is told as the contract's error too.
  const found = CHAIN.find(([part]) => part.test(text));
  if (found) return new AxiomError(found[1], text, details);
  if (byContract || known) return new ContractError(text, details);
  return new AxiomError("refused", text, LATE.test(text) ? late(details) : details);
}

function late(details: ErrorDetails): ErrorDetails {
  return { ...details, hint: details.hint ?? LATE_HINT };
}
