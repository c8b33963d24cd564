/** Votes that are signed without gas, and sent by somebody else. The same files as `axiom sign` and `axiom relay`. */
import { fromBech32 } from "@cosmjs/encoding";
import { checkedSignature, type TextSigner, verifyText } from "./adr36.js";
import { told } from "./chain.js";
import type { TxOutcome } from "./contract.js";
import type { Economy, SignedEconomy } from "./economy.js";
import { AxiomError } from "./errors.js";
import type { SignedVote, Vote } from "./generated/dao.js";
import { isU64, readJson, writeJson } from "./json.js";

/** Votes in one message, at most. */
export const MAX_SIGNED_VOTES = 100;

/** What can be voted. The `veto` of cw3 has no meaning in governance-dao, which refuses it. */
const VOTES: readonly Vote[] = ["yes", "no", "abstain"];

/** A signed vote as it is handed on. */
export interface SignedAction {
  /** Version of the format: 1. */
  readonly axiom_signed: number;
  /** The chain. */
  readonly chain_id: string;
  /** The address of governance-dao. */
  readonly contract: string;
  /** What it is: `vote`. */
  readonly action: string;
  /** The proposal. */
  readonly proposal_id: bigint;
  /** Who signed. */
  readonly signer: string;
  /** The text that was signed. */
  readonly text: string;
  /** What the contract is told. */
  readonly signed: SignedVote;
}

/** What became of a signed vote. */
export interface RelayOutcome {
  /** Its place in what was given. */
  readonly index: number;
  /** Who signed; empty if it could not be read. */
  readonly signer: string;
  /**
   * `counted`; `refused` by the contract; `skipped` as it could not count; `failed` as its transaction could not be
   * sent, was refused for another reason or is in doubt, or as one before it was: see `error`.
   */
  readonly state: "counted" | "refused" | "skipped" | "failed";
  /** Hash of the transaction, or why not. */
  readonly text: string;
  /** What went wrong with the transaction of a vote that `failed`; its hash is there if it was handed in. */
  readonly error?: AxiomError;
}

/** The text that a voter signs: readable in a wallet, bound to chain, contract, proposal, vote and time. */
export function voteText(chainId: string, contract: string, proposal: bigint, vote: Vote, validUntil: bigint): string {
  const lines = [
    "AxiomOS: vote on a proposal",
    `chain: ${chainId}`,
    `contract: ${contract}`,
    `proposal: ${proposal}`,
    `vote: ${vote}`,
    `valid until: ${validUntil} (unix seconds)`,
  ];
  return lines.join("\n");
}

/**
 * Signs a vote; it costs the signer nothing and counts with its weight once somebody relays it.
 *
 * @throws {AxiomError} `bad_input` for a vote that is none or numbers beyond 64 bits; `wallet_failed` if what the signer
 * gives back is not its account's signature of this vote; as the signer does.
 */
export async function signVote(
  economy: Economy,
  signer: TextSigner,
  vote: { proposal: bigint; vote: Vote; validUntil: bigint },
): Promise<SignedAction> {
  const { chainId } = economy.chain;
  const contract = economy.addresses.dao;
  need(VOTES.includes(vote.vote), "vote", VOTES.join(", "));
  need(isU64(vote.proposal) && isU64(vote.validUntil), "proposal and end", "bigints of 64 bits");
  const text = voteText(chainId, contract, vote.proposal, vote.vote, vote.validUntil);
  const { pubkey, signature } = checkedSignature(text, await signer.signText(text), signer.account);
  return {
    axiom_signed: 1,
    chain_id: chainId,
    contract,
    action: "vote",
    proposal_id: vote.proposal,
    signer: signer.account,
    text,
    signed: { pubkey, signature, vote: vote.vote, valid_until: vote.validUntil },
  };
}

/** A signed vote as one line of a file. */
export function writeSigned(action: SignedAction): string {
  return writeJson(action);
}

/**
 * Reads one line of a file of signed votes. Its form is checked, and fields that are not known are left out; what it
 * says is not checked: see {@link checkSigned}.
 *
 * @throws {AxiomError} `bad_answer` or `unsafe_number` for what is no JSON; `bad_input` for another format.
 */
export function readSigned(line: string): SignedAction {
  return actionOf(readJson(line, {}, { proposal_id: 1, signed: { valid_until: 1 } }));
}

/** A signed vote of nothing but the fields that are known, each of its type. */
function actionOf(value: unknown): SignedAction {
  const found = (value ?? {}) as Partial<SignedAction>;
  const { chain_id, contract, proposal_id, signer, text } = found;
  need(found.axiom_signed === 1 && found.action === "vote", "signed action", "a vote of format 1");
  const { pubkey, signature, vote, valid_until } = (found.signed ?? {}) as Partial<SignedVote>;
  need(vote !== undefined && VOTES.includes(vote), "vote", VOTES.join(", "));
  need(isU64(proposal_id) && isU64(valid_until), "proposal_id and valid_until", "bigints of 64 bits");
  const texts = isText(chain_id) && isText(contract) && isText(signer) && isText(text);
  need(texts && isText(pubkey) && isText(signature), "signed action", "texts in its fields");
  const signed = { pubkey, signature, vote, valid_until };
  return { axiom_signed: 1, chain_id, contract, action: "vote", proposal_id, signer, text, signed };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function need(right: boolean, what: string, expected: string): asserts right {
  if (!right) throw new AxiomError("bad_input", `${what} of another form: expected ${expected}`);
}

/**
 * Passes a signed vote that the economy's dao would look at: of its chain and contract, in time, by its signer, and of
 * a text that says the same. Answers it with nothing but the fields that were checked: send that one.
 *
 * @throws {AxiomError} `bad_input` or `not_verified` with what is wrong.
 */
export function checkSigned(economy: Economy, given: SignedAction, now: bigint): SignedAction {
  const action = actionOf(given);
  const dao = economy.addresses.dao;
  if (action.chain_id !== economy.chain.chainId) {
    throw new AxiomError("bad_input", `signed for the chain ${action.chain_id}: expected ${economy.chain.chainId}`);
  }
  if (action.contract !== dao) {
    throw new AxiomError("bad_input", `signed for the contract ${action.contract}: expected ${dao}`);
  }
  const { vote, valid_until } = action.signed;
  if (valid_until < now) {
    throw new AxiomError("not_verified", `valid until ${valid_until} only, now is ${now}: expected an earlier use`);
  }
  const text = voteText(action.chain_id, dao, action.proposal_id, vote, valid_until);
  if (text !== action.text) {
    throw new AxiomError("not_verified", "its text says something else than its vote: expected the same");
  }
  const signer = verifyText(text, action.signed, fromBech32(dao, 90).prefix);
  if (signer !== action.signer) {
    throw new AxiomError("not_verified", `signed by the key of ${signer}: expected ${action.signer}`);
  }
  return action;
}

/** A vote on its way, with its place in what was given. */
interface Placed {
  readonly index: number;
  readonly action: SignedAction;
}

/**
 * Sends signed votes in batches, one message for each proposal and up to 100 votes. A vote that cannot count is told,
 * not sent; a batch that the contract refuses is told as well. After a transaction that cannot be sent or is in doubt
 * nothing more is sent: its votes and those behind it are `failed`, and what came of the others is kept.
 *
 * @throws {AxiomError} if the node cannot be asked for the time; nothing was sent then.
 */
export async function relayVotes(as: SignedEconomy, actions: readonly SignedAction[]): Promise<RelayOutcome[]> {
  const { now } = await as.economy.chain.moment();
  const outcomes: RelayOutcome[] = [];
  const groups = new Map<bigint, Placed[]>();
  for (const [index, given] of actions.entries()) {
    try {
      const action = checkSigned(as.economy, given, now);
      groups.set(action.proposal_id, [...(groups.get(action.proposal_id) ?? []), { index, action }]);
    } catch (error) {
      const signer = (given as SignedAction | null)?.signer;
      outcomes.push({ index, signer: isText(signer) ? signer : "", state: "skipped", text: told(error).message });
    }
  }
  let stopped: AxiomError | undefined;
  for (const [proposal, votes] of groups) {
    for (let at = 0; at < votes.length; at += MAX_SIGNED_VOTES) {
      const batch = votes.slice(at, at + MAX_SIGNED_VOTES);
      const rows = stopped ? unsent(batch, stopped) : await sendBatch(as, proposal, batch);
      stopped ??= rows.find(({ error }) => error !== undefined)?.error;
      outcomes.push(...rows);
    }
  }
  return outcomes.sort((a, b) => a.index - b.index);
}

/** Votes behind a transaction that failed. Its hash is not theirs. */
function unsent(batch: readonly Placed[], { code, message, hint }: AxiomError): RelayOutcome[] {
  const text = `not sent, as a transaction before it failed: ${message}`;
  const error = new AxiomError(code === "in_doubt" ? "refused" : code, text, { hint });
  return batch.map(({ index, action }) => ({ index, signer: action.signer, state: "failed", text, error }));
}

async function sendBatch(as: SignedEconomy, proposal_id: bigint, batch: readonly Placed[]): Promise<RelayOutcome[]> {
  const tell = (state: RelayOutcome["state"], text: string, error?: AxiomError): RelayOutcome[] =>
    batch.map(({ index, action }) => ({ index, signer: action.signer, state, text, ...(error && { error }) }));
  let done: TxOutcome;
  try {
    done = await as.dao.voteSigned({ proposal_id, votes: batch.map(({ action }) => action.signed) });
  } catch (cause) {
    const error = told(cause);
    return error.code === "contract" ? tell("refused", error.message) : tell("failed", error.message, error);
  }
  const skipped = new Map<string, string>();
  for (const event of done.typed) {
    if (event.name === "axiom_dao_vote_skipped" && event.contract === as.addresses.dao) {
      skipped.set(event.attributes.index, event.attributes.reason);
    }
  }
  return tell("counted", done.hash).map((one, at) => {
    const why = skipped.get(String(at));
    return why === undefined ? one : { ...one, state: "refused", text: why };
  });
}
