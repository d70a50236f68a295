// A command that watches what has started it: writes its process id, then "here" again and again, and "gone" as its last word.
// PLATFORM: the system whose way of looking at processes it uses.

import { appendFileSync } from "node:fs";
import { watchLaunchers } from "../../local/launchers.mjs";

const write = (word) => appendFileSync(process.env.DIARY, `${word}\n`);
// It ends by itself when the test has forgotten it.
setTimeout(() => process.exit(2), 60_000);
watchLaunchers(
  () => {
    write("gone");
    process.exit(0);
  },
  20,
  process.env.PLATFORM,
);
write(process.pid);
setInterval(() => write("here"), 20);
