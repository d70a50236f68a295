// An answer names the position in the log up to which it is complete, also when the last events have changed nothing in it.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { commentCreated, createQuery, postCreated } from "./query-service.ts";

const PATHS = ["/posts", "/posts?limit=2", "/posts?limit=2&unknown=1", "/posts/p1"];
const moderated = {
  type: "CommentModerated",
  data: { id: "c1", postId: "p1", content: "C", status: "approved" },
};

describe.each(PATHS)("The answer to %s", (path) => {
  it("names the last event that is in it, with its log", async () => {
    const { app, receive } = await createQuery();
    await receive(postCreated("p1"), commentCreated("c1", "p1"));
    const before = await request(app).get(path);

    await receive(moderated, { type: "constructor", data: {} });
    const after = await request(app).get(path);
    const unchanged = await request(app)
      .get(path)
      .set("If-None-Match", after.headers.etag ?? "");

    expect(placeIn(before)).toEqual({ log: "log-1", position: "2" });
    expect(placeIn(after)).toEqual({ log: "log-1", position: "4" });
    expect(after.headers.etag).toBe(before.headers.etag);
    expect({ status: unchanged.status, ...placeIn(unchanged) }).toEqual({
      ...{ status: 304, log: "log-1", position: "4" },
    });
  });

  it("names none while no log is known", async () => {
    const { app, model } = await createQuery();
    await model.inbox.receive({ events: [postCreated("p1")] });

    expect(placeIn(await request(app).get(path))).toEqual({ log: undefined, position: undefined });
  });
});

function placeIn({ headers }: { headers: Record<string, string> }) {
  return { log: headers["event-bus-log"], position: headers["event-bus-position"] };
}
