import { Secp256k1HdWallet } from "@cosmjs/amino";
import { DirectSecp256k1HdWallet, type OfflineDirectSigner } from "@cosmjs/proto-signing";
import { BaseAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import type { SignDoc } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { BaseVestingAccount, ContinuousVestingAccount } from "cosmjs-types/cosmos/vesting/v1beta1/vesting";
import { MsgExecuteContract } from "cosmjs-types/cosmwasm/wasm/v1/tx";
import { describe, expect, test } from "vitest";
import { readAccount } from "../../src/account.js";
import { feeOf } from "../../src/index.js";
import { signTx } from "../../src/signing.js";
import { thrown } from "./thrown.js";

const BIG = 17_854_043_269_608_500_587n;
const place = { accountNumber: BIG, sequence: 9_007_199_254_740_993n, chainId: "x-1", fee: feeOf(100n, "1stake") };

async function draft(account: string) {
  const message = { sender: account, contract: "wasm1c", msg: new TextEncoder().encode('{"a":1}'), funds: [] };
  return { messages: [MsgExecuteContract.fromPartial(message)], memo: "m", timeoutHeight: 9_007_199_254_740_995n };
}

describe("accounts", () => {
  const base = BaseAccount.fromPartial({ address: "a", accountNumber: BIG, sequence: 7n });
  const baseVestingAccount = BaseVestingAccount.fromPartial({ baseAccount: base });
  const kinds: Array<[string, Uint8Array]> = [
    ["/cosmos.auth.v1beta1.BaseAccount", BaseAccount.encode(base).finish()],
    ["/cosmos.vesting.v1beta1.BaseVestingAccount", BaseVestingAccount.encode(baseVestingAccount).finish()],
    [
      "/cosmos.vesting.v1beta1.ContinuousVestingAccount",
      ContinuousVestingAccount.encode(ContinuousVestingAccount.fromPartial({ baseVestingAccount, startTime: 5n })).finish(),
    ],
  ];
  test.each(kinds)("%s is read exactly", (typeUrl, value) => {
    expect(readAccount({ typeUrl, value })).toEqual({ accountNumber: BIG, sequence: 7n });
  });

  test("of another kind are refused", () => {
    expect(thrown(() => readAccount({ typeUrl: "/x.Y", value: new Uint8Array() })).code).toBe("bad_answer");
  });
});

describe("numbers of accounts beyond 2^53 are signed exactly", () => {
  test("direct", async () => {
    const wallet = await DirectSecp256k1HdWallet.generate(12);
    const [account] = await wallet.getAccounts();
    if (!account) throw new Error("a wallet has an account");
    const docs: SignDoc[] = [];
    const signer: OfflineDirectSigner = {
      getAccounts: () => wallet.getAccounts(),
      signDirect: (who, doc) => {
        docs.push(doc);
        return wallet.signDirect(who, doc);
      },
    };
    const raw = TxRaw.decode((await signTx(signer, account, await draft(account.address), place)).bytes);
    expect(docs[0]).toMatchObject({ accountNumber: BIG, chainId: "x-1" });
    const auth = AuthInfo.decode(raw.authInfoBytes);
    expect(auth.signerInfos[0]?.sequence).toBe(9_007_199_254_740_993n);
    expect(auth.fee).toMatchObject({ gasLimit: 100n, amount: [{ denom: "stake", amount: "100" }] });
    expect(TxBody.decode(raw.bodyBytes)).toMatchObject({ memo: "m", timeoutHeight: 9_007_199_254_740_995n });
    expect(raw.signatures[0]).toHaveLength(64);
  });

  test("Amino", async () => {
    const wallet = await Secp256k1HdWallet.generate(12);
    const [account] = await wallet.getAccounts();
    if (!account) throw new Error("a wallet has an account");
    const seen: unknown[] = [];
    const signer = {
      getAccounts: () => wallet.getAccounts(),
      signAmino: (...args: Parameters<typeof wallet.signAmino>) => {
        seen.push(args[1]);
        return wallet.signAmino(...args);
      },
    };
    const { bytes, timeoutHeight } = await signTx(signer, account, await draft(account.address), place);
    expect(timeoutHeight).toBe(9_007_199_254_740_995n);
    expect(TxBody.decode(TxRaw.decode(bytes).bodyBytes).timeoutHeight).toBe(timeoutHeight);
    expect(seen[0]).toMatchObject({ timeout_height: "9007199254740995" });
    await signTx(signer, account, { ...(await draft(account.address)), timeoutHeight: 0n }, place);
    expect(seen[1]).not.toHaveProperty("timeout_height");
    expect(seen[0]).toMatchObject({ account_number: BIG.toString(), sequence: "9007199254740993" });
    expect(seen[0]).toMatchObject({ msgs: [{ type: "wasm/MsgExecuteContract", value: { msg: { a: 1 } } }] });
  });
});

test("a fee is rounded up and exact", () => {
  expect(feeOf(1n, "0.025uaxm").amount).toEqual([{ denom: "uaxm", amount: "1" }]);
  expect(feeOf(100_000n, "0.025uaxm").amount).toEqual([{ denom: "uaxm", amount: "2500" }]);
  expect(feeOf(9_007_199_254_740_993n, "1ibc/AB").amount).toEqual([{ denom: "ibc/AB", amount: "9007199254740993" }]);
  for (const price of ["", "5", "uaxm", "-1uaxm", "0.025 uaxm"]) {
    expect(thrown(() => feeOf(1n, price)).code).toBe("bad_input");
  }
});
