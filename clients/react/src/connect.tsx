/** Connecting a wallet. */
import type { ReactElement } from "react";
import { shortAddress } from "./amounts.js";
import { Failure } from "./parts.js";
import { useWallet, type WalletChoice } from "./wallet.js";

/** A button for each wallet to choose from; the account and a way out once one is connected. */
export function ConnectButton(): ReactElement {
  const { wallet, choices, connecting, connect, disconnect } = useWallet();
  if (wallet) {
    return (
      <div className="axm-account">
        <span className="axm-account-name">
          <span className="axm-dot" aria-hidden="true" />
          <span>
            {wallet.name}
            <span className="axm-mono axm-quiet" title={wallet.account}>
              {` ${shortAddress(wallet.account)}`}
            </span>
          </span>
        </span>
        <button type="button" className="axm-button axm-button-small" onClick={disconnect}>
          Disconnect
        </button>
      </div>
    );
  }
  const label = (choice: WalletChoice) => (connecting === choice.id ? "Connecting…" : `Connect ${choice.label}`);
  return (
    <div className="axm-row">
      {choices.map((choice, at) => (
        <button
          key={choice.id}
          type="button"
          className={at === 0 ? "axm-button axm-button-main" : "axm-button"}
          disabled={connecting !== undefined}
          onClick={() => void connect(choice)}
        >
          {label(choice)}
        </button>
      ))}
    </div>
  );
}

/** Why the wallet could not be connected, if it could not. */
export function ConnectError(): ReactElement | null {
  const { error } = useWallet();
  return error ? <Failure error={error} /> : null;
}
