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

/** Whether both are the same JSON, in whatever order their keys were written. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === null || other === null) return one === other;
  if (typeof one !== "object" || typeof other !== "object") return Object.is(one, other);
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [entries, others] = [Object.entries(one), new Map(Object.entries(other))];
  if (entries.length !== others.size) return false;
  return entries.every(([key, value]) => others.has(key) && isSameJson(value, others.get(key)));
}
