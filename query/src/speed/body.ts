// The bytes of an answer, and the same compressed, for clients that accept gzip. Compressing takes longer than sending to
// a client nearby: it is done beside the event loop, and not before the answer has stayed the same for a moment.

import { gzip } from "node:zlib";
import type { Body } from "../pages.ts";

const RESTS_FOR_MS = 100;
const FAST = 4;

// One at a time in this process: a large one takes long enough for others to be made meanwhile.
let isCompressing = false;

export function createBody(json: Buffer): Body {
  const madeAt = performance.now();
  let compressed: Buffer | undefined;

  function compress(): void {
    isCompressing = true;
    gzip(json, { level: FAST }, (error, bytes) => {
      isCompressing = false;
      if (!error) compressed = bytes;
    });
  }

  return {
    json,
    gzip() {
      if (!compressed && !isCompressing && performance.now() - madeAt >= RESTS_FOR_MS) compress();
      return compressed;
    },
  };
}
