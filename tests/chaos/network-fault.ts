// What can be wrong with a connection between two processes. Served by the proxy (tcp-proxy.ts).

export type NetworkFault =
  /** Both sides lose the connection after so many bytes of one direction. */
  | { kind: "cut"; direction: Direction; afterBytes: number }
  | { kind: "reset" }
  /** What is sent goes nowhere, and the sender gets no error. */
  | { kind: "blackhole" }
  /** Requests arrive, answers do not. */
  | { kind: "one way" }
  | { kind: "delay"; delayMs: number }
  /** Each request arrives a second time, on another connection. */
  | { kind: "duplicate"; afterMs: number };

export type Direction = "request" | "answer";

export interface Proxy {
  port: number;
  url: string;
  /** Null heals; connections on which something was swallowed are broken then. */
  setFault(fault: NetworkFault | null): void;
  /** How often the fault set last has struck: a fault that met no traffic has shown nothing. */
  struck(): number;
  /** How many are open now. */
  connections(): number;
  /** Nothing listens here any more, as at a process that is gone: connections are refused. */
  close(): Promise<void>;
  open(): Promise<void>;
}
