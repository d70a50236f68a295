// What user-service answers to the other services, over gRPC.

import { connectGrpc } from "@labs/common/grpc/client";
import { startGrpcServer } from "@labs/common/grpc/server";
import { codeOf } from "@labs/common/grpc/status";
import { userService } from "@shop/contracts/user";
import { expect, it, onTestFinished } from "vitest";
import { connectPlainly } from "../../../common/test/plain-client.ts";
import { ada, bob, home, startUsers } from "./user-scene.ts";

const codeIn = (call: Promise<unknown>) => call.then(() => "OK", codeOf);

async function startCalls() {
  const scene = await startUsers();
  const { log, metrics } = scene.service;
  const server = await startGrpcServer(userService, scene.calls, {
    ...{ address: "localhost:0", log, metrics },
  });
  const address = `localhost:${server.port}`;
  const client = connectGrpc(userService, address, { retries: 0, deadlineMs: 20_000 });
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  return { ...scene, client, address };
}

it("GetUser answers all of the user whose token comes with it, and of others the name", async () => {
  const { client, join } = await startCalls();
  const { id, accessToken } = await join({ ...ada, ...home });
  const other = await join(bob);
  const read = (token?: string) =>
    client.GetUser({ user_id: id }, token ? { authorization: `Bearer ${token}` } : {});

  const nothing = { shippingAddress: "", pincode: "", city: "", country: "", phoneNumber: "" };
  const name = { id, name: "Ada", email: "", bio: "", ...nothing, createdAt: "", version: 0 };
  expect(await read(accessToken)).toMatchObject({ id, ...home, email: ada.email, version: 2 });
  expect(await read(other.accessToken)).toEqual(name);
  expect(await read()).toEqual(name);
});

it("GetUser refuses a token that is not good, and what is no token", async () => {
  const { client, join, send } = await startCalls();
  const { id, accessToken } = await join(ada);
  const authorization = `Bearer ${accessToken}`;
  await send("delete", `/v1/users/${id}`, undefined, accessToken).expect(200);

  for (const each of [authorization, "Bearer abc", "Internal a-secret-of-16-characters"])
    expect(await codeIn(client.GetUser({ user_id: id }, { authorization: each }))).toBe(
      "UNAUTHENTICATED",
    );
  expect(await codeIn(client.GetUser({ user_id: id }))).toBe("NOT_FOUND");
  expect(await codeIn(client.GetUser({ user_id: "" }))).toBe("NOT_FOUND");
});

it("GetUsers answers the names of those that there are", async () => {
  const { client, join } = await startCalls();
  const { id } = await join({ ...ada, ...home });

  expect(await client.GetUsers({ ids: ["unknown", id, id] })).toEqual({
    users: [{ id, name: "Ada" }],
  });
  expect(await client.GetUsers({ ids: [] })).toEqual({ users: [] });
  const many = client.GetUsers({ ids: Array<string>(1001).fill(id) });
  expect(await codeIn(many)).toBe("INVALID_ARGUMENT");
});

it("ValidateUserToken answers whose token it is, for as long as the session is open", async () => {
  const { client, join, send } = await startCalls();
  const { id, accessToken: token, refreshToken } = await join(ada);

  expect(await client.ValidateUserToken({ token })).toEqual({ id, name: "Ada" });
  await send("post", "/v1/auth/logout", { refreshToken }).expect(200);

  for (const each of [token, "", "abc"])
    expect(await codeIn(client.ValidateUserToken({ token: each }))).toBe("UNAUTHENTICATED");
});

it("A client that knows nothing but the .proto file is answered, too", async () => {
  const { address, join } = await startCalls();
  const { id, accessToken: token } = await join(ada);
  const call = connectPlainly("labs/shop/proto/user.proto", userService.service, address);

  expect(await call("GetUser", { user_id: id })).toMatchObject({ id, name: "Ada", email: "" });
  expect(await call("ValidateUserToken", { token })).toEqual({ id, name: "Ada" });
});
