/** The frame of the page and its three views. */
import { useEconomy } from "@axiom-os/client/react";
import { ConnectButton, ConnectError, NodeNotice, PendingNotice, useWallet } from "@axiom-os/react";
import { type MouseEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { Account } from "./account.js";
import { Votes } from "./votes.js";
import { Work } from "./work.js";

const VIEWS = [
  { hash: "#work", name: "Work", view: Work },
  { hash: "#votes", name: "Votes", view: Votes },
  { hash: "#account", name: "Account", view: Account },
] as const;

/** The view that the address names. */
function useView(): (typeof VIEWS)[number] {
  const [hash, setHash] = useState(globalThis.location.hash);
  useEffect(() => {
    const changed = () => setHash(globalThis.location.hash);
    globalThis.addEventListener("hashchange", changed);
    return () => globalThis.removeEventListener("hashchange", changed);
  }, []);
  return VIEWS.find((one) => one.hash === hash) ?? VIEWS[0];
}

/** The page. */
export function App(): ReactElement {
  const economy = useEconomy();
  const { wallet } = useWallet();
  const current = useView();
  const View = current.view;
  const content = useRef<HTMLElement>(null);
  // The hash names the view: following this link as it is would leave it.
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    content.current?.focus();
  };
  useEffect(() => {
    document.title = `${current.name} · ${economy.name}`;
  }, [current, economy]);
  return (
    <>
      <a className="app-skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header className="app-header">
        <div className="app-bar">
          <p className="app-brand">
            <span className="app-mark" aria-hidden="true">
              A
            </span>
            {economy.name}
          </p>
          <nav className="app-nav" aria-label="Views">
            {VIEWS.map(({ hash, name }) => (
              <a key={hash} href={hash} aria-current={hash === current.hash ? "page" : undefined}>
                {name}
              </a>
            ))}
          </nav>
          {wallet && <ConnectButton />}
        </div>
      </header>
      <main ref={content} className="app-main" id="main" tabIndex={-1}>
        {!wallet && <Welcome />}
        <ConnectError />
        <NodeNotice />
        <PendingNotice />
        <View />
      </main>
      <footer className="app-footer">
        <p>{`Chain ${economy.chain.chainId}`}</p>
      </footer>
    </>
  );
}

/** What a person sees who has not connected a wallet. */
function Welcome(): ReactElement {
  const economy = useEconomy();
  return (
    <section className="axm-card" aria-labelledby="welcome-title">
      <h2 id="welcome-title">{`Take part in ${economy.name}`}</h2>
      <p className="axm-quiet">Take jobs and get paid, post jobs, vote. You see the fee before you sign anything.</p>
      <ConnectButton />
    </section>
  );
}
