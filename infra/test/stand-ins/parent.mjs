// Starts one polite process as the runner does, prints its process id, and waits to be killed.

import { fork } from "node:child_process";

const child = fork(new URL("polite.mjs", import.meta.url));
console.log(child.pid);
setInterval(() => {}, 1000);
