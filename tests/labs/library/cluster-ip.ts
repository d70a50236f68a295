// What a Service of Kubernetes is to its callers: one address, behind which a connection goes to any pod that takes it.

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface ClusterIp {
  url: string;
  /** A port of this machine on which a pod listens. */
  add(port: number): void;
  stop(): void;
}

export async function startClusterIp(): Promise<ClusterIp> {
  const pods: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((caller) => void passOn(caller));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function passOn(caller: Socket): Promise<void> {
    keep(caller);
    for (const port of pods) {
      const pod = connect(port, "127.0.0.1");
      const isThere = await once(pod, "connect").then(
        () => true,
        () => false,
      );
      if (!isThere) continue;
      keep(pod);
      pod.on("close", () => caller.destroy());
      caller.on("close", () => pod.destroy());
      return void caller.pipe(pod).pipe(caller);
    }
    caller.destroy();
  }

  function keep(socket: Socket): void {
    sockets.add(socket.on("error", () => {}).on("close", () => sockets.delete(socket)));
  }

  // A server that listens at a port has one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    add: (pod) => pods.push(pod),
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
