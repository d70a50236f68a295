// How what the bus remembers about its subscribers is written: without it they would be served, too.

import { crash, isDiskBroken, isDiskFull } from "@blog/common/database/sqlite";

/**
 * What cannot be written because the disk is full is forgotten at the next start: the subscribers are served from memory
 * meanwhile, and none of them shall wait for our disk.
 */
export function writeIfSpace(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (isDiskBroken(error)) crash(error);
    if (!isDiskFull(error)) throw error;
  }
}
