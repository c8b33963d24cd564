/** What a page tells by itself: how the node is doing, and what became of transactions of an earlier visit. */
import { type PendingOutcome, refusal } from "@axiom-os/client";
import { useNode, usePending } from "@axiom-os/client/react";
import { type ReactElement, useEffect, useState } from "react";
import { Failure, Loading } from "./parts.js";
import { useWallet } from "./wallet.js";

/** A node that is down, slow or behind is told; one that does well is not. */
export function NodeNotice(): ReactElement | null {
  const node = useNode();
  return node.error ? <Failure error={node.error} again={() => void node.refetch()} /> : null;
}

/** Transactions that were under way when the page was left, and how they ended. */
export function PendingNotice(): ReactElement | null {
  const { pending } = useWallet();
  const found = usePending(pending);
  const [shown, setShown] = useState<readonly PendingOutcome[]>([]);
  useEffect(() => {
    const news = (found.data ?? []).filter(({ hash }) => !pending.own.has(hash));
    if (news.length === 0) return;
    setShown((old) => [...old.filter(({ hash }) => news.every((one) => one.hash !== hash)), ...news]);
  }, [found.data, pending]);
  if (shown.length === 0) return null;
  const dismiss = (hash: string) => setShown((old) => old.filter((one) => one.hash !== hash));
  return (
    <section aria-label="Transactions of your last visit" className="axm-group">
      {shown.map((one) => (
        <Outcome key={one.hash} outcome={one} dismiss={() => dismiss(one.hash)} />
      ))}
    </section>
  );
}

/** What became of a transaction, where it is not still under way and did not fail. */
const ENDS = {
  done: { good: true, text: "The transaction of your last visit went through." },
  lost: { good: false, text: "The transaction of your last visit was never included, and never will be." },
  unknown: {
    good: false,
    text: "What became of the transaction of your last visit is not known. Look at your balance before you send it again.",
  },
} as const;

function Outcome(props: { readonly outcome: PendingOutcome; readonly dismiss: () => void }): ReactElement {
  const { outcome, dismiss } = props;
  const { state, hash, tx } = outcome;
  if (state === "open") {
    return (
      <div className="axm-notice">
        <Loading what="A transaction of your last visit is still under way" />
      </div>
    );
  }
  if (state === "failed") return <Failure error={refusal(tx?.log ?? "", { hash })} dismiss={dismiss} />;
  const { good, text } = ENDS[state];
  return (
    <div className={good ? "axm-notice axm-notice-good" : "axm-notice axm-notice-bad"} role="status">
      <p className="axm-notice-title">{text}</p>
      <p className="axm-mono axm-quiet">{`Transaction ${hash}`}</p>
      <button type="button" className="axm-button axm-button-small" onClick={dismiss}>
        Dismiss
      </button>
    </div>
  );
}
