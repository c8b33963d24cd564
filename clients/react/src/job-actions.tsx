/** What the connected account can do to a job. */
import { type JobLine, type ledger } from "@axiom-os/client";
import { useAsk } from "@axiom-os/client/react";
import { type ReactElement, useState } from "react";
import { afterFee, formatNumber } from "./amounts.js";
import { RejectForm, SubmitForm } from "./job-forms.js";
import { Loading, useAmount, usePayee } from "./parts.js";
import { type Action, useTransact } from "./transact.js";
import { useWallet } from "./wallet.js";

/** What a job gives, in words. */
export function useReward(): (reward: ledger.Reward, feeBps?: number) => string {
  const amount = useAmount();
  return (reward, feeBps = 0) => {
    if ("paid" in reward) return amount(afterFee(reward.paid.amount, feeBps), reward.paid.asset);
    const { points } = reward.voluntary;
    return `${formatNumber(points)} ${points === "1" ? "point" : "points"}`;
  };
}

/** Buttons of a job. Without anything to do it is nothing. */
export function JobActions({ line }: { readonly line: JobLine }): ReactElement | null {
  const can = (action: JobLine["actions"][number]) => line.actions.includes(action);
  const transact = useTransact();
  const reward = useReward();
  const { wallet } = useWallet();
  const { job, title } = line;
  const own = line.client === wallet?.account && !line.roles.includes("offered_to");
  if (can("accept") && !own) return <Take line={line} />;
  if (can("submit")) return <Submit line={line} />;
  if (can("approve")) return <Review line={line} />;
  if (can("expire")) {
    const lines = line.if_nobody_acts ? [sentence(line.if_nobody_acts.text)] : [];
    return (
      <Button
        label="End it"
        action={() => transact({ title: `End “${title}”`, lines, done: "The job has ended.", calls: (m) => [m.ledger.expire({ job })] })}
      />
    );
  }
  const back: Action = {
    title: `Take back “${title}”`,
    lines: [`You get ${reward(line.reward)} back into your balance.`],
    done: "You took it back and were refunded.",
    calls: (m) => [m.ledger.cancel({ job })],
  };
  if (!can("cancel") && !can("accept")) return null;
  return (
    <>
      {can("accept") && <p className="axm-quiet">This job is yours: it waits for somebody else to take it.</p>}
      {can("cancel") && <Button label="Take it back" action={() => transact(back)} />}
    </>
  );
}

function Take({ line }: { readonly line: JobLine }): ReactElement {
  const transact = useTransact();
  const reward = useReward();
  const { job, title } = line;
  const found = useAsk(["job", job], (economy) => economy.ledger.job({ job }));
  const fee = "paid" in line.reward ? found.data?.fee_bps : 0;
  const lines = fee === undefined ? [] : [`It gives ${reward(line.reward, fee)} once the work is approved.`];
  const take: Action = { title: `Take the job “${title}”`, lines, done: "The job is yours.", calls: (m) => [m.ledger.accept({ job })] };
  const decline: Action = {
    title: `Decline “${title}”`,
    done: "You declined. The client was refunded.",
    calls: (m) => [m.ledger.decline({ job })],
  };
  return (
    <div className="axm-row">
      <Button main label="Take this job" action={() => transact(take)} />
      {line.actions.includes("decline") && <Button label="Decline" action={() => transact(decline)} />}
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
  const [rejecting, setRejecting] = useState(false);
  const transact = useTransact();
  const reward = useReward();
  const { job, title } = line;
  const found = useAsk(["job", job], (economy) => economy.ledger.job({ job }));
  const worker = usePayee(line.worker);
  const recipient = usePayee(found.data?.fee_recipient);
  if (!found.data) return <Loading what="Loading the work" />;
  const { submission, fee_bps } = found.data;
  const paid = "paid" in line.reward;
  const approve = `Approve and ${paid ? "pay" : "give"} ${reward(line.reward, paid ? fee_bps : 0)} to ${worker}`;
  const reject = (reason: string) =>
    transact({
      title: `Reject “${title}”`,
      lines: [reason],
      done: `Rejected. ${worker} can hand in once more.`,
      calls: (m) => [m.ledger.reject({ job, reason })],
      onDone: () => setRejecting(false),
    });
  const lines = [`The worker's whole address is ${line.worker}.`];
  if (paid) lines.push(`The price is ${reward(line.reward)}; the difference is the fee of ${recipient}.`);
  const done = `Approved. ${worker} was ${paid ? "paid" : "given"} ${reward(line.reward, paid ? fee_bps : 0)}.`;
  return (
    <>
      {submission && <Work uri={submission.output.uri} />}
      {rejecting ? (
        <RejectForm reject={reject} cancel={() => setRejecting(false)} />
      ) : (
        <div className="axm-row">
          <Button main label={approve} action={() => transact({ title: approve, lines, done, calls: (m) => [m.ledger.approve({ job })] })} />
          <Button label="Reject" action={() => setRejecting(true)} />
        </div>
      )}
    </>
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
