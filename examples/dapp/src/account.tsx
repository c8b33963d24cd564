/** The connected account: who it is, what it holds, what it can claim and take out. */
import type { AxiomError, Me } from "@axiom-os/client";
import { useAsk, useEconomy } from "@axiom-os/client/react";
import {
  ClaimButton,
  Empty,
  Failure,
  formatNumber,
  Loading,
  planWithdraw,
  useAmount,
  useTransact,
  useWallet,
  withdrawEnd,
} from "@axiom-os/react";
import type { UseQueryResult } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useId } from "react";

/** The view of the account. */
export function Account(): ReactElement {
  const { wallet } = useWallet();
  const me = useAccount(wallet?.account);
  return (
    <>
      <h1>Account</h1>
      {!wallet && <Empty title="No wallet connected">Connect one to see what you hold and what you can claim.</Empty>}
      {wallet && me.error && !me.data && <Failure error={me.error} again={() => void me.refetch()} />}
      {wallet && !me.data && !me.error && <Loading what="Loading your account" />}
      {me.data && <Loaded me={me.data} />}
    </>
  );
}

/** What is shown of an account: the first page of each list, which does not grow with the economy. */
function useAccount(account: string | undefined): UseQueryResult<Me, AxiomError> {
  return useAsk(["me", account ?? null, "first pages"], (economy) => economy.me(account ?? "", { pages: 1 }), {
    refetchInterval: 8_000,
    enabled: account !== undefined,
  });
}

function Loaded({ me }: { readonly me: Me }): ReactElement {
  const economy = useEconomy();
  return (
    <div className="app-columns">
      <div className="app-column">
        <Balances me={me} />
        <section className="axm-card" aria-labelledby="claim-title">
          <h2 id="claim-title">Claim</h2>
          <p className="axm-quiet">What pools owe you for your part in the economy.</p>
          <ClaimButton />
        </section>
      </div>
      <div className="app-column">
        {me.registration?.live && <Registered me={me} />}
        {!me.registration?.live && economy.has("registry") && <Register account={me.account} />}
        <Scores me={me} />
      </div>
    </div>
  );
}

function Balances({ me }: { readonly me: Me }): ReactElement {
  const amount = useAmount();
  const held = me.balances.internal.rows;
  const more = me.balances.internal.more ? " and more" : "";
  const sum = held.map((row) => amount(row.amount, row.asset)).join(" and ") + more;
  return (
    <section className="axm-card" aria-labelledby="balance-title">
      <h2 id="balance-title">Balance in this economy</h2>
      <p className="axm-price">{sum || "Nothing yet"}</p>
      {held.length > 0 && <Withdraw me={me} />}
      <dl className="app-facts">
        <div>
          <dt>In your wallet</dt>
          <dd>
            {me.balances.wallet.map((coin) => (
              <span key={coin.denom}>{amount(coin.amount, { native: coin.denom })}</span>
            ))}
            {me.balances.wallet.length === 0 && <span>No coins yet</span>}
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Sends what is held in the economy to the wallet: all of it, or as much as fits one transaction. */
function Withdraw({ me }: { readonly me: Me }): ReactElement {
  const amount = useAmount();
  const transact = useTransact();
  const { addresses } = useEconomy();
  const { rows: held, more } = me.balances.internal;
  const { messages, rows, left } = planWithdraw(held, more);
  const sum = rows.map((row) => amount(row.amount, row.asset)).join(" and ");
  const title = rows.length > 3 ? `Withdraw ${rows.length} assets` : `Withdraw ${sum}`;
  const place = { distributor: addresses.distributor ?? "", account: me.account };
  const rest = "More is left than fits one transaction: withdraw again afterwards.";
  const withdraw = () =>
    transact({
      title,
      lines: [rows.length > 3 ? `${sum} goes to your wallet.` : "It goes to your wallet.", ...(left ? [rest] : [])],
      done: ({ typed }) => withdrawEnd(typed, place, rows, amount),
      calls: (m) => messages.map((withdrawals) => m.distributor.withdraw({ withdrawals: [...withdrawals] })),
    });
  return (
    <button type="button" className="axm-button" onClick={withdraw}>
      {title}
    </button>
  );
}

function Registered({ me }: { readonly me: Me }): ReactElement {
  return (
    <section className="axm-card" aria-labelledby="who-title">
      <h2 id="who-title">{`Registered as ${me.registration?.profile.name}`}</h2>
      <p className="axm-mono axm-quiet">{me.account}</p>
    </section>
  );
}

/** Registers the account. */
function Register({ account }: { readonly account: string }): ReactElement {
  const id = useId();
  const transact = useTransact();
  const register = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    const profile = { name, capabilities: [], endpoints: [], tags: [] };
    transact({
      title: `Register as ${name}`,
      lines: ["Others see this name in place of your address."],
      done: `You are registered as ${name}.`,
      calls: (m) => [m.registry.register({ kind: "user", profile })],
    });
  };
  return (
    <section className="axm-card" aria-labelledby="register-title">
      <h2 id="register-title">Register</h2>
      <p className="axm-mono axm-quiet">{account}</p>
      <p className="axm-quiet">Some jobs are open to registered people only.</p>
      <form className="axm-form" onSubmit={register}>
        <label htmlFor={id}>Your name</label>
        <input id={id} name="name" required maxLength={64} autoComplete="nickname" />
        <button type="submit" className="axm-button axm-button-main">
          Register
        </button>
      </form>
    </section>
  );
}

function Scores({ me }: { readonly me: Me }): ReactElement {
  return (
    <section className="axm-card" aria-labelledby="score-title">
      <h2 id="score-title">Score</h2>
      <dl className="app-facts">
        {me.scores.map((score) => (
          <div key={score.domain}>
            <dt>{score.votes ? `${score.name} (votes)` : score.name}</dt>
            <dd>{formatNumber(score.score)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
