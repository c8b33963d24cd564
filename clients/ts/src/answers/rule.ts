/** Whether an account meets a rule. */
import type { Economy } from "../economy.js";
import type { Rule } from "../generated/ledger.js";
import { RegistryQuery, type ParticipantResponse } from "../generated/registry.js";
import { TrackerQuery } from "../generated/tracker.js";
import { isRefusal } from "./ask.js";

/** Facts about one account, each asked once. */
export class Facts {
  private readonly participants = new Map<string, Promise<ParticipantResponse | null>>();
  private readonly scores = new Map<string, Promise<bigint>>();

  constructor(
    private readonly economy: Economy,
    private readonly account: string,
    private readonly now: bigint,
  ) {}

  /** Whether the account meets a rule in the eyes of a ledger that works with these two. */
  async meets(rule: Rule, registry: string | null, tracker: string | null): Promise<boolean> {
    if ("anyone" in rule) return true;
    if ("member" in rule) return rule.member.addresses.includes(this.account);
    if ("not" in rule) return !(await this.meets(rule.not.rule, registry, tracker));
    if ("all" in rule) return this.atLeast(rule.all.rules.length, rule.all.rules, registry, tracker);
    if ("any" in rule) return this.atLeast(1, rule.any.rules, registry, tracker);
    if ("at_least" in rule) return this.atLeast(rule.at_least.count, rule.at_least.rules, registry, tracker);
    if ("min_score" in rule) {
      const { tracker: named, domain, min } = rule.min_score;
      return (await this.score(named ?? tracker, domain)) >= BigInt(min);
    }
    const found = registry === null ? null : await this.participant(registry);
    if (found === null || found.expires <= this.now) return false;
    if ("registered" in rule) return (rule.registered.kind ?? found.kind) === found.kind;
    return found.profile.capabilities.includes(rule.capability.name);
  }

  /** Whether so many parts are met; parts are asked in order and no further than needed. */
  private async atLeast(
    count: number,
    rules: readonly Rule[],
    registry: string | null,
    tracker: string | null,
  ): Promise<boolean> {
    let missing = count;
    for (const [done, rule] of rules.entries()) {
      if (missing === 0 || missing > rules.length - done) break;
      if (await this.meets(rule, registry, tracker)) missing -= 1;
    }
    return missing === 0;
  }

  private participant(registry: string): Promise<ParticipantResponse | null> {
    return once(this.participants, registry, () =>
      new RegistryQuery(this.economy.chain, registry).participant({ address: this.account }),
    );
  }

  private async score(tracker: string | null, domain: number): Promise<bigint> {
    if (tracker === null) return 0n;
    return once(this.scores, `${tracker} ${domain}`, async () => {
      try {
        const query = new TrackerQuery(this.economy.chain, tracker);
        return BigInt((await query.score({ domain, account: this.account })).score);
      } catch (error) {
        // A ledger takes a domain or a tracker that there is not for a score of zero.
        if (isRefusal(error)) return 0n;
        throw error;
      }
    });
  }
}

function once<T>(kept: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key) ?? ask();
  kept.set(key, known);
  return known;
}
