// How far one subscriber is behind, in words and numbers, and over the last minute as a line.

import { isCurrent } from "../history/bus-state.ts";
import { lagOf, type SubscriberPicture, unseen } from "../history/picture.ts";
import { useBus } from "../use-bus.ts";
import styles from "./LogStrip.module.css";
import { MarkSign } from "./MarkSign.tsx";
import { TrendLine } from "./TrendLine.tsx";
import { useNow } from "./use-now.ts";

interface StripLagProps {
  subscriber: SubscriberPicture;
  /** Its lag in each second of the last minute. */
  trend: readonly number[];
}

export function StripLag({ subscriber, trend }: StripLagProps) {
  const picture = useBus((state) => state.picture);
  const isNow = useBus(isCurrent);
  const clockMs = useBus((state) => state.clockMs);
  const { fact } = subscriber;
  const lag = lagOf(picture, subscriber);
  const behindMs = useBus((state) => state.behindMs);
  // The time that is shown, not the one that is: an event is not older because the view is behind.
  const now = useNow(lag > 0 && isNow) + clockMs - behindMs;

  const acceptedAt = picture.events.get(fact.cursor + 1)?.acceptedAt;
  const seconds = acceptedAt === undefined ? fact.lag.seconds : (now - acceptedAt) / 1000;

  return (
    <span className={styles.info} data-behind={lag > 0} translate="no">
      {!isNow
        ? `at #${fact.cursor} when last seen`
        : lag === 0
          ? "caught up"
          : `${lag.toLocaleString("en")} behind, oldest ${age(Math.max(0, seconds))}`}
      {fact.parked.length > 0 && (
        <span className={styles.parked}>
          <MarkSign mark={unseen("parked")} /> {fact.parked.length}
          <span className="visually-hidden"> parked</span>
        </span>
      )}
      <span className={styles.trend}>
        <TrendLine values={trend} />
      </span>
    </span>
  );
}

function age(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
