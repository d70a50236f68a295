// The events parked for one subscriber.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getParked } from "../../lab/get-parked.ts";
import { inWords } from "../../lab/use-lab-action.ts";
import styles from "./ParkedList.module.css";
import { ParkedRow } from "./ParkedRow.tsx";

interface ParkedListProps {
  subscriber: string;
  positions: readonly number[];
}

export function ParkedList({ subscriber, positions }: ParkedListProps) {
  const { data: details, error } = useQuery({
    // Asked again whenever something was parked or decided.
    queryKey: ["parked", subscriber, positions],
    queryFn: ({ signal }) => getParked(subscriber, signal),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });

  return (
    <section className={styles.subscriber} aria-label={`Parked for ${subscriber}`}>
      <h3 className={styles.name}>{subscriber}</h3>
      {error && <p className={styles.problem}>{inWords(error)}</p>}
      <ul className={styles.list}>
        {positions.map((position) => (
          <ParkedRow
            key={position}
            subscriber={subscriber}
            position={position}
            details={details?.find((parked) => parked.position === position)}
          />
        ))}
      </ul>
    </section>
  );
}
