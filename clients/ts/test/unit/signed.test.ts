import { Secp256k1HdWallet } from "@cosmjs/amino";
import { beforeAll, describe, expect, test } from "vitest";
import {
  AxiomError,
  aminoTextSigner,
  checkSigned,
  type dao,
  type Economy,
  parseJson,
  readSigned,
  relayVotes,
  type SignedAction,
  type SignedEconomy,
  signVote,
  type TextSigner,
  writeJson,
  writeSigned,
} from "../../src/index.js";
import { rejected, thrown } from "./thrown.js";

const NOW = 1_800_000_000n;
const DAO = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
const economy = {
  chain: { chainId: "x-1", moment: async () => ({ height: 1n, now: NOW }) },
  addresses: { dao: DAO },
} as unknown as Economy;

let signer: TextSigner;
let action: SignedAction;

beforeAll(async () => {
  signer = await aminoTextSigner(await Secp256k1HdWallet.generate(12, { prefix: "wasm" }));
  action = await vote(1n);
});

function vote(proposal: bigint): Promise<SignedAction> {
  return signVote(economy, signer, { proposal, vote: "yes", validUntil: NOW + 60n });
}

type Batch = { proposal_id: bigint; votes: dao.SignedVote[] };

/** An economy whose transactions are answered by a function. */
function relay(answer: (batch: Batch) => string): { as: SignedEconomy; sent: Batch[] } {
  const sent: Batch[] = [];
  const voteSigned = async (batch: Batch) => {
    sent.push(batch);
    return { hash: answer(batch), typed: [] };
  };
  return { as: { economy, addresses: economy.addresses, dao: { voteSigned } } as unknown as SignedEconomy, sent };
}

describe("the form of a signed vote", () => {
  const wrong: Array<[string, object, object]> = [
    ["a vote that is none", {}, { vote: "perhaps" }],
    ["a veto, which the dao refuses", {}, { vote: "veto" }],
    ["no vote", {}, { vote: undefined }],
    ["an end as a text", {}, { valid_until: "1800000060" }],
    ["an end as a number", {}, { valid_until: 1_800_000_060 }],
    ["an end beyond 64 bits", {}, { valid_until: 1n << 64n }],
    ["no end", {}, { valid_until: undefined }],
    ["a proposal as a text", { proposal_id: "1" }, {}],
    ["a proposal below zero", { proposal_id: -1n }, {}],
    ["no proposal", { proposal_id: undefined }, {}],
    ["a key that is no text", {}, { pubkey: 5 }],
    ["no signature", {}, { signature: undefined }],
    ["no text", { text: undefined }, {}],
    ["another format", { axiom_signed: 2 }, {}],
  ];
  test.each(wrong)("%s is refused", (_, over, inner) => {
    const made = { ...action, ...over, signed: { ...action.signed, ...inner } } as SignedAction;
    expect(thrown(() => checkSigned(economy, made, NOW)).code).toBe("bad_input");
    // A plain number is what a file holds; every other form is refused there too.
    if (typeof made.signed.valid_until !== "number") expect(thrown(() => readSigned(writeJson(made))).code).toBe("bad_input");
  });

  test.each([["null"], ["5"], ["{}"], ['{"axiom_signed":1,"action":"vote","signed":null}']])("%s is refused", (line) => {
    expect(thrown(() => readSigned(line)).code).toBe("bad_input");
    expect(thrown(() => checkSigned(economy, parseJson(line) as unknown as SignedAction, NOW)).code).toBe("bad_input");
  });

  test("a fraction is refused", () => {
    const line = writeSigned(action).replace('"proposal_id":1', '"proposal_id":1.5');
    expect(thrown(() => readSigned(line)).code).toBe("bad_answer");
  });

  test("fields that are not known are not handed on", async () => {
    const more = { ...action, note: "x", signed: { ...action.signed, weight: 9n } } as SignedAction;
    expect(readSigned(writeSigned(more))).toEqual(action);
    expect(checkSigned(economy, more, NOW)).toEqual(action);
    const { as, sent } = relay(() => "AA");
    await relayVotes(as, [more]);
    expect(sent[0]?.votes).toEqual([action.signed]);
  });

  test("what is not the signature of this vote by this account is a failure of the wallet", async () => {
    const other = await aminoTextSigner(await Secp256k1HdWallet.generate(12, { prefix: "wasm" }));
    const { account } = signer;
    const wrong: Array<[TextSigner["signText"], string]> = [
      [(text) => other.signText(text), `signed as ${other.account}`],
      [(text) => signer.signText(`${text} `), "no signature of this text"],
      [async () => ({ pubkey: "AA==", signature: "AA==" }), "a public key of 1 bytes"],
      [async () => undefined as never, "no signature of this text"],
    ];
    for (const [signText, part] of wrong) {
      const error = await rejected(signVote(economy, { account, signText }, { proposal: 1n, vote: "yes", validUntil: NOW }));
      expect([error.code, error.message]).toEqual(["wallet_failed", expect.stringContaining(part)]);
    }
  });

  test("what cannot be sent is not signed", async () => {
    const wrong = { proposal: 1 as unknown as bigint, vote: "yes", validUntil: NOW } as const;
    expect((await rejected(signVote(economy, signer, wrong))).code).toBe("bad_input");
    const veto = { proposal: 1n, vote: "veto", validUntil: NOW } as const;
    expect((await rejected(signVote(economy, signer, veto))).code).toBe("bad_input");
  });
});

describe("a relay", () => {
  const failing = (code: "in_doubt" | "node_down") => ({ proposal_id }: Batch) => {
    if (proposal_id === 2n) throw new AxiomError(code, "no answer came", { hash: "BB", hint: "look for it" });
    return "AA";
  };

  test("keeps what came of the first batch when the second fails, and sends nothing after it", async () => {
    const { as, sent } = relay(failing("in_doubt"));
    const outcomes = await relayVotes(as, [await vote(1n), await vote(2n), await vote(3n)]);
    expect(outcomes.map(({ state }) => state)).toEqual(["counted", "failed", "failed"]);
    expect(outcomes.map(({ text }) => text)).toEqual([
      "AA",
      "no answer came",
      "not sent, as a transaction before it failed: no answer came",
    ]);
    expect(outcomes[1]?.error).toMatchObject({ code: "in_doubt", hash: "BB", hint: "look for it" });
    expect(outcomes[2]?.error).toMatchObject({ code: "refused", hash: undefined });
    expect(sent.map(({ proposal_id }) => proposal_id)).toEqual([1n, 2n]);
  });

  test("keeps them when an error is none of this package", async () => {
    const { as } = relay(({ proposal_id }) => {
      if (proposal_id === 2n) throw new Error("boom");
      return "AA";
    });
    const outcomes = await relayVotes(as, [await vote(2n), await vote(1n)]);
    expect(outcomes.map(({ state, text }) => [state, text.includes("boom")])).toEqual([["failed", true], ["failed", true]]);
  });

  test("tells what is no vote, and sends the others", async () => {
    const { as } = relay(() => "AA");
    const outcomes = await relayVotes(as, [null, { signer: 5 }, action] as unknown as SignedAction[]);
    expect(outcomes.map(({ state, signer: who }) => [state, who])).toEqual([
      ["skipped", ""],
      ["skipped", ""],
      ["counted", signer.account],
    ]);
  });
});
