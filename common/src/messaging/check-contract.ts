// Checks the data of an event against its contract. Where a contract asks for texts only, as the blog's do, a look at the
// data is enough: zod takes several times as long. A test compares the two.

import { z } from "zod";
import { hasTexts } from "../base/plain-object.ts";
import { parse } from "../base/problem.ts";
import type { Contracts } from "./contracts.ts";

/** What the contract of `type` makes of `data`. Throws a 422 Problem that names the field. */
export function checkContract<C extends Contracts, Type extends keyof C>(
  contracts: C,
  type: Type,
  data: unknown,
): z.output<C[Type]> {
  type Data = z.output<C[Type]>;
  // The output of a schema is what EventOf declares; TypeScript cannot follow a key through two maps.
  const contract = contracts[type] as z.ZodObject & z.ZodType<Data>;
  // Nothing is missing, so zod would refuse nothing and fill nothing in.
  const texts = textsOf(contract);
  if (texts && hasTexts(data, texts)) return data as Data;
  return parse(contract, data, 422);
}

// A look at the schema costs more than a look at the data, so it is taken once.
const known = new WeakMap<z.ZodObject, string[] | false>();

/** The names of the fields, if the contract asks of each no more than to be a text that is not empty. */
function textsOf(contract: z.ZodObject): string[] | false {
  let texts = known.get(contract);
  if (texts === undefined)
    known.set(contract, (texts = asksForTexts(contract) && Object.keys(contract.shape)));
  return texts;
}

function asksForTexts({ def }: z.ZodObject): boolean {
  const keepsUnknownFields = def.catchall instanceof z.ZodUnknown;
  return keepsUnknownFields && !def.checks?.length && Object.values(def.shape).every(isAnyText);
}

function isAnyText(field: unknown): boolean {
  const text =
    field instanceof z.ZodDefault || field instanceof z.ZodOptional ? field.unwrap() : field;
  if (!(text instanceof z.ZodString) || text.def.coerce) return false;
  return (text.def.checks ?? []).every(
    ({ _zod: { def } }) => def.check === "min_length" && text.minLength === 1,
  );
}
