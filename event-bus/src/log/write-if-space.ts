// Writes to the subscription store, which delivery does not depend on.

import { crash, isDiskBroken, isDiskFull } from "@blog/common/database/database-file";

/**
 * What cannot be written because the disk is full is forgotten at the next start: the subscribers are served from memory
 * meanwhile, and none of them has to wait for our disk.
 */
export function writeIfSpace(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (isDiskBroken(error)) crash(error);
    if (!isDiskFull(error)) throw error;
  }
}
