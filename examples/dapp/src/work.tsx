/** Jobs: the board, and a form that posts one. */
import type { AxiomError, ledger } from "@axiom-os/client";
import { useAsk, useEconomy, useSigned } from "@axiom-os/client/react";
import { afterFee, asError, Failure, formatAmount, JobBoard, parseUnits, useTransact, useWallet } from "@axiom-os/react";
import { type FormEvent, type ReactElement, useId, useState } from "react";

/** The view of work. */
export function Work(): ReactElement {
  const { wallet } = useWallet();
  return (
    <>
      <h1>Work</h1>
      <div className="app-columns">
        <div className="app-column app-wide">
          <h2 className="axm-sr-only">Jobs</h2>
          <JobBoard />
        </div>
        {wallet && (
          <div className="app-column">
            <PostJob />
          </div>
        )}
      </div>
    </>
  );
}

/** Who may take a job. */
function gateOf(fields: FormData): ledger.Rule {
  return fields.get("who") === "registered" ? { registered: {} } : { anyone: {} };
}

/** Pays the price in and posts the job, in one transaction. */
function PostJob(): ReactElement {
  const { facts } = useWallet();
  const transact = useTransact();
  const as = useSigned();
  const [error, setError] = useState<AxiomError>();
  const fee = useAsk(["ledger-settings"], (economy) => economy.ledger.settings()).data?.fee_bps;
  const post = (form: HTMLFormElement) => {
    const fields = new FormData(form);
    const title = String(fields.get("title")).trim();
    const denom = facts.denoms.find(({ base }) => base === fields.get("denom"));
    if (!denom || !as) return;
    const amount = parseUnits(String(fields.get("price")), denom.exponent);
    const asset = { native: denom.base };
    const shown = (base: string) => formatAmount(base, asset, facts.denoms);
    const balance = fields.get("from") === "balance";
    const job: ledger.NewJob = { title, assignment: { open: { gate: gateOf(fields) } }, reward: { paid: { amount, asset } } };
    transact({
      title: `Post “${title}” for ${shown(amount)}`,
      lines: [
        balance ? "The price comes from your balance in this economy." : "The price leaves your wallet now.",
        "It waits until the work is approved.",
        // Not known before the settings are: a payout without its fee would be wrong.
        ...(fee === undefined ? [] : [`Whoever does it gets ${shown(afterFee(amount, fee))}.`]),
      ],
      done: `“${title}” is posted.`,
      onDone: () => form.reset(),
      calls: () => as.compose().depositAndPost(job, balance ? "0" : amount).calls,
    });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setError(undefined);
    try {
      post(event.currentTarget);
    } catch (error) {
      setError(asError(error));
    }
  };
  return (
    <section className="axm-card" aria-labelledby="post-title">
      <h2 id="post-title">Post a job</h2>
      <form className="axm-form" onSubmit={submit}>
        <PostFields />
        {error && <Failure error={error} />}
        <button type="submit" className="axm-button axm-button-main">
          Post the job
        </button>
      </form>
    </section>
  );
}

function PostFields(): ReactElement {
  const id = useId();
  const economy = useEconomy();
  const { facts } = useWallet();
  return (
    <>
      <label htmlFor={`${id}-title`}>What is to be done?</label>
      <input id={`${id}-title`} name="title" required maxLength={120} />
      <div className="app-pair">
        <div>
          <label htmlFor={`${id}-price`}>Price</label>
          <input id={`${id}-price`} name="price" required inputMode="decimal" placeholder="12.5" />
        </div>
        <div>
          <label htmlFor={`${id}-denom`}>Coin</label>
          <select id={`${id}-denom`} name="denom">
            {facts.denoms.map(({ base, display }) => (
              <option key={base} value={base}>
                {display.toUpperCase()}
              </option>
            ))}
          </select>
        </div>
      </div>
      <label htmlFor={`${id}-who`}>Who may take it?</label>
      <select id={`${id}-who`} name="who">
        <option value="anyone">Anyone</option>
        {economy.has("registry") && <option value="registered">Registered people</option>}
      </select>
      <label htmlFor={`${id}-from`}>Pay from</label>
      <select id={`${id}-from`} name="from">
        <option value="wallet">My wallet</option>
        <option value="balance">My balance in this economy</option>
      </select>
    </>
  );
}
