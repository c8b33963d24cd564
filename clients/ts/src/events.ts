/** Events of the catalogue, typed. */
import type { EventAttributes, EventName } from "./generated/events.js";
import { eventCatalogue } from "./generated/events.js";

export type { EventAttributes, EventName };
export { eventCatalogue };

/** An event as the chain tells it. */
export interface ChainEvent {
  /** Its type: `wasm-axiom_ledger_job_posted`, `transfer`. */
  readonly type: string;
  /** Keys and values in order. */
  readonly attributes: ReadonlyArray<{ readonly key: string; readonly value: string }>;
}

/** An event of the catalogue: its name decides its attributes. */
export type AxiomEvent = {
  [N in EventName]: {
    /** Name without the chain's `wasm-`. */
    readonly name: N;
    /** Address of the contract that emitted it. */
    readonly contract: string;
    /** Attributes; each value is a text. */
    readonly attributes: EventAttributes[N];
  };
}[EventName];

/** An event of one name. */
export type EventOf<N extends EventName> = Extract<AxiomEvent, { name: N }>;

/** The events of the catalogue among those of a chain, in order; those of other contracts' kinds are passed over. */
export function typedEvents(events: readonly ChainEvent[]): AxiomEvent[] {
  return events.flatMap((event) => {
    const name = event.type.startsWith("wasm-") ? event.type.slice("wasm-".length) : "";
    if (!Object.hasOwn(eventCatalogue, name)) return [];
    const attributes: Record<string, string> = {};
    let contract = "";
    for (const { key, value } of event.attributes) {
      if (key === "_contract_address") contract = value;
      else if (eventCatalogue[name as EventName].attributes.includes(key)) attributes[key] = value;
    }
    return [{ name, contract, attributes } as unknown as AxiomEvent];
  });
}

/** The first event of a name, or `undefined`. Give the contract's address to pass over look-alikes of others. */
export function findEvent<N extends EventName>(
  events: readonly AxiomEvent[],
  name: N,
  contract?: string,
): EventOf<N> | undefined {
  return events.find(
    (event): event is EventOf<N> => event.name === name && (contract === undefined || event.contract === contract),
  );
}
