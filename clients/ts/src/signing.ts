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

/** What is signed. */
export interface Draft {
  readonly messages: readonly MsgExecuteContract[];
  readonly memo: string;
  /** Last height at which it may be included; 0 for no end. */
  readonly timeoutHeight: bigint;
}

/** A signed transaction. */
export interface SignedTx {
  readonly bytes: Uint8Array;
  /** Its last height, as the wallet signed it; 0 for no end. */
  readonly timeoutHeight: bigint;
}

/** Type of the message on the wire. */
const EXECUTE = "/cosmwasm.wasm.v1.MsgExecuteContract";

function bodyBytes({ messages, memo, timeoutHeight }: Draft): Uint8Array {
  const anys = messages.map((message) => ({ typeUrl: EXECUTE, value: MsgExecuteContract.encode(message).finish() }));
  return TxBody.encode(TxBody.fromPartial({ messages: anys, memo, timeoutHeight })).finish();
}

/** A transaction as it is simulated: without a signature. */
export function unsignedTx(draft: Draft, account: AccountData, { sequence }: ChainAccount): Uint8Array {
  const mode = { single: { mode: SignMode.SIGN_MODE_UNSPECIFIED } };
  const signerInfos = [{ publicKey: encodePubkey(getAminoPubkey(account)), sequence, modeInfo: mode }];
  const authInfo = AuthInfo.fromPartial({ fee: Fee.fromPartial({}), signerInfos });
  const body = TxBody.decode(bodyBytes(draft));
  return Tx.encode(Tx.fromPartial({ authInfo, body, signatures: [new Uint8Array()] })).finish();
}

/** Signs a transaction. The wallet may change the fee, the note and the last height. */
export async function signTx(
  signer: OfflineSigner,
  account: AccountData,
  draft: Draft,
  place: ChainAccount & { readonly chainId: string; readonly fee: StdFee },
): Promise<SignedTx> {
  const { chainId, accountNumber, sequence, fee } = place;
  const pubkey = encodePubkey(getAminoPubkey(account));
  const auth = (paid: StdFee, mode: SignMode) =>
    makeAuthInfoBytes([{ pubkey, sequence }], paid.amount, Number(paid.gas), paid.granter, paid.payer, mode);
  if (isOfflineDirectSigner(signer)) {
    const authInfoBytes = auth(fee, SignMode.SIGN_MODE_DIRECT);
    const doc = SignDoc.fromPartial({ bodyBytes: bodyBytes(draft), authInfoBytes, chainId, accountNumber });
    const { signature, signed } = await signer.signDirect(account.address, doc);
    const { timeoutHeight } = TxBody.decode(signed.bodyBytes);
    return { bytes: rawTx(signed.bodyBytes, signed.authInfoBytes, signature.signature), timeoutHeight };
  }
  const doc: StdSignDoc = {
    chain_id: chainId,
    account_number: accountNumber.toString(),
    sequence: sequence.toString(),
    fee,
    msgs: draft.messages.map(aminoMessage),
    memo: draft.memo,
    // The chain leaves a height of 0 out of what it checks.
    ...(draft.timeoutHeight > 0n && { timeout_height: draft.timeoutHeight.toString() }),
  };
  const { signature, signed } = await signer.signAmino(account.address, doc);
  const timeoutHeight = BigInt(signed.timeout_height ?? 0);
  const body = bodyBytes({ messages: draft.messages, memo: signed.memo, timeoutHeight });
  const authInfo = auth(signed.fee, SignMode.SIGN_MODE_LEGACY_AMINO_JSON);
  return { bytes: rawTx(body, authInfo, signature.signature), timeoutHeight };
}

/** A message as Amino signs it: whole, not as bytes. */
function aminoMessage({ sender, contract, msg, funds }: MsgExecuteContract) {
  const value = { sender, contract, msg: JSON.parse(fromUtf8(msg)) as unknown, funds };
  return { type: "wasm/MsgExecuteContract", value };
}

function rawTx(bodyBytes: Uint8Array, authInfoBytes: Uint8Array, signature: string): Uint8Array {
  return TxRaw.encode(TxRaw.fromPartial({ bodyBytes, authInfoBytes, signatures: [fromBase64(signature)] })).finish();
}
