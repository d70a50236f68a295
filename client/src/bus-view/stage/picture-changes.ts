// The changes between two pictures, as one sentence for a screen reader: the failures and recoveries, or, without any, the
// number of events.

import { lagOf, type Picture } from "../history/picture.ts";
import { statesOf } from "./node-state.ts";
import { namesOf } from "./service-names.ts";

/** Empty when there is nothing to announce. */
export function changesBetween(before: Picture, after: Picture): string {
  if (before.logId !== after.logId) return "";
  const changes = namesOf(after).flatMap((name) => changesOf(name, before, after));
  if (changes.length > 0) return `${changes.join("; ")}.`;
  const events = after.tail - before.tail;
  if (events <= 0) return "";
  const behind = after.subscribers.filter((subscriber) => lagOf(after, subscriber) > 0);
  const names = behind.map(({ name }) => name).join(" and ");
  const state = behind.length === 0 ? "all subscribers are caught up" : `${names} behind`;
  return `${events} new ${events === 1 ? "event" : "events"}; ${state}.`;
}

function changesOf(name: string, before: Picture, after: Picture): string[] {
  const [was, is] = [stateOf(name, before), stateOf(name, after)];
  if (!was || !is) return is ? [`${name} is new`] : [];
  const found: string[] = [];
  if (was.words !== is.words) found.push(`${name}: ${is.words}`);
  const parked = is.parked - was.parked;
  if (parked > 0) found.push(`${parked} parked for ${name}`);
  return found;
}

function stateOf(name: string, picture: Picture) {
  const fact = picture.subscribers.find((each) => each.name === name)?.fact;
  const service = picture.services.find((each) => each.name === name);
  if (!fact && !service) return undefined;
  const words = statesOf(fact, service, true).map(({ word }) => word);
  return { words: words.join(", "), parked: fact?.parked.length ?? 0 };
}
