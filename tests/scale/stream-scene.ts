// The engines from which services read by themselves, for tests that run against each of them: NATS, and in the long run RabbitMQ,
// which takes seconds to start.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { toMessage } from "@blog/common/engines/nats/nats-message";
import { isPullBus, type PullBus } from "@blog/common/messaging/event-bus";
import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import { connect as connectNats } from "@nats-io/transport-node";
import { afterAll, afterEach, beforeAll, beforeEach, onTestFinished } from "vitest";
import { requires } from "../requires.ts";
import { eventTitled } from "../contracts/event-bus.ts";
import { startNats } from "./nats-server.ts";
import { operateRabbitMq } from "./rabbitmq-operator.ts";
import { startRabbitMq } from "./rabbitmq-server.ts";
import type { TestServer } from "./server-process.ts";

export interface StreamScene {
  engine: "NATS" | "RabbitMQ";
  /** Of the test that runs now. */
  server: TestServer;
  /** Of an empty log. */
  url: string;
  bus: PullBus;
  /** Another connection. */
  connect(): Promise<PullBus>;
  publish(...titles: string[]): Promise<void>;
  /** Puts messages there that are no events. */
  putJunk(...bodies: string[]): Promise<void>;
  /** Stores one event twice, as if the engine had forgotten its id in between. */
  storeTwice(event: OutgoingEvent): Promise<void>;
}

/** A describe for each engine, whose scene is new for each test. */
export function overEachStream(title: string, tests: (scene: StreamScene) => void): void {
  requires("nats")(`Over NATS, ${title}`, (program) => tests(setNatsScene(program)));
  if (process.env.FULL !== "1") return;
  requires("rabbitmq")(`Over RabbitMQ, ${title}`, (program) => tests(setRabbitMqScene(program)));
}

/** For each test a server of its own, and a connection to it. To be called in a describe. */
export function setNatsScene(program: string): StreamScene {
  // The rest is there before the first test looks.
  const scene = { engine: "NATS" } as StreamScene;
  beforeEach(async () => {
    scene.server = await startNats(program);
    await fill(scene, scene.server.url);
  });
  afterEach(() => scene.server.remove());

  async function request(body: string, options: object = {}): Promise<void> {
    const connection = await connectNats({ port: scene.server.port });
    await connection.request("events", body, { timeout: 2000, ...options });
    await connection.close();
  }
  scene.putJunk = async (...bodies) => {
    for (const body of bodies) await request(body);
  };
  scene.storeTwice = async (event) => {
    const { headers, body } = toMessage(event);
    // Without the id by which NATS knows it again.
    for (let time = 0; time < 2; time += 1) await request(body, { headers });
  };
  return scene;
}

/** One server for all tests of a describe, and a stream for each. */
export function setRabbitMqScene(program: string): StreamScene {
  const scene = { engine: "RabbitMQ" } as StreamScene;
  let stream = "";
  let tests = 0;
  beforeAll(async () => {
    scene.server = await startRabbitMq(program);
  });
  beforeEach(async () => {
    tests += 1;
    stream = `TEST_${tests}`;
    await fill(scene, `${scene.server.url}?stream=${stream}`);
  });
  afterAll(() => scene.server.remove());

  scene.putJunk = async (...bodies) => {
    await operateRabbitMq(scene.server.url, stream, (channel) => {
      for (const body of bodies) channel.sendToQueue(stream, Buffer.from(body));
      return channel.waitForConfirms();
    });
  };
  scene.storeTwice = (event) => scene.bus.publish([event, event]);
  return scene;
}

async function fill(scene: StreamScene, url: string): Promise<void> {
  scene.url = url;
  scene.connect = () => connectTo(url);
  scene.bus = await scene.connect();
  scene.publish = (...titles) => scene.bus.publish(titles.map((title) => eventTitled(title)));
}

async function connectTo(url: string): Promise<PullBus> {
  const opened = await connectEventBus(url);
  if (!isPullBus(opened)) throw new Error("A stream can be followed.");
  onTestFinished(() => opened.close());
  return opened;
}
