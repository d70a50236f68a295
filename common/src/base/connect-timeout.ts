// How long the bus and the services wait for a connection to each other. That is not how long they wait for an answer: a pod
// that is just gone lets the attempt go unanswered, and its successor is reached only by a new attempt. With ten seconds for
// both, events stood still for 10.5 s after each restart in a cluster.

export const CONNECT_TIMEOUT_MS = 2000;
