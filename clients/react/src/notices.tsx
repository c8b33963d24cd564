/** What a page tells by itself: how the node is doing, and what became of transactions of an earlier visit. */
import { type PendingOutcome, refusal } from "@axiom-os/client";
import { useNode, usePending } from "@axiom-os/client/react";
import { type ReactElement, useEffect, useState } from "react";
import { shortAddress } from "./amounts.js";
import { Failure } from "./parts.js";
import { useWallet } from "./wallet.js";

/** A node that is down, slow or behind is told; one that does well is not. */
export function NodeNotice(): ReactElement | null {
  const node = useNode();
  return node.error ? <Failure error={node.error} again={() => void node.refetch()} /> : null;
}

/** Transactions that were under way when the page was left, or whose outcome it did not see, and how they ended. */
export function PendingNotice(): ReactElement | null {
  const { pending } = useWallet();
  const found = usePending(pending);
  const [ended, setEnded] = useState<readonly PendingOutcome[]>([]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const others = (found.data ?? []).filter(({ hash }) => !pending.own.has(hash));
  useEffect(() => {
    const news = (found.data ?? []).filter(({ hash, state }) => state !== "open" && !pending.own.has(hash));
    if (news.length === 0) return;
    // An end is told once by the client: it is kept here until the person has seen it.
    setEnded((old) => [...old.filter(({ hash }) => news.every((one) => one.hash !== hash)), ...news]);
  }, [found.data, pending]);
  const open = others.filter(({ hash, state }) => state === "open" && !hidden.has(hash));
  const shown = [...open, ...ended.filter(({ hash }) => open.every((one) => one.hash !== hash))];
  if (shown.length === 0) return null;
  const dismiss = ({ hash, state }: PendingOutcome) => {
    // What is still under way is only hidden: its end is told all the same.
    if (state === "open") setHidden((old) => new Set([...old, hash]));
    else setEnded((old) => old.filter((one) => one.hash !== hash));
  };
  return (
    <section aria-label="Earlier transactions" className="axm-group">
      {shown.map((one) => (
        <Outcome key={one.hash} outcome={one} dismiss={() => dismiss(one)} />
      ))}
    </section>
  );
}

/** Whose transaction it is, for the account that is connected; `loaded` is when the page was, in Unix milliseconds. */
export function pendingSubject(one: Pick<PendingOutcome, "since" | "place">, account: string | undefined, loaded: number): string {
  const signer = one.place?.account;
  // Somebody else may use this browser, or the same person another account.
  if (signer !== undefined && signer !== account) return `A transaction of ${shortAddress(signer)}`;
  return one.since >= loaded ? "Your transaction" : "A transaction of your last visit";
}

/** What became of a transaction, in words that follow whose it is. */
const ENDS = {
  open: { look: "", text: "is still under way." },
  done: { look: "axm-notice-good", text: "went through." },
  failed: { look: "axm-notice-bad", text: "failed." },
  lost: { look: "axm-notice-bad", text: "was never included, and never will be." },
  unknown: {
    look: "axm-notice-bad",
    text: "ended in a way that is not known. Look at your balance before you send it again.",
  },
} as const;

function Outcome(props: { readonly outcome: PendingOutcome; readonly dismiss: () => void }): ReactElement {
  const { outcome, dismiss } = props;
  const { wallet } = useWallet();
  const { state, hash, tx } = outcome;
  const { look, text } = ENDS[state];
  const title = `${pendingSubject(outcome, wallet?.account, performance.timeOrigin)} ${text}`;
  if (state === "failed") {
    return (
      <div className="axm-group">
        <p className="axm-notice-title">{title}</p>
        <Failure error={refusal(tx?.log ?? "", { hash })} dismiss={dismiss} />
      </div>
    );
  }
  return (
    <div className={`axm-notice ${look}`} role="status">
      <p className="axm-notice-title">{title}</p>
      {state === "open" && <p>You can hide this. Its end is told here all the same.</p>}
      <p className="axm-mono axm-quiet">{`Transaction ${hash}`}</p>
      <button type="button" className="axm-button axm-button-small" onClick={dismiss}>
        Dismiss
      </button>
    </div>
  );
}
