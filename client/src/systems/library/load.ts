// New names for one author, as many users would give them: through the gateway, one request each.

import type { Load } from "../system.ts";
import { renameAuthor } from "./catalogue.ts";
import { someAuthor } from "./some-author.ts";

export const load: Load = {
  about:
    "New names for one author, sent through the gateway to the catalogue, and by gRPC to author-service. It ends after a minute, or when you leave this tab. Author-service takes 600 writes a minute from one caller and refuses the rest, so more than 10 per second do not last.",
  unit: "Updates",
  async begin() {
    const { id, name } = await someAuthor();
    const plain = name.replace(/ \(\d+\)$/, "");
    return { facts: { Author: plain }, send: (n) => renameAuthor(id, `${plain} (${n})`) };
  },
};
