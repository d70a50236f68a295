// The profile of the user who is signed in. Changed, it is seen arriving on two roads.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useStore } from "../../../../ui/store.ts";
import { describeShopFailure } from "../../api/failure.ts";
import type { Order } from "../../api/orders.ts";
import { getProfile, type Profile } from "../../api/users.ts";
import { announce } from "../announcements.ts";
import { Part } from "../parts/Part.tsx";
import { milliseconds } from "./lag-in-words.ts";
import { looksFor } from "./looks.ts";
import { ProfileForm } from "./ProfileForm.tsx";
import styles from "./ProfileForm.module.css";
import { RoadBars } from "./RoadBars.tsx";
import { createRoadsMeter, type RoadName, type Roads, ROADS } from "./roads.ts";

interface ProfilePartProps {
  userId: string;
  orders: readonly Order[];
  ownProducts: ReadonlySet<string>;
}

export function ProfilePart({ userId, orders, ownProducts }: ProfilePartProps) {
  const [meter] = useState(() => createRoadsMeter());
  const roads = useStore(meter.state);
  const { data, error, refetch } = useQuery({
    queryKey: ["shop", "profile", userId],
    queryFn: getProfile,
    retry: false,
    // What is being typed must not be replaced.
    refetchOnWindowFocus: false,
  });
  useEffect(() => meter.stop, [meter]);

  async function follow(before: Profile, after: Profile): Promise<void> {
    void refetch();
    await meter.measure(await looksFor(before, after, { orders, ownProducts }));
    const measured = meter.state.get();
    if (measured) announce(inWords(measured));
  }

  return (
    <Part title="Your profile" note={<p>{data?.email}</p>}>
      {data && (
        <ProfileForm
          key={data.version}
          profile={data}
          onChanged={(after) => void follow(data, after)}
          onConflict={() => void refetch()}
        />
      )}
      {error && (
        <p className={styles.note}>
          {`${describeShopFailure(error).message} The profile is with user-service, whole.`}
        </p>
      )}
      {roads && <RoadBars roads={roads} />}
    </Part>
  );
}

const ENDS: Record<RoadName, string> = { orders: "open orders", products: "products" };

function inWords(roads: Roads): string {
  const arrived = ROADS.filter((name) => roads[name].state === "arrived").map(
    (name) => `${ENDS[name]} after ${milliseconds(roads[name].ms)}`,
  );
  return arrived.length > 0 ? `The change is in ${arrived.join(", in ")}.` : "";
}
