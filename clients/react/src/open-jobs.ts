/** Jobs that anybody sees. */
import type { Economy, ledger } from "@axiom-os/client";

/** Jobs on a page. */
const OPEN_PAGE = 30;

/** Reads open jobs, so many pages of them, and tells whether there are more. */
export async function openJobs({ ledger }: Pick<Economy, "ledger">, pages: number): Promise<{ jobs: ledger.JobResponse[]; more: boolean }> {
  const jobs: ledger.JobResponse[] = [];
  let after: bigint | null = null;
  for (let page = 0; page < pages; page++) {
    const found = await ledger.jobs({ by: { state: { state: "open" } }, start_after: after, limit: OPEN_PAGE });
    jobs.push(...found.jobs);
    after = found.next;
    if (after === null) return { jobs, more: false };
  }
  return { jobs, more: true };
}
