// The fields of the publish form, read from the contract of the event. Nothing here names a field.

import type { EventType, EventTypes } from "../../../systems/system.ts";

export interface ContractField {
  name: string;
  isOptional: boolean;
  /** The default where it is left out; undefined when there is none. */
  fallback: unknown;
  /** What is typed is the value; otherwise it is the JSON of the value. */
  takesText: boolean;
}

/** None for a type without a contract. */
export function fieldsOf(type: EventType | undefined): ContractField[] {
  return Object.entries(type?.contract.shape ?? {}).map(([name, schema]) => {
    const absent = schema.safeParse(undefined);
    return {
      name,
      isOptional: absent.success,
      fallback: absent.data,
      takesText: schema.safeParse("text").success,
    };
  });
}

/** The event as the bus accepts it. Empty fields are left out. */
export function eventFrom(
  type: string,
  fields: ContractField[],
  typed: ReadonlyMap<string, string>,
) {
  const given = fields.filter(({ name }) => (typed.get(name) ?? "") !== "");
  const data = given.map(({ name, takesText }) => {
    const text = typed.get(name) ?? "";
    return [name, takesText ? text : jsonOrText(text)];
  });
  return { type, data: Object.fromEntries(data) as Record<string, unknown> };
}

/** How this text breaks the contract of the event in it, in words; undefined when it does not, or when there is none. */
export function brokenContract(types: EventTypes, json: string): string | undefined {
  const { type, data } = jsonOrText(json) as { type?: unknown; data?: unknown };
  const known = typeof type === "string" ? types.get(type) : undefined;
  return known?.contract
    .safeParse(data)
    .error?.issues.map(({ path, message }) => `${path.join(".") || "data"}: ${message}`)
    .join("; ");
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) ?? text;
  } catch {
    return text;
  }
}
