/** What went wrong, in plain words. */
import { type AxiomError, ContractError, type ErrorCode } from "@axiom-os/client";
import { shortAddress } from "./amounts.js";

/** An error as a page tells it. */
export interface Words {
  /** One sentence. */
  readonly title: string;
  /** What it means or what to do; empty if the title says it all. */
  readonly text: string;
}

/** Errors whose words are always the same. */
const FIXED: Partial<Record<ErrorCode, Words>> = {
  wallet_missing: {
    title: "No wallet was found in this browser.",
    text: "Install Keplr, then load this page again.",
  },
  wallet_locked: { title: "Your wallet is locked.", text: "Unlock it, then try again." },
  wallet_other_chain: {
    title: "Your wallet is on another chain.",
    text: "Let it add this chain when it asks, then try again.",
  },
  wallet_failed: {
    title: "Your wallet could not do this. Nothing was sent.",
    text: "Look at the wallet and its device, then try again. If it fails again, load this page again.",
  },
  wallet_rejected: { title: "You rejected it in your wallet. Nothing was sent.", text: "" },
  no_account: {
    title: "This account has no coins yet.",
    text: "Send it a few coins to pay fees, then try again. Nothing was sent.",
  },
  node_slow: { title: "The node is slow.", text: "It did not answer in time. Wait a moment, then try again." },
  node_down: {
    title: "The node cannot be reached.",
    text: "Check your connection. The node may be down: try again in a moment.",
  },
  node_behind: {
    title: "The node is behind its chain.",
    text: "What you see may be outdated. Wait before you sign anything.",
  },
  node_other_chain: {
    title: "The node belongs to another chain.",
    text: "This page is set up for another chain than its node. Tell whoever runs it.",
  },
  insufficient_fee: { title: "The node wants a higher fee.", text: "Nothing was sent." },
  sequence: {
    title: "Another transaction of your account came first.",
    text: "Nothing was sent. Wait for the other one, then try again.",
  },
  in_doubt: {
    title: "It was sent, but we do not know the outcome yet.",
    text: "Do not send it again. This page keeps looking and tells you.",
  },
  unsafe_number: {
    title: "Your wallet cannot sign this number exactly.",
    text: "Use a wallet without a hardware device for it. Nothing was sent.",
  },
  unexpected: {
    title: "Something went wrong in this page.",
    text: "Load it again, then try once more. If it fails again, tell whoever runs this page.",
  },
  bad_answer: { title: "The node gave an answer that makes no sense.", text: "Try again, or take another node." },
};

/** Whether the words of an error already say the next step, so that its hint would say it twice. */
export function saysNextStep(error: AxiomError): boolean {
  return FIXED[error.code] !== undefined;
}

/** An error in plain words. What a contract said is kept as it is. */
export function failureWords(error: AxiomError): Words {
  const fixed = FIXED[error.code];
  if (fixed) return fixed;
  const sent = error.hash === undefined ? "Nothing was sent." : "Its fee was spent, and nothing else changed.";
  switch (error.code) {
    case "insufficient_funds":
      return { title: "You do not have enough coins for this.", text: sent };
    case "out_of_gas":
      return { title: "The transaction ran out of gas.", text: `${sent} Try again: the limit is worked out anew.` };
    case "contract":
      return { title: refusalWords(error), text: sent };
    case "refused":
      return { title: "The chain refused it.", text: sent };
    default:
      return { title: error.message, text: "" };
  }
}

/** The name of a contract's error, such as `execution-ledger: WrongState`; empty for other errors. */
export function errorName(error: AxiomError): string {
  if (!(error instanceof ContractError)) return "";
  // An error that several contracts share names none of them.
  return [error.contract, error.error].filter(Boolean).join(": ");
}

/** What a contract refused. */
function refusalWords(error: AxiomError): string {
  if (error instanceof ContractError && error.error === "InsufficientBalance") {
    return "Your balance in this economy is too small for this.";
  }
  return `The economy refused it: ${readableReason(error.message)}.`;
}

/** What a contract said, without the point at its end, with short addresses and times that people can read. */
export function readableReason(text: string): string {
  return text
    .replace(/\.$/, "")
    .replace(/'([a-z]+1[02-9ac-hj-np-z]{38,})'/g, (_, address: string) => shortAddress(address))
    .replace(/unix second (\d{9,11})/g, (_, second: string) => formatTime(BigInt(second)));
}

/** Why a part of a transaction failed. Contracts cut such reasons short, mostly in what was expected. */
export function whyOf(reason: string): string {
  return readableReason(reason.replace(/: expected .*$/s, ""));
}

/** Unix seconds as a date and a time of the reader's place. */
function formatTime(second: bigint): string {
  return new Date(Number(second) * 1_000).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
