/** The wallet of a page: which there are, which one is connected, and who signs with it. */
import { type AccountWriter, AxiomError, type Economy, Pending, type SignedEconomy } from "@axiom-os/client";
import { AxiomProvider } from "@axiom-os/client/react";
import { type ChainFacts, connectKeplr, onAccountChange, type Wallet } from "@axiom-os/client/wallet";
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { pageStore } from "./store.js";

/** A wallet that a person can choose. */
export interface WalletChoice {
  /** Tells it apart from others, and is remembered over a reload. */
  readonly id: string;
  /** What its button says. */
  readonly label: string;
  /** True for a key that everybody knows, on a development chain. */
  readonly test?: boolean;
  /** Connects to it. */
  connect(facts: ChainFacts): Promise<Wallet>;
}

/** Keplr, and every wallet that puts the same object into a page. */
export const keplrChoice: WalletChoice = { id: "keplr", label: "Keplr", connect: (facts) => connectKeplr(facts) };

/** What {@link useWallet} tells. */
export interface WalletValue {
  /** The chain. */
  readonly facts: ChainFacts;
  /** Wallets to choose from. */
  readonly choices: readonly WalletChoice[];
  /** The connected wallet. */
  readonly wallet: Wallet | undefined;
  /** Sends its transactions. */
  readonly sender: AccountWriter | undefined;
  /** The choice that is being connected. */
  readonly connecting: string | undefined;
  /** Why the last try failed. */
  readonly error: AxiomError | undefined;
  /** Transactions under way. */
  readonly pending: WatchedPending;
  /** Connects a wallet. */
  connect(choice: WalletChoice): Promise<void>;
  /** Forgets the connected wallet. */
  disconnect(): void;
}

/** Key under which the chosen wallet is remembered. */
const KEY = "axiom-os.wallet";

/** Transactions under way that say when one was signed, and know which belong to this page and not to an earlier one. */
export class WatchedPending extends Pending {
  /** Hashes of transactions that this page itself waits for. */
  readonly own = new Set<string>();
  /** Called once a transaction is signed, before it is handed in. */
  onBegin: ((hash: string) => void) | undefined;

  override async begin(...[hash, chainId, place]: Parameters<Pending["begin"]>): Promise<void> {
    this.own.add(hash);
    await super.begin(hash, chainId, place);
    this.onBegin?.(hash);
  }
}

const Context = createContext<WalletValue | undefined>(undefined);

/**
 * The wallet of this page.
 *
 * @throws {AxiomError} `bad_input` outside of `AxiomRoot`.
 */
export function useWallet(): WalletValue {
  const value = useContext(Context);
  if (value) return value;
  throw new AxiomError("bad_input", "this component is outside of AxiomRoot: expected it inside");
}

interface Connected {
  readonly choice: WalletChoice;
  readonly wallet: Wallet;
  readonly signed: SignedEconomy;
}

/** What {@link useConnection} answers. */
type Connection = Pick<WalletValue, "connecting" | "error" | "pending" | "connect" | "disconnect"> & {
  readonly connected: Connected | undefined;
};

/** Connects wallets one at a time: the last wish of the person counts, however long an earlier one takes. */
function useConnection(economy: Economy, facts: ChainFacts, choices: readonly WalletChoice[]): Connection {
  const [connected, setConnected] = useState<Connected>();
  const [connecting, setConnecting] = useState<string>();
  const [error, setError] = useState<AxiomError>();
  const store = useMemo(() => pageStore(() => globalThis.localStorage), []);
  const pending = useMemo(() => new WatchedPending(store), [store]);
  // Counts what the person asked for: an answer to an earlier wish than the last one is passed over.
  const wish = useRef(0);

  const disconnect = useCallback(() => {
    wish.current += 1;
    setConnected(undefined);
    setConnecting(undefined);
    store.removeItem(KEY);
  }, [store]);
  const open = useCallback(
    async (choice: WalletChoice, failed: (error: unknown) => void) => {
      wish.current += 1;
      const mine = wish.current;
      setConnecting(choice.id);
      setError(undefined);
      try {
        const wallet = await choice.connect(facts);
        const options = { gasPrice: facts.gas_price, account: wallet.account, pending };
        const signed = await economy.signedBy(wallet.signer, options);
        if (mine !== wish.current) return;
        setConnected({ choice, wallet, signed });
        store.setItem(KEY, choice.id);
      } catch (error) {
        if (mine !== wish.current) return;
        // Nobody is shown as connected who may not be the account of the wallet any more.
        setConnected(undefined);
        failed(error);
      }
      setConnecting(undefined);
    },
    [economy, facts, pending, store],
  );
  const connect = useCallback((choice: WalletChoice) => open(choice, (error) => setError(asError(error))), [open]);

  // The wallet of the last visit is taken again; if it says no, the person can choose anew.
  useEffect(() => {
    const last = choices.find(({ id }) => id === store.getItem(KEY));
    if (last) void open(last, disconnect);
  }, [choices, open, disconnect, store]);
  const choice = connected?.choice;
  useEffect(() => (choice ? onAccountChange(() => void connect(choice)) : undefined), [choice, connect]);
  return { connected, connecting, error, pending, connect, disconnect };
}

/** Gives the wallet and the economy to the components below it. */
export function WalletRoot(props: {
  readonly economy: Economy;
  readonly facts: ChainFacts;
  readonly choices: readonly WalletChoice[];
  readonly children?: ReactNode;
}): ReactElement {
  const { economy, facts, choices, children } = props;
  const { connected, connecting, error, pending, connect, disconnect } = useConnection(economy, facts, choices);
  const value = useMemo(() => {
    const { wallet, signed } = connected ?? {};
    return { facts, choices, wallet, sender: signed?.sender, connecting, error, pending, connect, disconnect };
  }, [facts, choices, connected, connecting, error, pending, connect, disconnect]);
  return (
    <Context.Provider value={value}>
      <AxiomProvider economy={economy} signed={connected?.signed}>
        {children}
      </AxiomProvider>
    </Context.Provider>
  );
}

/** An error of any kind as one of the client. */
export function asError(error: unknown): AxiomError {
  if (error instanceof AxiomError) return error;
  return new AxiomError("unexpected", error instanceof Error ? error.message : String(error), { cause: error });
}
