// Our own bus behind the `EventBus` port: the contract that NATS passes, too.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { testEventBus } from "./event-bus.contract.ts";

testEventBus("our own, over HTTP", async () => {
  const { url, stop } = await startTestBus();
  return {
    connect: () => connectEventBus(url),
    connectToNobody: () => connectEventBus("http://127.0.0.1:1"),
    remove: stop,
  };
});
