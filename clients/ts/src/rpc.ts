/** Talks to the RPC of a node, with a time limit and errors in plain words. */
import type { CometClient, RpcClient } from "@cosmjs/tendermint-rpc";
import { Comet1Client, Comet38Client, Tendermint37Client } from "@cosmjs/tendermint-rpc";
import { AxiomError } from "./errors.js";

type Execute = RpcClient["execute"];
type Request = Parameters<Execute>[0];
type Response = Awaited<ReturnType<Execute>>;

/** How a node is reached. */
export interface NodeOptions {
  /** Milliseconds that an answer is waited for, from when the request is made; 15,000 if not given. */
  readonly timeoutMs?: number;
  /** Requests at a time, at most; 6 if not given, as many as browsers make to one host. The others wait their turn. */
  readonly parallel?: number;
  /** Headers of each request, such as a key of the provider. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests at a time, where nothing else is said. */
const PARALLEL = 6;

/** A node refused a request, by the error of JSON-RPC. */
export class NodeRefusal extends Error {
  override readonly name = "NodeRefusal";

  constructor(
    message: string,
    /** The code of JSON-RPC. */
    readonly code: number | undefined,
  ) {
    super(message);
  }
}

/**
 * Lets a number of calls run at a time; the others wait, the first come first. What holds a turn is a single request
 * that waits for no other, so that questions which ask further questions cannot block each other.
 */
class Turns {
  private readonly waiting: Array<() => void> = [];

  constructor(private free: number) {}

  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((turn) => this.waiting.push(turn));
    try {
      return await call();
    } finally {
      // The turn goes to the next one, and is free again only if nobody waits.
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

/** A JSON-RPC client over HTTP. */
class HttpRpc implements RpcClient {
  constructor(
    private readonly url: string,
    private readonly options: NodeOptions,
    private readonly turns: Turns,
  ) {}

  async execute(request: Request): Promise<Response> {
    const { error, ...answer } = (await this.turns.run(() => this.post(request))) as unknown as Response & {
      error?: { code?: number; message?: string; data?: unknown };
    };
    if (error) {
      const data = typeof error.data === "string" ? `: ${error.data}` : "";
      throw new NodeRefusal(`${error.message ?? "the node refused"}${data}`, error.code);
    }
    return answer as Response;
  }

  disconnect(): void {}

  private async post(request: Request): Promise<object> {
    const timeout = this.options.timeoutMs ?? 15_000;
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: JSON.stringify(request),
        headers: { "content-type": "application/json", ...this.options.headers },
        signal: AbortSignal.timeout(timeout),
      });
      const text = await answer.text();
      if (!answer.ok && !text.startsWith("{")) throw new Error(`HTTP status ${answer.status}`);
      return JSON.parse(text) as object;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      if (cause instanceof DOMException && cause.name === "TimeoutError") {
        throw new AxiomError("node_slow", `the node ${this.url} did not answer within ${timeout / 1000} s`, {
          cause,
          hint: "try again, or take another node",
        });
      }
      throw new AxiomError("node_down", `the node ${this.url} cannot be asked: ${why}`, {
        cause,
        hint: "check the address and whether the node runs, or take another node",
      });
    }
  }
}

/**
 * Connects to a node of CometBFT 0.37, 0.38 or 1.
 *
 * @throws {AxiomError} `bad_input` for what is no http address and for a `parallel` below 1; `bad_answer` for what is no
 * such node; `node_down`, `node_slow`.
 */
export async function connectNode(url: string, options: NodeOptions = {}): Promise<CometClient> {
  const fits = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!fits) {
    throw new AxiomError("bad_input", `'${url}' is no address of a node: expected one such as http://127.0.0.1:26657`);
  }
  const { parallel = PARALLEL } = options;
  if (!Number.isInteger(parallel) || parallel < 1) {
    throw new AxiomError("bad_input", `parallel is ${parallel}: expected a whole number from 1 on`);
  }
  const rpc = new HttpRpc(url, options, new Turns(parallel));
  const comet = Comet38Client.create(rpc);
  const { nodeInfo } = await statusOf(comet);
  if (nodeInfo.version.startsWith("0.37.")) return Tendermint37Client.create(rpc);
  return nodeInfo.version.startsWith("1.") ? Comet1Client.create(rpc) : comet;
}

/**
 * What a node says of itself.
 *
 * @throws {AxiomError} `bad_answer` for what is no node of CometBFT; `node_down`, `node_slow`.
 */
export async function statusOf(comet: CometClient): Promise<Awaited<ReturnType<Comet38Client["status"]>>> {
  try {
    return await comet.status();
  } catch (cause) {
    if (cause instanceof AxiomError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AxiomError("bad_answer", `what answers is no node of CometBFT (${why}): expected its RPC`, {
      cause,
      hint: "give the address of the RPC, by custom on port 26657",
    });
  }
}
