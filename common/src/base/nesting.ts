// JSON can be read to any depth, but is written by recursion: a hundred thousand nested arrays would overflow the stack of the
// process that passes them on.

const MAX_DEPTH = 100;

/** Whether `value`, which comes from JSON, can be written as JSON again. */
export const isShallow = (value: object): boolean => !isDeeper(value, MAX_DEPTH);

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  // It comes from JSON: its keys are its own. Object.values would make an array of each of its parts.
  for (const key in value) if (isDeeper(value[key as keyof typeof value], levels - 1)) return true;
  return false;
}
