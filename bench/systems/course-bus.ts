// The course's event bus, in a process of its own: Express and axios, an array in memory, posts that it does not wait for.

import { startCoursePart } from "../peers/course-parts.ts";
import { byName } from "../subscriber-names.ts";
import { connectByHttp } from "./plain-publisher.ts";
import type { System } from "./system.ts";

export const courseBus: System = {
  name: "course bus",
  acknowledged: "nothing: it is in memory",

  async start(_folder, subscribers) {
    const { url, stop } = await startCoursePart("eventBus", byName(subscribers));
    return { address: url, stop };
  },

  connectPublisher: async (address) => connectByHttp(address),
};
