/** The window in which a transaction is shown, paid for, signed, waited for and told. */
import { AxiomError, call, type ContractCall, feeOf, type Messages, type TxOutcome } from "@axiom-os/client";
import { AXIOM_KEY, useEconomy } from "@axiom-os/client/react";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { formatAmount, roundUp } from "./amounts.js";
import { Failure, Loading } from "./parts.js";
import type { Told } from "./payments.js";
import { asError, useWallet } from "./wallet.js";

/** Something that a person can sign. */
export interface Action {
  /** What it does, as a command: `Approve and pay 0.4 AXM to Ben`. */
  readonly title: string;
  /** More about it; each is a line. */
  readonly lines?: readonly string[];
  /** What the window says once it is done; an outcome of which a part failed is not told as good. */
  readonly done: string | ((outcome: TxOutcome) => string | Told);
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
  | { readonly at: "done"; readonly told: Told; readonly hash: string }
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

/** An action whose window is open. The number tells one opening from the next, also of the same action. */
interface Opened {
  readonly action: Action;
  readonly number: number;
}

/** Gives {@link useTransact} to the components below it. */
export function TransactRoot({ children }: { readonly children?: ReactNode }): ReactElement {
  const [opened, setOpened] = useState<Opened>();
  const count = useRef(0);
  const propose = useCallback((action: Action) => {
    count.current += 1;
    const next = { action, number: count.current };
    // A window that is open stays: what it asks is not swapped under a finger.
    setOpened((old) => old ?? next);
  }, []);
  const close = useCallback((number: number) => setOpened((old) => (old?.number === number ? undefined : old)), []);
  return (
    <Context.Provider value={propose}>
      {children}
      {opened && <Confirm key={opened.number} opened={opened} close={close} />}
    </Context.Provider>
  );
}

/** Whether a transaction is under way: the window has to stay until its outcome is known. */
function isBusy({ at }: Step): boolean {
  return at === "signing" || at === "sent";
}

/** Whether a step can begin anew. What may have been sent is never offered again. */
function canRestart(step: Step): boolean {
  return step.at === "estimating" || step.at === "ready" || (step.at === "failed" && step.error.code !== "in_doubt");
}

/** How an action ended. It is done: a fault in telling it must not look as if it could be sent once more. */
function endOf(action: Action, outcome: TxOutcome): Told {
  try {
    action.onDone?.(outcome);
    const said = typeof action.done === "function" ? action.done(outcome) : action.done;
    return typeof said === "string" ? { text: said, good: true } : said;
  } catch (error) {
    console.error(error);
    return { text: "It went through. What it brought could not be told: look at your account.", good: true };
  }
}

/** Where one action stands. An answer to an earlier question than the last one is passed over. */
function useTurns(): { step: Step; current(): Step; turn(first: Step): (next: Step) => void } {
  const [step, setStep] = useState<Step>({ at: "estimating" });
  const latest = useRef<Step>(step);
  const turns = useRef(0);
  const current = useCallback(() => latest.current, []);
  const turn = useCallback((first: Step) => {
    turns.current += 1;
    const mine = turns.current;
    const go = (next: Step) => {
      if (mine !== turns.current) return;
      latest.current = next;
      setStep(next);
    };
    go(first);
    return go;
  }, []);
  return { step, current, turn };
}

/** The steps of one action. It belongs to the account that was connected when its window opened. */
function useSteps(action: Action, close: () => void): { step: Step; estimate(): void; sign(gas: bigint): void } {
  const { sender, pending } = useWallet();
  const economy = useEconomy();
  const questions = useQueryClient();
  const { step, current, turn } = useTurns();
  const [account] = useState(sender?.account);

  const estimate = useCallback(() => {
    if (!canRestart(current())) return;
    if (sender?.account !== account) return close();
    const go = turn({ at: "estimating" });
    const work = async () => {
      if (!sender) throw new AxiomError("bad_input", "No wallet is connected: connect one first");
      const used = await sender.simulate(action.calls(economy.messages));
      go({ at: "ready", gas: (used * MARGIN + 99n) / 100n });
    };
    work().catch((error: unknown) => go({ at: "failed", error: asError(error) }));
  }, [action, account, economy, sender, current, turn, close]);
  // Once for each sender: that of another account closes the window, unless something is under way or ended.
  useEffect(estimate, [estimate]);

  const sign = (gas: bigint) => {
    if (!sender || current().at !== "ready") return;
    const go = turn({ at: "signing" });
    pending.onBegin = (hash) => go({ at: "sent", hash });
    const work = async () => {
      const outcome = await sender.send(action.calls(economy.messages), { gas });
      go({ at: "done", told: endOf(action, outcome), hash: outcome.hash });
    };
    work()
      .catch((error: unknown) => {
        const told = asError(error);
        // From here on the page looks for it as for one of an earlier visit.
        if (told.code === "in_doubt" && told.hash) pending.own.delete(told.hash);
        go({ at: "failed", error: told });
      })
      .finally(() => {
        pending.onBegin = undefined;
        void questions.invalidateQueries({ queryKey: [AXIOM_KEY] });
      });
  };
  return { step, estimate, sign };
}

function Confirm(props: { readonly opened: Opened; readonly close: (number: number) => void }): ReactElement {
  const { opened, close: closeOne } = props;
  const { action, number } = opened;
  const window = useRef<HTMLDialogElement>(null);
  const close = useCallback(() => closeOne(number), [closeOne, number]);
  const { step, estimate, sign } = useSteps(action, close);
  useEffect(() => {
    // The element gives the focus back to what had it when it is closed.
    const dialog = window.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const closed = () => {
    const dialog = window.current;
    // Closed by the effect above, and opened by it again.
    if (!dialog || dialog.open) return;
    // Browsers close a window at the second Escape, whatever it says to the first.
    if (isBusy(step)) dialog.showModal();
    else close();
  };
  return (
    <dialog
      ref={window}
      className="axm-dialog"
      aria-labelledby="axm-dialog-title"
      onCancel={(event) => isBusy(step) && event.preventDefault()}
      onClose={closed}
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
  // The same fee that is signed: only the last digits of it are left out.
  const fee = (gas: bigint) =>
    feeOf(gas, facts.gas_price)
      .amount.map(({ amount, denom }) => formatAmount(roundUp(BigInt(amount)), { native: denom }, facts.denoms))
      .join(" and ");
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
        <div className={`axm-notice axm-notice-${step.told.good ? "good" : "bad"}`}>
          <p className="axm-notice-title">{step.told.text}</p>
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
  const again = step.at === "failed" && canRestart(step);
  const main = useMemo(() => {
    if (step.at === "ready") return { label: "Sign and send", run: () => sign(step.gas) };
    return again ? { label: "Try again", run: estimate } : undefined;
  }, [step, again, sign, estimate]);
  if (isBusy(step)) return null;
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
