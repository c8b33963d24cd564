/** An economy: its five contracts, wired. */
import { asked, type Budget } from "./answers/ask.js";
import { claimableOf } from "./answers/claimable.js";
import { meOf } from "./answers/me.js";
import type { Claimable, Me } from "./answers/types.js";
import type { OfflineSigner } from "@cosmjs/proto-signing";
import { Chain } from "./chain.js";
import { Composer } from "./compose.js";
import type { AccountWriter } from "./contract.js";
import { type Addresses, checkMoved, type ContractName, daoOf, type Deployment, FULL_NAMES } from "./deployment.js";
import { AxiomError } from "./errors.js";
import { DaoExecute, DaoMessages, DaoQuery } from "./generated/dao.js";
import { DistributorExecute, DistributorMessages, DistributorQuery } from "./generated/distributor.js";
import { LedgerExecute, LedgerMessages, LedgerQuery } from "./generated/ledger.js";
import { RegistryExecute, RegistryMessages, RegistryQuery } from "./generated/registry.js";
import { TrackerExecute, TrackerMessages, TrackerQuery } from "./generated/tracker.js";
import type { NodeOptions } from "./rpc.js";
import type { SenderOptions } from "./send.js";

/** How an economy is connected to. */
export interface ConnectOptions extends NodeOptions {
  /** True to accept that governance-dao names other contracts than the deployment: they were replaced on purpose. */
  readonly moved?: boolean;
  /** Id of the chain that the node must be on, such as that of the facts a wallet is given; any if not given. */
  readonly chainId?: string;
}

/** Makes something of each contract; asking for one that was left out fails. */
abstract class Five {
  /** Addresses of the contracts. */
  abstract readonly addresses: Addresses;

  /** Whether the economy has a contract. */
  has(contract: ContractName): boolean {
    return this.addresses[contract] !== null;
  }

  /** @throws {AxiomError} `left_out`. */
  protected need(contract: ContractName): string {
    const address = this.addresses[contract];
    if (address !== null) return address;
    throw new AxiomError("left_out", `this economy has no ${FULL_NAMES[contract]}: it was founded without one`);
  }
}

/** Messages of the five contracts. A contract that was left out throws `left_out`. */
export class Messages extends Five {
  constructor(readonly addresses: Addresses) {
    super();
  }

  get dao(): DaoMessages {
    return new DaoMessages(this.addresses.dao);
  }

  get registry(): RegistryMessages {
    return new RegistryMessages(this.need("registry"));
  }

  get ledger(): LedgerMessages {
    return new LedgerMessages(this.need("ledger"));
  }

  get tracker(): TrackerMessages {
    return new TrackerMessages(this.addresses.tracker);
  }

  get distributor(): DistributorMessages {
    return new DistributorMessages(this.need("distributor"));
  }
}

/** An economy as it is asked. A contract that was left out throws `left_out`. */
export class Economy extends Five {
  /** Messages, to be composed and sent. */
  readonly messages: Messages;

  private constructor(
    /** The chain. */
    readonly chain: Chain,
    readonly addresses: Addresses,
    /** Its name. */
    readonly name: string,
    /** Number of the domain that votes. */
    readonly votingDomain: number,
  ) {
    super();
    this.messages = new Messages(addresses);
  }

  /**
   * Connects to an economy: by the file that `axiom economy new` wrote, or by the address of its governance-dao. The
   * addresses are those that governance-dao names now; with a file they must be those of the file, unless `moved` is
   * given.
   *
   * @throws {AxiomError} `bad_input`, also if governance-dao names other contracts than the file; `node_down`,
   * `node_slow`; `node_other_chain` if the deployment or `chainId` is of another chain than the node; `refused` or
   * `contract` if the address is that of no governance-dao.
   */
  static async connect(
    rpc: string | Chain,
    deployment: Deployment | string,
    options: ConnectOptions = {},
  ): Promise<Economy> {
    const { dao, chainId } = daoOf(deployment);
    const chain = typeof rpc === "string" ? await Chain.connect(rpc, options) : rpc;
    checkChain(chain, "the economy on", chainId);
    checkChain(chain, "chainId is", options.chainId);
    const found = await new DaoQuery(chain, dao).economy();
    const addresses: Addresses = {
      dao,
      registry: found.registry?.address ?? null,
      ledger: found.ledger?.address ?? null,
      tracker: found.tracker.address,
      distributor: found.distributor?.address ?? null,
    };
    if (typeof deployment !== "string" && options.moved !== true) checkMoved(deployment, addresses);
    return new Economy(chain, addresses, found.name, found.voting_domain);
  }

  get dao(): DaoQuery {
    return new DaoQuery(this.chain, this.addresses.dao);
  }

  get registry(): RegistryQuery {
    return new RegistryQuery(this.chain, this.need("registry"));
  }

  get ledger(): LedgerQuery {
    return new LedgerQuery(this.chain, this.need("ledger"));
  }

  get tracker(): TrackerQuery {
    return new TrackerQuery(this.chain, this.addresses.tracker);
  }

  get distributor(): DistributorQuery {
    return new DistributorQuery(this.chain, this.need("distributor"));
  }

  /**
   * What an account can do now, and what ends when: the answers of `axiom me --output json`.
   *
   * @throws {AxiomError} `bad_input` for what is no address of the chain; `node_down`, `node_slow`.
   */
  async me(account: string, budget?: Budget): Promise<Me> {
    return meOf(asked(this, account, budget));
  }

  /**
   * What an account can claim, and the messages that claim it; `startAfter` is the last pool of the answer before.
   *
   * @throws {AxiomError} `bad_input` for what is no address of the chain; `node_down`, `node_slow`.
   */
  async claimable(account: string, startAfter?: bigint, budget?: Budget): Promise<Claimable> {
    return claimableOf(asked(this, account, budget), startAfter ?? null);
  }

  /**
   * The economy as an account acts in it.
   *
   * @throws {AxiomError} `bad_input` if the signer does not have the account or the gas price is none.
   */
  async signedBy(signer: OfflineSigner, options: SenderOptions): Promise<SignedEconomy> {
    // A page that only asks does not load what signs.
    const { Sender } = await import("./send.js");
    return new SignedEconomy(this, await Sender.of(this.chain, signer, options));
  }
}

/** @throws {AxiomError} `node_other_chain`. */
function checkChain(chain: Chain, whose: string, wanted: string | undefined): void {
  if (wanted === undefined || wanted === chain.chainId) return;
  throw new AxiomError(
    "node_other_chain",
    `the node is on '${chain.chainId}', ${whose} '${wanted}': expected a node of that chain`,
    { hint: "give the address of a node of that chain, or the files of the node's chain" },
  );
}

/** An economy as an account acts in it: each method sends one transaction. */
export class SignedEconomy extends Five {
  constructor(
    /** The economy. */
    readonly economy: Economy,
    /** Sends messages of any contracts, and tells what gas they would use. */
    readonly sender: AccountWriter,
  ) {
    super();
  }

  /** The account that signs. */
  get account(): string {
    return this.sender.account;
  }

  get addresses(): Addresses {
    return this.economy.addresses;
  }

  get dao(): DaoExecute {
    return new DaoExecute(this.sender, this.addresses.dao);
  }

  get registry(): RegistryExecute {
    return new RegistryExecute(this.sender, this.need("registry"));
  }

  get ledger(): LedgerExecute {
    return new LedgerExecute(this.sender, this.need("ledger"));
  }

  get tracker(): TrackerExecute {
    return new TrackerExecute(this.sender, this.addresses.tracker);
  }

  get distributor(): DistributorExecute {
    return new DistributorExecute(this.sender, this.need("distributor"));
  }

  /** Several messages in one transaction: all of them or none. */
  compose(): Composer {
    return new Composer(this.economy.messages, this.sender);
  }
}
