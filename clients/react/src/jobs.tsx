/** The board of jobs. */
import type { JobLine, ledger } from "@axiom-os/client";
import { useAsk, useMe } from "@axiom-os/client/react";
import type { ReactElement, ReactNode } from "react";
import { JobActions, useReward } from "./job-actions.js";
import { Chip, Empty, endsIn, Failure, Loading, Who } from "./parts.js";
import { useWallet } from "./wallet.js";

/** States in words, with the tone of their chips. */
const STATES: Record<ledger.JobState, readonly [tone: "good" | "busy" | "bad" | "quiet", word: string]> = {
  open: ["good", "Open"],
  accepted: ["busy", "In work"],
  in_review: ["busy", "In review"],
  rework: ["busy", "Being reworked"],
  disputed: ["bad", "Disputed"],
  settled: ["quiet", "Settled"],
};

/** Jobs by what the connected account can do with them; all open jobs while no wallet is connected. */
export function JobBoard(): ReactElement {
  const { wallet } = useWallet();
  return wallet ? <MyJobs account={wallet.account} /> : <OpenJobs />;
}

/** Everything that can be done by an account, and what it waits for. */
function MyJobs({ account }: { readonly account: string }): ReactElement {
  const me = useMe(account, { refetchInterval: 6_000 });
  if (me.error && !me.data) return <Failure error={me.error} again={() => void me.refetch()} />;
  if (!me.data) return <Loading what="Loading jobs" />;
  const { work, moment } = me.data;
  const groups: Array<[title: string, jobs: JobLine[]]> = [
    ["To review", work.to_review],
    ["To hand in", work.to_submit],
    ["Offered to you", work.offered],
    ["Open to you", work.open],
    ["To decide as arbiter", work.to_arbitrate],
    ["Waiting for others", work.waiting],
    ["Out of time", work.to_expire],
  ];
  const filled = groups.filter(([, jobs]) => jobs.length > 0);
  return (
    <>
      {work.paused && <p className="axm-notice">New jobs and acceptances are paused for now.</p>}
      {filled.length === 0 && <Empty title="No jobs for you right now">Post one, or come back later.</Empty>}
      {filled.map(([title, jobs]) => (
        <section key={title} className="axm-group" aria-label={title}>
          <h3>
            {title}
            <span className="axm-count">{jobs.length}</span>
          </h3>
          <ul className="axm-list">
            {jobs.map((line) => (
              <JobCard key={line.job.toString()} line={line} now={moment.now} />
            ))}
          </ul>
        </section>
      ))}
      {work.more && <p className="axm-quiet">There are more jobs than are shown here.</p>}
    </>
  );
}

function OpenJobs(): ReactElement {
  const found = useAsk(["open-jobs"], (economy) => economy.ledger.jobs({ by: { state: { state: "open" } }, limit: 30 }), {
    refetchInterval: 10_000,
  });
  if (found.error && !found.data) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Loading what="Loading jobs" />;
  if (found.data.jobs.length === 0) return <Empty title="No open jobs">Connect a wallet to post the first one.</Empty>;
  return (
    <section className="axm-group" aria-label="Open jobs">
      <h3>
        Open jobs
        <span className="axm-count">{found.data.jobs.length}</span>
      </h3>
      <ul className="axm-list">
        {found.data.jobs.map(({ job, posted, client, state }) => (
          <Card key={job.toString()} job={job} title={posted.title} client={client} state={state} reward={posted.reward} />
        ))}
      </ul>
    </section>
  );
}

function JobCard({ line, now }: { readonly line: JobLine; readonly now: bigint }): ReactElement {
  const { due, if_nobody_acts: otherwise, worker } = line;
  return (
    <Card job={line.job} title={line.title} client={line.client} state={line.state} reward={line.reward} worker={worker}>
      {due && (
        <p className="axm-quiet">
          {due.passed ? "Its time is over. " : `Ends ${endsIn(due.at, now)}. `}
          {otherwise && `If nobody acts, ${otherwise.text.slice(otherwise.text.indexOf(": ") + 2)}.`}
        </p>
      )}
      <JobActions line={line} />
    </Card>
  );
}

function Card(props: {
  readonly job: bigint;
  readonly title: string;
  readonly client: string;
  readonly state: ledger.JobState;
  readonly reward: ledger.Reward;
  readonly worker?: string | null;
  readonly children?: ReactNode;
}): ReactElement {
  const reward = useReward();
  const { job, title, client, worker, children } = props;
  const [tone, word] = STATES[props.state];
  return (
    <li className="axm-card" aria-label={`Job ${job}: ${title}`}>
      <div className="axm-card-head">
        <h4>{title}</h4>
        <Chip tone={tone}>{word}</Chip>
      </div>
      <p className="axm-price">{reward(props.reward)}</p>
      <p className="axm-quiet">
        {`Job ${job} · from `}
        <Who account={client} />
        {worker && (
          <>
            {" · by "}
            <Who account={worker} />
          </>
        )}
      </p>
      {children}
    </li>
  );
}
