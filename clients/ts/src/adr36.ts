/** Texts that a wallet signs without a transaction (ADR-36). */
import type { OfflineAminoSigner, StdSignDoc } from "@cosmjs/amino";
import { fromBase64, fromBech32, toBase64, toBech32, toUtf8 } from "@cosmjs/encoding";
import { secp256k1 } from "@noble/curves/secp256k1";
import { ripemd160 } from "@noble/hashes/legacy";
import { sha256 } from "@noble/hashes/sha2";
import { AxiomError } from "./errors.js";

/** Key and signature of a text, both base64. */
export interface TextSignature {
  /** Compressed secp256k1 key, 33 bytes. */
  readonly pubkey: string;
  /** r and s, 64 bytes. */
  readonly signature: string;
}

/** Signs texts with the key of one account. */
export interface TextSigner {
  /** The account. */
  readonly account: string;
  /**
   * Signs a text as ADR-36 says.
   *
   * @throws {AxiomError} `wallet_rejected`, `wallet_locked`, `wallet_failed`.
   */
  signText(text: string): Promise<TextSignature>;
}

/** The sign doc of ADR-36 for a text. */
export function textDoc(text: string, account: string): StdSignDoc {
  return {
    account_number: "0",
    chain_id: "",
    fee: { amount: [], gas: "0" },
    memo: "",
    msgs: [{ type: "sign/MsgSignData", value: { data: toBase64(toUtf8(text)), signer: account } }],
    sequence: "0",
  };
}

/** The bytes that are signed, before hashing: keys in order, as the contracts build them. */
export function textBytes(text: string, account: string): Uint8Array {
  const value = `{"data":"${toBase64(toUtf8(text))}","signer":"${account}"}`;
  return toUtf8(
    `{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"",` +
      `"msgs":[{"type":"sign/MsgSignData","value":${value}}],"sequence":"0"}`,
  );
}

/** The address of a compressed key. */
export function keyAddress(pubkey: Uint8Array, prefix: string): string {
  return toBech32(prefix, ripemd160(sha256(pubkey)));
}

/**
 * The address whose key signed a text.
 *
 * @throws {AxiomError} `not_verified` for a key or a signature of another form, or of another text or account.
 */
export function verifyText(text: string, { pubkey, signature }: TextSignature, prefix: string): string {
  const key = bytesOf(pubkey, 33, "a public key");
  const sign = bytesOf(signature, 64, "a signature");
  const account = keyAddress(key, prefix);
  let right = false;
  try {
    // The contracts take the second form of a signature, high s, as well.
    right = secp256k1.verify(sign, sha256(textBytes(text, account)), key, { lowS: false });
  } catch (cause) {
    throw new AxiomError("not_verified", `key or signature of '${account}' is no point or number of secp256k1`, { cause });
  }
  if (right) return account;
  throw new AxiomError("not_verified", `the signature is not of '${account}' under this text: expected exactly this text`);
}

/**
 * Passes what a wallet gave back for a text: the signature of its account, of exactly this text.
 *
 * @throws {AxiomError} `wallet_failed` for anything else, such as a signature by another key.
 */
export function checkedSignature(text: string, given: TextSignature, account: string): TextSignature {
  let signer: string;
  try {
    signer = verifyText(text, given, fromBech32(account, 90).prefix);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw wrongAnswer(`the wallet gave back no signature of this text (${why})`, account, cause);
  }
  if (signer === account) return given;
  throw wrongAnswer(`the wallet signed as ${signer}`, account);
}

function wrongAnswer(what: string, account: string, cause?: unknown): AxiomError {
  return new AxiomError("wallet_failed", `${what}: expected the signature of ${account}`, {
    cause,
    hint: "let the wallet use that account, load the page anew and sign again",
  });
}

function bytesOf(text: string, length: number, what: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(text);
  } catch (cause) {
    throw new AxiomError("not_verified", `${what} that is no base64: expected ${length} bytes`, { cause });
  }
  if (bytes.length === length) return bytes;
  throw new AxiomError("not_verified", `${what} of ${bytes.length} bytes: expected ${length}`);
}

/** A signer of texts out of an Amino signer, such as `Secp256k1HdWallet`. */
export async function aminoTextSigner(signer: OfflineAminoSigner, account?: string): Promise<TextSigner> {
  const accounts = await signer.getAccounts();
  const found = accounts.find(({ address }) => account === undefined || address === account);
  if (!found) throw new AxiomError("bad_input", `the signer has no account ${account ?? ""}: expected one of its own`);
  return {
    account: found.address,
    async signText(text) {
      const { signature } = await signer.signAmino(found.address, textDoc(text, found.address));
      const given = { pubkey: signature.pub_key.value, signature: signature.signature };
      return checkedSignature(text, given, found.address);
    },
  };
}
