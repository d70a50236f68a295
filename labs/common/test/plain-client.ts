// A client that knows a .proto file and grpc-js, and nothing of ours.

import { type Client, credentials, loadPackageDefinition, type ServiceError } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { onTestFinished } from "vitest";

export type PlainCall = (method: string, request?: object) => Promise<Record<string, unknown>>;

/** `service` is its full name: author.AuthorService. */
export function connectPlainly(file: string, service: string, address: string): PlainCall {
  const definition = loadPackageDefinition(loadSync(file, { keepCase: true, defaults: true }));
  const [packageName = "", name = ""] = service.split(".");
  // As grpc-js lays out what it has loaded: packages hold services, and a service is a class.
  type Methods = Record<string, (request: object, callback: Callback) => void>;
  type Callback = (error: ServiceError | null, response: Record<string, unknown>) => void;
  const services = definition[packageName] as unknown as Record<
    string,
    new (
      ...given: unknown[]
    ) => Client & Methods
  >;
  const client = new services[name]!(address, credentials.createInsecure());
  onTestFinished(() => client.close());
  return (method, request = {}) =>
    new Promise((resolve, reject) => {
      client[method]!(request, (error, response) => (error ? reject(error) : resolve(response)));
    });
}
