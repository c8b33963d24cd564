/** What an account can do now, and what ends when. */
import type { ContractName } from "../deployment.js";
import { CONTRACT_NAMES } from "../deployment.js";
import type { BindingOffer } from "../generated/registry.js";
import { type Asked, isRefusal, MAX_PAGE } from "./ask.js";
import { claimableOf } from "./claimable.js";
import { deadlinesOf } from "./deadlines.js";
import { balancesOf, registrationOf, scoresOf, weightOf } from "./participant.js";
import type { Listing, Me } from "./types.js";
import { proposalsOf } from "./votes.js";
import { workOf } from "./work.js";

/** What an account can do now. Each list is read as far as the budget allows and says so. */
export async function meOf(asked: Asked): Promise<Me> {
  const { economy, account } = asked;
  const moment = await economy.chain.moment();
  const [registration, work, proposals, binding_offers, claimable, balances, scores, weight] = await Promise.all([
    registrationOf(asked, moment),
    workOf(asked, moment),
    proposalsOf(asked, moment),
    offersTo(asked),
    claimableOf(asked, null),
    balancesOf(asked),
    scoresOf(asked),
    weightOf(asked),
  ]);
  return {
    account,
    moment,
    contract: CONTRACT_NAMES.find((name) => economy.addresses[name] === account) ?? null,
    left_out: CONTRACT_NAMES.filter((name: ContractName) => !economy.has(name)),
    registration,
    binding_offers,
    work,
    claimable,
    balances,
    proposals,
    scores,
    weight,
    deadlines: deadlinesOf(account, registration, work, proposals.rows),
  };
}

/** Offers that still stand. There is no list of them on chain, so past events name who offered. */
async function offersTo({ economy, account }: Asked): Promise<Listing<BindingOffer> | null> {
  if (!economy.has("registry")) return { rows: [], more: false };
  const { registry } = economy;
  const attributes = { agent: account };
  let found;
  try {
    found = await economy.chain.find("axiom_registry_binding_offered", registry.address, attributes, MAX_PAGE);
  } catch (error) {
    // A node without an index of transactions refuses the search.
    if (isRefusal(error)) return null;
    throw error;
  }
  const principals = [...new Set(found.events.map((event) => event.attributes.principal))].sort();
  const offers = await Promise.all(principals.map((principal) => registry.offer({ principal, agent: account })));
  return { rows: offers.filter((offer) => offer !== null), more: found.more };
}
