/** The board of jobs. */
import type { JobLine, ledger } from "@axiom-os/client";
import { useAsk } from "@axiom-os/client/react";
import { type ReactElement, type ReactNode, useState } from "react";
import { JobActions, RetryCard, useReward } from "./job-actions.js";
import { silenceWords } from "./job-ends.js";
import { openJobs } from "./open-jobs.js";
import { Chip, dueWords, Empty, Failure, Loading, Who } from "./parts.js";
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

/** Milliseconds between two looks at the board. Others' steps take hours; one's own are looked up at once. */
const PAUSE = 15_000;

/** Jobs by what the connected account can do with them; all open jobs while no wallet is connected. */
export function JobBoard(): ReactElement {
  const { wallet } = useWallet();
  return wallet ? <MyJobs key={wallet.account} account={wallet.account} /> : <OpenJobs />;
}

/** Everything that can be done by an account, and what it waits for. */
function MyJobs({ account }: { readonly account: string }): ReactElement {
  // A page of each list at first: everything that is read is asked again and again.
  const [pages, setPages] = useState(1);
  const me = useAsk(["board", account, pages], (economy) => economy.me(account, { pages }), { refetchInterval: PAUSE });
  const shown = useKept(me.data);
  if (me.error && !shown) return <Failure error={me.error} again={() => void me.refetch()} />;
  if (!shown) return <Loading what="Loading jobs" />;
  const { work, moment } = shown;
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
  const failed = work.to_retry;
  return (
    <>
      {work.paused && <p className="axm-notice">New jobs and acceptances are paused for now.</p>}
      {filled.length + failed.length === 0 && <Empty title="No jobs for you right now">Post one, or come back later.</Empty>}
      {filled.map(([title, jobs]) => (
        <Group key={title} title={title} count={jobs.length}>
          {jobs.map((line) => (
            <JobCard key={line.job.toString()} line={line} now={moment.now} />
          ))}
        </Group>
      ))}
      {failed.length > 0 && (
        <Group title="To try again" count={failed.length}>
          {failed.map((line) => (
            <RetryCard key={`${line.leg.job} ${line.leg.leg}`} line={line} />
          ))}
        </Group>
      )}
      {work.more && (
        <div className="axm-row">
          <p className="axm-quiet">There are more jobs than were looked at.</p>
          <More label="Look at more jobs" press={() => setPages(pages + 1)} />
        </div>
      )}
    </>
  );
}

/** The newest answer that there was: while more is read, what is shown stays where it is. */
function useKept<T>(data: T | undefined): T | undefined {
  const [kept, setKept] = useState(data);
  if (data !== undefined && data !== kept) setKept(data);
  return data ?? kept;
}

function Group(props: { readonly title: string; readonly count: number | string; readonly children: ReactNode }): ReactElement {
  const { title, count, children } = props;
  return (
    <section className="axm-group" aria-label={title}>
      <h3>
        {title}
        <span className="axm-count">{count}</span>
      </h3>
      <ul className="axm-list">{children}</ul>
    </section>
  );
}

function More({ label, press }: { readonly label: string; readonly press: () => void }): ReactElement {
  return (
    <button type="button" className="axm-button" onClick={press}>
      {label}
    </button>
  );
}

function OpenJobs(): ReactElement {
  const [pages, setPages] = useState(1);
  const found = useAsk(["open-jobs", pages], (economy) => openJobs(economy, pages), { refetchInterval: PAUSE });
  const shown = useKept(found.data);
  if (found.error && !shown) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!shown) return <Loading what="Loading jobs" />;
  const { jobs, more } = shown;
  if (jobs.length === 0) return <Empty title="No open jobs">Connect a wallet to post the first one.</Empty>;
  return (
    <>
      <Group title="Open jobs" count={more ? `${jobs.length}+` : jobs.length}>
        {jobs.map(({ job, posted, client, state }) => (
          <Card key={job.toString()} job={job} title={posted.title} client={client} state={state} reward={posted.reward} />
        ))}
      </Group>
      {more && <More label="Show more jobs" press={() => setPages(pages + 1)} />}
    </>
  );
}

function JobCard({ line, now }: { readonly line: JobLine; readonly now: bigint }): ReactElement {
  const { due, worker } = line;
  const otherwise = silenceWords(line);
  return (
    <Card job={line.job} title={line.title} client={line.client} state={line.state} reward={line.reward} worker={worker}>
      {due && (
        <p className="axm-quiet">
          {`${dueWords(due, now)} `}
          {otherwise && `If nobody acts, ${otherwise.slice(otherwise.indexOf(": ") + 2)}.`}
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
