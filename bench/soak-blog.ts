// One blog of the soak: its real processes, a second comments service that can be stopped, and two subscribers of our own
// beside them: a probe that notes when each event arrives, and another that can be made slow.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServices } from "./our-services.ts";
import { type ListeningSubscriber, startSubscriber } from "./subscriber.ts";

export interface SoakBlog {
  url(name: string): string;
  probe: ListeningSubscriber;
  residentMb(name: string): Promise<number>;
  /** How many events each subscriber is behind. */
  lags(): Promise<Map<string, number>>;
  /** The second comments service neither works nor hangs up from now on. */
  stopOne(): void;
  slowOne(byMs: number): void;
  stop(): Promise<void>;
}

export async function startSoakBlog(): Promise<SoakBlog> {
  const dataFolder = await mkdtemp(join(tmpdir(), "blog-soak-"));
  const probe = await startSubscriber();
  const other = await startSubscriber();
  const subscribers = { probe: probe.url, other: other.url };
  const services = await startServices({
    dataFolder,
    replicas: { comments: 2 },
    subscribers,
  });

  return {
    url: services.url,
    probe,
    residentMb: services.residentMb,

    async lags() {
      const answer = await fetch(`${services.url("event-bus")}/subscriptions`);
      // The answer of event-bus/src/routes/subscription-routes.ts.
      const { subscriptions } = (await answer.json()) as {
        subscriptions: { name: string; lag: { events: number } }[];
      };
      return new Map(subscriptions.map(({ name, lag }) => [name, lag.events]));
    },

    stopOne: () => services.kill("comments-2", "SIGSTOP"),
    slowOne: other.slowDown,

    async stop() {
      services.kill("comments-2", "SIGKILL");
      await services.stop();
      await Promise.all([probe.close(), other.close()]);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
