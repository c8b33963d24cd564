/** What a wallet has to know of a chain. */
import { AxiomError } from "../errors.js";

/** A denom with the name that people use. */
export interface DenomFacts {
  /** What the chain counts, such as `uaxm`. */
  readonly base: string;
  /** What people say, such as `axm`. */
  readonly display: string;
  /** How many decimals of `display` one `base` is. */
  readonly exponent: number;
}

/** A chain: the `profile` that `axiom chain show --output json` tells, with the address of a node. */
export interface ChainFacts {
  /** Its id. */
  readonly chain_id: string;
  /** Address of the RPC of a node. */
  readonly rpc: string;
  /** Address of the REST of a node; wallets show balances by it. */
  readonly rest?: string;
  /** Price of gas, such as `0.025uaxm`. */
  readonly gas_price: string;
  /** Prefix of addresses. */
  readonly prefix: string;
  /** Denoms; the one of the gas price pays fees. */
  readonly denoms: readonly DenomFacts[];
}

/** A currency as Keplr is told. */
export interface KeplrCurrency {
  readonly coinDenom: string;
  readonly coinMinimalDenom: string;
  readonly coinDecimals: number;
}

/** A chain as Keplr is told, for `experimentalSuggestChain`. */
export interface KeplrChainInfo {
  readonly chainId: string;
  readonly chainName: string;
  readonly rpc: string;
  readonly rest: string;
  readonly bip44: { readonly coinType: number };
  readonly bech32Config: Readonly<Record<string, string>>;
  readonly currencies: readonly KeplrCurrency[];
  readonly feeCurrencies: ReadonlyArray<
    KeplrCurrency & { readonly gasPriceStep: { readonly low: number; readonly average: number; readonly high: number } }
  >;
  readonly stakeCurrency: KeplrCurrency;
  readonly features: readonly string[];
}

/**
 * The JSON by which Keplr learns a chain.
 *
 * @throws {AxiomError} `bad_input` for a gas price that is none.
 */
export function keplrChainInfo(facts: ChainFacts): KeplrChainInfo {
  const price = /^([0-9]+(?:\.[0-9]+)?)([a-zA-Z].*)$/.exec(facts.gas_price);
  if (!price) throw new AxiomError("bad_input", `the gas price is '${facts.gas_price}': expected one such as 0.025uaxm`);
  const [, amount, feeDenom = ""] = price;
  const known = facts.denoms.some(({ base }) => base === feeDenom);
  const denoms = known ? facts.denoms : [{ base: feeDenom, display: feeDenom, exponent: 0 }, ...facts.denoms];
  const currencies = denoms.map(({ base, display, exponent }) => ({
    coinDenom: display.toUpperCase(),
    coinMinimalDenom: base,
    coinDecimals: exponent,
  }));
  const fee = currencies.find(({ coinMinimalDenom }) => coinMinimalDenom === feeDenom) as KeplrCurrency;
  const low = Number(amount);
  const { prefix } = facts;
  return {
    chainId: facts.chain_id,
    chainName: facts.chain_id,
    rpc: facts.rpc,
    rest: facts.rest ?? facts.rpc,
    bip44: { coinType: 118 },
    bech32Config: {
      bech32PrefixAccAddr: prefix,
      bech32PrefixAccPub: `${prefix}pub`,
      bech32PrefixValAddr: `${prefix}valoper`,
      bech32PrefixValPub: `${prefix}valoperpub`,
      bech32PrefixConsAddr: `${prefix}valcons`,
      bech32PrefixConsPub: `${prefix}valconspub`,
    },
    currencies,
    feeCurrencies: [{ ...fee, gasPriceStep: { low, average: low * 1.2, high: low * 2 } }],
    stakeCurrency: fee,
    features: ["cosmwasm"],
  };
}
