// What worker-service answers, for /api-docs. The lesson is in app.ts.

import { describeApi, problem } from "@blog/common/api-docs/openapi";
import { deliveryPaths, operatorPaths, serviceSchemas } from "@blog/common/api-docs/openapi-shared";

const { "/events": events } = deliveryPaths("ProfileUpdated, ProductCreated and ProductUpdated", {
  type: "ProfileUpdated",
  data: {
    ...{ userId: "user-1", name: "Ada", version: 2 },
    ...{ shippingAddress: "12 St James's Square", pincode: "SW1Y 4LE", city: "London" },
    ...{ country: "UK", phoneNumber: "" },
  },
});

// It has no checkpoint, so it never asks for what came before, and no disk. What it depends on is the services that it calls.
const { 409: _, 507: __, ...responses } = events?.post?.responses ?? {};
const unavailable = problem(
  "The service that is called does not answer. Deliver this again later.",
);

export const openApi = describeApi({
  title: "worker-service",
  description:
    "Carries changes of profiles and products to the services that keep copies of them. It has no public routes: it receives events and makes calls.",
  schemas: serviceSchemas,
  paths: {
    "/events": { post: { ...events!.post!, responses: { ...responses, 503: unavailable } } },
    ...operatorPaths,
  },
});
