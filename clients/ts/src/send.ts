/** Signs and sends transactions. */
import type { AccountData } from "@cosmjs/amino";
import { toHex, toUtf8 } from "@cosmjs/encoding";
import { isOfflineDirectSigner, type OfflineSigner } from "@cosmjs/proto-signing";
import { sha256 } from "@noble/hashes/sha2";
import { MsgExecuteContract } from "cosmjs-types/cosmwasm/wasm/v1/tx";
import { type Chain, told } from "./chain.js";
import type { ContractCall, ContractWriter, SendOptions, TxOutcome } from "./contract.js";
import { AxiomError, refusal } from "./errors.js";
import { type Json, parseJson, writeJson } from "./json.js";
import type { Pending } from "./pending.js";
import type { ChainAccount } from "./account.js";
import { type Draft, feeOf, signTx, unsignedTx } from "./signing.js";

/** How a signer sends. */
export interface SenderOptions {
  /** Price of gas, such as `0.025uaxm`. */
  readonly gasPrice: string;
  /** The account, if the signer has several; its first if not given. */
  readonly account?: string;
  /** Where transactions under way are kept, so that a page that was reloaded finds their outcome. */
  readonly pending?: Pending;
  /** Milliseconds that a block is waited for; 60,000 if not given. */
  readonly waitMs?: number;
  /** Milliseconds between two looks; 500 if not given. */
  readonly pollMs?: number;
}

/** Sends messages of one account. */
export class Sender implements ContractWriter {
  private constructor(
    private readonly chain: Chain,
    private readonly signer: OfflineSigner,
    private readonly options: SenderOptions,
    private readonly data: AccountData,
  ) {}

  /** Address that signs. */
  get account(): string {
    return this.data.address;
  }

  /**
   * A sender of an account of a signer.
   *
   * @throws {AxiomError} `bad_input` if the signer does not have the account or the gas price is none.
   */
  static async of(chain: Chain, signer: OfflineSigner, options: SenderOptions): Promise<Sender> {
    feeOf(0n, options.gasPrice);
    const accounts = await signer.getAccounts();
    const wanted = options.account ?? accounts[0]?.address;
    const account = accounts.find((one) => one.address === wanted);
    if (account === undefined) {
      const has = accounts.map((one) => one.address).join(", ") || "no account";
      throw new AxiomError("bad_input", `the signer has ${has}: expected ${wanted ?? "an account"}`);
    }
    return new Sender(chain, signer, options, account);
  }

  async send(calls: readonly ContractCall[], options: SendOptions = {}): Promise<TxOutcome> {
    const { chainId } = this.chain;
    let hash: string | undefined;
    try {
      const draft = this.draft(calls, options.memo);
      const account = await this.chain.account(this.account);
      const gas = options.gas ?? (await this.gas(draft, account, options.gasAdjustment));
      const fee = feeOf(gas, this.options.gasPrice);
      const paid = options.feeGranter ? { ...fee, granter: options.feeGranter } : fee;
      const bytes = await signTx(this.signer, this.data, draft, { ...account, chainId, fee: paid });
      hash = toHex(sha256(bytes)).toUpperCase();
      await this.options.pending?.begin(hash, chainId);
      await this.hand(bytes, hash);
    } catch (error) {
      throw told(error);
    }
    return this.wait(hash);
  }

  /**
   * Gas that messages would use.
   *
   * @throws {AxiomError} as they would fail.
   */
  async simulate(calls: readonly ContractCall[], memo = ""): Promise<bigint> {
    const draft = this.draft(calls, memo);
    return this.chain.simulate(unsignedTx(draft, this.data, await this.chain.account(this.account)));
  }

  private async gas(draft: Draft, account: ChainAccount, adjustment = 1.4): Promise<bigint> {
    const used = await this.chain.simulate(unsignedTx(draft, this.data, account));
    return BigInt(Math.ceil(Number(used) * adjustment));
  }

  private draft(calls: readonly ContractCall[], memo = ""): Draft {
    if (calls.length === 0) throw new AxiomError("bad_input", "nothing to send: expected at least one message");
    return { messages: calls.map((call) => this.message(call)), memo };
  }

  private message(call: ContractCall): MsgExecuteContract {
    const text = writeJson(call.msg);
    if (!isOfflineDirectSigner(this.signer) && holdsBig(parseJson(text))) {
      throw new AxiomError(
        "unsafe_number",
        "this wallet signs Amino only, which does not carry whole numbers beyond 2^53 exactly: expected smaller ones",
        { hint: "sign with a wallet that signs direct, such as one without a hardware device" },
      );
    }
    return MsgExecuteContract.fromPartial({
      sender: this.account,
      contract: call.contract,
      msg: toUtf8(text),
      funds: [...call.funds].sort((a, b) => (a.denom < b.denom ? -1 : 1)),
    });
  }

  /** Hands a transaction to the node. What the node refuses is not under way. */
  private async hand(bytes: Uint8Array, hash: string): Promise<void> {
    const answer = await this.chain.comet.broadcastTxSync({ tx: bytes }).catch((error: unknown) => {
      // Whether the node took it before the connection broke is not known, so it stays noted as under way.
      const { message, hint } = told(error);
      throw new AxiomError("in_doubt", `transaction ${hash} was handed in, and no answer came: ${message}`, {
        cause: error,
        hint: hint ?? "look for its hash before you send it again",
        hash,
      });
    });
    if (answer.code !== 0) {
      await this.options.pending?.end(hash);
      throw refusal(answer.log ?? `code ${answer.code}`, { hash });
    }
  }

  /** Waits until a transaction is in a block. */
  private async wait(hash: string): Promise<TxOutcome> {
    const end = Date.now() + (this.options.waitMs ?? 60_000);
    for (;;) {
      // A node that cannot be asked for a moment says nothing about the transaction.
      const found = await this.chain.tx(hash).catch(() => undefined);
      if (found) {
        await this.options.pending?.end(hash);
        if (found.code === 0) return found;
        throw refusal(found.log, { hash });
      }
      if (Date.now() >= end) {
        throw new AxiomError("in_doubt", `transaction ${hash} is in no block yet: it may still be included`, {
          hint: "look for its hash before you send it again",
          hash,
        });
      }
      await new Promise((done) => setTimeout(done, this.options.pollMs ?? 500));
    }
  }
}

/** Whether a number in it is beyond 2^53. */
function holdsBig(value: Json): boolean {
  if (typeof value === "bigint") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsBig);
}
