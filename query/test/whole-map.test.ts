// The course's whole map, made anew only where something has changed: the same, to the letter, as made all at once.

import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import request from "supertest";
import { describe, expect, it, vi } from "vitest";
import { apply, createView } from "../src/view.ts";
import { createWholeMap } from "../src/speed/whole-map.ts";
import { anyArrival } from "./any-history.ts";
import { commentCreated, createQuery, postCreated } from "./query-service.ts";
import { toMap } from "./to-map.ts";
import { runs } from "../../tests/kit/runs.ts";
import { until } from "../../tests/kit/until.ts";

const posts = (count: number) => Array.from({ length: count }, (_, i) => postCreated(`p${i}`));

describe("The whole map", () => {
  it("is that of the view, whatever comes, in whatever order", () => {
    const keepsUp = fc.property(anyArrival, ([, arrival]) => {
      const view = createView();
      const map = createWholeMap(view);

      for (const event of arrival) {
        const changed = apply(view, event);
        if (changed) map.forget([changed]);
        expect(map.body().json.toString()).toBe(JSON.stringify(toMap(view)));
      }
    });

    fc.assert(keepsUp, { numRuns: runs(100) });
  });

  it("follows a change to any of many posts", async () => {
    const { app, receive, model } = await createQuery();
    await receive(...posts(350));
    await request(app).get("/posts");

    for (const id of ["p0", "p99", "p100", "p349"]) await receive(commentCreated(`on ${id}`, id));
    await receive(postCreated("late"));
    const { body } = await request(app).get("/posts");

    expect(body).toEqual(toMap(model.view));
    expect(body.p100.comments).toHaveLength(1);
    expect(Object.keys(body)).toHaveLength(351);
  });

  it("gives a post its own place, whatever it is called", () => {
    const view = createView();
    const map = createWholeMap(view);
    const ids = ["b", "__proto__", '"quoted"', "7"];

    for (const id of ids) apply(view, { type: "PostCreated", data: { id, title: id } });

    const text = map.body().json.toString();
    expect(text.match(/(?<="id":)"(?:[^"\\]|\\.)*"/g)?.map((id) => JSON.parse(id))).toEqual(ids);
    expect(Object.keys(JSON.parse(text))).toContain("__proto__");
  });
});

describe("While nothing changes", () => {
  it("the map comes compressed to clients that take that, with a strong ETag of its own", async () => {
    const { app, receive } = await createQuery();
    await receive(...posts(3));
    const ask = (headers = {}) =>
      request(app)
        .get("/posts")
        .set({ "Accept-Encoding": "gzip", ...headers });

    const plain = await ask({ "Accept-Encoding": "identity" });
    const compressed = await vi.waitFor(
      async () => {
        const answer = await ask();
        expect(answer.headers["content-encoding"]).toBe("gzip");
        return answer;
      },
      { timeout: 5000 },
    );
    const [one, other] = [plain, compressed].map(({ headers }) => String(headers.etag));
    const again = await Promise.all([one, other].map((etag) => ask({ "If-None-Match": etag })));
    const uncompressed = await ask({ "Accept-Encoding": "identity" });

    expect(compressed.body).toEqual(plain.body);
    expect(compressed.headers.vary).toMatch(/Accept-Encoding/);
    expect(other).not.toBe(one);
    expect(again.map(({ status, headers }) => [status, headers.etag])).toEqual([
      [304, one],
      [304, other],
    ]);
    expect(uncompressed.headers).not.toHaveProperty("content-encoding");
  });

  it("that is done once, and anew after the next change", async () => {
    const view = createView();
    const map = createWholeMap(view);
    const rest = () => until(() => expect(map.body().gzip()).toBeDefined());
    await rest();
    const first = map.body().gzip();

    const same = map.body().gzip();
    const post = apply(view, { type: "PostCreated", data: { id: "a", title: "A" } })!;
    map.forget([post]);
    const changed = map.body().gzip();
    await rest();

    expect(same).toBe(first);
    expect(changed).toBeUndefined();
    expect(gunzipSync(map.body().gzip()!).toString()).toBe(map.body().json.toString());
  });
});
