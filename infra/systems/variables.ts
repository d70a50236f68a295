// The variables of the environment that move a service, or name another one: made of its name.

/** Where it listens: `event-bus` → `EVENT_BUS_PORT`. */
export function portVariable(name: string): string {
  return `${prefixOf(name)}_PORT`;
}

/** Another address for it: `event-bus` → `EVENT_BUS_URL`. */
export function urlVariable(name: string): string {
  return `${prefixOf(name)}_URL`;
}

/** Where it answers gRPC calls: `author-service` → `AUTHOR_SERVICE_GRPC_PORT`. */
export function grpcPortVariable(name: string): string {
  return `${prefixOf(name)}_GRPC_PORT`;
}

/** The same with its host, for the service itself and all that call it: `author-service` → `AUTHOR_GRPC`. */
export function grpcVariable(name: string): string {
  return `${prefixOf(name.replace(/-service$/, ""))}_GRPC`;
}

function prefixOf(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
