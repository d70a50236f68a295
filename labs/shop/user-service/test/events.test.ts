// After a restore from a backup, user-service receives its own events again. They have no email and no password, so they make no
// user; of those that it has they bring the profile and the version up to date, in whichever order they come.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ada, home, startUsers } from "./user-scene.ts";

const changeOf = (userId: string, version: number) => ({
  id: `event-${version}`,
  type: "ProfileUpdated",
  data: { userId, name: "Ada", ...home, city: `City ${version}`, version },
});

describe("Its own events", () => {
  it("lead to the same profile in any order, and versions go on from there", async () => {
    const orders = fc.shuffledSubarray([2, 3, 4], { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const { join, send, receive, published } = await startUsers();
        const { id, accessToken } = await join(ada);
        for (const version of order) await receive(changeOf(id, version));

        const before = await send("get", "/v1/users/me", undefined, accessToken);
        await send("patch", "/v1/user/update-profile", { bio: "Counts." }, accessToken);

        expect(before.body.message).toMatchObject({ city: "City 4", version: 4 });
        expect((await published()).at(-1)).toMatchObject({ data: { city: "City 4", version: 5 } });
      }),
      { numRuns: 4 },
    );
  });

  it("change nothing when they come as they were published", async () => {
    const { join, send, receive, published } = await startUsers();
    const { accessToken } = await join({ ...ada, ...home });
    await send("patch", "/v1/user/update-profile", { bio: "Counts." }, accessToken);
    const before = await send("get", "/v1/users/me", undefined, accessToken);

    const events = await published();
    for (const event of events) await receive(event);

    const after = await send("get", "/v1/users/me", undefined, accessToken);
    expect(after.body).toEqual(before.body);
    expect(await published()).toEqual(events);
  });

  it("delete a user again, permanently: the sessions have ended, and a late change is too late", async () => {
    const { join, send, receive } = await startUsers();
    const { id, accessToken, refreshToken } = await join(ada);

    await receive({ id: "event-9", type: "UserDeleted", data: { id, version: 9 } });
    await receive(changeOf(id, 8));

    await send("get", "/v1/users/me", undefined, accessToken).expect(401);
    await send("post", "/v1/auth/refresh", { refreshToken }).expect(401);
    await send("post", "/v1/auth/signup", ada).expect(201);
  });

  it("make no user of whom there is no password", async () => {
    const { join, send, receive, db } = await startUsers();
    const { accessToken } = await join(ada);

    await receive({ id: "1", type: "UserRegistered", data: { id: "b", name: "Bob", version: 1 } });
    await receive(changeOf("b", 2));

    await send("get", "/v1/users/b", undefined, accessToken).expect(404);
    expect(await db.query("SELECT id FROM users")).toHaveLength(1);
  });
});
