// The connection to NATS, and the stream that is our log. A connection that breaks is not repaired behind our back: all that
// waits for it fails at once, nothing is kept back to be sent later, and the next call connects anew.

import {
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type StoredMsg,
  type StreamInfo,
} from "@nats-io/jetstream";
import { connect, type NatsConnection, nanos } from "@nats-io/transport-node";
import { derivedId } from "../../base/ids.ts";

const DEFAULT_STREAM = "EVENTS";

const REQUEST_MS = 3000;
// So long NATS drops a repeated id. An event published again later is stored twice, and handled once: see the inbox.
const DUPLICATE_WINDOW_MS = 10 * 60_000;

export interface OpenNats {
  connection: NatsConnection;
  client: JetStreamClient;
  manager: JetStreamManager;
  /** Copies of each stream, in a cluster. */
  replicas: number;
  /** The stream that is the log. */
  stream: string;
  /** Events are published there under this subject. */
  subject: string;
}

export interface NatsLog {
  /** New whenever the stream is made anew. */
  id: string;
  /** The last position, 0 while there is none. */
  tail: number;
}

/**
 * `nats://user:password@one:4222,two:4222?replicas=3`. Resolves once there is a connection; rejects if there is none now.
 * `&stream=OTHER` is another log than EVENTS, for blogs that share a server and have nothing to do with each other.
 */
export async function openNats(url: string): Promise<OpenNats> {
  const { servers, options, ...log } = readUrl(url);
  const connection = await connect({
    servers,
    ...options,
    timeout: REQUEST_MS,
    reconnect: false,
    // A connection that is cut without a word is noticed after ten seconds.
    pingInterval: 5000,
    maxPingOut: 2,
  });
  const client = jetstream(connection, { timeout: REQUEST_MS });
  const manager = await jetstreamManager(connection, { timeout: REQUEST_MS, checkAPI: false });
  return { connection, client, manager, ...log };
}

/** The log, made if it is not there. Nothing in it can be deleted or changed, short of the whole. */
export async function openLog({ manager, replicas, stream, subject }: OpenNats): Promise<NatsLog> {
  const { created, state } = await findOrAdd(manager, {
    name: stream,
    subjects: [subject],
    num_replicas: replicas,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    discard: DiscardPolicy.New,
    deny_delete: true,
    deny_purge: true,
  });
  return { id: derivedId(created, stream), tail: state.last_seq };
}

type StreamSettings = Parameters<JetStreamManager["streams"]["add"]>[0];

/** Several who find nothing add the same, and all but one of them find it then. */
export async function findOrAdd(
  { streams }: JetStreamManager,
  settings: StreamSettings,
): Promise<StreamInfo> {
  try {
    return await streams.info(settings.name);
  } catch (error) {
    if (!isApiError(error, JetStreamApiCodes.StreamNotFound)) throw error;
    return streams.add({
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      ...settings,
    });
  }
}

/** The last message of a subject, if there is one. */
export async function lastOf(
  { streams }: JetStreamManager,
  stream: string,
  subject: string,
): Promise<StoredMsg | undefined> {
  return (await streams.getMessage(stream, { last_by_subj: subject })) ?? undefined;
}

export function isApiError(error: unknown, code: number): error is JetStreamApiError {
  return error instanceof JetStreamApiError && error.code === code;
}

function readUrl(text: string) {
  const [address = "", query] = text.split("?");
  const urls = address
    .split(",")
    .map((part) => new URL(part.includes("://") ? part : `nats://${part}`));
  const [first] = urls as [URL];
  const { username, password, protocol } = first;
  const settings = new URLSearchParams(query);
  const stream = settings.get("stream") ?? DEFAULT_STREAM;
  // Names are case-sensitive in NATS, and the subject is in lower case: two streams must not have one subject.
  if (!/^[A-Z][A-Z0-9_]*$/.test(stream))
    throw new Error(`A stream is called by capitals, digits and _, not "${stream}".`);
  return {
    servers: urls.map(({ host }) => host),
    options: {
      ...(username && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
      ...(protocol === "tls:" && { tls: {} }),
    },
    replicas: Number(settings.get("replicas") ?? 1),
    stream,
    subject: stream.toLowerCase(),
  };
}
