/**
 * Transactions with numbers of accounts that are beyond 2^53, as chains of Cosmos SDK 0.54 give them. The signing
 * clients of CosmJS hold them as `number` and refuse.
 */
import { type AccountData, getAminoPubkey, type StdFee, type StdSignDoc } from "@cosmjs/amino";
import { fromBase64, fromUtf8 } from "@cosmjs/encoding";
import { encodePubkey, isOfflineDirectSigner, makeAuthInfoBytes, type OfflineSigner } from "@cosmjs/proto-signing";
import { SignMode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { AuthInfo, Fee, SignDoc, Tx, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { MsgExecuteContract } from "cosmjs-types/cosmwasm/wasm/v1/tx";
import type { ChainAccount } from "./account.js";
import { AxiomError } from "./errors.js";

/** What is signed. */
export interface Draft {
  readonly messages: readonly MsgExecuteContract[];
  readonly memo: string;
}

/** Type of the message on the wire. */
const EXECUTE = "/cosmwasm.wasm.v1.MsgExecuteContract";

function bodyBytes({ messages, memo }: Draft): Uint8Array {
  const anys = messages.map((message) => ({ typeUrl: EXECUTE, value: MsgExecuteContract.encode(message).finish() }));
  return TxBody.encode(TxBody.fromPartial({ messages: anys, memo })).finish();
}

/** A transaction as it is simulated: without a signature. */
export function unsignedTx(draft: Draft, account: AccountData, { sequence }: ChainAccount): Uint8Array {
  const mode = { single: { mode: SignMode.SIGN_MODE_UNSPECIFIED } };
  const signerInfos = [{ publicKey: encodePubkey(getAminoPubkey(account)), sequence, modeInfo: mode }];
  const authInfo = AuthInfo.fromPartial({ fee: Fee.fromPartial({}), signerInfos });
  const body = TxBody.decode(bodyBytes(draft));
  return Tx.encode(Tx.fromPartial({ authInfo, body, signatures: [new Uint8Array()] })).finish();
}

/** A signed transaction. The wallet may change the fee. */
export async function signTx(
  signer: OfflineSigner,
  account: AccountData,
  draft: Draft,
  place: ChainAccount & { readonly chainId: string; readonly fee: StdFee },
): Promise<Uint8Array> {
  const { chainId, accountNumber, sequence, fee } = place;
  const pubkey = encodePubkey(getAminoPubkey(account));
  const auth = (paid: StdFee, mode: SignMode) =>
    makeAuthInfoBytes([{ pubkey, sequence }], paid.amount, Number(paid.gas), paid.granter, paid.payer, mode);
  if (isOfflineDirectSigner(signer)) {
    const authInfoBytes = auth(fee, SignMode.SIGN_MODE_DIRECT);
    const doc = SignDoc.fromPartial({ bodyBytes: bodyBytes(draft), authInfoBytes, chainId, accountNumber });
    const { signature, signed } = await signer.signDirect(account.address, doc);
    return rawTx(signed.bodyBytes, signed.authInfoBytes, signature.signature);
  }
  const doc: StdSignDoc = {
    chain_id: chainId,
    account_number: accountNumber.toString(),
    sequence: sequence.toString(),
    fee,
    msgs: draft.messages.map(aminoMessage),
    memo: draft.memo,
  };
  const { signature, signed } = await signer.signAmino(account.address, doc);
  const body = bodyBytes({ messages: draft.messages, memo: signed.memo });
  return rawTx(body, auth(signed.fee, SignMode.SIGN_MODE_LEGACY_AMINO_JSON), signature.signature);
}

/** A message as Amino signs it: whole, not as bytes. */
function aminoMessage({ sender, contract, msg, funds }: MsgExecuteContract) {
  const value = { sender, contract, msg: JSON.parse(fromUtf8(msg)) as unknown, funds };
  return { type: "wasm/MsgExecuteContract", value };
}

function rawTx(bodyBytes: Uint8Array, authInfoBytes: Uint8Array, signature: string): Uint8Array {
  return TxRaw.encode(TxRaw.fromPartial({ bodyBytes, authInfoBytes, signatures: [fromBase64(signature)] })).finish();
}

/**
 * The fee of a gas limit, rounded up.
 *
 * @throws {AxiomError} `bad_input` for a price that is none.
 */
export function feeOf(gas: bigint, price: string): StdFee {
  const found = /^([0-9]+)(?:\.([0-9]+))?([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/.exec(price);
  if (!found) throw new AxiomError("bad_input", `the gas price is '${price}': expected one such as 0.025uaxm`);
  const [, whole = "", part = "", denom = ""] = found;
  const scale = 10n ** BigInt(part.length);
  const amount = (gas * BigInt(whole + part) + scale - 1n) / scale;
  return { amount: [{ denom, amount: amount.toString() }], gas: gas.toString() };
}
