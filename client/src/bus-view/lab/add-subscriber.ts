// POST /lab/subscribers: one more service subscribes, from the beginning of the log or from now on.

import { http } from "../../http/http.ts";

export interface NewSubscriber {
  name: string;
  /** On this machine; the bus sends each event to it. */
  url: string;
  start: "beginning" | "now";
}

export async function addSubscriber(subscriber: NewSubscriber): Promise<void> {
  await http.post("/lab/subscribers", subscriber);
}
