/** Who may sign in: challenges that are signed once, by the account they were made for, for this domain, in time. */
import { randomBytes } from "node:crypto";
import { AxiomError, isAddress, verifyText } from "@axiom-os/client";

/** Why nobody was signed in. `code` is for programs: bad_account, unknown_nonce, expired, wrong_signer, busy. */
export class LoginError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Challenges that may be open at a time: more are refused, so that asking for them cannot fill the memory. */
const MOST_OPEN = 10_000;

/** Makes challenges and checks their signatures. It keeps what is open in memory: share it if you run several. */
export class LoginGate {
  #open = new Map();
  #options;

  /**
   * `domain`: the host that people see in the address bar, with its port if it has one; `prefix`: that of addresses,
   * such as `wasm`; `seconds`: how long a challenge holds; `now`: unix seconds.
   */
  constructor({ domain, prefix, seconds = 300, now = () => Math.floor(Date.now() / 1000) }) {
    this.#options = { domain, prefix, seconds, now };
  }

  /** A challenge for an account: the wallet shows and signs its text. Throws `bad_account`, `busy`. */
  challenge(account) {
    const { domain, prefix, seconds, now } = this.#options;
    if (typeof account !== "string" || !isAddress(account, prefix)) {
      throw new LoginError("bad_account", `no account of this chain: expected an address with ${prefix}1`);
    }
    this.#forget();
    if (this.#open.size >= MOST_OPEN) throw new LoginError("busy", "too many people sign in now: try again in a minute");
    const nonce = randomBytes(16).toString("hex");
    const expires = now() + seconds;
    const lines = [
      `${domain} asks you to sign in. This costs nothing and moves nothing.`,
      `account: ${account}`,
      `nonce: ${nonce}`,
      `valid until: ${expires} (unix seconds)`,
    ];
    const challenge = { nonce, expires, text: lines.join("\n") };
    this.#open.set(nonce, { ...challenge, account });
    return challenge;
  }

  /**
   * The account that signed the challenge of a nonce. A nonce is used up by the first try, right or wrong. The text is
   * the one that was made here, not one that is sent along: a signature for another domain, account or time is of
   * another text. Throws `unknown_nonce`, `expired`, `wrong_signer`.
   */
  verify({ nonce, pubkey, signature }) {
    const { prefix, now } = this.#options;
    const challenge = this.#open.get(nonce);
    this.#open.delete(nonce);
    if (!challenge) throw new LoginError("unknown_nonce", "this challenge was used or never made: ask for a new one");
    if (now() > challenge.expires) throw new LoginError("expired", "this challenge is too old: ask for a new one");
    let signer;
    try {
      signer = verifyText(challenge.text, { pubkey: String(pubkey), signature: String(signature) }, prefix);
    } catch (error) {
      if (!(error instanceof AxiomError)) throw error;
      throw new LoginError("wrong_signer", `the signature is not of this challenge: ${error.message}`);
    }
    if (signer === challenge.account) return signer;
    throw new LoginError("wrong_signer", `signed by ${signer}: expected ${challenge.account}`);
  }

  /** Forgets what is over. */
  #forget() {
    const now = this.#options.now();
    for (const [nonce, { expires }] of this.#open) {
      // They were made in order of time.
      if (expires >= now) break;
      this.#open.delete(nonce);
    }
  }
}
