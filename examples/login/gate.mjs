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

/** Challenges that were signed and are remembered at a time, at most. */
const MOST_USED = 100_000;

/**
 * Makes challenges and checks their signatures. A challenge is not kept: its nonce carries what it was made for, under
 * a seal of the gate, so that asking for many costs no memory and locks nobody out. What is kept, in memory, are the
 * nonces that somebody signed in with, until they are over: share them if you run several.
 */
export class LoginGate {
  /** Nonces that were signed, with their ends. */
  #used = new Map();
  /** Challenges that end by then are not taken any more, as some of those that were used were forgotten. */
  #floor = 0;
  #options;

  /**
   * `domain`: the host that people see in the address bar, with its port if it has one; `prefix`: that of addresses,
   * such as `wasm`; `seconds`: how long a challenge holds; `now`: unix seconds; `secret`: seals the nonces, made anew
   * if not given, so that a restart voids open challenges; `mostUsed`: used nonces that are remembered.
   */
  constructor({
    domain,
    prefix,
    seconds = 300,
    now = () => Math.floor(Date.now() / 1000),
    secret = randomBytes(32),
    mostUsed = MOST_USED,
  }) {
    this.#options = { domain, prefix, seconds, now, secret, mostUsed };
  }

  /** A challenge for an account: the wallet shows and signs its text. Throws `bad_account`. */
  challenge(account) {
    const { prefix, seconds, now } = this.#options;
    if (typeof account !== "string" || !isAddress(account, prefix)) {
      throw new LoginError("bad_account", `no account of this chain: expected an address with ${prefix}1`);
    }
    const expires = Math.max(now() + seconds, this.#floor + 1);
    const made = `${randomBytes(16).toString("hex")}.${expires}.${account}`;
    const nonce = `${made}.${this.#seal(made)}`;
    return { nonce, expires, text: this.#text({ made, account, expires }) };
  }

  /**
   * The account that signed the challenge of a nonce. A nonce signs in once. The text is the one that was made here,
   * not one that is sent along: a signature for another domain, account or time is of another text. Throws
   * `unknown_nonce`, `expired`, `wrong_signer`.
   */
  verify({ nonce, pubkey, signature }) {
    const { prefix, now } = this.#options;
    const challenge = this.#opened(nonce);
    if (!challenge) throw new LoginError("unknown_nonce", "this challenge was used or never made: ask for a new one");
    if (now() > challenge.expires) throw new LoginError("expired", "this challenge is too old: ask for a new one");
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
    this.#use(challenge);
    return signer;
  }

  /** What a nonce was made for; nothing for one that was not made here, was used, or may have been. */
  #opened(nonce) {
    const found = /^(([0-9a-f]{32})\.([0-9]{1,15})\.([a-z0-9]{1,90}))\.([0-9a-f]{64})$/.exec(nonce);
    if (typeof nonce !== "string" || !found) return undefined;
    const [, made, , expires, account, seal] = found;
    if (!timingSafeEqual(Buffer.from(seal), Buffer.from(this.#seal(made)))) return undefined;
    if (this.#used.has(made) || Number(expires) <= this.#floor) return undefined;
    return { made, account, expires: Number(expires) };
  }

  #use({ made, expires }) {
    const { now, mostUsed } = this.#options;
    if (this.#used.size >= mostUsed) {
      for (const [old, end] of this.#used) if (end < now()) this.#used.delete(old);
    }
    if (this.#used.size >= mostUsed) {
      // None may be used twice: those that are forgotten are void, with all that end no later.
      for (const end of this.#used.values()) this.#floor = Math.max(this.#floor, end);
      this.#used.clear();
    }
    this.#used.set(made, expires);
  }

  #seal(made) {
    return createHmac("sha256", this.#options.secret).update(`${this.#options.domain}\n${made}`).digest("hex");
  }

  #text({ made, account, expires }) {
    return [
      `${this.#options.domain} asks you to sign in. This costs nothing and moves nothing.`,
      `account: ${account}`,
      `nonce: ${made.split(".")[0]}`,
      `valid until: ${expires} (unix seconds)`,
    ].join("\n");
  }
}
