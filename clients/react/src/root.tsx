/** What everything else stands in: the economy, the wallet, and the window in which transactions are confirmed. */
import { type AxiomError, Economy } from "@axiom-os/client";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useState } from "react";
import { Failure, Loading } from "./parts.js";
import type { AxiomSettings } from "./settings.js";
import { TransactRoot } from "./transact.js";
import { asError, keplrChoice, type WalletChoice, WalletRoot } from "./wallet.js";

/** Only Keplr. */
const KEPLR: readonly WalletChoice[] = [keplrChoice];

/** What {@link AxiomRoot} is given. */
export interface AxiomRootProps {
  /** Which economy, or how to load that: `() => loadSettings("/axiom.json")`. Keep it the same over renders. */
  readonly settings: AxiomSettings | (() => Promise<AxiomSettings>);
  /** Wallets to choose from; Keplr if not given. Keep it the same over renders. */
  readonly wallets?: readonly WalletChoice[] | ((settings: AxiomSettings) => readonly WalletChoice[]);
  /** The page. */
  readonly children?: ReactNode;
}

interface Opened {
  readonly settings: AxiomSettings;
  readonly economy: Economy;
  readonly wallets: readonly WalletChoice[];
}

/** Connects to the economy and gives it to the components inside. */
export function AxiomRoot(props: AxiomRootProps): ReactElement {
  const [questions] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={questions}>
      <Connected {...props} />
    </QueryClientProvider>
  );
}

function Connected({ settings, wallets = KEPLR, children }: AxiomRootProps): ReactElement {
  const opened = useQuery<Opened, AxiomError>({
    queryKey: ["axiom-os-root"],
    queryFn: async () => {
      const found = typeof settings === "function" ? await settings() : settings;
      const { chain, deployment, timeoutMs } = found;
      const time = timeoutMs === undefined ? {} : { timeoutMs };
      // Amounts, fees and addresses are told by the facts of the chain: they must be those of the node's chain.
      const economy = await Economy.connect(chain.rpc, deployment, { chainId: chain.chain_id, ...time });
      return { settings: found, economy, wallets: typeof wallets === "function" ? wallets(found) : wallets };
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    // It holds objects with methods: they are taken as they are.
    structuralSharing: false,
  });
  if (opened.data) {
    const { economy, settings: found, wallets: choices } = opened.data;
    return (
      <WalletRoot economy={economy} facts={found.chain} choices={choices}>
        <TransactRoot>{children}</TransactRoot>
      </WalletRoot>
    );
  }
  if (opened.error && !opened.isFetching) {
    return (
      <main className="axm-page">
        <h1>Not connected</h1>
        <Failure error={asError(opened.error)} again={() => void opened.refetch()} />
      </main>
    );
  }
  return (
    <main className="axm-page">
      <h1 className="axm-sr-only">Connecting</h1>
      <Loading what="Connecting to the economy" />
    </main>
  );
}
