// Lists come in pages, oldest first: `after` is the id of the last one that the caller has.

import { z } from "zod";

export const MAX_PAGE = 1000;

export const PageRequest = z.object({
  limit: z.int().min(0).max(MAX_PAGE, `must be at most ${MAX_PAGE}`).default(0),
  after: z.string().default(""),
});
export type PageRequest = z.output<typeof PageRequest>;

interface Page<Item> {
  items: Item[];
  /** Empty when there are no more. */
  next: string;
}

/** `read` is asked for one more than fits, which shows whether there are more. */
export async function readPage<Item extends { id: string }>(
  { limit, after }: PageRequest,
  read: (limit: number, after: string) => Promise<Item[]>,
): Promise<Page<Item>> {
  const size = limit || MAX_PAGE;
  const found = await read(size + 1, after);
  const items = found.slice(0, size);
  return { items, next: found.length > size ? (items.at(-1)?.id ?? "") : "" };
}
