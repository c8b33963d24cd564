/** A double of Keplr. What the page sees only forwards; keys and consent are out here. */
import { createHash } from "node:crypto";
import { aminoTextSigner } from "@axiom-os/client";
import { Secp256k1Wallet } from "@cosmjs/amino";
import { DirectSecp256k1Wallet } from "@cosmjs/proto-signing";

/** Key of an account: a public test account of development chains, or a new one for any other name. */
function keyOf(name) {
  return new Uint8Array(createHash("sha256").update(`axiom test key:${name}`).digest());
}

/** A person with a wallet: how it answers can be changed at any time. */
export class Person {
  /** `open`, `locked`, `rejects` or `rejects_chain`. */
  mood = "open";
  /** True once the chain was suggested and taken. */
  knowsChain = false;
  /** The chain that it was connected to: it signs for this one alone. */
  chainId;
  /** True for a wallet that signs Amino only, as hardware does. */
  hardware = false;
  /** Prefix with which it answers, if it is another than the chain's. */
  prefix = "wasm";
  /** A method that is not answered before a promise is kept: `{ method, until }`. */
  holds;
  /** What it was asked for. */
  asked = [];

  constructor(name) {
    this.name = name;
  }

  async account() {
    return (await this.direct().then((wallet) => wallet.getAccounts()))[0];
  }

  direct() {
    return DirectSecp256k1Wallet.fromKey(keyOf(this.name), this.prefix);
  }

  amino() {
    return Secp256k1Wallet.fromKey(keyOf(this.name), this.prefix);
  }

  /** Answers a call of the page. */
  async answer(method, args) {
    this.asked.push(method);
    if (this.holds?.method === method) await this.holds.until;
    if (this.mood === "locked") throw new Error("Keplr is locked: unlock it first");
    switch (method) {
      case "enable":
        if (this.knowsChain) this.chainId ??= args[0];
        this.mustKnow(args[0]);
        return null;
      case "experimentalSuggestChain":
        if (this.mood === "rejects_chain") throw new Error("Request rejected");
        this.suggested = args[0];
        this.chainId = args[0].chainId;
        this.knowsChain = true;
        return null;
      case "getKey":
        this.mustKnow(args[0]);
        return { name: this.name, bech32Address: (await this.account()).address };
      case "hardware":
        return this.hardware;
      case "getAccounts": {
        this.mustKnow(args[0]);
        const { address, algo, pubkey } = await this.account();
        return { address, algo, pubkey: Buffer.from(pubkey).toString("base64") };
      }
      default:
        if (this.mood === "rejects") throw new Error("Request rejected");
        return this.sign(method, args);
    }
  }

  /** Keplr does nothing on a chain that it was not connected to. */
  mustKnow(chain) {
    if (chain !== this.chainId) throw new Error(`There is no chain info for ${chain}`);
  }

  /** Keplr signs for the account that is open in it, and for no other. */
  async mustOwn(account) {
    if (account !== (await this.account()).address) throw new Error("Signer mismatched");
  }

  async sign(method, args) {
    const [chain, account] = args;
    this.mustKnow(chain);
    await this.mustOwn(account);
    const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
    switch (method) {
      case "signDirect": {
        const { body, auth, chainId, accountNumber } = args[2];
        if (chainId !== chain) throw new Error("Unmatched chain id with the offline signer");
        const doc = { bodyBytes: bytes(body), authInfoBytes: bytes(auth), chainId, accountNumber: BigInt(accountNumber) };
        return (await (await this.direct()).signDirect(account, doc)).signature;
      }
      case "signAmino":
        if (args[2].chain_id !== chain) throw new Error("Unmatched chain id with the offline signer");
        return (await this.amino()).signAmino(account, args[2]);
      case "signArbitrary": {
        const { pubkey, signature } = await (await aminoTextSigner(await this.amino())).signText(args[2]);
        return { pub_key: { type: "tendermint/PubKeySecp256k1", value: pubkey }, signature };
      }
      default:
        throw new Error(`this wallet has no ${method}`);
    }
  }
}

/** Runs in the page before anything else: an object that looks like Keplr and holds nothing. */
function installDouble() {
  const text = (bytes) => btoa(String.fromCharCode(...bytes));
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const ask = async (method, ...args) => {
    const { error, value } = await globalThis.askWallet(method, args);
    if (error !== undefined) throw new Error(error);
    return value;
  };
  const getAccounts = async (chain) => {
    const account = await ask("getAccounts", chain);
    return [{ ...account, pubkey: bytes(account.pubkey) }];
  };
  const signDirect = async (chain, address, doc) => {
    const plain = {
      body: text(doc.bodyBytes),
      auth: text(doc.authInfoBytes),
      chainId: doc.chainId,
      accountNumber: doc.accountNumber.toString(),
    };
    return { signed: doc, signature: await ask("signDirect", chain, address, plain) };
  };
  const signer = async (chain) => {
    const common = { getAccounts: () => getAccounts(chain) };
    return (await ask("hardware"))
      ? { ...common, signAmino: (address, doc) => ask("signAmino", chain, address, doc) }
      : { ...common, signDirect: (address, doc) => signDirect(chain, address, doc) };
  };
  globalThis.keplr = {
    enable: (chain) => ask("enable", chain),
    experimentalSuggestChain: (info) => ask("experimentalSuggestChain", info),
    getKey: (chain) => ask("getKey", chain),
    getOfflineSignerAuto: signer,
    signArbitrary: (chain, account, words) => ask("signArbitrary", chain, account, words),
  };
}

/** Gives a person's wallet to every page of a browser context. */
export async function giveWallet(context, person) {
  await context.exposeFunction("askWallet", async (method, args) => {
    try {
      return { value: await person.answer(method, args) };
    } catch (error) {
      return { error: error.message };
    }
  });
  await context.addInitScript(installDouble);
}
