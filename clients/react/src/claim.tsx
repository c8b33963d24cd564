/** Claiming what pools owe. */
import type { Claimable, TxOutcome } from "@axiom-os/client";
import { useAsk, useEconomy } from "@axiom-os/client/react";
import { type ReactElement, useState } from "react";
import { planClaim } from "./claim-plan.js";
import { Failure, Loading, useAmount } from "./parts.js";
import { claimEnd } from "./payments.js";
import { asCalls, useTransact } from "./transact.js";
import { useWallet } from "./wallet.js";

/** Claims what pools owe the connected account: all of it, or as much as fits one transaction. */
export function ClaimButton(): ReactElement {
  const { wallet } = useWallet();
  if (!wallet) return <p className="axm-quiet">Connect a wallet to see what you can claim.</p>;
  return <Claims key={wallet.account} account={wallet.account} />;
}

/** Each pool is asked by itself: one page of them at a time. */
const ONE_PAGE = { pages: 1 };

/** What an account can claim of the pools behind one of them; from the first at the beginning. */
function Claims({ account }: { readonly account: string }): ReactElement {
  const [after, setAfter] = useState<bigint>();
  const found = useAsk(["claimable", account, after ?? null], (economy) => economy.claimable(account, after, ONE_PAGE), {
    refetchInterval: 8_000,
  });
  if (found.error && !found.data) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Loading what="Looking for what you can claim" />;
  const { pools, problems, more, last } = found.data;
  const frozen = pools.filter((pool) => pool.frozen_until !== null).length;
  return (
    <div className="axm-claim">
      <Claim claimable={found.data} />
      {frozen > 0 && <p className="axm-quiet">{`${frozen} more frozen for now.`}</p>}
      {problems.length > 0 && <p className="axm-quiet">{`${problems.length} pools could not be asked.`}</p>}
      {more && last !== null && (
        <button type="button" className="axm-button" onClick={() => setAfter(last)}>
          Look at more pools
        </button>
      )}
      {after !== undefined && (
        <button type="button" className="axm-button" onClick={() => setAfter(undefined)}>
          Back to the first pools
        </button>
      )}
    </div>
  );
}

function Claim({ claimable }: { readonly claimable: Claimable }): ReactElement {
  const transact = useTransact();
  const amount = useAmount();
  const { addresses } = useEconomy();
  const plan = planClaim(claimable);
  const { messages, totals, left } = plan;
  const nothing = messages.length === 0;
  const sum = totals.map((one) => amount(one.amount, one.asset)).join(" and ");
  const label = sum ? `Claim ${sum}` : "Go on claiming";
  const rest = "More is left than fits one transaction: go on claiming afterwards.";
  const lines = [
    sum ? "It goes into your balance in this economy. From there you can withdraw it." : "These periods earned you nothing. Later ones may have.",
    ...(left ? [rest] : []),
  ];
  const place = { distributor: addresses.distributor ?? "", account: claimable.account };
  const done = ({ typed }: TxOutcome) => claimEnd(typed, place, plan, amount);
  return (
    <>
      <button
        type="button"
        className="axm-button axm-button-main"
        disabled={nothing}
        onClick={() => transact({ title: label, lines, done, calls: () => asCalls(messages) })}
      >
        {nothing ? "Nothing to claim" : label}
      </button>
      {left && <p className="axm-quiet">{rest}</p>}
    </>
  );
}
