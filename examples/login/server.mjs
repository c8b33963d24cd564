/** A back end that knows who is there: plain Node, no framework. `DOMAIN=localhost:8080 PORT=8080 node server.mjs` */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { LoginError, LoginGate } from "./gate.mjs";

/** Bytes of a request, at most. */
const LARGEST = 4_096;

/** Seconds for which somebody stays signed in. */
const SESSION = 8 * 3_600;

/** Status of each error. */
const STATUS = { bad_account: 400, bad_request: 400, wrong_domain: 403, too_large: 413 };

/**
 * The server, not yet listening. Options as of `LoginGate`; `secure`: whether the browser comes by https, as it does
 * everywhere but on this machine.
 */
export function loginServer({ secure = true, now = () => Math.floor(Date.now() / 1000), ...options }) {
  const gate = new LoginGate({ ...options, now });
  const sessions = new Map();
  const cookie = (value, age) =>
    `session=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure ? "; Secure" : ""}`;

  const routes = {
    "POST /login/challenge": async (request) => ({ body: gate.challenge((await json(request)).account) }),
    "POST /login": async (request) => {
      const account = gate.verify(await json(request));
      for (const [id, session] of sessions) if (session.expires < now()) sessions.delete(id);
      const id = randomBytes(32).toString("base64url");
      sessions.set(id, { account, expires: now() + SESSION });
      return { body: { account }, cookie: cookie(id, SESSION) };
    },
    "POST /logout": async (request) => {
      sessions.delete(sessionId(request));
      return { body: {}, cookie: cookie("", 0) };
    },
    "GET /me": async (request) => {
      const session = sessions.get(sessionId(request));
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
      fromHere(request, options.domain);
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

/** Passes requests to our domain from our own pages: another site cannot sign people in, or out, here. */
function fromHere(request, domain) {
  const { host, origin } = request.headers;
  const own = host === domain && (origin === undefined || hostOf(origin) === domain);
  if (!own) throw new LoginError("wrong_domain", `this is ${domain}: expected a request from its own pages`);
}

function hostOf(origin) {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function sessionId(request) {
  return /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
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
  const { PORT = "8080", DOMAIN = `localhost:${PORT}`, PREFIX = "wasm" } = process.env;
  const secure = !isLocal(DOMAIN);
  loginServer({ domain: DOMAIN, prefix: PREFIX, secure }).listen(Number(PORT), () => console.log(`${DOMAIN} listens`));
}
