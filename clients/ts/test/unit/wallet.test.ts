import { Secp256k1HdWallet } from "@cosmjs/amino";
import { describe, expect, test } from "vitest";
import { aminoTextSigner, textDoc, verifyText } from "../../src/index.js";
import {
  burnerWallet,
  type ChainFacts,
  connectKeplr,
  findKeplr,
  type Keplr,
  keplrChainInfo,
  type KeplrChainInfo,
  onAccountChange,
} from "../../src/wallet/index.js";
import { rejected, thrown } from "./thrown.js";

const facts: ChainFacts = {
  chain_id: "axiom-test-1",
  rpc: "http://127.0.0.1:26657",
  gas_price: "0.025uaxm",
  prefix: "wasm",
  denoms: [
    { base: "uusd", display: "usd", exponent: 6 },
    { base: "uaxm", display: "axm", exponent: 6 },
  ],
};

/** A wallet as a page has it, over a key in memory. */
async function keplr(over: Partial<Keplr> = {}): Promise<Keplr> {
  const inner = await Secp256k1HdWallet.generate(12, { prefix: "wasm" });
  const [account] = await inner.getAccounts();
  const address = account?.address ?? "";
  return {
    enable: async () => {},
    experimentalSuggestChain: async () => {},
    getKey: async () => ({ name: "mine", bech32Address: address }),
    getOfflineSignerAuto: async () => inner,
    signArbitrary: async (_chain, who, text) => (await inner.signAmino(who, textDoc(text, who))).signature,
    ...over,
  };
}

const no = (message: string) => async () => {
  throw new Error(message);
};

describe("Keplr", () => {
  test("connects and signs texts that verify", async () => {
    const wallet = await connectKeplr(facts, await keplr());
    expect(wallet.name).toBe("mine");
    expect(verifyText("hello", await wallet.signText("hello"), "wasm")).toBe(wallet.account);
    expect((await wallet.signer.getAccounts())[0]?.address).toBe(wallet.account);
  });

  test("learns a chain that it does not know", async () => {
    const told: KeplrChainInfo[] = [];
    const wallet = await keplr({
      enable: async (id) => {
        if (told.length === 0) throw new Error(`There is no chain info for ${id}`);
      },
      experimentalSuggestChain: async (info) => void told.push(info),
    });
    await connectKeplr(facts, wallet);
    expect(told.map(({ chainId }) => chainId)).toEqual(["axiom-test-1"]);
  });

  const refusals: Array<[string, Partial<Keplr>, string]> = [
    ["locked", { enable: no("Key ring is locked") }, "wallet_locked"],
    ["without a key", { getKey: no("key doesn't exist: no key") }, "wallet_locked"],
    ["told no", { enable: no("Request rejected") }, "wallet_rejected"],
    ["told no to the chain", { enable: no("There is no chain info for x"), experimentalSuggestChain: no("Request rejected") }, "wallet_rejected"],
    ["that never learns the chain", { enable: no("There is no chain info for x") }, "wallet_other_chain"],
    ["on another chain", { getKey: async () => ({ name: "n", bech32Address: "cosmos1x" }) }, "wallet_other_chain"],
    ["asked to unlock", { enable: no("Please unlock your wallet first") }, "wallet_locked"],
    ["closed by the person", { enable: no("The popup was closed") }, "wallet_rejected"],
    ["that fails", { getKey: no("boom") }, "wallet_failed"],
    ["that speaks of a block", { getKey: no("Blocked: invalid block height") }, "wallet_failed"],
    ["whose port broke", { getKey: no("The message port closed before a response was received.") }, "wallet_failed"],
  ];
  test.each(refusals)("a wallet that is %s is told as such", async (_, over, code) => {
    const error = await rejected(connectKeplr(facts, await keplr(over)));
    expect(error.code).toBe(code);
    expect(error.cause === undefined || error.cause instanceof Error).toBe(true);
  });

  test("a no to a signature is told", async () => {
    const wallet = await connectKeplr(facts, await keplr({ signArbitrary: no("Request rejected") }));
    expect((await rejected(wallet.signText("x"))).code).toBe("wallet_rejected");
    const refusing = { getAccounts: async () => [], signAmino: no("Request rejected") };
    const other = await connectKeplr(facts, await keplr({ getOfflineSignerAuto: async () => refusing }));
    const { signer } = other;
    if (!("signAmino" in signer)) throw new Error("it is an Amino signer");
    expect((await rejected(signer.signAmino("x", textDoc("x", "x")))).code).toBe("wallet_rejected");
  });

  test("a signature of another text or account is a failure of the wallet", async () => {
    const [mine, other] = [await keplr(), await keplr()];
    const wrong: Array<Keplr["signArbitrary"]> = [
      (chain, who) => mine.signArbitrary(chain, who, "another text"),
      async (chain, _, text) => other.signArbitrary(chain, (await other.getKey(chain)).bech32Address, text),
      async () => ({ pub_key: { type: "tendermint/PubKeySecp256k1", value: "no base64!" }, signature: "AA==" }),
      async () => undefined as never,
    ];
    for (const signArbitrary of wrong) {
      const wallet = await connectKeplr(facts, { ...mine, signArbitrary });
      const error = await rejected(wallet.signText("hello"));
      expect([error.code, error.message.includes(wallet.account)]).toEqual(["wallet_failed", true]);
    }
  });

  test("a signer that has signDirect by name only signs Amino", async () => {
    const inner = await (await keplr()).getOfflineSignerAuto("x");
    if (!("signAmino" in inner)) throw new Error("it is an Amino signer");
    const named = {
      getAccounts: () => inner.getAccounts(),
      signAmino: inner.signAmino.bind(inner),
      signDirect: undefined,
    } as unknown as typeof inner;
    const { account, signer } = await connectKeplr(facts, { ...(await keplr()), getOfflineSignerAuto: async () => named });
    expect("signDirect" in signer).toBe(false);
    if (!("signAmino" in signer)) throw new Error("it is an Amino signer");
    const [own] = await inner.getAccounts();
    const address = own?.address ?? account;
    expect((await signer.signAmino(address, textDoc("x", address))).signature.signature).toHaveLength(88);
  });

  test("a page without a wallet is told", async () => {
    expect(findKeplr({})).toBeUndefined();
    const error = await rejected(connectKeplr(facts, undefined));
    expect(error.code).toBe("wallet_missing");
    expect(error.hint).toContain("install");
  });

  test("another account is noticed until it is stopped", () => {
    const page = new EventTarget();
    let count = 0;
    const stop = onAccountChange(() => (count += 1), page);
    page.dispatchEvent(new Event("keplr_keystorechange"));
    stop();
    page.dispatchEvent(new Event("keplr_keystorechange"));
    expect(count).toBe(1);
  });
});

describe("the JSON of a chain", () => {
  test("has the fees in the denom of the gas price", () => {
    const info = keplrChainInfo(facts);
    expect(info.feeCurrencies[0]).toMatchObject({ coinMinimalDenom: "uaxm", coinDenom: "AXM", coinDecimals: 6 });
    expect(info.feeCurrencies[0]?.gasPriceStep).toEqual({ low: 0.025, average: 0.03, high: 0.05 });
    expect(info.bech32Config.bech32PrefixValAddr).toBe("wasmvaloper");
    expect(info.currencies).toHaveLength(2);
  });

  test("names a fee denom that is not among the known ones", () => {
    const info = keplrChainInfo({ ...facts, gas_price: "1stake" });
    expect(info.feeCurrencies[0]).toMatchObject({ coinMinimalDenom: "stake", coinDecimals: 0 });
    expect(info.currencies).toHaveLength(3);
  });

  test("is refused for a price that is none", () => {
    expect(thrown(() => keplrChainInfo({ ...facts, gas_price: "cheap" })).code).toBe("bad_input");
  });
});

describe("a key in memory", () => {
  test("comes back by its words", async () => {
    const made = await burnerWallet(facts);
    const again = await burnerWallet(facts, made.words);
    expect(again.account).toBe(made.account);
    expect(verifyText("x", await again.signText("x"), "wasm")).toBe(made.account);
  });

  test("refuses words that are no mnemonic without repeating them", async () => {
    const error = await rejected(burnerWallet(facts, "secret words of mine"));
    expect(error.code).toBe("bad_input");
    expect(error.message).not.toContain("secret");
  });

  test("is found by its address only", async () => {
    const wallet = await Secp256k1HdWallet.generate(12, { prefix: "wasm" });
    expect((await rejected(aminoTextSigner(wallet, "wasm1other"))).code).toBe("bad_input");
  });
});
