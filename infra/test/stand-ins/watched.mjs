// A command that watches what has started it: says its process id, then "here" again and again, and "gone" as its last word.

import { appendFileSync } from "node:fs";
import { watchLaunchers } from "../../local/launchers.mjs";

const say = (word) => appendFileSync(process.env.DIARY, `${word}\n`);
// It ends by itself when the test has forgotten it.
setTimeout(() => process.exit(2), 60_000);
watchLaunchers(() => {
  say("gone");
  process.exit(0);
}, 20);
say(process.pid);
setInterval(() => say("here"), 20);
