// The Postman collection of the shop, request by request.

import { expect, vi } from "vitest";
import { type Answer, type Call, runTests, send, type Variables } from "../../docs/postman.ts";

export const COLLECTION = "labs/shop/docs/shop.postman_collection.json";
/** Of its requests, as it is shipped. */
export const BASE = "http://localhost:3200";

/** What is read may need a moment to arrive. What is written, is written once. */
export async function answerTo(call: Call, variables: Variables): Promise<Answer> {
  async function attempt() {
    const answer = await send(call, variables);
    expect(runTests(call, answer, variables)).not.toEqual([]);
    return answer;
  }
  return call.request.method === "GET" ? vi.waitFor(attempt, { timeout: 15_000 }) : attempt();
}
