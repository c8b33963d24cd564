import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { burnerWallet } from "@axiom-os/client/wallet";
import { LoginGate } from "./gate.mjs";
import { isLocal, loginServer } from "./server.mjs";

const CHAIN = { chain_id: "axiom-test-1", prefix: "wasm" };
const DOMAIN = "app.example.org";
const SECRET = "0123456789abcdef0123456789abcdef";
const open = [];
let clock = 1_800_000_000;
let server;
let alice;
let mallory;

before(async () => {
  [alice, mallory] = await Promise.all([burnerWallet(CHAIN), burnerWallet(CHAIN)]);
  server = await listening();
});

after(() => {
  for (const one of open) one.close();
});

/** A server that listens. */
async function listening(options = {}) {
  const made = loginServer({ domain: DOMAIN, prefix: "wasm", now: () => clock, ...options });
  await new Promise((done) => made.listen(0, "127.0.0.1", done));
  open.push(made);
  return made;
}

/** Used nonces as a database of several servers keeps them: each claim is one step there, some time after it is asked. */
function database() {
  const ends = new Map();
  return {
    ends,
    async claim(nonce, end) {
      await new Promise((done) => setImmediate(done));
      if (ends.has(nonce)) return false;
      ends.set(nonce, end);
      return true;
    },
  };
}

/** What a page of Alice sends to sign in. */
async function signed({ nonce, text }) {
  return { nonce, ...(await alice.signText(text)) };
}

/** Asks the server as a browser on a page of `host` does. */
function ask(method, path, body, { host = DOMAIN, origin = `https://${host}`, cookie, at = server } = {}) {
  const { port } = at.address();
  const headers = { host, ...(origin && { origin }), ...(cookie && { cookie }) };
  return new Promise((done, fail) => {
    const sent = request({ port, host: "127.0.0.1", method, path, headers }, async (response) => {
      let text = "";
      for await (const part of response) text += part;
      done({ status: response.statusCode, body: JSON.parse(text), cookie: response.headers["set-cookie"]?.[0] });
    });
    sent.on("error", fail);
    if (method === "GET") sent.end();
    else sent.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
  });
}

async function challenge(account = alice.account) {
  const { status, body } = await ask("POST", "/login/challenge", { account });
  assert.equal(status, 200);
  return body;
}

async function refused(answer, status, error) {
  const { status: found, body, cookie } = await answer;
  assert.deepEqual([found, body.error, cookie], [status, error, undefined]);
  assert.ok(body.message.length > 10);
}

test("a signed challenge signs in, until somebody signs out", async () => {
  const { nonce, text, expires } = await challenge();
  assert.ok(text.includes(`Sign this only on a page of ${DOMAIN}:`));
  assert.ok(text.includes(DOMAIN) && text.includes(alice.account) && text.includes(String(expires)));
  const answer = await ask("POST", "/login", { nonce, ...(await alice.signText(text)) });
  assert.deepEqual([answer.status, answer.body], [200, { account: alice.account }]);
  assert.match(answer.cookie, /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=28800; Secure$/);
  const cookie = answer.cookie.split(";")[0];
  assert.deepEqual((await ask("GET", "/me", undefined, { cookie })).body, { account: alice.account });
  await ask("POST", "/logout", undefined, { cookie });
  await refused(ask("GET", "/me", undefined, { cookie }), 401, "signed_out");
});

test("a session ends by itself", async () => {
  const { nonce, text } = await challenge();
  const answer = await ask("POST", "/login", { nonce, ...(await alice.signText(text)) });
  const cookie = answer.cookie.split(";")[0];
  clock += 8 * 3_600 + 1;
  await refused(ask("GET", "/me", undefined, { cookie }), 401, "signed_out");
});

test("a signature counts once", async () => {
  const { nonce, text } = await challenge();
  const login = { nonce, ...(await alice.signText(text)) };
  assert.equal((await ask("POST", "/login", login)).status, 200);
  await refused(ask("POST", "/login", login), 401, "unknown_nonce");
});

test("a wrong try by somebody else takes the challenge from nobody", async () => {
  const { nonce, text } = await challenge();
  await refused(ask("POST", "/login", { nonce, ...(await mallory.signText(text)) }), 401, "wrong_signer");
  await refused(ask("POST", "/login", { nonce, ...(await alice.signText(`${text} `)) }), 401, "wrong_signer");
  assert.equal((await ask("POST", "/login", { nonce, ...(await alice.signText(text)) })).status, 200);
});

test("a nonce that was not made here is refused", async () => {
  const { nonce, text, expires } = await challenge();
  const sign = await alice.signText(text);
  const forged = [
    nonce.replace(/^./, (first) => (first === "0" ? "1" : "0")),
    nonce.replace(`.${expires}.`, `.${expires + 1}.`),
    nonce.replace(alice.account, mallory.account),
    nonce.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    nonce.slice(0, -1),
    `${nonce}\n`,
    [nonce],
    undefined,
    5,
  ];
  for (const one of forged) await refused(ask("POST", "/login", { nonce: one, ...sign }), 401, "unknown_nonce");
  const elsewhere = new LoginGate({ domain: DOMAIN, prefix: "wasm", now: () => clock });
  await assert.rejects(elsewhere.verify({ nonce, ...sign }), { code: "unknown_nonce" });
});

test("a challenge expires", async () => {
  const { nonce, text, expires } = await challenge();
  clock = expires + 1;
  await refused(ask("POST", "/login", { nonce, ...(await alice.signText(text)) }), 401, "expired");
});

test("a signature for another domain is of another text", async () => {
  const { nonce, text } = await challenge();
  const elsewhere = await alice.signText(text.replace(DOMAIN, "evil.example.org"));
  await refused(ask("POST", "/login", { nonce, ...elsewhere }), 401, "wrong_signer");
});

test("a challenge of one account is not for another", async () => {
  const { nonce, text } = await challenge(alice.account);
  const claimed = text.replace(alice.account, mallory.account);
  await refused(ask("POST", "/login", { nonce, ...(await mallory.signText(claimed)) }), 401, "wrong_signer");
});

test("key and signature of another form are refused", async () => {
  for (const broken of [{}, { pubkey: "?", signature: "?" }, { pubkey: "AAAA", signature: 5 }]) {
    const { nonce } = await challenge();
    await refused(ask("POST", "/login", { nonce, ...broken }), 401, "wrong_signer");
  }
});

/** A gate of a given secret. */
const gateOf = (options) => new LoginGate({ domain: DOMAIN, prefix: "wasm", now: () => clock, secret: SECRET, ...options });

test("a signature counts once at two gates of one secret and one store", async () => {
  const used = database();
  const [first, second] = [gateOf({ used }), gateOf({ used })];
  const challenge = first.challenge(alice.account);
  const login = await signed(challenge);
  // The other gate takes it, and a gate that started after it was used refuses it.
  assert.equal(await second.verify(login), alice.account);
  for (const gate of [first, second, gateOf({ used })]) {
    await assert.rejects(gate.verify(login), { code: "unknown_nonce" });
  }
  assert.deepEqual([...used.ends], [[login.nonce.split(".")[0], challenge.expires]]);
});

test("of many who send a signature at once, to two gates of one store, one is signed in", async () => {
  const used = database();
  const gates = [gateOf({ used }), gateOf({ used })];
  const login = await signed(gates[0].challenge(alice.account));
  const answers = await Promise.allSettled([...gates, ...gates].map((gate) => gate.verify(login)));
  assert.equal(answers.filter(({ value }) => value === alice.account).length, 1);
  assert.deepEqual(answers.flatMap(({ reason }) => reason?.code ?? []), Array(3).fill("unknown_nonce"));
});

test("without a store, a secret takes no challenge of another gate or of before a restart", async () => {
  const [first, second] = [gateOf(), gateOf()];
  const [used, unused] = [await signed(first.challenge(alice.account)), await signed(first.challenge(alice.account))];
  assert.equal(await first.verify(used), alice.account);
  // At the same second, so that no clock tells the gates apart.
  for (const gate of [second, gateOf()]) {
    for (const login of [used, unused]) await assert.rejects(gate.verify(login), { code: "unknown_nonce" });
    assert.equal(await gate.verify(await signed(gate.challenge(alice.account))), alice.account);
  }
  assert.equal(await first.verify(unused), alice.account);
});

test("with a store, an open challenge outlasts a restart, once", async () => {
  const used = database();
  const login = await signed(gateOf({ used }).challenge(alice.account));
  const restarted = gateOf({ used });
  assert.equal(await restarted.verify(login), alice.account);
  await assert.rejects(restarted.verify(login), { code: "unknown_nonce" });
});

test("a store that fails, is unclear or late signs nobody in", async () => {
  const down = new Error("the database is down");
  const failing = gateOf({ used: { claim: () => Promise.reject(down) } });
  await assert.rejects(failing.verify(await signed(failing.challenge(alice.account))), down);
  for (const answer of [undefined, 1, "OK", {}]) {
    const unclear = gateOf({ used: { claim: () => answer } });
    await assert.rejects(unclear.verify(await signed(unclear.challenge(alice.account))), { code: "unknown_nonce" });
  }
  let now = 100;
  const late = gateOf({ now: () => now, seconds: 10, used: { claim: () => (now = 111) > 0 } });
  await assert.rejects(late.verify(await signed(late.challenge(alice.account))), { code: "expired" });
});

test("a gate of wrong options is not made", () => {
  for (const secret of ["", "too short", Buffer.alloc(31), null, 5]) {
    const message = /^secret is of \d+ bytes: expected 32 at least/;
    assert.throws(() => gateOf({ secret }), { code: "bad_input", message });
  }
  for (const used of [null, new Set(), () => true]) {
    assert.throws(() => gateOf({ used }), { code: "bad_input", message: /claim\(nonce, end\)/ });
  }
});

test("two servers of one secret, store and place of sessions are one", async () => {
  const shared = { secret: SECRET, used: database(), sessions: new Map() };
  const [first, second] = [await listening(shared), await listening(shared)];
  const { body } = await ask("POST", "/login/challenge", { account: alice.account }, { at: first });
  const login = await signed(body);
  const answer = await ask("POST", "/login", login, { at: second });
  assert.deepEqual([answer.status, answer.body], [200, { account: alice.account }]);
  for (const at of [first, second]) await refused(ask("POST", "/login", login, { at }), 401, "unknown_nonce");
  const cookie = answer.cookie.split(";")[0];
  assert.deepEqual((await ask("GET", "/me", undefined, { at: first, cookie })).body, { account: alice.account });
  await ask("POST", "/logout", undefined, { at: first, cookie });
  await refused(ask("GET", "/me", undefined, { at: second, cookie }), 401, "signed_out");
});

test("a server of the same secret that started anew refuses what was signed before", async () => {
  const first = await listening({ secret: SECRET });
  const { body } = await ask("POST", "/login/challenge", { account: alice.account }, { at: first });
  const login = await signed(body);
  assert.equal((await ask("POST", "/login", login, { at: first })).status, 200);
  const second = await listening({ secret: SECRET });
  await refused(ask("POST", "/login", login, { at: second }), 401, "unknown_nonce");
});

test("pages of our domain without https, or on another port, are refused", async () => {
  const body = { account: alice.account };
  for (const origin of [`http://${DOMAIN}`, `https://${DOMAIN}:8443`, `ftp://${DOMAIN}`, `https://${DOMAIN}/`]) {
    await refused(ask("POST", "/login/challenge", body, { origin }), 403, "wrong_domain");
  }
  assert.equal((await ask("POST", "/login/challenge", body, { origin: `https://${DOMAIN}` })).status, 200);
  assert.equal((await ask("POST", "/login/challenge", body, { origin: "" })).status, 200);
});

test("a session that a neighbouring domain or a page without https sets is not looked at", async () => {
  const login = await signed(await challenge());
  const id = (await ask("POST", "/login", login)).cookie.split(";")[0].replace("__Host-session=", "");
  for (const cookie of [`session=${id}`, `x__Host-session=${id}`, `a=b; session=${id}`, `__Host-session=${id}"`]) {
    await refused(ask("GET", "/me", undefined, { cookie }), 401, "signed_out");
  }
  const cookie = `session=other; __Host-session=${id}; a=b`;
  assert.deepEqual((await ask("GET", "/me", undefined, { cookie })).body, { account: alice.account });
});

test("on this machine a page without https signs in, by a cookie that browsers take there", async () => {
  for (const host of ["localhost:8080", "127.0.0.1:8080"]) {
    const at = await listening({ domain: host });
    const here = { host, origin: `http://${host}`, at };
    const { body } = await ask("POST", "/login/challenge", { account: alice.account }, here);
    assert.ok(body.text.includes(`only on a page of ${host}:`));
    const answer = await ask("POST", "/login", await signed(body), here);
    assert.match(answer.cookie, /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=28800$/);
    const cookie = answer.cookie.split(";")[0];
    assert.deepEqual((await ask("GET", "/me", undefined, { ...here, cookie })).body, { account: alice.account });
    const other = { ...here, origin: `https://${host}` };
    await refused(ask("POST", "/login/challenge", { account: alice.account }, other), 403, "wrong_domain");
  }
});

test("on this machine https is used if it is asked for", async () => {
  const [host, at] = ["localhost:8443", await listening({ domain: "localhost:8443", secure: true })];
  const body = { account: alice.account };
  await refused(ask("POST", "/login/challenge", body, { host, at, origin: `http://${host}` }), 403, "wrong_domain");
  const made = await ask("POST", "/login/challenge", body, { host, at });
  const answer = await ask("POST", "/login", await signed(made.body), { host, at });
  assert.match(answer.cookie, /^__Host-session=.*; Secure$/);
});

test("a server of a domain that no browser sends is not made", () => {
  const domains = [undefined, "", "App.example.org", `${DOMAIN}:443`, `${DOMAIN}/`, `https://${DOMAIN}`, "a b"];
  for (const domain of domains) {
    const message = /^domain is .*: expected /;
    assert.throws(() => loginServer({ domain, prefix: "wasm" }), { code: "bad_input", message });
  }
  assert.throws(() => loginServer({ domain: DOMAIN, prefix: "wasm", secure: false }), {
    code: "bad_input",
    message: `secure is false for ${DOMAIN}: expected true but for this machine`,
  });
});

test("pages of other sites are refused", async () => {
  const body = { account: alice.account };
  await refused(ask("POST", "/login/challenge", body, { host: "evil.example.org" }), 403, "wrong_domain");
  await refused(ask("POST", "/login/challenge", body, { origin: "https://evil.example.org" }), 403, "wrong_domain");
  await refused(ask("POST", "/login/challenge", body, { origin: "null" }), 403, "wrong_domain");
});

test("bad requests are told", async () => {
  await refused(ask("POST", "/login/challenge", { account: "cosmos1x" }), 400, "bad_account");
  await refused(ask("POST", "/login/challenge", {}), 400, "bad_account");
  await refused(ask("POST", "/login", "no json"), 400, "bad_request");
  await refused(ask("POST", "/login", "5"), 400, "bad_request");
  await refused(ask("POST", "/login", `{"nonce":"${"x".repeat(5_000)}"}`), 413, "too_large");
  await refused(ask("GET", "/login"), 404, "unknown_path");
  await refused(ask("POST", "/login", { nonce: "__proto__" }), 401, "unknown_nonce");
});

test("many challenges lock nobody out", async () => {
  const gate = new LoginGate({ domain: DOMAIN, prefix: "wasm", now: () => 0 });
  const first = gate.challenge(alice.account);
  for (let made = 0; made < 20_000; made += 1) gate.challenge(mallory.account);
  const last = gate.challenge(alice.account);
  for (const { nonce, text } of [first, last]) {
    assert.equal(await gate.verify(await signed({ nonce, text })), alice.account);
  }
});

test("used nonces are bounded, and none of them signs in twice", async () => {
  let now = 0;
  const gate = new LoginGate({ domain: DOMAIN, prefix: "wasm", seconds: 10, now: () => now, mostUsed: 2 });
  const logins = [];
  for (let made = 0; made < 4; made += 1) logins.push(await signed(gate.challenge(alice.account)));
  for (const login of logins.slice(0, 3)) assert.equal(await gate.verify(login), alice.account);
  // The third made room: the first two are forgotten, and void with all of their second.
  for (const login of logins) await assert.rejects(gate.verify(login), { code: "unknown_nonce" });
  const next = gate.challenge(alice.account);
  assert.equal(next.expires, 11);
  assert.equal(await gate.verify(await signed(next)), alice.account);
  now = 12;
  assert.equal(await gate.verify(await signed(gate.challenge(alice.account))), alice.account);
});

test("only this machine goes without https", () => {
  for (const domain of ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:80"]) assert.ok(isLocal(domain), domain);
  const others = ["localhost.example.org", "localhost.example.org:8080", "localhostile.org", DOMAIN, `127.0.0.1.${DOMAIN}`];
  for (const domain of others) assert.ok(!isLocal(domain), domain);
});
