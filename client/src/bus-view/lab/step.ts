// POST /lab/step: while deliveries are held, one of them leaves for each subscriber.

import { http } from "../../http/http.ts";

/** Resolves to how many deliveries left: none when nothing waited. */
export async function step(subscribers?: string[]): Promise<number> {
  const { data } = await http.post<{ released: number }>("/lab/step", { subscribers });
  return data.released;
}
