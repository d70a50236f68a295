// What a newcomer can do to the shop, so that there is something to see.

import { newId } from "@blog/common/base/ids";
import { changeService } from "../../bus-view/lab/change-service.ts";
import { publishEvent } from "../../bus-view/lab/publish-event.ts";
import { setFaults } from "../../bus-view/lab/set-faults.ts";
import type { Experiment, Step, System } from "../system.ts";
import { cancelOrder } from "./api/orders.ts";
import { getProfile, updateProfile } from "./api/users.ts";
import { MOST, someOrder, someUser } from "./some-order.ts";

function step(label: string, needs: Step["needs"], does: Step["does"]): Step {
  return { label, needs, does };
}

/** An order of nothing: each service that knows the contract refuses it. */
export const poison: System["poison"] = () => ({
  type: "OrderPlaced",
  data: { id: newId(), userId: newId() },
});

const sendPoison = step("Send a poison event", "control", async () => {
  const { status, position } = await publishEvent(JSON.stringify(poison()));
  if (position === undefined) throw new Error(`the bus answered ${status}`);
  return `It is #${position}. product-service and api-gateway refuse it; in about ten seconds it is parked. No redrive will help: in the end it is discarded.`;
});

const breakOrders = step("Break order-service, and order something", "control", async () => {
  await setFaults("order-service", { failPercent: 100 }, 30);
  const { product } = await someOrder();
  return `The stock of “${product.name}” is reserved, and order-service will park the verdict in about ten seconds: the order stays PENDING. Reset the lab, or wait until the fault is over; then redrive it.`;
});

export const parking: System["parking"] = {
  wrongEvent: {
    about:
      "An order of nothing: the bus accepts it, and each service that knows the contract refuses it. Redriven, it is refused again; all that is left is to discard it.",
    step: sendPoison,
  },
  wrongSubscriber: {
    about:
      "For 30 seconds order-service fails at everything, and something is ordered. Redriven after that, the verdict takes effect, late but whole: the order is PROCESSING.",
    step: { ...breakOrders, label: "Make order-service fail, and order something" },
  },
};

const orderSomething = (label: string, then: string) =>
  step(label, "system", async () => {
    const { product } = await someOrder();
    return `“${product.name}” is ordered. ${then}`;
  });

/** Another one each time, so that there is a change. */
async function changeAddress(): Promise<string> {
  await someUser();
  const profile = await getProfile();
  const shippingAddress = `${1 + Math.floor(Math.random() * 999)} New Street`;
  await updateProfile(profile, { shippingAddress });
  return shippingAddress;
}

export const experiments: Experiment[] = [
  {
    title: "See an order decided",
    note: "No service asks another one whether there is enough.",
    steps: [
      orderSomething(
        "Order something",
        "order-service publishes OrderPlaced, product-service answers with StockReserved, and order-service with OrderConfirmed.",
      ),
      step("Order more than there is", "system", async () => {
        const { product } = await someOrder(MOST);
        return `${MOST} of “${product.name}” are ordered, and there are ${product.stock}: StockRejected, then OrderRejected. Nothing is reserved.`;
      }),
    ],
  },
  {
    title: "Order while product-service is stopped",
    note: "The order is accepted, and decided later.",
    steps: [
      step("Stop product-service", "runner", async () => {
        const { product } = await someOrder();
        await changeService("product-service", "stop");
        return `product-service stops. “${product.name}” was ordered once more before, so that order-service knows its price.`;
      }),
      orderSomething("Order something", "It stays PENDING: its event waits in the log."),
      step("Start product-service", "runner", async () => {
        await changeService("product-service", "start");
        return "product-service starts, reads the log on from its checkpoint, and decides.";
      }),
    ],
  },
  {
    title: "Cancel an order",
    note: "What was reserved can be sold again.",
    steps: [
      step("Order something, and cancel it", "system", async () => {
        const { order, product } = await someOrder();
        await cancelOrder(order.id);
        return `The order of “${product.name}” is cancelled: product-service publishes StockReleased, if it had reserved it by then.`;
      }),
    ],
  },
  {
    title: "One fact on two roads",
    note: "Open orders get a new address from the event. Products get it from worker-service, which receives the event and calls product-service.",
    steps: [
      step("Slow worker-service", "control", async () => {
        await setFaults("worker-service", { delayMs: 4000 }, 60);
        return "For a minute each delivery to worker-service takes four seconds.";
      }),
      step("Change an address", "system", async () => {
        const address = await changeAddress();
        return `Now “${address}”: OrderUpdated at once, ProductUpdated in four seconds.`;
      }),
    ],
  },
  {
    title: "Park an event, and redrive it",
    note: "An event that no service can handle is discarded; one that a single service failed on is redriven.",
    steps: [sendPoison, breakOrders, { label: "Parked events", opens: "parked" }],
  },
];
