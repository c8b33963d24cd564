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
            <span className="axm-mono axm-quiet axm-account-address" title={wallet.account}>
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
  const button = (choice: WalletChoice, label: string, look: string) => (
    <button
      key={choice.id}
      type="button"
      className={`axm-button ${look}`}
      disabled={connecting !== undefined}
      onClick={() => void connect(choice)}
    >
      {connecting === choice.id ? "Connecting…" : label}
    </button>
  );
  const tests = choices.filter(({ test }) => test);
  return (
    <div className="axm-connect">
      <div className="axm-row">
        {choices.filter(({ test }) => !test).map((one) => button(one, `Connect ${one.label}`, "axm-button-main"))}
      </div>
      {tests.length > 0 && (
        <div className="axm-row axm-tests" role="group" aria-label="Test accounts">
          <span className="axm-quiet">Or try a test account of this development chain:</span>
          {tests.map((one) => button(one, one.label, "axm-button-small"))}
        </div>
      )}
    </div>
  );
}

/** Why the wallet could not be connected, if it could not. */
export function ConnectError(): ReactElement | null {
  const { error } = useWallet();
  return error ? <Failure error={error} /> : null;
}
