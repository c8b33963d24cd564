/** A back end that knows who is there: plain Node, no framework. `DOMAIN=localhost:8080 PORT=8080 node server.mjs` */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { LoginError, LoginGate, badInput } from "./gate.mjs";

/** Bytes of a request, at most. */
const LARGEST = 4_096;

/** Seconds for which somebody stays signed in. */
const SESSION = 8 * 3_600;

/** Status of each error. */
const STATUS = { bad_account: 400, bad_request: 400, wrong_domain: 403, too_large: 413 };

/** Sessions in the memory of one server. */
class SessionsInMemory {
  #sessions = new Map();
  #now;

  constructor(now) {
    this.#now = now;
  }

  get(id) {
    return this.#sessions.get(id);
  }

  set(id, session) {
    for (const [old, { expires }] of this.#sessions) if (expires < this.#now()) this.#sessions.delete(old);
    this.#sessions.set(id, session);
  }

  delete(id) {
    this.#sessions.delete(id);
  }
}

/**
 * The server, not yet listening. Options as of `LoginGate`, and `secure`: whether the browser comes by https. It does
 * everywhere but on this machine, where `true` asks for it as well.
 *
 * `sessions`: where sessions are kept, an object with `get(id)`, `set(id, { account, expires })` and `delete(id)`,
 * which may answer promises; `expires` in unix seconds, `get` answers nothing for what is not kept. In memory if not
 * given.
 *
 * Throws the client's AxiomError `bad_input`.
 */
export function loginServer({ now = () => Math.floor(Date.now() / 1000), ...options }) {
  const { domain, secure = !isLocal(domain), sessions = new SessionsInMemory(now), ...rest } = options;
  const origin = originOf(domain, secure);
  const gate = new LoginGate({ ...rest, domain, now });
  // A browser takes `__Host-` from nobody but this very host, by https: no page of a neighbouring domain sets it.
  const name = secure ? "__Host-session" : "session";
  const cookie = (value, age) =>
    `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure ? "; Secure" : ""}`;

  const routes = {
    "POST /login/challenge": async (request) => ({ body: gate.challenge((await json(request)).account) }),
    "POST /login": async (request) => {
      const account = await gate.verify(await json(request));
      const id = randomBytes(32).toString("base64url");
      await sessions.set(id, { account, expires: now() + SESSION });
      return { body: { account }, cookie: cookie(id, SESSION) };
    },
    "POST /logout": async (request) => {
      const id = sessionId(request, name);
      if (id !== undefined) await sessions.delete(id);
      return { body: {}, cookie: cookie("", 0) };
    },
    "GET /me": async (request) => {
      const id = sessionId(request, name);
      const session = id === undefined ? undefined : await sessions.get(id);
      if (session && session.expires >= now()) return { body: { account: session.account } };
      throw new LoginError("signed_out", "nobody is signed in: expected a session");
    },
  };

  return createServer(async (request, response) => {
    const answer = (status, body, head = {}) => {
      response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...head });
      response.end(JSON.stringify(body));
    };
    try {
      fromHere(request, domain, origin);
      const route = routes[`${request.method} ${request.url}`];
      if (!route) return answer(404, { error: "unknown_path", message: "there is no such page" });
      const { body, cookie: set } = await route(request);
      answer(200, body, set ? { "set-cookie": set } : {});
    } catch (error) {
      if (!(error instanceof LoginError)) {
        console.error(error);
        return answer(500, { error: "failed", message: "the server failed: its log says more" });
      }
      const head = error.code === "too_large" ? { connection: "close" } : {};
      answer(STATUS[error.code] ?? 401, { error: error.code, message: error.message }, head);
    }
  });
}

/** Whether a domain is this machine, where browsers come without https: by its whole name, not by its beginning. */
export function isLocal(domain) {
  const local = ["localhost", "127.0.0.1", "[::1]"];
  return URL.canParse(`http://${domain}`) && local.includes(new URL(`http://${domain}`).hostname);
}

/** The origin of our pages: its scheme counts, as a page that came without https may be anybody's. */
function originOf(domain, secure) {
  if (!secure && !isLocal(domain)) throw badInput(`secure is ${secure} for ${domain}`, "true but for this machine");
  const url = `${secure ? "https" : "http"}://${domain}`;
  const host = typeof domain === "string" && URL.canParse(url) ? new URL(url).host : "";
  if (domain !== host || host === "") throw badInput(`domain is ${domain}`, host || "a host, with its port if it has one");
  return url;
}

/**
 * Passes what browsers send from our own pages: a page of another site, or of ours without https, cannot sign people
 * in, or out. It stops no server, which may send any `Origin`, or none.
 */
function fromHere({ headers }, domain, origin) {
  const own = headers.host === domain && (headers.origin === undefined || headers.origin === origin);
  if (!own) throw new LoginError("wrong_domain", `this is ${origin}: expected a request from its own pages`);
}

function sessionId(request, name) {
  const found = (request.headers.cookie ?? "").split("; ").find((one) => one.startsWith(`${name}=`));
  return /^[\w-]+$/.exec(found?.slice(name.length + 1) ?? "")?.[0];
}

/** The object that a request carries. */
async function json(request) {
  let text = "";
  // The connection stays, so that whoever sent too much is told.
  for await (const part of request.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += part;
    if (text.length > LARGEST) throw new LoginError("too_large", `a request of more than ${LARGEST} bytes`);
  }
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Told below, with what is no object.
  }
  throw new LoginError("bad_request", "the request is no JSON object: expected one");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { PORT = "8080", DOMAIN = new URL(`http://localhost:${PORT}`).host, PREFIX = "wasm" } = process.env;
  loginServer({ domain: DOMAIN, prefix: PREFIX }).listen(Number(PORT), () => console.log(`${DOMAIN} listens`));
}
