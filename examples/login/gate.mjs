/** Who may sign in: challenges that are signed once, by the account they were made for, for this domain, in time. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { AxiomError, isAddress, verifyText } from "@axiom-os/client";

/** Why nobody was signed in. `code` is for programs: bad_account, unknown_nonce, expired, wrong_signer. */
export class LoginError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Challenges that were signed and are remembered at a time in memory, at most. */
const MOST_USED = 100_000;

/** Bytes of a secret, at least. */
const LEAST_SECRET = 32;

/** The nonces that somebody signed in with, in the memory of one gate: gone when it is, and unknown to any other. */
class UsedInMemory {
  /** Nonces with their ends. */
  #ends = new Map();
  #now;
  #most;

  /**
   * Challenges that end by then, in unix seconds, are not taken any more: no nonce may be used twice, so that those
   * that were forgotten are void, with all that end no later.
   */
  floor = 0;

  constructor(now, most) {
    this.#now = now;
    this.#most = most;
  }

  claim(nonce, end) {
    if (this.#ends.has(nonce) || end <= this.floor) return false;
    if (this.#ends.size >= this.#most) this.#forget((old) => old < this.#now());
    if (this.#ends.size >= this.#most) this.#forget(() => true);
    this.#ends.set(nonce, end);
    return true;
  }

  #forget(isOver) {
    for (const [nonce, end] of this.#ends) {
      if (!isOver(end)) continue;
      this.floor = Math.max(this.floor, end);
      this.#ends.delete(nonce);
    }
  }
}

/**
 * Makes challenges and checks their signatures. A challenge is not kept: its nonce carries what it was made for, under
 * a seal of the gate, so that asking for many costs no memory and locks nobody out. What is kept are the nonces that
 * somebody signed in with, until they are over.
 */
export class LoginGate {
  #used;
  /** Sealed along: what tells this gate from others of the same secret that do not know what it has used. */
  #own;
  #options;

  /**
   * `domain`: the host that people see in the address bar, with its port if it has one; `prefix`: that of addresses,
   * such as `wasm`; `seconds`: how long a challenge holds; `now`: unix seconds.
   *
   * `used`: where used nonces are kept, an object with `claim(nonce, end)`. It answers `true`, or a promise of it, to
   * whoever claims a nonce first, and `false` to all others: in one step, however many servers ask at once, and as
   * long as the clock of one of them has not passed `end` (unix seconds). What else it answers signs nobody in, and
   * what it throws `verify` throws. If not given, they are in memory, `mostUsed` at most.
   *
   * `secret`: seals the nonces, a text or bytes, 32 bytes at least; made anew if not given. Several servers take each
   * other's challenges, and those of before a restart, if they have the same `secret` and the same `used`. A secret
   * without `used` does not do that: a gate that cannot know what was used elsewhere, or before it started, takes
   * only the challenges that it made itself.
   *
   * Throws the client's AxiomError `bad_input`.
   */
  constructor({
    domain,
    prefix,
    seconds = 300,
    now = () => Math.floor(Date.now() / 1000),
    used,
    secret = randomBytes(LEAST_SECRET),
    mostUsed = MOST_USED,
  }) {
    const isSecret = typeof secret === "string" || secret instanceof Uint8Array;
    const length = isSecret ? Buffer.byteLength(secret) : 0;
    if (length < LEAST_SECRET) throw badInput(`secret is of ${length} bytes`, `${LEAST_SECRET} at least, as text or bytes`);
    if (used !== undefined && typeof used?.claim !== "function") {
      throw badInput("used is no store", "an object with claim(nonce, end)");
    }
    this.#options = { domain, prefix, seconds, now, secret };
    this.#used = used ?? new UsedInMemory(now, mostUsed);
    this.#own = used === undefined ? randomBytes(16).toString("hex") : "";
  }

  /** A challenge for an account: the wallet shows and signs its text. Throws `bad_account`. */
  challenge(account) {
    const { prefix, seconds, now } = this.#options;
    if (typeof account !== "string" || !isAddress(account, prefix)) {
      throw new LoginError("bad_account", `no account of this chain: expected an address with ${prefix}1`);
    }
    const floor = this.#used instanceof UsedInMemory ? this.#used.floor : 0;
    const expires = Math.max(now() + seconds, floor + 1);
    const id = randomBytes(16).toString("hex");
    const made = `${id}.${expires}.${account}`;
    const nonce = `${made}.${this.#seal(made)}`;
    return { nonce, expires, text: this.#text({ id, account, expires }) };
  }

  /**
   * The account that signed the challenge of a nonce. A nonce signs in once. The text is the one that was made here,
   * not one that is sent along: a signature for another domain, account or time is of another text. Throws
   * `unknown_nonce`, `expired`, `wrong_signer`, and what the store of used nonces throws.
   */
  async verify({ nonce, pubkey, signature }) {
    const { prefix, now } = this.#options;
    const challenge = this.#opened(nonce);
    if (!challenge) throw unknownNonce();
    if (now() > challenge.expires) throw expired();
    let signer;
    try {
      signer = verifyText(this.#text(challenge), { pubkey: String(pubkey), signature: String(signature) }, prefix);
    } catch (error) {
      if (!(error instanceof AxiomError)) throw error;
      throw new LoginError("wrong_signer", `the signature is not of this challenge: ${error.message}`);
    }
    if (signer !== challenge.account) {
      throw new LoginError("wrong_signer", `signed by ${signer}: expected ${challenge.account}`);
    }
    // Only now: a wrong try by somebody else takes the challenge from nobody, and fills no memory.
    if ((await this.#used.claim(challenge.id, challenge.expires)) !== true) throw unknownNonce();
    // Once more: a store that was slow may have forgotten by then that the nonce was claimed before.
    if (now() > challenge.expires) throw expired();
    return signer;
  }

  /** What a nonce was made for; nothing for one that was not made here. */
  #opened(nonce) {
    const found = /^(([0-9a-f]{32})\.([0-9]{1,15})\.([a-z0-9]{1,90}))\.([0-9a-f]{64})$/.exec(nonce);
    if (typeof nonce !== "string" || !found) return undefined;
    const [, made, id, expires, account, seal] = found;
    if (!timingSafeEqual(Buffer.from(seal), Buffer.from(this.#seal(made)))) return undefined;
    return { id, account, expires: Number(expires) };
  }

  #seal(made) {
    const { domain, secret } = this.#options;
    return createHmac("sha256", secret).update(`${domain}\n${this.#own}\n${made}`).digest("hex");
  }

  #text({ id, account, expires }) {
    const { domain } = this.#options;
    return [
      `${domain} asks you to sign in. This costs nothing and moves nothing.`,
      `Sign this only on a page of ${domain}: a page elsewhere that asks for it would sign in as you.`,
      `account: ${account}`,
      `nonce: ${id}`,
      `valid until: ${expires} (unix seconds)`,
    ].join("\n");
  }
}

function unknownNonce() {
  return new LoginError("unknown_nonce", "this challenge was used or never made: ask for a new one");
}

function expired() {
  return new LoginError("expired", "this challenge is too old: ask for a new one");
}

/** An option that cannot be right. */
export function badInput(what, expected) {
  return new AxiomError("bad_input", `${what}: expected ${expected}`);
}
