// Our own bus behind the `EventBus` port: the contract that NATS passes, too. Over HTTP, and with persistent connections.

import { frames } from "@blog/common/speed/over-frames";
import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { testEventBus } from "../contracts/event-bus.ts";

for (const [name, options] of [
  ["our own, over HTTP", {}],
  ["our own, over frames", { upgrade: frames }],
] as const) {
  testEventBus(name, async () => {
    const { url, stop } = await startTestBus();
    return {
      connect: () => connectEventBus(url, options),
      connectToNothing: () => connectEventBus("http://127.0.0.1:1", options),
      remove: stop,
    };
  });
}
