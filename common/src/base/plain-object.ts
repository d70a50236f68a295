// What came as JSON, looked at without a schema. "No" means undecided: what is unusual is left to zod, which has the words for it.

/** Whether zod would take this for an object and leave nothing out: it leaves out `__proto__`, so that nothing copies it. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.hasOwn(value, "__proto__")
  );
}

/** Whether all of `names` are there, as texts that are not empty. */
export function hasTexts(value: unknown, names: string[]): boolean {
  if (!isObject(value)) return false;
  for (const name of names) {
    const text = value[name];
    if (typeof text !== "string" || text === "") return false;
  }
  return true;
}
