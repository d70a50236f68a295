// The load, as long as its tab is open: what it is sent to, its rate, and its results.

import { useEffect, useState } from "react";
import { inWords } from "../../lab/use-lab-action.ts";
import { useSystem } from "../../use-system.ts";
import { type LoadTally, startLoad } from "./load.ts";

export function useLoad() {
  const { load } = useSystem();
  const [perSecond, setPerSecond] = useState(0);
  const [facts, setFacts] = useState<Record<string, string>>();
  const [tally, setTally] = useState<LoadTally>();
  const [error, setError] = useState<string>();

  useEffect(() => {
    if (perSecond === 0) return;
    let isOver = false;
    let stop = () => {};
    begin().catch((reason: unknown) => {
      if (isOver) return;
      setError(inWords(reason));
      setPerSecond(0);
    });

    async function begin(): Promise<void> {
      setError(undefined);
      const begun = await load.begin();
      if (isOver) return;
      setFacts(begun.facts);
      stop = startLoad({
        perSecond,
        send: (n) => begun.send(n).catch(refuse),
        onTally: setTally,
        onEnd: () => setPerSecond(0),
      });
    }

    return () => {
      isOver = true;
      stop();
    };
  }, [load, perSecond]);

  return { perSecond, setPerSecond, facts, tally, error };
}

function refuse(reason: unknown): never {
  throw new Error(inWords(reason), { cause: reason });
}
