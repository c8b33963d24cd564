/** A chain as this package reads it. */
import { fromUtf8, toHex, toUtf8 } from "@cosmjs/encoding";
import type { CometClient } from "@cosmjs/tendermint-rpc";
import { QueryClientImpl as AuthQuery } from "cosmjs-types/cosmos/auth/v1beta1/query";
import { QueryClientImpl as BankQuery } from "cosmjs-types/cosmos/bank/v1beta1/query";
import { ServiceClientImpl as TxService } from "cosmjs-types/cosmos/tx/v1beta1/service";
import { QueryClientImpl as WasmQuery } from "cosmjs-types/cosmwasm/wasm/v1/query";
import type { ContractReader, TxOutcome } from "./contract.js";
import { AxiomError, refusal } from "./errors.js";
import { type ChainEvent, type EventAttributes, type EventName, type EventOf, typedEvents } from "./events.js";
import type { Shape, ShapeTable } from "./json.js";
import { readJson, writeJson } from "./json.js";
import { type ChainAccount, readAccount } from "./account.js";
import { isEmbedded, medianGap } from "./pace.js";
import { connectNode, type NodeOptions, NodeRefusal, statusOf } from "./rpc.js";

/** A block in time. */
export interface Moment {
  /** Height. */
  readonly height: bigint;
  /** Unix seconds. */
  readonly now: bigint;
}

/** How a node is doing. */
export interface NodeState extends Moment {
  /** The chain. */
  readonly chainId: string;
  /** True while the node still fetches old blocks. */
  readonly catchingUp: boolean;
}

/** A coin in a wallet. */
export interface WalletCoin {
  /** Its denom. */
  readonly denom: string;
  /** Base units. */
  readonly amount: string;
}

/** A transaction that is in a block, whether it went well or not. */
export interface FoundTx extends TxOutcome {
  /** 0 if it went well. */
  readonly code: number;
  /** What the chain said, if it did not. */
  readonly log: string;
}

/** Seconds after which the newest block of a node counts as old. */
const OLD_BLOCK = 90n;

/** A connection to a chain. */
export class Chain implements ContractReader {
  private readonly wasm: WasmQuery;
  private readonly bank: BankQuery;
  private readonly rpc: ReturnType<typeof abciRpc>;

  private constructor(
    /** Address of the node. */
    readonly url: string,
    /** The client of CosmJS underneath. */
    readonly comet: CometClient,
    /** Id of the chain. */
    readonly chainId: string,
  ) {
    this.rpc = abciRpc(comet);
    this.wasm = new WasmQuery(this.rpc);
    this.bank = new BankQuery(this.rpc);
  }

  /**
   * Connects to a node.
   *
   * @throws {AxiomError} `bad_input`, `bad_answer`, `node_down`, `node_slow`.
   */
  static async connect(url: string, options: NodeOptions = {}): Promise<Chain> {
    const comet = await connectNode(url, options);
    const { nodeInfo } = await statusOf(comet);
    return new Chain(url, comet, nodeInfo.network);
  }

  async ask<T>(address: string, question: unknown, table: ShapeTable, shape: Shape | undefined): Promise<T> {
    const queryData = toUtf8(writeJson(question));
    const answer = await asking(this.wasm.SmartContractState({ address, queryData }));
    return readJson<T>(fromUtf8(answer.data), table, shape);
  }

  /** What a contract stores under a key; empty if nothing. */
  async raw(address: string, key: Uint8Array): Promise<Uint8Array> {
    return (await asking(this.wasm.RawContractState({ address, queryData: key }))).data;
  }

  /**
   * Searches past transactions for events of a contract, oldest first.
   *
   * @throws {AxiomError} `bad_input` for a text that cannot be searched for; `refused` if the node keeps no index.
   */
  async find<N extends EventName>(
    name: N,
    contract: string,
    attributes: Partial<EventAttributes[N]>,
    limit = 100,
  ): Promise<{ events: EventOf<N>[]; more: boolean }> {
    const wanted = Object.entries(attributes as Record<string, string>);
    const parts = [["_contract_address", contract], ...wanted].map(([key, value]) => {
      if (!/^[^'\\]*$/.test(value ?? "")) {
        throw new AxiomError("bad_input", `${value} cannot be searched for: expected no quotation mark and no backslash`);
      }
      return `wasm-${name}.${key}='${value}'`;
    });
    const page = await asking(this.comet.txSearch({ query: parts.join(" AND "), page: 1, per_page: limit, order_by: "asc" }));
    const well = page.txs.filter(({ result }) => result.code === 0);
    const events = well.flatMap(({ result }) => typedEvents(result.events.map(chainEvent)));
    const hits = events.filter((event): event is EventOf<N> => {
      const found: Record<string, string | undefined> = event.attributes;
      return event.name === name && event.contract === contract && wanted.every(([key, value]) => found[key] === value);
    });
    return { events: hits, more: page.totalCount > page.txs.length };
  }

  /** How the node is doing. */
  async state(): Promise<NodeState> {
    const { nodeInfo, syncInfo } = await statusOf(this.comet);
    return {
      chainId: nodeInfo.network,
      height: BigInt(syncInfo.latestBlockHeight),
      now: BigInt(Math.floor(syncInfo.latestBlockTime.getTime() / 1000)),
      catchingUp: syncInfo.catchingUp,
    };
  }

  /** The newest block. */
  async moment(): Promise<Moment> {
    const { height, now } = await this.state();
    return { height, now };
  }

  /**
   * Milliseconds between two blocks: the median of the newest 20. `undefined` if the node does not tell, and for an
   * embedded chain, which makes a block only with a transaction. On other such chains it may be nothing, or hours.
   */
  async blockMs(): Promise<number | undefined> {
    if (isEmbedded(this.chainId)) return undefined;
    try {
      const { blockMetas } = await this.comet.blockchain();
      return medianGap(blockMetas.map(({ header }) => header.time.getTime()));
    } catch {
      return undefined;
    }
  }

  /**
   * Passes a node that keeps up with its chain. On an embedded chain time stands still by design, so that the age of
   * a block does not count there.
   *
   * @throws {AxiomError} `node_behind`; `node_other_chain` if the node changed its chain.
   */
  async checkUp(clock: bigint = BigInt(Math.floor(Date.now() / 1000))): Promise<NodeState> {
    const state = await this.state();
    if (state.chainId !== this.chainId) {
      throw new AxiomError("node_other_chain", `the node is on '${state.chainId}': expected '${this.chainId}'`);
    }
    const age = clock - state.now;
    const old = age > OLD_BLOCK && !isEmbedded(state.chainId);
    if (state.catchingUp || old) {
      const why = state.catchingUp ? "is still fetching old blocks" : `made no block for ${age} s`;
      throw new AxiomError("node_behind", `the node ${why}, its height is ${state.height}: expected a recent block`, {
        hint: "what it answers may be outdated: wait, or take another node",
      });
    }
    return state;
  }

  /** The coins of an account, up to 100 denoms. */
  async coins(address: string): Promise<{ rows: WalletCoin[]; complete: boolean }> {
    const pagination = { key: new Uint8Array(), offset: 0n, limit: 100n, countTotal: false, reverse: false };
    const answer = await asking(this.bank.AllBalances({ address, pagination, resolveDenom: false }));
    const rows = answer.balances.map(({ denom, amount }) => ({ denom, amount }));
    return { rows, complete: !answer.pagination?.nextKey?.length };
  }

  /**
   * Number and sequence of an account.
   *
   * @throws {AxiomError} `no_account` if it never had coins; `bad_answer` for a kind that is not known.
   */
  async account(address: string): Promise<ChainAccount> {
    const { account } = await asking(new AuthQuery(this.rpc).Account({ address }));
    if (account) return readAccount(account);
    throw new AxiomError("no_account", `account ${address} does not exist on chain: expected one that has had coins`);
  }

  /**
   * Gas that a transaction would use.
   *
   * @throws {AxiomError} as it would fail.
   */
  async simulate(tx: Uint8Array): Promise<bigint> {
    const { gasInfo } = await asking(new TxService(this.rpc).Simulate({ txBytes: tx, tx: undefined }));
    if (gasInfo) return gasInfo.gasUsed;
    throw new AxiomError("bad_answer", "no simulation came back: expected the gas", { hint: "give a limit with `gas`" });
  }

  /** A transaction by its hash; `undefined` if it is in no block that the node knows. */
  async tx(hash: string): Promise<FoundTx | undefined> {
    const bytes = hashBytes(hash);
    try {
      const found = await this.comet.tx({ hash: bytes });
      const events = found.result.events.map(chainEvent);
      return {
        hash: toHex(bytes).toUpperCase(),
        height: BigInt(found.height),
        gasUsed: BigInt(found.result.gasUsed),
        gasWanted: BigInt(found.result.gasWanted),
        events,
        typed: typedEvents(events),
        code: found.result.code,
        log: found.result.log ?? "",
      };
    } catch (error) {
      if (!(error instanceof AxiomError) && /not found/i.test(String(error))) return undefined;
      throw unanswered(error);
    }
  }
}

/** Questions of Protobuf services, by way of the node. */
function abciRpc(comet: CometClient): { request(service: string, method: string, data: Uint8Array): Promise<Uint8Array> } {
  return {
    async request(service, method, data) {
      const answer = await comet.abciQuery({ path: `/${service}/${method}`, data, prove: false });
      if (answer.code === 0) return answer.value;
      throw refusal(answer.log || `the question ${method} was refused with code ${answer.code}`);
    },
  };
}

type CometEvent = Awaited<ReturnType<CometClient["tx"]>>["result"]["events"][number];

function chainEvent({ type, attributes }: CometEvent): ChainEvent {
  return { type, attributes: attributes.map(({ key, value }) => ({ key, value })) };
}

function hashBytes(hash: string): Uint8Array {
  if (!/^[0-9a-fA-F]{64}$/.test(hash)) {
    throw new AxiomError("bad_input", `'${hash}' is no hash of a transaction: expected 64 hex digits`);
  }
  return Uint8Array.from(hash.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** The answer to a question, or its error in plain words. */
async function asking<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw unanswered(error);
  }
}

/** The error of a question: what the node refused, or an answer that cannot be read. */
function unanswered(error: unknown): AxiomError {
  if (error instanceof AxiomError || error instanceof NodeRefusal) return told(error);
  const why = error instanceof Error ? error.message : String(error);
  return new AxiomError("bad_answer", `the node's answer cannot be read (${why}): expected one of CometBFT`, {
    cause: error,
  });
}

/** An error of any kind as one of this package: only what a node said is a refusal of its chain. */
export function told(error: unknown): AxiomError {
  if (error instanceof AxiomError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof NodeRefusal) return refusal(text, { cause: error });
  return new AxiomError("unexpected", text, { cause: error });
}
