/** A node that misbehaves: what it answers to a page is held back, cut off or changed. */

/** Answer of a simulation that used this much gas: `SimulateResponse { gas_info { gas_used } }`. */
function simulated(gas) {
  const digits = [];
  for (let rest = gas; ; rest >>= 7) {
    digits.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return Buffer.from([0x0a, digits.length + 1, 0x10, ...digits]).toString("base64");
}

/** What lies between a page and its node. */
export class NodeFaults {
  /** `none`, `down`, `slow` or `behind`. */
  state = "none";
  /** Gas that simulations answer, if it is not their own. */
  gas;
  /** True to hide transactions that are in a block. */
  hidesTxs = false;
  /** A text: queries that hold it are not answered. */
  hides;
  /** Events that are added to those of every transaction. */
  events = [];

  /** Puts itself between a page and its node. */
  async between(page, rpc) {
    await page.route(`${rpc}/**`, async (route) => {
      try {
        await this.handle(route);
      } catch (error) {
        // The page went away while it was answered: nobody waits for the answer any more.
        if (!/disposed|closed|already handled/i.test(error.message)) throw error;
      }
    });
  }

  /** True while everything passes as it is. */
  get idle() {
    return this.state === "none" && this.gas === undefined && !this.hidesTxs && !this.hides && this.events.length === 0;
  }

  async handle(route) {
    const request = route.request();
    if (request.method() !== "POST" || this.idle) return route.continue();
    if (this.state === "down") return route.abort("connectionrefused");
    // Never answered: the page has to give up by itself.
    if (this.state === "slow") return undefined;
    const { id, method, params } = request.postDataJSON();
    if (method === "abci_query" && this.hides && Buffer.from(params.data, "hex").includes(this.hides)) return undefined;
    if (method === "tx" && this.hidesTxs) {
      const error = { code: -32603, message: "Internal error", data: `tx (${params.hash}) not found` };
      return route.fulfill({ json: { jsonrpc: "2.0", id, error } });
    }
    const answer = await (await route.fetch()).json();
    if (method === "tx") answer.result?.tx_result.events.push(...this.events);
    if (method === "status" && this.state === "behind") answer.result.sync_info.catching_up = true;
    if (method === "abci_query" && this.gas !== undefined && params.path.endsWith("/Simulate")) {
      answer.result.response.value = simulated(this.gas);
    }
    return route.fulfill({ json: answer });
  }
}
