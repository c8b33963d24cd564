/** A vote that is signed without a fee, and sent by somebody else. */
import { type AxiomError, type dao, signVote, writeSigned } from "@axiom-os/client";
import { useEconomy } from "@axiom-os/client/react";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { formatSpan } from "./amounts.js";
import { Failure } from "./parts.js";
import { asError, useWallet } from "./wallet.js";

/** Seconds that a signed vote can be used, at most. */
const LONGEST = 7n * 86_400n;

/** Signs a vote and shows the line that a relayer sends. */
export function SignedVoteForm(props: {
  readonly proposal: bigint;
  readonly title: string;
  /** Unix seconds at which voting ends. */
  readonly until: bigint;
  /** Unix seconds of the newest block. */
  readonly now: bigint;
}): ReactElement {
  const { proposal, title, until, now } = props;
  const id = useId();
  const economy = useEconomy();
  const { wallet } = useWallet();
  const [signing, setSigning] = useState(false);
  const [error, setError] = useState<AxiomError>();
  const [line, setLine] = useState("");
  const end = until < now + LONGEST ? until : now + LONGEST;
  const sign = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!wallet) return;
    const vote = String(new FormData(event.currentTarget).get("vote")) as dao.Vote;
    setSigning(true);
    setError(undefined);
    await signVote(economy, wallet, { proposal, vote, validUntil: end })
      .then((action) => setLine(writeSigned(action)))
      .catch((error: unknown) => setError(asError(error)));
    setSigning(false);
  };
  return (
    <details className="axm-details">
      <summary>Vote without paying a fee</summary>
      <form className="axm-form" onSubmit={(event) => void sign(event)}>
        <p className="axm-quiet">
          {`You sign your vote, and somebody else sends it. It can be used for ${formatSpan(end - now)}.`}
        </p>
        <fieldset>
          <legend>{`Your vote on “${title}”`}</legend>
          {(["yes", "no", "abstain"] as const).map((vote) => (
            <label key={vote} className="axm-choice">
              <input type="radio" name="vote" value={vote} required />
              {vote}
            </label>
          ))}
        </fieldset>
        <button type="submit" className="axm-button" disabled={signing}>
          {signing ? "Confirm it in your wallet…" : "Sign my vote"}
        </button>
      </form>
      {error && <Failure error={error} />}
      {line && (
        <div className="axm-notice axm-notice-good" role="status">
          <p className="axm-notice-title">Your vote is signed. Nothing was sent yet.</p>
          <label htmlFor={`${id}-line`}>Give this to whoever relays votes</label>
          <textarea id={`${id}-line`} className="axm-mono" readOnly rows={4} value={line} />
          <Copy text={line} />
        </div>
      )}
    </details>
  );
}

/** Copies a text. Browsers refuse it to pages that are not loaded by https, and have no clipboard there at all. */
function Copy({ text }: { readonly text: string }): ReactElement {
  const [ended, setEnded] = useState<"copied" | "refused">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setEnded("copied");
    } catch {
      setEnded("refused");
    }
  };
  return (
    <>
      <button type="button" className="axm-button axm-button-small" onClick={() => void copy()}>
        {ended === "copied" ? "Copied" : "Copy"}
      </button>
      {ended === "refused" && <p>This browser does not let the page copy. Select the text and copy it yourself.</p>}
    </>
  );
}
