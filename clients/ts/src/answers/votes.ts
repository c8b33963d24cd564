/** Proposals that run, and what an account can do with them. */
import type { Moment } from "../chain.js";
import type { ProposalResponseForEmpty, Stage, StageResponse, TrackResponse } from "../generated/dao.js";
import { type Asked, CW_MAX_PAGE, dueAt, listed } from "./ask.js";
import { weightAt } from "./participant.js";
import type { Due, Listing, MyProposal, ProposalAction } from "./types.js";

/** Namespace of the stored heads of proposals. */
const HEADS = "p";

/** The format of a head that is known. */
const FORMAT = 1;

/** What a stored head tells beyond the answers. */
interface Head {
  /** Block that must have been reached before voting ends. */
  readonly votingHeight: bigint;
  /** True once an end was written down. */
  readonly marked: boolean;
}

/** Proposals that run, and ended ones whose end can still be written down; newest first. */
export async function proposalsOf(asked: Asked, moment: Moment): Promise<Listing<MyProposal>> {
  const { dao } = asked.economy;
  const tracks = await dao.tracks();
  const all = await listed(asked.pages, async (start_before: bigint | null) => {
    const { proposals } = await dao.reverseProposals({ start_before, limit: CW_MAX_PAGE });
    const next = proposals.length >= CW_MAX_PAGE ? (proposals.at(-1)?.id ?? null) : null;
    return { rows: proposals, next };
  });
  const rows = await Promise.all(all.rows.map((found) => rowOf(asked, found, moment, tracks)));
  return { rows: rows.filter((row) => row !== undefined), more: all.more };
}

async function rowOf(
  asked: Asked,
  found: ProposalResponseForEmpty,
  moment: Moment,
  tracks: readonly TrackResponse[],
): Promise<MyProposal | undefined> {
  if (found.status === "executed") return undefined;
  const { dao } = asked.economy;
  const proposal_id = found.id;
  const [stage, head] = await Promise.all([dao.stage({ proposal_id }), headOf(asked, proposal_id)]);
  const open = actionsAt(stage.stage, head);
  if (open.length === 0 && stage.stage !== "queued") return undefined;
  const { vote: ballot } = await dao.vote({ proposal_id, voter: asked.account });
  const weight = ballot ? ballot.weight : await weightAt(asked, stage.start_height);
  const mine = (action: ProposalAction) => {
    if (action === "vote") return !ballot && weight > 0n;
    return action !== "cancel" || stage.proposer === asked.account;
  };
  return {
    proposal: proposal_id,
    title: found.title,
    track: stage.track,
    track_name: tracks.find(({ track }) => track === stage.track)?.config.name ?? null,
    stage: stage.stage,
    weight,
    voted: ballot?.vote ?? null,
    actions: open.filter(mine),
    due: endOf(stage, head, moment),
    voting_ends: stage.voting_ends,
    ready_at: stage.ready_at,
    expires_at: stage.expires_at,
  };
}

function endOf(stage: StageResponse, head: Head | undefined, moment: Moment): Due | null {
  switch (stage.stage) {
    case "voting":
      return dueAt(stage.voting_ends, head?.votingHeight ?? null, moment);
    case "queued":
      return dueAt(stage.ready_at, null, moment);
    case "ready":
      return dueAt(stage.expires_at, null, moment);
    default:
      return null;
  }
}

/** What can be done with it now, by whoever may. */
function actionsAt(stage: Stage, head: Head | undefined): ProposalAction[] {
  switch (stage) {
    case "voting":
      return ["vote", "cancel"];
    case "ready":
      return ["execute"];
    case "defeated":
    case "expired":
      return head?.marked ? [] : ["close"];
    default:
      return [];
  }
}

async function headOf({ economy }: Asked, proposal: bigint): Promise<Head | undefined> {
  const key = new Uint8Array(2 + HEADS.length + 8);
  key[1] = HEADS.length;
  key.set(new TextEncoder().encode(HEADS), 2);
  new DataView(key.buffer).setBigUint64(2 + HEADS.length, proposal);
  return readHead(await economy.chain.raw(economy.addresses.dao, key));
}

/** Reads a head; `undefined` for another format. */
export function readHead(bytes: Uint8Array): Head | undefined {
  if (bytes[0] !== FORMAT) return undefined;
  // Format, track, revision and source; the proposer behind its length; block of the proposal, end of voting: time.
  const voting = 1 + 12 + 1 + (bytes[13] ?? 0) + 8 + 8;
  // Its block, paused time when it began; timelock and grace, quorum, threshold, total weight; mark; messages.
  const mark = voting + 8 + 8 + 28;
  if (bytes.length !== mark + 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { votingHeight: view.getBigUint64(voting), marked: view.getUint8(mark) !== 0 };
}
