/** What a worker hands in, and why a client rejects. */
import { AxiomError, digestOf, type ledger } from "@axiom-os/client";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { Failure } from "./parts.js";

/** Files are moved, changed or taken away after they were chosen. */
function unreadable({ name }: File, cause: unknown): AxiomError {
  return new AxiomError("bad_input", `The file “${name}” cannot be read: choose it again.`, { cause });
}

/** Asks for the link to the work and the file behind it. */
export function SubmitForm(props: { readonly submit: (submission: ledger.Submission) => void; readonly cancel: () => void }): ReactElement {
  const { submit, cancel } = props;
  const id = useId();
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<AxiomError>();
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reading) return;
    const fields = new FormData(event.currentTarget);
    const file = fields.get("file");
    if (!(file instanceof File)) return;
    setReading(true);
    setError(undefined);
    try {
      submit({ output: { uri: String(fields.get("uri")), sha256: await digestOf(file) } });
    } catch (error) {
      setError(unreadable(file, error));
    }
    setReading(false);
  };
  return (
    <form className="axm-form" onSubmit={(event) => void send(event)}>
      <label htmlFor={`${id}-uri`}>Link to your work</label>
      <input id={`${id}-uri`} name="uri" type="url" required maxLength={256} placeholder="https://…" />
      <label htmlFor={`${id}-file`}>The file behind the link</label>
      <input id={`${id}-file`} name="file" type="file" required aria-describedby={`${id}-note`} />
      <p id={`${id}-note`} className="axm-quiet">
        The file stays on your device. Only its fingerprint is recorded, so that nobody can swap it later.
      </p>
      {error && <Failure error={error} />}
      <div className="axm-row">
        <button type="submit" className="axm-button axm-button-main" aria-disabled={reading}>
          {reading ? "Reading the file…" : "Hand in"}
        </button>
        <button type="button" className="axm-button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

/** Asks for the reason of a rejection. */
export function RejectForm(props: { readonly reject: (reason: string) => void; readonly cancel: () => void }): ReactElement {
  const { reject, cancel } = props;
  const id = useId();
  const [reason, setReason] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    reject(reason.trim());
  };
  return (
    <form className="axm-form" onSubmit={send}>
      <label htmlFor={id}>What should be different?</label>
      <textarea id={id} required maxLength={1024} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      <div className="axm-row">
        <button type="submit" className="axm-button axm-button-main" disabled={reason.trim() === ""}>
          Reject the work
        </button>
        <button type="button" className="axm-button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
