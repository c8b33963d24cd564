import { expect, expectTypeOf, test } from "vitest";
import { type AxiomEvent, eventCatalogue, findEvent, typedEvents } from "../../src/index.js";

const pair = (key: string, value: string) => ({ key, value });

test("events of the catalogue are typed; others are passed over", () => {
  const events = typedEvents([
    { type: "transfer", attributes: [pair("amount", "1uaxm")] },
    { type: "wasm-axiom_unheard_of", attributes: [] },
    {
      type: "wasm-axiom_registry_registered",
      attributes: [
        pair("_contract_address", "wasm1registry"),
        pair("participant", "wasm1x"),
        pair("kind", "user"),
        pair("expires", "18446744073709551615"),
        pair("msg_index", "0"),
      ],
    },
  ]);
  expect(events).toEqual([
    {
      name: "axiom_registry_registered",
      contract: "wasm1registry",
      attributes: { participant: "wasm1x", kind: "user", expires: "18446744073709551615" },
    },
  ]);
  expect(findEvent(events, "axiom_registry_registered", "wasm1lookalike")).toBeUndefined();
  const found = findEvent(events, "axiom_registry_registered", "wasm1registry");
  expect(found?.attributes.kind).toBe("user");
});

test("the name decides the attributes", () => {
  type Registered = Extract<AxiomEvent, { name: "axiom_registry_registered" }>;
  expectTypeOf<keyof Registered["attributes"]>().toEqualTypeOf<"participant" | "kind" | "expires">();
  expect(eventCatalogue.axiom_registry_registered.contract).toBe("state-registry");
});
