// What to try first: seven experiments, each with the steps that show it.

import { useBus, useBusStore } from "../../use-bus.ts";
import { showDrawer } from "../drawer/drawer-tab.ts";
import { Experiment, Step } from "./Experiment.tsx";
import {
  breakQuery,
  killBus,
  killQuery,
  sendPoison,
  slowModeration,
  startBus,
  startQuery,
  writeComment,
  writeFivePosts,
  writePost,
  writeWithoutBus,
} from "./experiments.ts";
import { Button } from "../../../blog/forms/Button.tsx";
import styles from "./TryThis.module.css";

export function TryThis() {
  const store = useBusStore();
  const tail = useBus(({ picture }) => picture.tail);
  const isLive = useBus(({ viewing }) => viewing === "live");

  return (
    <>
      <h2 className={styles.title}>Try this</h2>
      <p className={styles.intro}>
        Select anything to see what it is and what can be done with it.
      </p>
      <ol className={styles.list}>
        <Experiment title="See a post travel">
          <Step needs="blog" does={writePost}>
            Write a post
          </Step>
        </Experiment>
        <Experiment
          title="Kill query, and watch it catch up"
          note="Its cursor stays; the log grows."
        >
          <Step needs="runner" does={killQuery}>
            Kill query
          </Step>
          <Step needs="blog" does={writeFivePosts}>
            Write 5 posts
          </Step>
          <Step needs="runner" does={startQuery}>
            Start query
          </Step>
        </Experiment>
        <Experiment
          title="Kill the bus, and write all the same"
          note="The post is stored with its event, in the outbox of posts."
        >
          <Step needs="runner" does={killBus}>
            Kill the bus
          </Step>
          <Step needs="blog" does={writeWithoutBus}>
            Write without it
          </Step>
          <Step needs="runner" does={startBus}>
            Start the bus
          </Step>
        </Experiment>
        <Experiment title="See a comment pending" note="Moderation receives it late.">
          <Step does={slowModeration}>Slow moderation</Step>
          <Step needs="blog" does={writeComment}>
            Write a comment
          </Step>
        </Experiment>
        <Experiment
          title="Park an event, and redrive it"
          note="An event that no service can handle is discarded; one that a single service failed on is redriven."
        >
          <Step does={sendPoison}>Send a poison event</Step>
          <Step does={breakQuery}>Break query, write a post</Step>
          <Button look="text" onClick={() => showDrawer("parked")}>
            Parked events
          </Button>
        </Experiment>
        <Experiment title="Go back in time" note="The blog, as it was after any event.">
          {isLive ? (
            <Button look="quiet" onClick={() => store.lookAt(Math.max(1, tail - 5))}>
              Five events back
            </Button>
          ) : (
            <Button look="quiet" onClick={() => store.lookAt("live")}>
              Back to live
            </Button>
          )}
        </Experiment>
        <Experiment title="Add a service of your own" note="Twenty lines that receive every event.">
          <Button look="text" onClick={() => showDrawer("own")}>
            Your own service
          </Button>
        </Experiment>
      </ol>
    </>
  );
}
