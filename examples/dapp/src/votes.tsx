/** Proposals, and votes that others signed. */
import { type AxiomError, checkSigned, readSigned, type SignedAction, type TxOutcome } from "@axiom-os/client";
import { useEconomy } from "@axiom-os/client/react";
import { asError, Failure, ProposalList, useTransact, useWallet } from "@axiom-os/react";
import { type FormEvent, type ReactElement, useId, useState } from "react";

/** The view of votes. */
export function Votes(): ReactElement {
  const { wallet } = useWallet();
  return (
    <>
      <h1>Votes</h1>
      <div className="app-columns">
        <div className="app-column app-wide">
          <h2 className="axm-sr-only">Proposals</h2>
          <ProposalList />
        </div>
        {wallet && (
          <div className="app-column">
            <Relay />
          </div>
        )}
      </div>
    </>
  );
}

/** Sends a vote that somebody else signed, and pays the fee for it. */
function Relay(): ReactElement {
  const id = useId();
  const economy = useEconomy();
  const transact = useTransact();
  const [error, setError] = useState<AxiomError>();
  const propose = (action: SignedAction) =>
    transact({
      title: `Send a vote on proposal ${action.proposal_id}`,
      lines: [`Signed by ${action.signer}: ${action.signed.vote}.`, "You pay the fee. The vote counts for the signer."],
      done: (outcome) => told(outcome, economy.addresses.dao),
      calls: (m) => [m.dao.voteSigned({ proposal_id: action.proposal_id, votes: [action.signed] })],
    });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setError(undefined);
    try {
      const action = readSigned(String(new FormData(event.currentTarget).get("line")).trim());
      propose(checkSigned(economy, action, (await economy.chain.moment()).now));
    } catch (error) {
      setError(asError(error));
    }
  };
  return (
    <section className="axm-card" aria-labelledby="relay-title">
      <h2 id="relay-title">Send a signed vote</h2>
      <p className="axm-quiet">Somebody signed a vote without paying a fee. Paste it here and send it for them.</p>
      <form className="axm-form" onSubmit={(event) => void submit(event)}>
        <label htmlFor={id}>The signed vote</label>
        <textarea id={id} name="line" required rows={4} className="axm-mono" />
        {error && <Failure error={error} />}
        <button type="submit" className="axm-button">
          Check and send
        </button>
      </form>
    </section>
  );
}

/** Whether a signed vote counted: one that did not is passed over, and the transaction goes well all the same. */
function told(outcome: TxOutcome, dao: string): string {
  for (const event of outcome.typed) {
    // Any contract can tell an event of this name: only what the governance-dao says counts.
    if (event.name === "axiom_dao_vote_skipped" && event.contract === dao) {
      return `The vote was not counted: ${event.attributes.reason}.`;
    }
  }
  return "The vote was sent and counted.";
}
