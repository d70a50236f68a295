// What every REST route of the shop answers with success, as its published collection has it. Errors are problem+json.

import type { Response } from "express";

export interface Envelope<Resource> {
  status: number;
  message: Resource;
}

export function answer(res: Response, status: number, message: unknown): void {
  const envelope: Envelope<unknown> = { status, message };
  res.status(status).send(envelope);
}
