// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { beforeAll, describe, expect, test } from "vitest";
import { AxiomError, type Economy, type SignedEconomy, type TxOutcome } from "../../src/index.js";
import { AxiomProvider, retryAsk, useAccount, useAsk, useMe, useSend } from "../../src/react/index.js";

beforeAll(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
});

function economy(over: object): Economy {
  return { chain: { chainId: "x-1" }, addresses: { dao: "d" }, ...over } as unknown as Economy;
}

async function shown(children: ReactNode, value: { economy: Economy; signed?: SignedEconomy }): Promise<HTMLElement> {
  const page = document.createElement("div");
  const questions = new QueryClient({ defaultOptions: { queries: { retryDelay: 1 } } });
  await act(async () => {
    createRoot(page).render(
      <QueryClientProvider client={questions}>
        <AxiomProvider {...value}>{children}</AxiomProvider>
      </QueryClientProvider>,
    );
  });
  return page;
}

const settle = () => act(async () => new Promise((done) => setTimeout(done, 30)));

describe("questions", () => {
  test("may have keys beyond 2^53, and show their answers", async () => {
    function Job() {
      const found = useAsk(["job", 9_007_199_254_740_993n], async () => 18_446_744_073_709_551_615n);
      return <p>{String(found.data)}</p>;
    }
    const page = await shown(<Job />, { economy: economy({}) });
    await settle();
    expect(page.textContent).toBe("18446744073709551615");
  });

  test("wait for an account", async () => {
    let asked = 0;
    function Mine() {
      const account = useAccount();
      return <p>{`${account} ${useMe(account).fetchStatus}`}</p>;
    }
    const me = async () => void (asked += 1);
    const page = await shown(<Mine />, { economy: economy({ me }) });
    expect(page.textContent).toBe("undefined idle");
    expect(asked).toBe(0);
  });

  test("show errors of this package, and repeat only what a node did", async () => {
    let asked = 0;
    function Failing() {
      const { error } = useAsk(["x"], async () => {
        asked += 1;
        throw new AxiomError("left_out", "this economy has no state-registry");
      });
      return <p>{error?.code}</p>;
    }
    const page = await shown(<Failing />, { economy: economy({}) });
    await settle();
    expect(page.textContent).toBe("left_out");
    expect(asked).toBe(1);
    expect(retryAsk(1, new AxiomError("node_slow", ""))).toBe(true);
    expect(retryAsk(2, new AxiomError("node_slow", ""))).toBe(false);
  });
});

describe("transactions", () => {
  function Accept() {
    const jobs = useAsk(["jobs"], async (economy) => (economy as unknown as { count: () => number }).count());
    const accept = useSend((as, job: bigint) => as.ledger.accept({ job }));
    return (
      <button onClick={() => accept.mutate(1n)}>
        {`${jobs.data} ${accept.status} ${accept.error?.code ?? accept.data?.hash ?? ""}`}
      </button>
    );
  }
  let count = 0;
  const asked = economy({ count: () => (count += 1) });
  const click = (page: HTMLElement) => act(async () => page.querySelector("button")?.click());

  test("ask everything again afterwards", async () => {
    const outcome = { hash: "AA" } as TxOutcome;
    const signed = { account: "a", ledger: { accept: async () => outcome } } as unknown as SignedEconomy;
    const page = await shown(<Accept />, { economy: asked, signed });
    await settle();
    expect(page.textContent).toBe("1 idle ");
    await click(page);
    await settle();
    expect(page.textContent).toBe("2 success AA");
  });

  test("need a wallet", async () => {
    const page = await shown(<Accept />, { economy: asked });
    await click(page);
    await settle();
    expect(page.textContent).toContain("error wallet_missing");
  });
});
