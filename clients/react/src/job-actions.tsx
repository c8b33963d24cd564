/** What the connected account can do to a job. */
import { type JobLine, type ledger, type RetryLine, type TxOutcome } from "@axiom-os/client";
import { useAsk, useEconomy } from "@axiom-os/client/react";
import { type ReactElement, useState } from "react";
import { afterFee, formatNumber } from "./amounts.js";
import { type EndedJob, endWords, isPaidAlone, legFailed, LEGS, payeeLines, rejectedWords, silenceWords } from "./job-ends.js";
import { RejectForm, SubmitForm } from "./job-forms.js";
import { Chip, Loading, useAmount, usePayees } from "./parts.js";
import type { Told } from "./payments.js";
import { type Action, useTransact } from "./transact.js";
import { useWallet } from "./wallet.js";
import { whyOf } from "./words.js";

/** What a job gives, in words. Points are minted within the client's budget: they are a bound, not a promise. */
export function useReward(): (reward: ledger.Reward, feeBps?: number) => string {
  const amount = useAmount();
  return (reward, feeBps = 0) => {
    if ("paid" in reward) return amount(afterFee(reward.paid.amount, feeBps), reward.paid.asset);
    const { points } = reward.voluntary;
    return `up to ${formatNumber(points)} ${points === "1" ? "point" : "points"}`;
  };
}

/** Tells what came of a job's end: a beginning, then what the contracts told of it. */
function useEnd(who: (account: string) => string): (begin: string, job: EndedJob) => (outcome: TxOutcome) => Told {
  const { addresses } = useEconomy();
  const amount = useAmount();
  return (begin, job) =>
    ({ typed }) => ({
      text: `${begin} ${endWords(job, typed, addresses, { amount, who })}`.trim(),
      good: !legFailed(job.job, typed, addresses),
    });
}

/** Buttons of a job. Without anything to do it is nothing. */
export function JobActions({ line }: { readonly line: JobLine }): ReactElement | null {
  const can = (action: JobLine["actions"][number]) => line.actions.includes(action);
  const { wallet } = useWallet();
  const own = line.client === wallet?.account && !line.roles.includes("offered_to");
  if (can("accept") && !own) return <Take line={line} />;
  if (can("submit")) return <Submit line={line} />;
  if (can("approve")) return <Review line={line} />;
  if (can("expire")) return <Expire line={line} />;
  if (!can("cancel") && !can("accept")) return null;
  return (
    <>
      {can("accept") && <p className="axm-quiet">This job is yours: it waits for somebody else to take it.</p>}
      {can("cancel") && <TakeBack line={line} />}
    </>
  );
}

function Expire({ line }: { readonly line: JobLine }): ReactElement {
  const transact = useTransact();
  const end = useEnd(usePayees([line.client]));
  const { job, title } = line;
  const silence = silenceWords(line);
  const expire: Action = {
    title: `End “${title}”`,
    lines: silence === undefined ? [] : [sentence(silence)],
    done: end("The job has ended.", line),
    calls: (m) => [m.ledger.expire({ job })],
  };
  return <Button label="End it" action={() => transact(expire)} />;
}

function TakeBack({ line }: { readonly line: JobLine }): ReactElement {
  const transact = useTransact();
  const reward = useReward();
  const end = useEnd(() => "You");
  const { job, title } = line;
  const money = `You get ${reward(line.reward)} back into your balance.`;
  const back: Action = {
    title: `Take back “${title}”`,
    lines: ["paid" in line.reward ? money : "It promised points only: there is nothing to pay back."],
    done: end("You took it back.", line),
    calls: (m) => [m.ledger.cancel({ job })],
  };
  return <Button label="Take it back" action={() => transact(back)} />;
}

function Take({ line }: { readonly line: JobLine }): ReactElement {
  const transact = useTransact();
  const reward = useReward();
  const declines = line.actions.includes("decline");
  const end = useEnd(usePayees(declines ? [line.client] : []));
  const { job, title } = line;
  const found = useAsk(["job", job], (economy) => economy.ledger.job({ job }));
  const fee = "paid" in line.reward ? found.data?.fee_bps : 0;
  const lines = fee === undefined ? [] : [`It gives ${reward(line.reward, fee)} once the work is approved.`];
  const take: Action = { title: `Take the job “${title}”`, lines, done: "The job is yours.", calls: (m) => [m.ledger.accept({ job })] };
  const decline: Action = { title: `Decline “${title}”`, done: end("You declined.", line), calls: (m) => [m.ledger.decline({ job })] };
  return (
    <div className="axm-row">
      <Button main label="Take this job" action={() => transact(take)} />
      {declines && <Button label="Decline" action={() => transact(decline)} />}
    </div>
  );
}

/** A text as a sentence. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function Button(props: { readonly label: string; readonly action: () => void; readonly main?: boolean }): ReactElement {
  const { label, action, main = false } = props;
  return (
    <button type="button" className={main ? "axm-button axm-button-main" : "axm-button"} onClick={action}>
      {label}
    </button>
  );
}

function Submit({ line }: { readonly line: JobLine }): ReactElement {
  const [open, setOpen] = useState(false);
  const transact = useTransact();
  const { job, title, state } = line;
  const again = useAsk(["job", job], (economy) => economy.ledger.job({ job }), { enabled: state === "rework" });
  const submit = (submission: ledger.Submission) =>
    transact({
      title: `Hand in “${title}”`,
      lines: [submission.output.uri],
      done: "Handed in. The client reviews it now.",
      calls: (m) => [m.ledger.submit({ job, submission })],
      onDone: () => setOpen(false),
    });
  return (
    <>
      {again.data?.rejection && <p className="axm-quote">{again.data.rejection}</p>}
      {open ? (
        <SubmitForm submit={submit} cancel={() => setOpen(false)} />
      ) : (
        <Button main label="Hand in the work" action={() => setOpen(true)} />
      )}
    </>
  );
}

function Review({ line }: { readonly line: JobLine }): ReactElement {
  const { job } = line;
  const found = useAsk(["job", job], (economy) => economy.ledger.job({ job }));
  if (!found.data) return <Loading what="Loading the work" />;
  return <Reviewing line={line} found={found.data} />;
}

function Reviewing({ line, found }: { readonly line: JobLine; readonly found: ledger.JobResponse }): ReactElement {
  const [rejecting, setRejecting] = useState(false);
  const transact = useTransact();
  const { job, title } = line;
  const { submission, payees, worker } = found;
  const { addresses } = useEconomy();
  const who = usePayees(accountsOf(found));
  const end = useEnd(who);
  const { label, lines } = approvalOf(found, useReward(), who);
  const reject = (reason: string) =>
    transact({
      title: `Reject “${title}”`,
      lines: [reason],
      done: ({ typed }) => rejectedWords(job, typed, addresses, worker ? who(worker) : "the worker"),
      calls: (m) => [m.ledger.reject({ job, reason })],
      onDone: () => setRejecting(false),
    });
  const done = end("Approved.", { job, reward: line.reward, client: found.client, worker, payees });
  return (
    <>
      {submission && <Work uri={submission.output.uri} />}
      {rejecting ? (
        <RejectForm reject={reject} cancel={() => setRejecting(false)} />
      ) : (
        <div className="axm-row">
          <Button main label={label} action={() => transact({ title: label, lines, done, calls: (m) => [m.ledger.approve({ job })] })} />
          <Button label="Reject" action={() => setRejecting(true)} />
        </div>
      )}
    </>
  );
}

/** Accounts that an end of a job names, each once. */
function accountsOf({ payees, worker, client, fee_recipient }: ledger.JobResponse): string[] {
  return [...new Set([...payees.map(({ account }) => account), ...(worker ? [worker] : []), client, fee_recipient])];
}

/** What the button that approves says, and what is shown before somebody signs it. */
function approvalOf(
  found: ledger.JobResponse,
  reward: ReturnType<typeof useReward>,
  who: (account: string) => string,
): { label: string; lines: string[] } {
  const { fee_bps, fee_recipient, payees, posted, worker } = found;
  const paid = "paid" in posted.reward;
  const gives = reward(posted.reward, paid ? fee_bps : 0);
  const by = worker ? who(worker) : "nobody";
  const label = `Approve and ${paid ? "pay" : "give"} ${gives} ${isPaidAlone(worker, payees) ? "to" : "for the work of"} ${by}`;
  const lines = payeeLines(worker, payees, who);
  if (paid) lines.push(`The price is ${reward(posted.reward)}; the difference is the fee of ${who(fee_recipient)}.`);
  return { label, lines };
}

/** A leg of a settlement that failed, and the button that tries it again. */
export function RetryCard({ line: { leg: failed } }: { readonly line: RetryLine }): ReactElement {
  const transact = useTransact();
  const { job, leg, reason } = failed;
  const found = useAsk(["job", job], (economy) => economy.ledger.job({ job })).data;
  const payees = found?.payees ?? [];
  const end = useEnd(usePayees(found ? accountsOf(found) : []));
  const name = found ? `“${found.posted.title}”` : `job ${job}`;
  const again = ({ client, posted, worker }: ledger.JobResponse) =>
    transact({
      title: `Try it again for ${name}`,
      lines: [`${LEGS[leg]} when the job ended.`],
      done: end("It went through this time.", { job, reward: posted.reward, client, worker, payees }),
      calls: (m) => [m.ledger.retryLeg({ job, leg })],
    });
  return (
    <li className="axm-card" aria-label={`Job ${job}: ${LEGS[leg]}`}>
      <div className="axm-card-head">
        <h4>{found?.posted.title ?? `Job ${job}`}</h4>
        <Chip tone="bad">{LEGS[leg]}</Chip>
      </div>
      <p className="axm-quiet">{`Job ${job} has ended, and this is left of it. It failed: ${whyOf(reason)}.`}</p>
      {found && <Button label="Try it again" action={() => again(found)} />}
    </li>
  );
}

/** The link to the work. Only the web is followed: other links are shown as text. */
function Work({ uri }: { readonly uri: string }): ReactElement {
  const web = /^https?:\/\//i.test(uri);
  return (
    <p className="axm-work">
      {"Handed in: "}
      {web ? (
        <a href={uri} target="_blank" rel="noreferrer noopener">
          {uri}
        </a>
      ) : (
        <span className="axm-mono">{uri}</span>
      )}
    </p>
  );
}
