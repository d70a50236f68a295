// What every service's description at /api-docs promises, for any service: `describeApiDocs([posts, comments])`.

import type { Service } from "@blog/common/http/service";
import { Validator } from "@seriousme/openapi-schema-validator";
import request from "supertest";
import { describe, expect, it } from "vitest";

interface Described {
  operationId: string;
  requestBody?: object;
  responses: Record<string, object>;
}

interface Document {
  paths: Record<string, Record<string, Described>>;
}

export function describeApiDocs(services: Service[]): void {
  describe.each(services)("The description of $name", ({ app }) => {
    it("is valid OpenAPI 3.1", async () => {
      const { body } = await request(app).get("/api-docs/openapi.json").expect(200);

      expect(body.openapi).toMatch(/^3\.1\./);
      expect(await new Validator().validate(body)).toMatchObject({ valid: true });
    });

    it("has every route of the service, and no other", async () => {
      const { body } = await request(app).get("/api-docs/openapi.json");

      const { paths } = body as Document;
      const described = Object.entries(paths).flatMap(([path, operations]) =>
        Object.keys(operations).map((method) => `${method} ${path}`),
      );
      // Once, also where a fast path stands before the usual one.
      expect(described.toSorted()).toEqual([...new Set(routesOf(app))].toSorted());
    });

    it("names each operation differently", async () => {
      const { body } = await request(app).get("/api-docs/openapi.json");

      const { paths } = body as Document;
      const ids = Object.values(paths).flatMap((operations) =>
        Object.values(operations).map(({ operationId }) => operationId),
      );
      expect(ids).toEqual([...new Set(ids)]);
    });

    it("names what happens to a body of another media type, wherever one is needed", async () => {
      const { body } = await request(app).get("/api-docs/openapi.json");

      const { paths } = body as Document;
      for (const operation of Object.values(paths).flatMap((each) => Object.values(each)))
        expect(!operation.requestBody || "415" in operation.responses).toBe(true);
    });

    it("is a page that loads nothing from elsewhere", async () => {
      const page = await request(app).get("/api-docs").expect(200);

      const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
      expect(addresses).toHaveLength(4);
      for (const address of addresses) await request(app).get(address).expect(200);
      expect(page.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(page.get("content-security-policy")).not.toMatch(/unsafe|https?:|\*/);
    });
  });
}

/** As OpenAPI writes them: `get /posts/{id}`. Patterns (for all paths) and the description's own routes are left out. */
function routesOf({ router }: Service["app"]): string[] {
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = new Set(route.stack.map(({ method }) => method));
    // app.all: what stands before every method of a path is no operation.
    if (methods.has("trace")) return [];
    return [route.path as unknown]
      .flat()
      .filter((path) => typeof path === "string" && !path.startsWith("/api-docs"))
      .flatMap((path) =>
        [...methods].map((method) => `${method} ${String(path).replaceAll(/:(\w+)/g, "{$1}")}`),
      );
  });
}
