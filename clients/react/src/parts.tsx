/** Small parts that the others are made of. */
import type { AxiomError, distributor, Due, Economy, registry } from "@axiom-os/client";
import { useAsk, useEconomy } from "@axiom-os/client/react";
import { type ReactElement, type ReactNode, useState } from "react";
import { formatAmount, formatSpan, shortAddress } from "./amounts.js";
import { useWallet } from "./wallet.js";
import { errorName, failureWords, saysNextStep } from "./words.js";

/** An error in plain words, with the next step and what was said in detail. */
export function Failure(props: {
  readonly error: AxiomError;
  readonly again?: () => void;
  readonly dismiss?: () => void;
}): ReactElement {
  const { error, again, dismiss } = props;
  const { title, text } = failureWords(error);
  const name = errorName(error);
  const hint = error.hint && `Hint: ${error.hint}.`;
  return (
    <div className="axm-notice axm-notice-bad" role="alert">
      <p className="axm-notice-title">{title}</p>
      {text && <p>{text}</p>}
      {hint && !saysNextStep(error) && <p className="axm-hint">{hint}</p>}
      <details className="axm-details">
        <summary>Details</summary>
        <p className="axm-mono">{`${name || error.code} – ${error.message}`}</p>
        {hint && saysNextStep(error) && <p className="axm-hint">{hint}</p>}
        {error.hash && <p className="axm-mono">{`Transaction ${error.hash}`}</p>}
      </details>
      {again && (
        <button type="button" className="axm-button" onClick={again}>
          Try again
        </button>
      )}
      {dismiss && (
        <button type="button" className="axm-button axm-button-small" onClick={dismiss}>
          Dismiss
        </button>
      )}
    </div>
  );
}

/** Something is on its way. */
export function Loading({ what }: { readonly what: string }): ReactElement {
  return (
    <div className="axm-loading" role="status">
      <span className="axm-spinner" aria-hidden="true" />
      {what}…
    </div>
  );
}

/** There is nothing to show, and what would change that. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactElement {
  return (
    <div className="axm-empty">
      <p className="axm-empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}

/** A word that tells where something stands. */
export function Chip(props: { readonly tone: "good" | "busy" | "bad" | "quiet"; readonly children: ReactNode }): ReactElement {
  return <span className={`axm-chip axm-chip-${props.tone}`}>{props.children}</span>;
}

/** An amount by the chain's own denoms. */
export function useAmount(): (amount: bigint | string, asset: distributor.Asset) => string {
  const { facts } = useWallet();
  return (amount, asset) => formatAmount(amount, asset, facts.denoms);
}

/** How an account is called: by its registration while that is live, or by its short address. */
export function useName(account: string | null | undefined): string {
  const economy = useEconomy();
  const known = account !== null && account !== undefined && economy.has("registry");
  const found = useAsk(["name", account ?? null], (one) => one.registry.participant({ address: account ?? "" }), {
    enabled: known,
  });
  if (account === null || account === undefined) return "nobody";
  return nameOf(account, found.data, economy);
}

/** A name that a registration no longer holds says nothing of who has the address now. */
function nameOf(account: string, found: registry.ParticipantResponse | null | undefined, economy: Economy): string {
  if (account === economy.addresses.dao) return economy.name;
  return found?.live ? found.profile.name : shortAddress(account);
}

/** A name with the short address behind it, for whoever is paid: anybody can register a name that another has. */
export function usePayee(account: string | null | undefined): string {
  const name = useName(account);
  return account === null || account === undefined ? name : withAddress(name, account);
}

/** {@link usePayee} of several accounts. */
export function usePayees(accounts: readonly string[]): (account: string) => string {
  const economy = useEconomy();
  const ask = (one: Economy) => Promise.all(accounts.map((address) => one.registry.participant({ address })));
  const found = useAsk(["names", accounts], ask, { enabled: accounts.length > 0 && economy.has("registry") });
  return (account) => withAddress(nameOf(account, found.data?.[accounts.indexOf(account)], economy), account);
}

function withAddress(name: string, account: string): string {
  const short = shortAddress(account);
  return name === short ? short : `${name} (${short})`;
}

/** An account by its name and short address. It is a button: pressed, it shows the whole address. */
export function Who({ account }: { readonly account: string }): ReactElement {
  const { wallet } = useWallet();
  const [whole, setWhole] = useState(false);
  const name = useName(account);
  const short = shortAddress(account);
  return (
    <span className="axm-who">
      <button type="button" className="axm-who-button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {name}
        {name !== short && !whole && <span className="axm-mono axm-who-address">{` ${short}`}</span>}
      </button>
      {wallet?.account === account && <span className="axm-quiet"> (you)</span>}
      {whole && <span className="axm-mono axm-who-address">{` ${account}`}</span>}
    </span>
  );
}

/** When something ends, seen from the newest block. */
export function endsIn(at: bigint, now: bigint): string {
  return at > now ? `in ${formatSpan(at - now)}` : `${formatSpan(now - at)} ago`;
}

/** When a waiting state ends. Its blocks can be missing after its time has come. */
export function dueWords({ at, passed, waits_for_blocks }: Due, now: bigint): string {
  if (passed) return "Its time is over.";
  return waits_for_blocks ? "Its time is over as soon as the chain has made some more blocks." : `Ends ${endsIn(at, now)}.`;
}
