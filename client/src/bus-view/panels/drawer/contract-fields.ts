// The fields of the publish form, read from the contract of the event. Nothing here names a field.

import { contracts } from "@blog/common/events";

export type ContractedType = keyof typeof contracts;

export interface ContractField {
  name: string;
  isOptional: boolean;
  /** The default where it is left out; undefined when there is none. */
  fallback: unknown;
  /** What is typed is the value; otherwise it is the JSON of the value. */
  takesText: boolean;
}

export const contractedTypes = Object.keys(contracts).filter(isContracted);

export function isContracted(type: string): type is ContractedType {
  return Object.hasOwn(contracts, type);
}

export function fieldsOf(type: ContractedType): ContractField[] {
  return Object.entries(contracts[type].shape).map(([name, schema]) => {
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
export function brokenContract(json: string): string | undefined {
  const { type, data } = jsonOrText(json) as { type?: unknown; data?: unknown };
  if (typeof type !== "string" || !isContracted(type)) return undefined;
  const result = contracts[type].safeParse(data);
  return result.error?.issues
    .map(({ path, message }) => `${path.join(".") || "data"}: ${message}`)
    .join("; ");
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) ?? text;
  } catch {
    return text;
  }
}
