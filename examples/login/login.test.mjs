import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { burnerWallet } from "@axiom-os/client/wallet";
import { LoginGate } from "./gate.mjs";
import { isLocal, loginServer } from "./server.mjs";

const CHAIN = { chain_id: "axiom-test-1", prefix: "wasm" };
const DOMAIN = "app.example.org";
let clock = 1_800_000_000;
let server;
let alice;
let mallory;

before(async () => {
  [alice, mallory] = await Promise.all([burnerWallet(CHAIN), burnerWallet(CHAIN)]);
  server = loginServer({ domain: DOMAIN, prefix: "wasm", now: () => clock });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
});

after(() => server.close());

/** Asks the server as a browser on a page of `host` does. */
function ask(method, path, body, { host = DOMAIN, origin = `https://${host}`, cookie } = {}) {
  const { port } = server.address();
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
  assert.ok(text.includes(DOMAIN) && text.includes(alice.account) && text.includes(String(expires)));
  const signed = await ask("POST", "/login", { nonce, ...(await alice.signText(text)) });
  assert.deepEqual([signed.status, signed.body], [200, { account: alice.account }]);
  assert.match(signed.cookie, /HttpOnly; SameSite=Strict; Max-Age=28800; Secure/);
  const cookie = signed.cookie.split(";")[0];
  assert.deepEqual((await ask("GET", "/me", undefined, { cookie })).body, { account: alice.account });
  await ask("POST", "/logout", undefined, { cookie });
  await refused(ask("GET", "/me", undefined, { cookie }), 401, "signed_out");
});

test("a session ends by itself", async () => {
  const { nonce, text } = await challenge();
  const signed = await ask("POST", "/login", { nonce, ...(await alice.signText(text)) });
  const cookie = signed.cookie.split(";")[0];
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
  const signed = await alice.signText(text);
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
  for (const one of forged) await refused(ask("POST", "/login", { nonce: one, ...signed }), 401, "unknown_nonce");
  const elsewhere = new LoginGate({ domain: DOMAIN, prefix: "wasm", now: () => clock });
  assert.throws(() => elsewhere.verify({ nonce, ...signed }), { code: "unknown_nonce" });
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
    assert.equal(gate.verify({ nonce, ...(await alice.signText(text)) }), alice.account);
  }
});

test("used nonces are bounded, and none of them signs in twice", async () => {
  let now = 0;
  const gate = new LoginGate({ domain: DOMAIN, prefix: "wasm", seconds: 10, now: () => now, mostUsed: 2 });
  const sign = async ({ nonce, text }) => ({ nonce, ...(await alice.signText(text)) });
  const logins = [];
  for (let made = 0; made < 4; made += 1) logins.push(await sign(gate.challenge(alice.account)));
  for (const login of logins.slice(0, 3)) gate.verify(login);
  // The third made room: the first two are forgotten, and void with all of their second.
  for (const login of logins) assert.throws(() => gate.verify(login), { code: "unknown_nonce" });
  const next = gate.challenge(alice.account);
  assert.equal(next.expires, 11);
  assert.equal(gate.verify(await sign(next)), alice.account);
  now = 12;
  assert.equal(gate.verify(await sign(gate.challenge(alice.account))), alice.account);
});

test("only this machine goes without https", () => {
  for (const domain of ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:80"]) assert.ok(isLocal(domain), domain);
  const others = ["localhost.example.org", "localhost.example.org:8080", "localhostile.org", "app.example.org", "127.0.0.1.example.org"];
  for (const domain of others) assert.ok(!isLocal(domain), domain);
});
