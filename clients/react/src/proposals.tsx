/** Proposals and votes. */
import type { dao, MyProposal } from "@axiom-os/client";
import { useAsk, useEconomy, useMe } from "@axiom-os/client/react";
import { type ReactElement, useState } from "react";
import { formatNumber } from "./amounts.js";
import { type Effect, effectOf } from "./effects.js";
import { Chip, Empty, endsIn, Failure, Loading, useAmount, Who } from "./parts.js";
import { SignedVoteForm } from "./signed-vote.js";
import { useTransact } from "./transact.js";
import { useWallet } from "./wallet.js";

/** Stages in words, with the tone of their chips. */
const STAGES: Record<dao.Stage, readonly [tone: "good" | "busy" | "bad" | "quiet", word: string]> = {
  voting: ["busy", "Voting"],
  queued: ["busy", "Passed, waiting"],
  ready: ["good", "Ready to carry out"],
  executed: ["quiet", "Carried out"],
  defeated: ["bad", "Defeated"],
  expired: ["quiet", "Ran out"],
  cancelled: ["quiet", "Cancelled"],
};

/** Votes that a person can cast, in words. */
const VOTES: ReadonlyArray<readonly [vote: dao.Vote, word: string]> = [
  ["yes", "Vote yes"],
  ["no", "Vote no"],
  ["abstain", "Abstain"],
];

/** Proposals, newest first: `limit` of them at a time, at most 30, and older ones on request. */
export function ProposalList({ limit = 10 }: { readonly limit?: number }): ReactElement {
  const [before, setBefore] = useState<bigint>();
  const found = useAsk(
    ["proposals", limit, before ?? null],
    (economy) => economy.dao.reverseProposals({ limit, start_before: before ?? null }),
    { refetchInterval: 10_000 },
  );
  if (found.error && !found.data) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Loading what="Loading proposals" />;
  const { proposals } = found.data;
  if (proposals.length === 0) return <Empty title="No proposals yet">Members can make one: axiom propose --help.</Empty>;
  const last = proposals.at(-1)?.id ?? 1n;
  return (
    <>
      <ul className="axm-list">
        {proposals.map(({ id }) => (
          <li key={id.toString()}>
            <ProposalCard proposal={id} />
          </li>
        ))}
      </ul>
      <div className="axm-row">
        {/* They are numbered from 1 on, and none is ever deleted. */}
        {last > 1n && (
          <button type="button" className="axm-button" onClick={() => setBefore(last)}>
            Older proposals
          </button>
        )}
        {before !== undefined && (
          <button type="button" className="axm-button" onClick={() => setBefore(undefined)}>
            Newest proposals
          </button>
        )}
      </div>
    </>
  );
}

/** One proposal: what it would do, how the vote stands, and what the connected account can do with it. */
export function ProposalCard({ proposal }: { readonly proposal: bigint }): ReactElement {
  const { wallet } = useWallet();
  const found = useAsk(
    ["proposal", proposal],
    async ({ dao, chain }) => {
      const args = { proposal_id: proposal };
      const [said, stage, moment] = await Promise.all([dao.proposal(args), dao.stage(args), chain.moment()]);
      return { said, stage, now: moment.now };
    },
    { refetchInterval: 10_000 },
  );
  const me = useMe(wallet?.account);
  if (found.error && !found.data) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Loading what={`Loading proposal ${proposal}`} />;
  const { said, stage, now } = found.data;
  const mine = me.data?.proposals.rows.find((one) => one.proposal === proposal);
  const [tone, word] = STAGES[stage.stage];
  return (
    <article className="axm-card" aria-label={`Proposal ${proposal}: ${said.title}`}>
      <div className="axm-card-head">
        <h3>{said.title}</h3>
        <Chip tone={tone}>{word}</Chip>
      </div>
      <p className="axm-quiet">
        {`Proposal ${proposal} · by `}
        <Who account={stage.proposer} />
        {stage.stage === "voting" && ` · voting ends ${endsIn(stage.voting_ends, now)}`}
        {stage.stage === "queued" && ` · can be carried out ${endsIn(stage.ready_at, now)}`}
      </p>
      <p className="axm-description">{said.description}</p>
      <Effects messages={said.msgs} />
      <Tally stage={stage} />
      {mine && <Voting mine={mine} title={said.title} now={now} />}
    </article>
  );
}

/** What a proposal does: each message in words, with its receiver and its coins, and in full for those who check. */
function Effects({ messages }: { readonly messages: readonly dao.CosmosMsgForEmpty[] }): ReactElement {
  const amount = useAmount();
  const { addresses } = useEconomy();
  const calls = messages.some((message) => "wasm" in message);
  const tokens = useAsk(["tokens"], async (economy) => (economy.has("distributor") ? economy.distributor.tokens({ limit: 100 }) : []), {
    enabled: calls,
  });
  if (messages.length === 0) return <p className="axm-quiet">It states something and changes nothing.</p>;
  const payers = { distributor: addresses.distributor, tokens: tokens.data ?? [] };
  return (
    <ul className="axm-effects" aria-label="What it does">
      {messages.map((message, at) => (
        <li key={`${at}`}>
          <OneEffect effect={effectOf(message, amount, payers)} />
        </li>
      ))}
    </ul>
  );
}

function OneEffect({ effect }: { readonly effect: Effect }): ReactElement {
  const { addresses } = useEconomy();
  const { steps, funds, json } = effect;
  const partOf = (to: string | null) => Object.entries(addresses).find(([, address]) => address !== null && address === to)?.[0];
  return (
    <>
      {steps.map(({ text, to }, at) => (
        <div key={`${at}`}>
          {`${text} ${to !== null && partOf(to) ? `the ${partOf(to)}` : ""}`}
          {to !== null && partOf(to) === undefined && <Who account={to} />}
          {funds && at === steps.length - 1 && `, with ${funds}`}
        </div>
      ))}
      <details className="axm-details">
        <summary>The whole message</summary>
        <pre className="axm-mono axm-message" tabIndex={0}>
          {json}
        </pre>
      </details>
    </>
  );
}

/** How the vote stands: bars with their numbers. */
function Tally({ stage }: { readonly stage: dao.StageResponse }): ReactElement {
  const part = (weight: bigint) => (stage.total === 0n ? 0 : Number((weight * 1_000n) / stage.total) / 10);
  const rows: Array<[word: string, weight: bigint]> = [["Yes", stage.yes], ["No", stage.no], ["Abstain", stage.abstain]];
  return (
    <dl className="axm-tally">
      {rows.map(([word, weight]) => (
        <div key={word} className={`axm-tally-row axm-tally-${word.toLowerCase()}`}>
          <dt>{word}</dt>
          <dd>
            <span className="axm-bar" aria-hidden="true">
              <span style={{ inlineSize: `${part(weight)}%` }} />
            </span>
            <span title={`Weight ${formatNumber(weight)} of ${formatNumber(stage.total)}`}>{`${part(weight)} %`}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the connected account can do with a proposal. */
function Voting(props: { readonly mine: MyProposal; readonly title: string; readonly now: bigint }): ReactElement {
  const { mine, title, now } = props;
  const transact = useTransact();
  const { wallet } = useWallet();
  const { proposal } = mine;
  const args = { proposal_id: proposal };
  const votes = mine.actions.includes("vote");
  return (
    <div className="axm-voting">
      {mine.voted && <p className="axm-notice axm-notice-good">{`You voted ${mine.voted}.`}</p>}
      {votes && (
        <>
          <div className="axm-row" role="group" aria-label={`Vote on ${title}`}>
            {VOTES.map(([vote, word]) => (
              <button
                key={vote}
                type="button"
                className="axm-button"
                onClick={() =>
                  transact({
                    title: `${word} on “${title}”`,
                    lines: ["A vote is final."],
                    done: `You voted ${vote}.`,
                    calls: (m) => [m.dao.vote({ ...args, vote })],
                  })
                }
              >
                {word}
              </button>
            ))}
          </div>
          <SignedVoteForm key={wallet?.account} proposal={proposal} title={title} until={mine.voting_ends} now={now} />
        </>
      )}
      {mine.actions.includes("execute") && (
        <button
          type="button"
          className="axm-button axm-button-main"
          onClick={() => transact({ title: `Carry out “${title}”`, done: "It was carried out.", calls: (m) => [m.dao.execute(args)] })}
        >
          Carry it out
        </button>
      )}
      {mine.weight === 0n && stageTakesVotes(mine) && (
        <p className="axm-quiet">You had no voting weight when this proposal was made.</p>
      )}
    </div>
  );
}

function stageTakesVotes(mine: MyProposal): boolean {
  return mine.stage === "voting" && mine.voted === null;
}
