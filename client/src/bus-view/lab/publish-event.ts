// POST /lab/events: publishes an event, as a service does. The body goes out as it was typed, right or wrong, and a refusal
// is an answer like any other: how the bus rejects nonsense is part of the lesson.

import type { AxiosResponse } from "axios";
import { http } from "../../http/http.ts";

export interface BusAnswer {
  status: number;
  /** The status in the words of HTTP. */
  words: string;
  /** Where the event is in the log, when it was taken. */
  position?: number;
  /** The answer's JSON, or its text. */
  body: unknown;
}

/** Rejects only when there is no answer. */
export async function publishEvent(json: string): Promise<BusAnswer> {
  const answer: AxiosResponse<unknown> = await http.post("/lab/events", json, {
    headers: { "Content-Type": "application/json" },
    // Otherwise axios would make a JSON string of a text that is no JSON.
    transformRequest: (text: string) => text,
    validateStatus: () => true,
  });
  const position = Number(answer.headers["event-bus-position"]);
  const { status, statusText: words, data: body } = answer;
  return position > 0 ? { status, words, body, position } : { status, words, body };
}
