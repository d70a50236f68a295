// A session as a file: all records that this page received from the lab, to be looked at again, elsewhere or later.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { RecordSchema } from "./session-schema.ts";

const FORMAT = "event-driven-blog/bus-session";
const VERSION = 1;
export const MAX_RECORDS = 50_000;
// Before them, a file has the states of all subscribers and services.
const MAX_STATES = 1000;
// Each has its place on the map. The lab takes no more processes, either.
export const MAX_NAMES = 100;

/** What the store has kept, as the text of a file. */
export function writeSession(records: readonly LabRecord[]): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, records });
}

/** Reads the text of a file. Throws an Error whose message is a sentence on what is wrong with it. */
export function readSession(text: string): LabRecord[] {
  const { format, version, records } = parseObject(text);
  if (format !== FORMAT) throw new Error("This is not a session of the bus view.");
  if (version !== VERSION)
    throw new Error(
      `This session has version ${String(version)}; only ${VERSION} can be read here.`,
    );
  if (!Array.isArray(records)) throw new Error("The session has no list of records.");
  if (records.length > MAX_RECORDS + MAX_STATES)
    throw new Error(`The session has more than ${MAX_RECORDS.toLocaleString("en")} records.`);
  let last = 0;
  const names = new Set<string>();
  return records.map((record, index) => {
    const checked = readRecord(record, index + 1);
    const name = nameIn(checked);
    if (name !== undefined) names.add(name);
    if (names.size > MAX_NAMES)
      throw new Error(`The session has more than ${MAX_NAMES} subscribers and services.`);
    // The bus sends the states again to each page that connects, so they may be out of order.
    if (checked.kind === "subscriber" || checked.kind === "service") return checked;
    if (checked.seq < last) throw new Error(`Record ${index + 1} is older than the one before it.`);
    last = checked.seq;
    return checked;
  });
}

function nameIn(record: LabRecord): string | undefined {
  if (record.kind === "delivery") return record.subscriber;
  return record.kind === "subscriber" || record.kind === "service" ? record.name : undefined;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Reported below: for the reader it makes no difference why it is none.
  }
  throw new Error("This file is not a JSON object.");
}

function readRecord(record: unknown, number: number): LabRecord {
  const result = RecordSchema.safeParse(record);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue && issue.path.length > 0 ? ` (${issue.path.join(".")})` : "";
  throw new Error(`Record ${number} is wrong${where}: ${issue?.message ?? "unreadable"}.`);
}
