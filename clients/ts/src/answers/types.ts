/** What an account asks of an economy: the same shapes as `axiom me --output json`. */
import type { Moment, WalletCoin } from "../chain.js";
import type { ContractName } from "../deployment.js";
import type { Stage } from "../generated/dao.js";
import type { Asset, BalanceRow, ExecuteMsg } from "../generated/distributor.js";
import type { AgreementOffer, EndReason, JobState, PendingLeg, Reward } from "../generated/ledger.js";
import type { BindingOffer, ParticipantKind, Profile, Share } from "../generated/registry.js";

/** A list that was read as far as the budget allowed. */
export interface Listing<T> {
  /** What was found. */
  rows: T[];
  /** True if there is more than the budget allowed to read. */
  more: boolean;
}

/** When a waiting state ends. Its time must have come and its blocks must have been produced. */
export interface Due {
  /** Unix seconds. */
  at: bigint;
  /** Block that must have been reached besides; null where there is no such demand, or it is not known. */
  height: bigint | null;
  /** True once it has passed: before it only the people concerned can act, from it on only time does. */
  passed: boolean;
  /** True if the time has come and blocks are still missing. */
  waits_for_blocks: boolean;
}

/** A part that somebody plays in a job. */
export type Role = "client" | "offered_to" | "worker" | "reviewer" | "arbiter";

/** What can be done to a job, in the order of answers: the names of the ledger's messages. */
export const JOB_ACTIONS = [
  "accept",
  "decline",
  "cancel",
  "submit",
  "approve",
  "reject",
  "arbitrate",
  "agree",
  "answer_offer",
  "expire",
  "retry_leg",
] as const;

/** One of {@link JOB_ACTIONS}. */
export type JobAction = (typeof JOB_ACTIONS)[number];

/** What time alone makes of a job. */
export interface Outcome {
  /** Why it ends. */
  reason: EndReason;
  /** The worker's part of the price then, in basis points. */
  worker_bps: number;
  /** True if the part is that of the ledger's settings of now, as the job named none. */
  assumed: boolean;
  /** In words. */
  text: string;
}

/** A job in a list. */
export interface JobLine {
  /** Its number. */
  job: bigint;
  /** Its title. */
  title: string;
  /** Where it stands. */
  state: JobState;
  /** What it gives. */
  reward: Reward;
  /** Who pays. */
  client: string;
  /** Who does it. */
  worker: string | null;
  /** The parts of the account in it. */
  roles: Role[];
  /** What the account can do to it now. */
  actions: JobAction[];
  /** When the present state ends. */
  due: Due | null;
  /** What happens then if nobody acts. */
  if_nobody_acts: Outcome | null;
  /** Offer of one side that waits for the other. */
  offer: AgreementOffer | null;
}

/** A failed leg that anybody can try again. */
export interface RetryLine {
  /** The leg. */
  leg: PendingLeg;
  /** The parts of the account in its job. */
  roles: Role[];
}

/** Jobs by what the account can do. A job stands in the first list that fits; all are by number. */
export interface MyWork {
  /** Offered to it, to accept or decline. */
  offered: JobLine[];
  /** Open to it: it meets their gates. */
  open: JobLine[];
  /** To hand in. */
  to_submit: JobLine[];
  /** To approve or reject. */
  to_review: JobLine[];
  /** To decide as the arbiter. */
  to_arbitrate: JobLine[];
  /** Its own where somebody else is to act. */
  waiting: JobLine[];
  /** Whose time is over: anybody can end them. Also those of others. */
  to_expire: JobLine[];
  /** Failed legs that anybody can try again. Also those of others. */
  to_retry: RetryLine[];
  /** True while the ledger refuses entries. */
  paused: boolean;
  /** True if there are more running jobs or failed legs than the budget allowed to read. */
  more: boolean;
}

/** An amount of an asset, in base units. */
export interface Amount {
  /** The asset. */
  asset: Asset;
  /** Base units. */
  amount: string;
}

/** What one pool owes an account. */
export interface PoolClaim extends Amount {
  /** The pool. */
  pool: bigint;
  /** Its visible name. */
  name: string;
  /** Standing pool: first epoch that the claim walks. */
  from_epoch: bigint | null;
  /** Standing pool: first epoch that stays for the next claim. */
  to_epoch: bigint | null;
  /** True if closed epochs stay after this claim: another one may pay more. */
  more_after: boolean;
  /** Unix seconds until which the pool or its asset is frozen: no claim goes through before. */
  frozen_until: bigint | null;
}

/** A pool that could not be asked, such as one whose tracker does not answer. */
export interface PoolProblem {
  /** The pool. */
  pool: bigint;
  /** Its visible name. */
  name: string;
  /** What was said. */
  reason: string;
}

/** What an account can claim. */
export interface Claimable {
  /** Whose. */
  account: string;
  /** True if this economy has no value-distributor, and so no pools. */
  left_out: boolean;
  /** Pools that owe something, or have closed epochs to walk, by number. */
  pools: PoolClaim[];
  /** What is claimable now in all, by asset; what is frozen is not in it. */
  totals: Amount[];
  /** Messages that claim all of it, at most 16 pools each. */
  messages: Array<{ contract: string; msg: ExecuteMsg }>;
  /** Pools that could not be asked. */
  problems: PoolProblem[];
  /** Last pool that was looked at; `startAfter` of the next answer if there are more. */
  last: bigint | null;
  /** True if there are pools beyond the budget. */
  more: boolean;
}

/** A registration. */
export interface Registration {
  /** What it is. */
  kind: ParticipantKind;
  /** What it says of itself. */
  profile: Profile;
  /** True while the lease runs. */
  live: boolean;
  /** Unix seconds at which the lease ends, or ended. */
  expires: bigint;
  /** Unix seconds from which it can be renewed. */
  renewal_from: bigint;
  /** True if it can be renewed now. */
  renewal_due: boolean;
  /** Principal of a bound agent. */
  principal: string | null;
  /** Payout split of a bound agent; empty means itself. */
  route: Share[];
}

/** Score of an account in one domain. */
export interface DomainScore {
  /** Number of the domain. */
  domain: number;
  /** Its name. */
  name: string;
  /** Points now. */
  score: string;
  /** Points ever earned. */
  lifetime: string;
  /** Seconds in which the score halves. */
  half_life: bigint;
  /** True for the domain that votes. */
  votes: boolean;
}

/** What an account holds. */
export interface Balances {
  /** In value-distributor, by asset. */
  internal: Listing<BalanceRow>;
  /** In the wallet, by denom. */
  wallet: WalletCoin[];
  /** False if the wallet holds more denoms than were read. */
  wallet_complete: boolean;
}

/** What can be done with a proposal now: names of the dao's messages. */
export type ProposalAction = "vote" | "cancel" | "execute" | "close";

/** A proposal that runs, as one account sees it. */
export interface MyProposal {
  /** Its number. */
  proposal: bigint;
  /** Title. */
  title: string;
  /** Number of its track. */
  track: number;
  /** Name of its track now. */
  track_name: string | null;
  /** Where it stands. */
  stage: Stage;
  /** Weight with which the account counts: that at the start of the proposal's block. */
  weight: bigint;
  /** Its vote; null if it has not voted. */
  voted: string | null;
  /** What the account can do with it now. */
  actions: ProposalAction[];
  /** When the present stage ends; null if it has ended. */
  due: Due | null;
  /** Unix seconds at which voting ends. */
  voting_ends: bigint;
  /** Unix seconds from which it can be executed if it passes. */
  ready_at: bigint;
  /** Unix seconds at which it can no longer be executed. */
  expires_at: bigint;
}

/** What a deadline belongs to. */
export type Subject =
  | { job: { job: bigint } }
  | { proposal: { proposal: bigint } }
  | { registration: { account: string } };

/** Something that ends, and what to do before. */
export interface Deadline {
  /** Unix seconds. */
  at: bigint;
  /** Block that must have been reached besides. */
  height: bigint | null;
  /** True if the account asked for can or must do something before. */
  mine: boolean;
  /** What it belongs to. */
  subject: Subject;
  /** What ends, in words. */
  text: string;
}

/** What an account can do now. */
export interface Me {
  /** The account. */
  account: string;
  /** The block that was asked. */
  moment: Moment;
  /** Which contract of the economy it is, if it is one. */
  contract: ContractName | null;
  /** Contracts that this economy does not have: what they would say is empty here. */
  left_out: ContractName[];
  /** Its registration; null if it never registered, left, or there is no registry. */
  registration: Registration | null;
  /** Offers to be its principal that it can accept; null if the chain keeps no history. */
  binding_offers: Listing<BindingOffer> | null;
  /** Jobs. */
  work: MyWork;
  /** What it can claim. */
  claimable: Claimable;
  /** What it holds. */
  balances: Balances;
  /** Proposals that run, newest first. */
  proposals: Listing<MyProposal>;
  /** Its scores, by domain. */
  scores: DomainScore[];
  /** Its voting weight. */
  weight: { own: bigint; total: bigint };
  /** What ends when, soonest first. */
  deadlines: Deadline[];
}
