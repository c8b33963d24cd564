/** Signs and sends transactions. */
import type { AccountData } from "@cosmjs/amino";
import { toHex, toUtf8 } from "@cosmjs/encoding";
import { isOfflineDirectSigner, type OfflineSigner } from "@cosmjs/proto-signing";
import { sha256 } from "@noble/hashes/sha2";
import { MsgExecuteContract } from "cosmjs-types/cosmwasm/wasm/v1/tx";
import { type Chain, told } from "./chain.js";
import type { AccountWriter, ContractCall, SendOptions, TxOutcome } from "./contract.js";
import { AxiomError, refusal } from "./errors.js";
import { isU64, type Json, parseJson, writeJson } from "./json.js";
import type { Pending, TxPlace } from "./pending.js";
import type { ChainAccount } from "./account.js";
import { windowBlocks } from "./pace.js";
import { NodeRefusal } from "./rpc.js";
import { feeOf } from "./amounts.js";
import { type Draft, signTx, unsignedTx } from "./signing.js";
import { guarded } from "./wallet/errors.js";

/** How a signer sends. */
export interface SenderOptions {
  /** Price of gas, such as `0.025uaxm`. */
  readonly gasPrice: string;
  /** The account, if the signer has several; its first if not given. */
  readonly account?: string;
  /** The most gas of a transaction, simulated or given; 20,000,000 if not given. More is refused and not signed. */
  readonly maxGas?: bigint;
  /** Where transactions under way are kept, so that a page that was reloaded finds their outcome. */
  readonly pending?: Pending;
  /** Milliseconds that a block is waited for; 60,000 if not given. */
  readonly waitMs?: number;
  /** Milliseconds between two looks; 500 if not given. */
  readonly pollMs?: number;
}

/** Gas of a transaction, at most, where nothing else is said. */
const MAX_GAS = 20_000_000n;

/** Texts with which a node refuses what is handed in, before anything was kept of it. */
const NOT_TAKEN = /tx too large|request body too large|mempool is full/i;

/** Codes of JSON-RPC for a request that was not carried out: no JSON, no request, no such method, wrong parameters. */
const NOT_RUN: ReadonlySet<number | undefined> = new Set([-32_700, -32_600, -32_601, -32_602]);

/** Texts with which a node tells that it has a transaction already. */
const TAKEN = /tx already (exists )?in (cache|mempool)/i;

/** Sends messages of one account. */
export class Sender implements AccountWriter {
  private constructor(
    private readonly chain: Chain,
    private readonly signer: OfflineSigner,
    private readonly options: SenderOptions,
    private readonly data: AccountData,
  ) {}

  get account(): string {
    return this.data.address;
  }

  /**
   * A sender of an account of a signer.
   *
   * @throws {AxiomError} `bad_input` if the signer does not have the account, the gas price is none or `maxGas` is no
   * bigint.
   */
  static async of(chain: Chain, signer: OfflineSigner, options: SenderOptions): Promise<Sender> {
    feeOf(0n, options.gasPrice);
    checkU64("maxGas", options.maxGas ?? MAX_GAS);
    const accounts = await guarded(chain.chainId, () => signer.getAccounts());
    const wanted = options.account ?? accounts[0]?.address;
    const account = accounts.find((one) => one.address === wanted);
    if (account === undefined) {
      const has = accounts.map((one) => one.address).join(", ") || "no account";
      throw new AxiomError("bad_input", `the signer has ${has}: expected ${wanted ?? "an account"}`);
    }
    return new Sender(chain, signer, options, account);
  }

  async send(calls: readonly ContractCall[], options: SendOptions = {}): Promise<TxOutcome> {
    let hash: string;
    try {
      const { bytes, place } = await this.signed(calls, options);
      hash = toHex(sha256(bytes)).toUpperCase();
      await this.options.pending?.begin(hash, this.chain.chainId, place);
      await this.hand(bytes, hash);
    } catch (error) {
      throw told(error);
    }
    return this.wait(hash);
  }

  /** Signs messages, within the most gas and with a last height. */
  private async signed(
    calls: readonly ContractCall[],
    options: SendOptions,
  ): Promise<{ bytes: Uint8Array; place: TxPlace }> {
    const { chainId } = this.chain;
    const [account, { height }, blocks] = await Promise.all([
      this.chain.account(this.account),
      this.chain.moment(),
      options.timeoutHeight === undefined ? this.chain.blockMs().then(windowBlocks) : 0n,
    ]);
    const timeoutHeight = options.timeoutHeight ?? height + blocks;
    checkU64("timeoutHeight", timeoutHeight);
    const draft = { ...this.draft(calls, options.memo), timeoutHeight };
    const fee = feeOf(await this.gas(draft, account, options), this.options.gasPrice);
    const paid = options.feeGranter ? { ...fee, granter: options.feeGranter } : fee;
    const at = { ...account, chainId, fee: paid };
    const tx = await guarded(chainId, () => signTx(this.signer, this.data, draft, at));
    const place = { account: this.account, sequence: account.sequence, timeoutHeight: tx.timeoutHeight, height };
    return { bytes: tx.bytes, place };
  }

  async simulate(calls: readonly ContractCall[], memo = ""): Promise<bigint> {
    const draft = this.draft(calls, memo);
    return this.chain.simulate(unsignedTx(draft, this.data, await this.chain.account(this.account)));
  }

  /** The gas limit, at most `maxGas`: a contract that runs away must not cost a fortune. */
  private async gas(draft: Draft, account: ChainAccount, options: SendOptions): Promise<bigint> {
    const limit = options.gas ?? (await this.estimated(draft, account, options.gasAdjustment ?? 1.4));
    checkU64("gas", limit);
    const most = this.options.maxGas ?? MAX_GAS;
    if (limit <= most) return limit;
    throw new AxiomError("bad_input", `the transaction wants ${limit} gas: expected at most ${most}`, {
      hint: "look at what it does, then give more with `maxGas`, or send it in parts",
    });
  }

  private async estimated(draft: Draft, account: ChainAccount, adjustment: number): Promise<bigint> {
    if (!(adjustment >= 1 && adjustment <= 100)) {
      throw new AxiomError("bad_input", `the gas adjustment is ${adjustment}: expected a factor from 1 to 100`);
    }
    const used = await this.chain.simulate(unsignedTx(draft, this.data, account));
    return BigInt(Math.ceil(Number(used) * adjustment));
  }

  private draft(calls: readonly ContractCall[], memo = ""): Draft {
    if (calls.length === 0) throw new AxiomError("bad_input", "nothing to send: expected at least one message");
    return { messages: calls.map((call) => this.message(call)), memo, timeoutHeight: 0n };
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

  /** Hands a transaction to the node. What the node refuses is not under way: it costs nothing and has no hash. */
  private async hand(bytes: Uint8Array, hash: string): Promise<void> {
    let refused: AxiomError | undefined;
    try {
      const answer = await this.chain.comet.broadcastTxSync({ tx: bytes });
      const log = answer.log || `the node refused it with code ${answer.code}`;
      if (answer.code !== 0 && !TAKEN.test(log)) refused = refusal(log);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (error instanceof NodeRefusal && TAKEN.test(text)) return;
      const definite = error instanceof NodeRefusal && (NOT_TAKEN.test(text) || NOT_RUN.has(error.code));
      if (!definite) throw inDoubt(hash, told(error));
      refused = refusal(text, { cause: error });
    }
    if (refused === undefined) return;
    await this.forget(hash);
    throw refused;
  }

  /** What the store cannot forget now is found again by `settle`, and is no reason to hide an outcome. */
  private async forget(hash: string): Promise<void> {
    await this.options.pending?.end(hash).catch(() => undefined);
  }

  /** Waits until a transaction is in a block. */
  private async wait(hash: string): Promise<TxOutcome> {
    const end = Date.now() + (this.options.waitMs ?? 60_000);
    for (;;) {
      // A node that cannot be asked for a moment says nothing about the transaction.
      const found = await this.chain.tx(hash).catch(() => undefined);
      if (found) {
        await this.forget(hash);
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

/** Whether the node took it before the connection broke is not known, so it stays noted as under way. */
function inDoubt(hash: string, cause: AxiomError): AxiomError {
  const { message, hint } = cause;
  return new AxiomError("in_doubt", `transaction ${hash} was handed in, and no answer came: ${message}`, {
    cause,
    hint: hint ?? "look for its hash before you send it again",
    hash,
  });
}

function checkU64(what: string, value: unknown): asserts value is bigint {
  if (isU64(value)) return;
  throw new AxiomError("bad_input", `${what} is ${String(value)}: expected a bigint of 64 bits, such as 200000n`);
}

/** Whether a number in it is beyond 2^53. */
function holdsBig(value: Json): boolean {
  if (typeof value === "bigint") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsBig);
}
