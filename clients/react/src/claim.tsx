/** Claiming what pools owe. */
import { useClaimable } from "@axiom-os/client/react";
import type { ReactElement } from "react";
import { Failure, Loading, useAmount } from "./parts.js";
import { asCalls, useTransact } from "./transact.js";
import { useWallet } from "./wallet.js";

/** Claims everything that pools owe the connected account, in one transaction. */
export function ClaimButton(): ReactElement {
  const { wallet } = useWallet();
  const transact = useTransact();
  const amount = useAmount();
  const claimable = useClaimable(wallet?.account, { refetchInterval: 6_000 });
  if (!wallet) return <p className="axm-quiet">Connect a wallet to see what you can claim.</p>;
  if (claimable.error) return <Failure error={claimable.error} again={() => void claimable.refetch()} />;
  if (!claimable.data) return <Loading what="Looking for what you can claim" />;
  const { totals, messages, pools, problems } = claimable.data;
  const sum = totals.map((one) => amount(one.amount, one.asset)).join(" and ");
  const frozen = pools.filter((pool) => pool.frozen_until !== null).length;
  const nothing = totals.length === 0;
  return (
    <div className="axm-claim">
      <button
        type="button"
        className="axm-button axm-button-main"
        disabled={nothing}
        onClick={() =>
          transact({
            title: `Claim ${sum}`,
            lines: ["It goes into your balance in this economy. From there you can withdraw it."],
            done: `You claimed ${sum}.`,
            calls: () => asCalls(messages),
          })
        }
      >
        {nothing ? "Nothing to claim" : `Claim ${sum}`}
      </button>
      {frozen > 0 && <p className="axm-quiet">{`${frozen} more frozen for now.`}</p>}
      {problems.length > 0 && <p className="axm-quiet">{`${problems.length} pools could not be asked.`}</p>}
    </div>
  );
}
