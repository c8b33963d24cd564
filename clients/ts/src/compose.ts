/** Several messages in one transaction. */
import { toBase64, toUtf8 } from "@cosmjs/encoding";
import type { ContractCall, ContractWriter, SendOptions, TxOutcome } from "./contract.js";
import type { Messages } from "./economy.js";
import { AxiomError } from "./errors.js";
import type { CosmosMsgForEmpty } from "./generated/dao.js";
import type { NewJob } from "./generated/ledger.js";
import { writeJson } from "./json.js";

/** A call as a message of a proposal: governance-dao sends it when the proposal is executed. */
export function proposalMessage({ contract, msg, funds }: ContractCall): CosmosMsgForEmpty {
  const coins = funds.map(({ denom, amount }) => ({ denom, amount }));
  return { wasm: { execute: { contract_addr: contract, msg: toBase64(toUtf8(writeJson(msg))), funds: coins } } };
}

/** Collects messages and sends them in one transaction: all of them take effect or none. */
export class Composer {
  private readonly collected: ContractCall[] = [];

  constructor(
    private readonly messages: Messages,
    private readonly writer: ContractWriter,
  ) {}

  /** What was collected. */
  get calls(): readonly ContractCall[] {
    return this.collected;
  }

  /** Adds messages: `composer.add((m) => m.ledger.accept({ job: 1n }))`. */
  add(...make: Array<ContractCall | ((messages: Messages) => ContractCall)>): this {
    this.collected.push(...make.map((one) => (typeof one === "function" ? one(this.messages) : one)));
    return this;
  }

  /**
   * Pays a job's price into the balance, lets the ledger draw exactly it, and posts the job. The allowance replaces
   * the one that the ledger had in that asset. `deposit` is what is paid in, in base units; the price if not given, 0
   * to pay from the balance alone.
   *
   * @throws {AxiomError} `bad_input` for a job whose reward is no amount of a bank denom, while something is paid in.
   */
  depositAndPost(job: NewJob, deposit?: string): this {
    const paid = "paid" in job.reward ? job.reward.paid : undefined;
    if (paid === undefined) throw new AxiomError("bad_input", "a voluntary job has no price: expected a paid one");
    const { asset, amount } = paid;
    const coins = deposit ?? amount;
    if (coins !== "0" && !("native" in asset)) {
      throw new AxiomError("bad_input", `a cw20 token is not paid in by this message: expected a deposit of "0"`, {
        hint: "send the token to value-distributor first",
      });
    }
    const funds = coins !== "0" && "native" in asset ? [{ denom: asset.native, amount: coins }] : [];
    const controller = this.messages.ledger.address;
    return this.add(
      this.messages.distributor.deposit({ allowances: [{ asset, controller, amount }] }, funds),
      this.messages.ledger.postJob(job),
    );
  }

  /**
   * Sends everything in one transaction. The composer is empty afterwards if it went well.
   *
   * @throws {AxiomError} as the sender does.
   */
  async send(options: Omit<SendOptions, "funds"> = {}): Promise<TxOutcome> {
    const outcome = await this.writer.send(this.collected, options);
    this.collected.length = 0;
    return outcome;
  }
}
