/** The window in which a transaction is shown, paid for, signed, waited for and told. */
import { type AxiomError, call, type ContractCall, type Messages, type TxOutcome } from "@axiom-os/client";
import { AXIOM_KEY, useEconomy } from "@axiom-os/client/react";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { feeDenom, feeOf, formatAmount, roundUp } from "./amounts.js";
import { Failure, Loading } from "./parts.js";
import { asError, useWallet } from "./wallet.js";

/** Something that a person can sign. */
export interface Action {
  /** What it does, as a command: `Approve and pay 0.4 AXM to Ben`. */
  readonly title: string;
  /** More about it; each is a line. */
  readonly lines?: readonly string[];
  /** What the window says once it is done. */
  readonly done: string | ((outcome: TxOutcome) => string);
  /** The messages: all of them take effect or none. */
  readonly calls: (messages: Messages) => readonly ContractCall[];
  /** Called once it is done. */
  readonly onDone?: (outcome: TxOutcome) => void;
}

type Step =
  | { readonly at: "estimating" }
  | { readonly at: "ready"; readonly gas: bigint }
  | { readonly at: "signing" }
  | { readonly at: "sent"; readonly hash: string }
  | { readonly at: "done"; readonly text: string; readonly hash: string }
  | { readonly at: "failed"; readonly error: AxiomError };

/** Room that the limit leaves above the simulated gas, in percent. */
const MARGIN = 140n;

const Context = createContext<((action: Action) => void) | undefined>(undefined);

/** Opens the window for an action. Only to be called while a wallet is connected. */
export function useTransact(): (action: Action) => void {
  const propose = useContext(Context);
  if (propose) return propose;
  throw asError("this component is outside of AxiomRoot: expected it inside");
}

/** Messages of an answer of the client, ready to be sent. */
export function asCalls(messages: ReadonlyArray<{ contract: string; msg: unknown }>): ContractCall[] {
  return messages.map(({ contract, msg }) => call(contract, msg));
}

/** Gives {@link useTransact} to the components below it. */
export function TransactRoot({ children }: { readonly children?: ReactNode }): ReactElement {
  const [action, setAction] = useState<Action>();
  const close = useCallback(() => setAction(undefined), []);
  return (
    <Context.Provider value={setAction as (action: Action) => void}>
      {children}
      {action && <Confirm key={action.title} action={action} close={close} />}
    </Context.Provider>
  );
}

/** The steps of one action. */
function useSteps(action: Action): { step: Step; estimate(): void; sign(gas: bigint): void } {
  const { sender, pending } = useWallet();
  const economy = useEconomy();
  const questions = useQueryClient();
  const [step, setStep] = useState<Step>({ at: "estimating" });
  const failed = useCallback((error: unknown) => setStep({ at: "failed", error: asError(error) }), []);

  const estimate = useCallback(() => {
    setStep({ at: "estimating" });
    const work = async () => {
      const used = await sender?.simulate(action.calls(economy.messages));
      if (used !== undefined) setStep({ at: "ready", gas: (used * MARGIN + 99n) / 100n });
    };
    work().catch(failed);
  }, [action, economy, sender, failed]);

  const sign = (gas: bigint) => {
    setStep({ at: "signing" });
    pending.onBegin = (hash) => setStep({ at: "sent", hash });
    const work = async () => {
      const outcome = await sender?.send(action.calls(economy.messages), { gas });
      if (!outcome) return;
      const text = typeof action.done === "function" ? action.done(outcome) : action.done;
      setStep({ at: "done", text, hash: outcome.hash });
      action.onDone?.(outcome);
    };
    work()
      .catch((error: unknown) => {
        const told = asError(error);
        // From here on the page looks for it as for one of an earlier visit.
        if (told.code === "in_doubt" && told.hash) pending.own.delete(told.hash);
        failed(told);
      })
      .finally(() => void questions.invalidateQueries({ queryKey: [AXIOM_KEY] }));
  };
  return { step, estimate, sign };
}

function Confirm({ action, close }: { readonly action: Action; readonly close: () => void }): ReactElement {
  const window = useRef<HTMLDialogElement>(null);
  const { step, estimate, sign } = useSteps(action);
  useEffect(() => {
    // The element gives the focus back to what had it when it is closed.
    const dialog = window.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(estimate, [estimate]);
  const busy = step.at === "signing" || step.at === "sent";
  return (
    <dialog
      ref={window}
      className="axm-dialog"
      aria-labelledby="axm-dialog-title"
      onCancel={(event) => (busy ? event.preventDefault() : close())}
    >
      <h2 id="axm-dialog-title">{action.title}</h2>
      {action.lines?.map((line) => <p key={line}>{line}</p>)}
      <div className="axm-dialog-state" aria-live="polite">
        <StepText step={step} />
      </div>
      <Buttons step={step} estimate={estimate} sign={sign} close={close} />
    </dialog>
  );
}

function StepText({ step }: { readonly step: Step }): ReactElement {
  const { facts } = useWallet();
  const fee = (gas: bigint) => formatAmount(roundUp(feeOf(gas, facts)), { native: feeDenom(facts) }, facts.denoms);
  switch (step.at) {
    case "estimating":
      return <Loading what="Working out the fee" />;
    case "ready":
      return <p className="axm-fee">{`This will cost about ${fee(step.gas)} in fees.`}</p>;
    case "signing":
      return <Loading what="Confirm it in your wallet" />;
    case "sent":
      return <Loading what="Sent. Waiting for the next block" />;
    case "done":
      return (
        <div className="axm-notice axm-notice-good">
          <p className="axm-notice-title">{step.text}</p>
          <details className="axm-details">
            <summary>Details</summary>
            <p className="axm-mono">{`Transaction ${step.hash}`}</p>
          </details>
        </div>
      );
    case "failed":
      return <Failure error={step.error} />;
  }
}

function Buttons(props: {
  readonly step: Step;
  estimate(): void;
  sign(gas: bigint): void;
  close(): void;
}): ReactElement | null {
  const { step, estimate, sign, close } = props;
  const again = step.at === "failed" && step.error.code !== "in_doubt";
  const main = useMemo(() => {
    if (step.at === "ready") return { label: "Sign and send", run: () => sign(step.gas) };
    return again ? { label: "Try again", run: estimate } : undefined;
  }, [step, again, sign, estimate]);
  if (step.at === "signing" || step.at === "sent") return null;
  const ended = step.at === "done" || step.at === "failed";
  return (
    <div className="axm-row axm-dialog-buttons">
      {main && (
        <button key={step.at} type="button" className="axm-button axm-button-main" autoFocus={ended} onClick={main.run}>
          {main.label}
        </button>
      )}
      <button
        key={ended ? "close" : "cancel"}
        type="button"
        className={ended && !main ? "axm-button axm-button-main" : "axm-button"}
        autoFocus={ended && !main}
        onClick={close}
      >
        {ended ? "Close" : "Cancel"}
      </button>
    </div>
  );
}
