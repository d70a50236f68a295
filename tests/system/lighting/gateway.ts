// The gateway of the lighting.

import { startGateway } from "../../../client/gateway/start.ts";
import { system } from "./system.ts";

await startGateway(system);
