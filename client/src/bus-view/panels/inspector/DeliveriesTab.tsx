// What became of one event: for each subscriber the mark it bears now, and every try that was seen.

import { useBus } from "../../use-bus.ts";
import { deliveriesOf, markOf } from "../../history/picture.ts";
import { SubscriberDeliveries } from "./SubscriberDeliveries.tsx";
import styles from "./DeliveriesTab.module.css";

export function DeliveriesTab({ position }: { position: number }) {
  const picture = useBus((state) => state.picture);
  const deliveries = deliveriesOf(picture, position);

  return (
    <ul className={styles.list}>
      {picture.subscribers.map((subscriber) => (
        <SubscriberDeliveries
          key={subscriber.name}
          name={subscriber.name}
          position={position}
          mark={markOf(subscriber, position)}
          tries={deliveries.filter((delivery) => delivery.subscriber === subscriber.name)}
        />
      ))}
    </ul>
  );
}
