// What the lab answers, for /api-docs of a bus that has one. records.ts describes the records.

import { describeApi, json, type Paths, problem } from "@blog/common/api-docs/openapi";
import { eventBody } from "@blog/common/api-docs/openapi-shared";
import { z } from "zod";
import { parts } from "./openapi.ts";
import {
  BackupRequest,
  Chosen,
  NewFaults,
  NewSubscriber,
  Replay,
  ServiceReport,
} from "../lab/bodies.ts";
import { verbPaths } from "./openapi-lab-verbs.ts";

const Fact = z.looseObject({ kind: z.string() }).describe("One of those in lab/records.ts.");
const Count = z.number().int();

const schemas = {
  BackupRequest,
  Copies: z.object({ files: z.array(z.string()) }),
  Chosen,
  NewFaults,
  NewSubscriber,
  Replay,
  ServiceReport,
  Fact,
  Lab: z.looseObject({
    recording: z.literal(true),
    control: z.literal(true),
    runner: z.boolean().describe("Whether a local runner has reported its processes."),
    log: z.object({ id: z.string(), length: Count }),
    ring: z.object({ first: Count, last: Count }).describe("The records that are still here."),
    subscribers: z.array(Fact),
    services: z.array(Fact),
  }),
  Replayed: z.object({
    events: Count,
    results: z.array(z.looseObject({ subscriber: z.string() })),
  }),
};

const refused = problem("Not from this machine, or from a web page.");

const paths: Paths = {
  "/lab": {
    get: {
      operationId: "lookAtLab",
      summary: "How everything stands.",
      responses: { 200: json("Now.", "Lab"), 403: refused },
    },
  },
  "/lab/stream": {
    get: {
      operationId: "streamRecords",
      summary: "What happens, as it happens (server-sent events, resumed with Last-Event-ID).",
      responses: {
        200: { description: "A record each.", content: { "text/event-stream": {} } },
        403: refused,
      },
    },
  },
  "/lab/events": {
    post: {
      ...parts.paths["/events"].post,
      operationId: "publishUnsigned",
      summary: "As POST /events, and needs no signature.",
      requestBody: eventBody({ type: "PostCreated", data: { id: "post-1", title: "A post" } }),
    },
  },
  ...verbPaths,
};

export const openApi = describeApi({
  ...parts,
  schemas: { ...parts.schemas, ...schemas },
  paths: { ...parts.paths, ...paths },
});
