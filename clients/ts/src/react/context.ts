/** The economy that the hooks ask. */
import { createContext, createElement, type ReactElement, type ReactNode, useContext } from "react";
import type { Economy, SignedEconomy } from "../economy.js";
import { AxiomError } from "../errors.js";

/** What the hooks stand on. */
export interface AxiomValue {
  /** The economy. */
  readonly economy: Economy;
  /** The economy as the connected account acts in it; nothing while no wallet is connected. */
  readonly signed?: SignedEconomy | undefined;
}

const Context = createContext<AxiomValue | undefined>(undefined);

/** Gives the economy to the hooks below it. It goes inside a `QueryClientProvider`. */
export function AxiomProvider(props: AxiomValue & { readonly children?: ReactNode }): ReactElement {
  const { economy, signed, children } = props;
  return createElement(Context.Provider, { value: { economy, signed } }, children);
}

/**
 * What {@link AxiomProvider} was given.
 *
 * @throws {AxiomError} `bad_input` outside of it.
 */
export function useAxiom(): AxiomValue {
  const value = useContext(Context);
  if (value) return value;
  throw new AxiomError("bad_input", "this component is outside of AxiomProvider: expected it inside");
}

/** The economy. */
export function useEconomy(): Economy {
  return useAxiom().economy;
}

/** The economy as the connected account acts in it; `undefined` while no wallet is connected. */
export function useSigned(): SignedEconomy | undefined {
  return useAxiom().signed;
}

/** The connected account; `undefined` while no wallet is connected. */
export function useAccount(): string | undefined {
  return useSigned()?.account;
}
