// What can be done in the lab, for /api-docs.

import {
  body,
  inPath,
  json,
  type Operation,
  type Paths,
  problem,
} from "@blog/common/api-docs/openapi";

const refused = problem("Not from this machine, or from a web page.");
const wrong = problem("A field is wrong or unknown; it is named.");
const notJson = problem("A body that is not JSON.");
const unknown = problem("There is no such subscriber.");
const subscriber = [inPath("name", "The subscriber.")];

/** An operation with a JSON body. */
function control(operation: Operation, schema: string, example: object): Operation {
  return {
    ...operation,
    requestBody: body(schema, example),
    responses: { ...operation.responses, 400: wrong, 403: refused, 415: notJson },
  };
}

const some = { subscribers: ["query"] };
const done = { 200: { description: "Done." } };

/** Their schemas are named in openapi-lab.ts. */
export const verbPaths: Paths = {
  "/lab/hold": {
    post: control(
      { operationId: "hold", summary: "No delivery leaves any more.", responses: done },
      "Chosen",
      some,
    ),
  },
  "/lab/release": {
    post: control(
      { operationId: "release", summary: "Deliveries leave again.", responses: done },
      "Chosen",
      some,
    ),
  },
  "/lab/step": {
    post: control(
      { operationId: "step", summary: "One held delivery of each leaves.", responses: done },
      "Chosen",
      some,
    ),
  },
  "/lab/subscribers/{name}/faults": {
    put: {
      ...control(
        {
          operationId: "setFaults",
          summary: "Replaces the faults of a subscriber; they end after `seconds`.",
          responses: { 200: json("How it stands.", "Fact"), 404: unknown },
        },
        "NewFaults",
        { delayMs: 2000, seconds: 60 },
      ),
      parameters: subscriber,
    },
  },
  "/lab/reset": {
    post: {
      operationId: "resetLab",
      summary: "Releases all subscribers and ends all faults. Subscribers that were added stay.",
      responses: { ...done, 403: refused },
    },
  },
  "/lab/backup": {
    post: control(
      {
        operationId: "backUp",
        summary: "Copies the log and the subscriptions as they are, into files beside them.",
        responses: {
          201: json("Where the copies are.", "Copies"),
          409: problem("The log of this bus is another file."),
        },
      },
      "BackupRequest",
      { file: "/home/me/blog/.data/event-bus.db" },
    ),
  },
  "/lab/replay": {
    post: control(
      {
        operationId: "replay",
        summary: "Sends a range of the log once more; counts what came of it.",
        responses: {
          200: json("What came of it.", "Replayed"),
          409: problem("One of them is held or cut."),
        },
      },
      "Replay",
      { from: 1, to: 10, subscribers: ["query"], dryRun: true },
    ),
  },
  "/lab/subscribers": {
    post: control(
      {
        operationId: "addSubscriber",
        summary: "Adds a subscriber on this machine, and keeps it until it is removed.",
        responses: { 201: json("How it stands.", "Fact"), 409: problem("The name is taken.") },
      },
      "NewSubscriber",
      { name: "mine", url: "http://localhost:4100", start: "beginning" },
    ),
  },
  "/lab/subscribers/{name}": {
    delete: {
      operationId: "removeSubscriber",
      summary: "Removes a subscriber that was added here, with its cursor.",
      parameters: subscriber,
      responses: {
        204: { description: "Forgotten." },
        403: refused,
        404: unknown,
        409: problem("It was not added here."),
      },
    },
  },
  "/lab/records": {
    post: control(
      {
        operationId: "noteService",
        summary: "How a process of the blog is: for the local runner.",
        responses: { 204: { description: "Noted." } },
      },
      "ServiceReport",
      { service: { kind: "service", name: "query", state: "up", pid: 4242 } },
    ),
  },
};
