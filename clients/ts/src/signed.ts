/** Votes that are signed without gas, and sent by somebody else. The same files as `axiom sign` and `axiom relay`. */
import { fromBech32 } from "@cosmjs/encoding";
import { type TextSigner, verifyText } from "./adr36.js";
import type { TxOutcome } from "./contract.js";
import type { Economy, SignedEconomy } from "./economy.js";
import { AxiomError } from "./errors.js";
import type { SignedVote, Vote } from "./generated/dao.js";
import { parseJson, widen, writeJson } from "./json.js";

/** Votes in one message, at most. */
export const MAX_SIGNED_VOTES = 100;

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
  /** `counted`; `refused` by the contract; `skipped` as it could not count. */
  readonly state: "counted" | "refused" | "skipped";
  /** Hash of the transaction, or why not. */
  readonly text: string;
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
 * @throws {AxiomError} as the signer does.
 */
export async function signVote(
  economy: Economy,
  signer: TextSigner,
  vote: { proposal: bigint; vote: Vote; validUntil: bigint },
): Promise<SignedAction> {
  const { chainId } = economy.chain;
  const contract = economy.addresses.dao;
  const text = voteText(chainId, contract, vote.proposal, vote.vote, vote.validUntil);
  const { pubkey, signature } = await signer.signText(text);
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
 * Reads one line of a file of signed votes. It is not checked: see {@link checkSigned}.
 *
 * @throws {AxiomError} `bad_answer` for what is no JSON; `bad_input` for another format.
 */
export function readSigned(line: string): SignedAction {
  const found = widen(parseJson(line), {}, { proposal_id: 1, signed: { valid_until: 1 } }) as unknown as SignedAction;
  if (found?.axiom_signed === 1 && found.action === "vote" && typeof found.signed?.pubkey === "string") return found;
  throw new AxiomError("bad_input", "no signed action that is known here: expected a vote of format 1");
}

/**
 * Passes a signed vote that the economy's dao would look at: of its chain and contract, in time, by its signer, and of
 * a text that says the same.
 *
 * @throws {AxiomError} `bad_input` or `not_verified` with what is wrong.
 */
export function checkSigned(economy: Economy, action: SignedAction, now: bigint): void {
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
}

/**
 * Sends signed votes in batches, one message for each proposal and up to 100 votes. A vote that cannot count is told,
 * not sent; a batch that the contract refuses is told as well.
 *
 * @throws {AxiomError} if a transaction cannot be sent, or is in doubt.
 */
export async function relayVotes(as: SignedEconomy, actions: readonly SignedAction[]): Promise<RelayOutcome[]> {
  const { now } = await as.economy.chain.moment();
  const outcomes: RelayOutcome[] = [];
  const groups = new Map<bigint, Array<{ index: number; action: SignedAction }>>();
  for (const [index, action] of actions.entries()) {
    try {
      checkSigned(as.economy, action, now);
      groups.set(action.proposal_id, [...(groups.get(action.proposal_id) ?? []), { index, action }]);
    } catch (error) {
      if (!(error instanceof AxiomError)) throw error;
      outcomes.push({ index, signer: action.signer, state: "skipped", text: error.message });
    }
  }
  for (const [proposal, votes] of groups) {
    for (let at = 0; at < votes.length; at += MAX_SIGNED_VOTES) {
      outcomes.push(...(await sendBatch(as, proposal, votes.slice(at, at + MAX_SIGNED_VOTES))));
    }
  }
  return outcomes.sort((a, b) => a.index - b.index);
}

async function sendBatch(
  as: SignedEconomy,
  proposal_id: bigint,
  batch: ReadonlyArray<{ index: number; action: SignedAction }>,
): Promise<RelayOutcome[]> {
  const tell = (state: RelayOutcome["state"], text: (at: number) => string): RelayOutcome[] =>
    batch.map(({ index, action }, at) => ({ index, signer: action.signer, state, text: text(at) }));
  let done: TxOutcome;
  try {
    done = await as.dao.voteSigned({ proposal_id, votes: batch.map(({ action }) => action.signed) });
  } catch (error) {
    if (!(error instanceof AxiomError) || error.code !== "contract") throw error;
    return tell("refused", () => error.message);
  }
  const skipped = new Map<string, string>();
  for (const event of done.typed) {
    if (event.name === "axiom_dao_vote_skipped" && event.contract === as.addresses.dao) {
      skipped.set(event.attributes.index, event.attributes.reason);
    }
  }
  const counted = tell("counted", () => done.hash);
  return counted.map((one, at) => {
    const why = skipped.get(String(at));
    return why === undefined ? one : { ...one, state: "refused", text: why };
  });
}
